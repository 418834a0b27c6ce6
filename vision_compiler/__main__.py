"""The ``vision`` command: ready for Ctrl-C before the rest is loaded, and gone as soon as all is done."""

import atexit
import os
import sys
from contextlib import suppress
from typing import NoReturn

try:
    from vision_compiler.interrupts import end_on_interrupt
except KeyboardInterrupt:  # in the first hundredth of a second
    os.write(2, "中止しました。\n".encode())
    os._exit(130)


def main() -> None:
    """Run the command line."""
    end_on_interrupt()
    from vision_compiler.cli import main as run  # noqa: PLC0415 - takes a moment

    try:
        run()
    except SystemExit as end:
        _leave(end.code if isinstance(end.code, int) else int(end.code is not None))


def _leave(status: int) -> NoReturn:
    """End in good order, but do not take the interpreter apart: after a build that takes a quarter of a second."""
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # closed, or never there
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
