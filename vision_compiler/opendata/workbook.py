"""The plan's data as a workbook for the office: the indicators to read and print, then all tables as they are.

No cell is a formula, no cells are merged, and numbers are numbers.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from vision_compiler.document.covers import draft_stage
from vision_compiler.model.plan import Plan
from vision_compiler.moments import instant
from vision_compiler.opendata.overview import explanation, overview
from vision_compiler.opendata.sheets import height, measure
from vision_compiler.opendata.spreadsheets import Cell
from vision_compiler.opendata.table import Table

_ALL = {"font_name": "BIZ UDゴシック", "font_size": 10, "border": 1, "border_color": "#8A979D", "text_wrap": True}
_HEAD = {"bold": True, "bg_color": "#E6ECEF", "align": "center", "valign": "vcenter"}
_TEXT = {"align": "left", "valign": "top"}
#: Numbers keep away from the text of the next column; no number is parted.
_NUMBER = {"align": "right", "valign": "top", "text_wrap": False, "indent": 1}
#: The narrowest column, what fits into a narrow one, and the widest, in half-width characters.
_NARROWEST, _NARROW, _WIDEST = 5, 26, 40
#: In how many lines a text should fit, if its column may be as wide as that, and what may be left at their ends.
_LINES, _RAGGED = 2, 2
#: What a cell can hold.
_MOST = 32_767
#: How much of a title a header has room for.
_LONGEST = 120
_A3 = 8


def workbook(plan: Plan, tables: tuple[Table, ...]) -> bytes:
    """The workbook: the same plan always makes the same bytes."""
    settings, stage = plan.settings, draft_stage(plan)
    name = settings.title + (f"（{stage}）" if stage else "")
    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        title = f"{settings.title} オープンデータ"
        book.set_properties({"title": title, "author": settings.publisher.name, "created": instant(settings.date)})
        looks = _Looks(book)
        _sheet(book, looks, "指標一覧", overview(plan), name)
        for table in tables:
            sheet = _sheet(book, looks, table.title, table.lines, name)
            sheet.autofilter(0, 0, len(table.lines) - 1, len(table.lines[0]) - 1)
        _sheet(book, looks, "説明", explanation(plan, tables), name)
    return buffer.getvalue()


class _Looks:
    """How cells look: the head, text, and numbers with as many decimals as the plan prints."""

    def __init__(self, book: Workbook) -> None:
        self.head, self.text = (book.add_format(_ALL | look) for look in (_HEAD, _TEXT))
        self.number = cache(lambda form: book.add_format(_ALL | _NUMBER | {"num_format": form}))


def _sheet(book: Workbook, looks: _Looks, title: str, rows: Sequence[Sequence[Cell]], plan: str) -> Worksheet:
    """A sheet whose first row is its head, on the screen and on every printed page."""
    sheet = book.add_worksheet(title)
    columns = list(zip(*rows, strict=True))
    widths = [max(_NARROWEST, *map(_width_of, column)) for column in columns]
    have_numbers = [any(map(_is_number, column)) for column in columns]
    for number, row in enumerate(rows):
        sheet.set_row(number, height(row, widths))
        for column, content in enumerate(row):
            ordinary = looks.number(_format(content)) if have_numbers[column] else looks.text
            _write(sheet, (number, column), content, ordinary if number else looks.head)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width + 1.5)
    _lay_out(sheet, f"{plan} {title}")
    return sheet


def _write(sheet: Worksheet, place: tuple[int, int], content: Cell, look: Format) -> None:
    """Text stays text, whatever it begins with."""
    match content:
        case None:
            sheet.write_blank(*place, None, look)
        case bool():
            sheet.write_boolean(*place, content, look)
        case str():
            sheet.write_string(*place, content[:_MOST], look)
        case _:
            sheet.write_number(*place, content, look)


def _is_number(content: Cell) -> bool:
    return isinstance(content, int | Decimal) and not isinstance(content, bool)


def _format(content: Cell) -> str:
    """Commas, and as many decimals as the plan prints."""
    exponent = content.as_tuple().exponent if isinstance(content, Decimal) else None
    if exponent is None:
        return "General"
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")


def _width_of(content: Cell) -> int:
    """How wide a column should be for a cell: a long text takes several lines of a narrower one."""
    width = measure(content)
    return width if width <= _NARROW else min(max(_NARROW, -(-width // _LINES) + _RAGGED), _WIDEST)


def _lay_out(sheet: Worksheet, title: str) -> None:
    """A3 across, as wide as the paper (on A4 the type would be too small), with the head on each page."""
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.set_margins(left=0.4, right=0.4)
    sheet.fit_to_pages(1, 0)
    # & begins a code in a header.
    sheet.set_header("&L" + title[:_LONGEST].replace("&", "&&"))
    sheet.set_footer("&C&P / &N")
