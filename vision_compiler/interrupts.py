"""Ctrl-C ends a command at once: one line, nothing half written, no process left over."""

import os
import signal
import sys
from types import FrameType
from typing import NoReturn

_ENDING = ("SIGINT", "SIGTERM", "SIGHUP")
#: What shells add to the number of a signal.
_SHELL = 128


class _Busy:
    """Whether outputs are being replaced."""

    replacing = False


def replacing(is_begun: bool) -> None:
    """While outputs are replaced, they are put back before the end."""
    _Busy.replacing = is_begun


def end_on_interrupt() -> None:
    """From here on, what wants to end this process (but not its workers) ends it in good order."""
    for number in _known():
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):  # not what nohup ignores
            signal.signal(number, _end)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_leave_to_the_master)


def stop(number: int = signal.SIGINT) -> NoReturn:
    """End now. No thread and no worker is waited for: their work is of no use any more."""
    for each in _known():
        signal.signal(each, signal.SIG_IGN)
    for name in ("workers", "engraver"):
        if dismiss := getattr(sys.modules.get(f"vision_compiler.typeset.{name}"), "dismiss", None):
            dismiss()  # first of all, so that no process is replaced
    # A module may be loaded in part; then there are no workers yet.
    workers = getattr(sys.modules.get("multiprocessing"), "active_children", list)
    for worker in workers():
        worker.kill()
    # What shows progress hides the cursor, and its line is not finished.
    clear = "\r\x1b[K\x1b[?25h" if sys.stderr is not None and sys.stderr.isatty() else ""
    os.write(2, f"{clear}中止しました。\n".encode())
    os._exit(_SHELL + number)


def _end(number: int, _frame: FrameType | None) -> None:
    if _Busy.replacing:
        for each in _known():
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt(number)  # puts back what was there, and comes out in main()
    stop(number)


def _leave_to_the_master() -> None:
    """In a worker: a terminal interrupts everyone in it, but the master decides."""
    for number in _known():
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)


def _known() -> list[signal.Signals]:
    return [getattr(signal, name) for name in _ENDING if hasattr(signal, name)]
