"""Tables for spreadsheets: CSV (RFC 4180) with the mark by which Excel knows UTF-8, and nothing that it would run."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO

_BOM = "\ufeff"
#: What spreadsheets take for the beginning of a formula; a full-width sign only if more follows.
_FORMULA, _WIDE_FORMULA = tuple("=+-@\t\r\n"), tuple("＝＋－＠")

Cell = str | int | bool | Decimal | None


def spreadsheet(rows: Iterable[Sequence[Cell]], *, has_bom: bool = True) -> str:
    """The rows as a file. A text that looks like a formula begins with an apostrophe; None is an empty cell."""
    text = StringIO(newline="")
    csv.writer(text).writerows([_cell(cell) for cell in row] for row in rows)
    return (_BOM if has_bom else "") + text.getvalue()


def _cell(value: Cell) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str() if _is_formula(value):
            return f"'{value}"
        case _:
            return str(value)


def _is_formula(text: str) -> bool:
    return text.startswith(_FORMULA) or (len(text) > 1 and text.startswith(_WIDE_FORMULA))
