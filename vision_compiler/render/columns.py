"""Widths of columns, cast off before anything is set: a table whose widths are known is set faster."""

from collections.abc import Sequence
from unicodedata import east_asian_width

from vision_compiler.document.nodes import Cell

#: Points → millimetres.
_POINT = 25.4 / 72
#: Widths in em: what Japanese fills, and the widest digit of our faces.
_FULL, _HALF = 1.0, 0.78
#: Room beside the words of a cell, in mm.
_PADDING = 4.2


def column_widths(
    headings: Sequence[tuple[str, str]], rows: Sequence[Sequence[Cell]], size: float, least: float
) -> list[float]:
    """The widths (mm) of the columns of values, in which no line breaks, at a size in pt; at least ``least``."""
    columns = [[cells[number] for cells in rows] for number in range(len(headings))]
    return [
        round(max(least, _PADDING + size * _POINT * max(_widest(cells), *map(_ems, heading))), 1)
        for heading, cells in zip(headings, columns, strict=True)
    ]


def _widest(cells: Sequence[Cell]) -> float:
    lines = (line for cell in cells for line in cell.lines)
    return max((_ems(label) + _ems(text) + (0.6 if label else 0.0) for label, text in lines), default=0.0)


def _ems(text: str) -> float:
    return sum(_FULL if east_asian_width(each) in "FWA" else _HALF for each in text)
