"""Typst in a process of its own, run by the Python that has it: `once PDF`, or `stay PDF` and compile at every line.

It imports nothing of this project.
"""

import sys
import time

import typst  # type: ignore[import-not-found]  # not a dependency of the project


def _compiler() -> typst.Compiler:
    return typst.Compiler("book.typ", font_paths=["fonts"], ignore_system_fonts=True)


def _stay(pdf: str) -> None:
    compiler = _compiler()
    while True:
        start = time.process_time()
        compiler.compile(output=pdf)
        print(time.process_time() - start, flush=True)
        if not sys.stdin.readline():
            return


if __name__ == "__main__":
    if sys.argv[1] == "stay":
        _stay(sys.argv[2])
    else:
        _compiler().compile(output=sys.argv[2])
