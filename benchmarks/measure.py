"""What a command takes: wall time, processor time of it and all it starts, and the memory of its largest process.

The measuring process stays small: Linux counts the memory of who starts a program into that program's peak.
"""

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL
from tempfile import TemporaryFile
from threading import Timer

_PR_SET_CHILD_SUBREAPER = 36
_UNIT_OF_MEMORY = 1 if sys.platform == "darwin" else 1024
#: So long the processes that a program leaves behind may take to end by themselves.
_PATIENCE = 2.0


class RunError(Exception):
    """A command failed or took too long."""


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds and MiB."""

    wall: float
    cpu: float
    peak: float


def run(command: list[str], folder: Path, limit: float, environment: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end. Raises ``RunError`` if it fails, or takes more than ``limit`` seconds."""
    _adopt_orphans()
    known = set(_children())
    with TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        timer = Timer(limit, os.killpg, (process.pid, SIGKILL))
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        timer.cancel()
        timer.join()
        process.returncode = os.waitstatus_to_exitcode(status)
        usages = [usage, *_ended(known)]
        if process.returncode:
            output.seek(0)
            raise RunError(_reason(command, process.returncode, output.read(), wall > limit))
    cpu = sum(each.ru_utime + each.ru_stime for each in usages)
    return Run(wall, cpu, max(each.ru_maxrss for each in usages) * _UNIT_OF_MEMORY / 2**20)


def _reason(command: list[str], code: int, output: bytes, is_late: bool) -> str:
    if is_late:
        return f"{command[0]}: 制限時間を超えました"
    last = output.decode(errors="replace").strip().splitlines()[-1:]
    return f"{command[0]}: 終了コード {code} {' '.join(last)}"


def _adopt_orphans() -> None:
    """On Linux, what a program leaves behind becomes our child, so that its processor time is known."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _children() -> Iterator[int]:
    for task in Path("/proc/self/task").glob("*/children"):
        with suppress(FileNotFoundError):  # a thread that has just ended
            yield from map(int, task.read_text().split())


def _ended(known: set[int]) -> "Iterator[os.struct_rusage]":  # type: ignore[name-defined]
    """The usage of every process left behind by the command; those that do not end are ended."""
    deadline = time.monotonic() + _PATIENCE
    while left := set(_children()) - known:
        for pid in left:
            if time.monotonic() > deadline:
                os.kill(pid, SIGKILL)
            ended, _, usage = os.wait4(pid, 0 if time.monotonic() > deadline else os.WNOHANG)
            if ended:
                yield usage
        time.sleep(0.005)
