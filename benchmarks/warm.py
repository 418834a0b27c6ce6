"""Processes that stay and build again after every edit: ours and Typst's.

`python -m benchmarks.warm PLAN` is ours: it builds, prints the processor time, and builds again at every line of input.
"""

import gc
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.book import Book
from benchmarks.tools import TYPST_PYTHON

_HERE = Path(__file__).parent


def ours_warm(plan_folder: Path) -> Callable[[], None]:
    """What builds the 総合戦略 anew from the plan's files, in this process, keeping what it can."""
    from vision_compiler.pipeline import Workshop, analyse, publish  # noqa: PLC0415 - only in the worker
    from vision_compiler.project import output_folder, read_plan, template_folder  # noqa: PLC0415
    from vision_compiler.writing import write_whole  # noqa: PLC0415

    shelf = _Memory()

    def build() -> None:
        sources = read_plan(plan_folder)
        plan = analyse(sources).plan
        assert plan is not None
        output = publish(plan, "strategy", Workshop(template_folder(), sources, shelf))
        write_whole({output_folder(plan_folder) / output.name: output.content})

    return build


class _Memory(dict[str, bytes]):
    """A shelf without a disk."""

    def take(self, name: str) -> bytes:
        return self.get(name, b"")

    def put(self, name: str, content: bytes) -> None:
        self[name] = content


class Worker:
    """A process that builds at every line it reads."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self._process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.is_ready = self._answer() != ""

    def _answer(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def rebuild(self) -> tuple[float, float]:
        """Seconds of wall and processor time until the PDF is written again."""
        assert self._process.stdin
        start = time.perf_counter()
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        cpu = float(self._answer())
        return time.perf_counter() - start, cpu

    def close(self) -> None:
        """End of input is the end."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()


def typst_worker(book: Book) -> Worker:
    """Typst with what it remembers."""
    return Worker([str(TYPST_PYTHON), str(_HERE / "typst_worker.py"), "stay", "typst.pdf"], book.folder)


def our_worker(book: Book) -> Worker:
    """Ours with what it remembers."""
    return Worker([sys.executable, "-m", "benchmarks.warm", str(book.plan)], _HERE.parent)


def _stay(plan: Path) -> int:
    build = ours_warm(plan)
    gc.disable()  # as in `vision serve`, garbage is collected between edits, not in the middle of one
    while True:
        start = time.process_time()
        build()
        print(time.process_time() - start, flush=True)
        gc.collect()
        if not sys.stdin.readline():
            return 0


if __name__ == "__main__":
    sys.exit(_stay(Path(sys.argv[1])))
