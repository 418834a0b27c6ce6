"""The ``vision`` command: ready for Ctrl-C before the rest is loaded."""

import os

try:
    from vision_compiler.interrupts import end_on_interrupt
except KeyboardInterrupt:  # in the first hundredth of a second
    os.write(2, "中止しました。\n".encode())
    os._exit(130)


def main() -> None:
    """Run the command line."""
    end_on_interrupt()
    from vision_compiler.cli import main as run  # noqa: PLC0415 - takes a moment

    run()


if __name__ == "__main__":
    main()
