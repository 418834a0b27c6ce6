"""What is fuzzed: reading a file, checking a plan, comparing two plans. Each takes any bytes and must not raise.

With the optional tool atheris (``pip install atheris``), from the folder of the project::

    nice python -m tests.fuzz.targets check -max_total_time=600 tests/fuzz/corpus

What it finds goes into ``corpus/`` as a small file, which ``tests/test_fuzz.py`` puts through every target.
"""

import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path, PurePath

from vision_compiler.comparison.changes import compare
from vision_compiler.comparison.markdown import markdown
from vision_compiler.comparison.printed import assembled
from vision_compiler.comparison.sheet import Request
from vision_compiler.comparison.table import table
from vision_compiler.comparison.text import text
from vision_compiler.diagnostics import Diagnostic
from vision_compiler.pipeline import Analysis, analyse
from vision_compiler.project import read_plan
from vision_compiler.report.formats import Format, formatted
from vision_compiler.source import SourceError, SourceFile, parse

MINIMAL = Path(__file__).parents[1] / "plans" / "minimal"
#: Files of the tiny plan; the first byte of an input says which of them it stands for.
FILES = sorted(read_plan(MINIMAL))


def load(data: bytes) -> None:
    """Any bytes are data or a mistake with its place."""
    try:
        parse("a.yaml", data)
    except SourceError as error:
        assert error.span.start >= (1, 1)


def check(data: bytes) -> Analysis:
    """A plan with any file is a plan or has errors, each at a place that its file has; every report can be written."""
    name = FILES[data[0] % len(FILES)] if data else FILES[0]
    analysis = analyse({**read_plan(MINIMAL), name: data[1:]})
    assert analysis.plan or analysis.diagnostics
    for found in analysis.diagnostics:
        assert stands_in_its_file(found, analysis.sources), found
    for format in Format:
        formatted(format, analysis.diagnostics, analysis.sources, PurePath("plan")).encode()
    return analysis


def stands_in_its_file(found: Diagnostic, sources: Mapping[str, SourceFile]) -> bool:
    """Whether the place of a finding is one of its file; of a file that is not there, its beginning."""
    source = sources.get(found.span.file)
    if source is None or not source.text:
        return found.span.start == (1, 1)
    lines = source.text.split("\n")
    for line, column in (found.span.start, found.span.end):
        if not (0 < line <= len(lines) and 0 < column <= len(lines[line - 1]) + 2):
            return False
    return found.span.start <= found.span.end


def diff(data: bytes) -> None:
    """Every plan that holds can be compared with the tiny one, both ways."""
    if (plan := check(data).plan) is None:
        return
    before = _before()
    assert before.plan
    for old, new in ((before.plan, plan), (plan, before.plan)):
        made = table(compare(old, new), Request("old", "new", {}, assembled(old), assembled(new)))
        markdown(made).encode()
        text(made).encode()


@cache
def _before() -> Analysis:
    return analyse(read_plan(MINIMAL))


TARGETS: dict[str, Callable[[bytes], object]] = {"load": load, "check": check, "diff": diff}


def main() -> None:
    import atheris  # noqa: PLC0415 - an optional tool

    target = TARGETS[sys.argv.pop(1)]
    for name, module in list(sys.modules.items()):
        if name.startswith("vision_compiler.source"):
            for each in vars(module).values():
                if callable(each) and getattr(each, "__module__", "") == name and hasattr(each, "__code__"):
                    atheris.instrument_func(each)
    atheris.Setup(sys.argv, lambda data: target(data) and None)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
