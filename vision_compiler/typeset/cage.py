"""A process for work that may fail in any way: it runs out of time or memory, and crashes, by itself."""

import errno
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from traceback import format_exc
from typing import Any

from vision_compiler.diagnostics import ProjectError
from vision_compiler.typeset.shapes import TypesettingError

#: What one task may cost: seconds of computing, seconds by the clock (on a machine that is busy with other things),
#: bytes. Sixteen pieces of an honest plan take 1.4 s and 150 MB at most, and a table of 20,000 rows 500 MB.
COMPUTING, PATIENCE, MEMORY = 10, 120, 1_500_000_000
#: What a disk answers that takes no more.
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
#: How a process says that its memory is used up.
_NO_MEMORY = 77
#: Only Linux makes copies of a process that are safe, and only before it has threads.
COPY = "fork" if sys.platform == "linux" else "spawn"


class DiedError(Exception):
    """The process ended in the middle of a task; ``why`` says so in Japanese."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Cage:
    """One process; it does one task after the other.

    ``method`` is how it comes to be: by COPY, or anew ("spawn"); ``begin`` is done before the first task. Should that
    fail, the first task will say so.
    """

    def __init__(self, method: str = COPY, begin: Callable[[], None] | None = None) -> None:
        context: Any = get_context(method)  # typed by the name of the method
        self._folder = tempfile.mkdtemp(prefix="vision-")
        self._pipe, theirs = context.Pipe()
        # A daemon is ended when this process ends, whatever it is doing.
        limits = (COMPUTING, MEMORY)
        self._process = context.Process(target=_work, args=(theirs, self._folder, *limits, begin), daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, task: Callable[..., Any], *arguments: Any) -> Any:
        """What the task returns. Raises what it raises, and ``DiedError`` if it is not done within the limits."""
        try:
            self._pipe.send((task, arguments))
            if not self._pipe.poll(PATIENCE):
                self.end()
                raise DiedError(f"{PATIENCE}秒たっても終わりません")
            answer = self._pipe.recv()
        except (EOFError, OSError) as error:
            self._process.join()
            self.end()
            raise DiedError(_why(self._process.exitcode)) from error
        if isinstance(answer, Exception):
            raise answer
        return answer

    def end(self) -> None:
        """End it now, with what it has put on the disk: WeasyPrint copies the fonts there."""
        self._process.kill()
        self._process.join(timeout=1)
        shutil.rmtree(self._folder, ignore_errors=True)


def _why(status: int | None) -> str:
    if status == _NO_MEMORY:
        return f"{MEMORY // 1_000_000}MBのメモリに収まりません"
    if status == -getattr(signal, "SIGPROF", 0):
        return f"{COMPUTING}秒計算しても終わりません"
    name = f"シグナル {-status}" if status is not None and status < 0 else f"終了コード {status}"
    return f"組版の処理が止まってしまいます（{name}）"


# In the process.


def _work(pipe: Connection, folder: str, computing: float, memory: int, begin: Callable[[], None] | None) -> None:
    _set_limits(memory)
    tempfile.tempdir = folder
    Thread(target=_end_with_the_master, args=(folder,), daemon=True).start()
    if begin:
        with suppress(Exception):
            begin()
    with suppress(EOFError, OSError):  # nobody asks any more
        while True:
            task, arguments = pipe.recv()
            _count_down(computing)
            try:
                pipe.send(_answer(task, arguments))
            except MemoryError:
                os._exit(_NO_MEMORY)
            _count_down(0)
    shutil.rmtree(folder, ignore_errors=True)


def _answer(task: Callable[..., Any], arguments: Any) -> Any:
    try:
        return task(*arguments)
    except MemoryError:
        raise
    except (ProjectError, TypesettingError) as error:
        return error
    except OSError as error:
        return _no_room() if error.errno in _NO_ROOM else TypesettingError(format_exc())
    except Exception:  # whatever the renderer may raise
        return TypesettingError(format_exc())


def _no_room() -> ProjectError:
    return ProjectError(
        f"一時ファイルを「{Path(tempfile.gettempdir()).parent}」に書けません",
        "書体の写しを置く空き（50MBほど）を作るか、環境変数 TMPDIR にほかのフォルダーを指定してください。",
    )


def _set_limits(memory: int) -> None:
    for name, answer in (("SIGINT", signal.SIG_IGN), ("SIGHUP", signal.SIG_IGN), ("SIGTERM", signal.SIG_DFL)):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), answer)  # Ctrl-C is for the master, who ends us
    with suppress(ImportError):  # Windows knows no limits
        import resource  # noqa: PLC0415 - see above

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with suppress(OSError, ValueError):  # a narrower limit holds already
            resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def _count_down(seconds: float) -> None:
    """Die after so many seconds of computing; 0: never."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _end_with_the_master(folder: str) -> None:
    """A master that was killed sends nobody home."""
    if master := parent_process():
        master.join()
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)
