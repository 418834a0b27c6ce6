"""YAML text → plain data and the place of every key and value. The only folder that knows YAML.

Plans use a safe subset of YAML 1.2 (core schema): one document, no anchors, aliases, tags or directives; a value stands
on one line or is a literal block. Numbers keep the digits that were typed (``20.0`` becomes ``Decimal('20.0')``),
because they are printed.
"""

from vision_compiler.source.compose import compose
from vision_compiler.source.files import (
    EMPTY,
    Data,
    Empty,
    KeyPath,
    Position,
    SourceError,
    SourceFile,
    Span,
    UnquotedScalar,
    occurrences,
)
from vision_compiler.source.read import read

__all__ = [
    "EMPTY",
    "Data",
    "Empty",
    "KeyPath",
    "Position",
    "SourceError",
    "SourceFile",
    "Span",
    "UnquotedScalar",
    "occurrences",
    "parse",
]


def parse(name: str, text: str | bytes) -> tuple[SourceFile, Data]:
    """Read one file. Raises ``SourceError`` for anything that is not YAML of our subset."""
    source = read(name, text)
    return source, compose(source)
