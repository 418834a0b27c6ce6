"""Heads of tables: where a head stands over a group of rows, ``Scope`` can't say so, and every cell names its heads."""

from collections.abc import Iterator
from itertools import count

from vision_compiler.typeset.shapes import Element

_CELLS = ("TH", "TD")


def name_heads(tables: list[Element]) -> None:
    """Give the cells of tables with heads of groups an ``ID`` if they are heads, and the ``Headers`` that they have."""
    numbers = count(1)
    for table in tables:
        if any(map(_is_group_head, _rows(table, "TBody"))):
            _Namer(table, numbers).name()


class _Namer:
    def __init__(self, table: Element, numbers: "count[int]") -> None:
        self.table, self.numbers = table, numbers

    def name(self) -> None:
        columns: dict[int, str] = {}
        for row in _rows(self.table, "THead"):
            for place, cell in _placed(row):
                name = self._named(cell)
                columns |= dict.fromkeys(place, name)
        group = ""
        for row in _rows(self.table, "TBody"):
            if _is_group_head(row):
                group = self._named(_cells(row)[0])
            else:
                self._row(row, columns, group)

    def _row(self, row: Element, columns: dict[int, str], group: str) -> None:
        beside = ""
        for place, cell in _placed(row):
            above = dict.fromkeys(columns[column] for column in place if column in columns)
            cell.attributes["Headers"] = " ".join(filter(None, (group, *above, beside)))
            if cell.role == "TH":
                beside = self._named(cell)

    def _named(self, cell: Element) -> str:
        name = cell.attributes["ID"] = str(next(self.numbers))
        return name


def _rows(table: Element, part: str) -> list[Element]:
    parts = (kid for kid in table.kids if isinstance(kid, Element) and kid.role == part)
    return [row for part in parts for row in part.kids if isinstance(row, Element)]


def _cells(row: Element) -> list[Element]:
    return [kid for kid in row.kids if isinstance(kid, Element) and kid.role in _CELLS]


def _is_group_head(row: Element) -> bool:
    """A head as wide as the table, alone in its row."""
    cells = _cells(row)
    return len(cells) == 1 and cells[0].role == "TH" and "ColSpan" in cells[0].attributes


def _placed(row: Element) -> Iterator[tuple[range, Element]]:
    """The cells of a row, with the columns that each takes up."""
    column = 0
    for cell in _cells(row):
        width = cell.attributes.get("ColSpan", 1)
        assert isinstance(width, int)
        yield range(column, column + width), cell
        column += width
