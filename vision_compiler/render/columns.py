"""Widths of columns, cast off before anything is set: a table whose widths are known is set faster."""

from collections.abc import Sequence
from math import ceil, floor
from unicodedata import east_asian_width

from msgspec import Struct

from vision_compiler.document.nodes import Cell

#: Points → millimetres.
_POINT = 25.4 / 72
#: Widths in em of what values are made of in our faces, the bold one included, rounded up.
_WIDTHS = {
    **dict.fromkeys("0123456789", 0.76),
    **dict.fromkeys(".,", 0.33),
    **dict.fromkeys("%", 1.0),
    **dict.fromkeys("()（）「」【】・", 0.52),
    **dict.fromkeys("、。", 0.6),
    **dict.fromkeys(" ", 0.34),
}
#: Of all other characters: what Japanese fills, and Latin letters.
_FULL, _HALF = 1.0, 0.88
#: Between what a value is of (小学校) and the value.
_SPACE = 0.64


class Column(Struct, frozen=True):
    """The width of a column of values, and how far its numbers stand from its right edge, both in mm."""

    width: float
    inset: float


def columns(
    headings: Sequence[tuple[str, str]], rows: Sequence[Sequence[Cell]], size: float, least: float, beside: float
) -> list[Column]:
    """The columns of values, in which no line breaks, at a size in pt; at least ``least`` wide.

    ``beside`` is how much of a column (mm) its cells keep free beside their words. Numbers are flush right, so that
    their digits stand below each other, and the widest one is in the middle.
    """
    found = []
    for number, heading in enumerate(headings):
        cells = [row[number] for row in rows]
        width = max(least, ceil(10 * (beside + size * _POINT * max(_widest(cells), *map(ems, heading)))) / 10)
        numbers = size * _POINT * _widest([cell for cell in cells if cell.is_number])
        found.append(Column(width, floor(5 * (width - numbers)) / 10))
    return found


def _widest(cells: Sequence[Cell]) -> float:
    lines = (line for cell in cells for line in cell.lines)
    return max((ems(label) + ems(text) + (_SPACE if label else 0.0) for label, text in lines), default=0.0)


def ems(text: str) -> float:
    """How wide a text is at most, in em."""
    return sum(_WIDTHS.get(each) or (_FULL if east_asian_width(each) in "FWA" else _HALF) for each in text)
