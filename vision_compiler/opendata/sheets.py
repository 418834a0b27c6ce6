"""How much room the cells of a workbook take: not all programs that open it find out how high a row has to be."""

from collections.abc import Iterable
from decimal import Decimal
from unicodedata import east_asian_width

from vision_compiler.opendata.spreadsheets import Cell

#: In points; the last is the most that a row can have.
_LINE_HEIGHT, _MARGIN, _HIGHEST = 13.0, 3.0, 409.0


def measure(content: Cell) -> int:
    """The width of a cell in half-width characters."""
    text = "" if content is None else f"{content:,}" if isinstance(content, Decimal) else str(content)
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def height(cells: Iterable[Cell], widths: Iterable[float]) -> float:
    """The height of a row, in points, with these cells in columns of these widths (in half-width characters)."""
    return min(_LINE_HEIGHT * max(map(_lines, cells, widths)) + _MARGIN, _HIGHEST)


def _lines(content: Cell, width: float) -> int:
    pieces = content.split("\n") if isinstance(content, str) else [content]
    return sum(max(1, -int(-measure(piece) // width)) for piece in pieces)
