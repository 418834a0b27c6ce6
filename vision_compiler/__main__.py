"""The ``vision`` command: ready for Ctrl-C before the rest is loaded."""

from vision_compiler.interrupts import end_on_interrupt


def main() -> None:
    """Run the command line."""
    end_on_interrupt()
    from vision_compiler.cli import main as run  # noqa: PLC0415 - takes a moment

    run()


if __name__ == "__main__":
    main()
