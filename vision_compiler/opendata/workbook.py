"""The plan's data as a workbook for the office: the indicators to read and print, then all tables as they are.

No cell is a formula, no cells are merged, and numbers are numbers.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from vision_compiler.document.covers import draft_stage
from vision_compiler.model.plan import Plan
from vision_compiler.opendata.clockless import without_clock
from vision_compiler.opendata.overview import explanation, overview
from vision_compiler.opendata.spreadsheets import Cell
from vision_compiler.opendata.table import Table

_FONT, _LINE = "BIZ UDゴシック", Side(style="thin", color="FF8A979D")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_FILL = PatternFill("solid", fgColor="FFE6ECEF")
_HEAD, _TEXT, _NUMBER = "見出し（計画）", "文（計画）", "数値（計画）"
#: The narrowest column, what fits into a narrow one, and the widest, in half-width characters.
_NARROWEST, _NARROW, _WIDEST = 5, 26, 40
#: In how many lines a text should fit, if its column may be as wide as that, and what may be left at their ends.
_LINES, _RAGGED = 2, 2
#: In points.
_LINE_HEIGHT, _MARGIN = 13.0, 3.0


def workbook(plan: Plan, tables: tuple[Table, ...]) -> bytes:
    """The workbook: the same plan always makes the same bytes."""
    settings, stage = plan.settings, draft_stage(plan)
    name = settings.title + (f"（{stage}）" if stage else "")
    book = Workbook()
    book.properties.title = f"{settings.title} オープンデータ"
    book.properties.creator = settings.publisher.name
    book.remove(book.active)
    for style in _styles():
        book.add_named_style(style)
    _sheet(book, "指標一覧", overview(plan), name)
    for table in tables:
        sheet = _sheet(book, table.title, table.lines, name)
        sheet.auto_filter.ref = sheet.dimensions
    _sheet(book, "説明", explanation(plan, tables), name)
    buffer = BytesIO()
    book.save(buffer)
    return without_clock(buffer.getvalue(), settings.date)


def _sheet(book: Workbook, title: str, rows: Sequence[Sequence[Cell]], plan: str) -> Worksheet:
    """A sheet whose first row is its head, on the screen and on every printed page."""
    sheet = book.create_sheet(title)
    columns = list(zip(*rows, strict=True))
    widths = [max(_NARROWEST, *map(_width_of, column)) for column in columns]
    styles = [_NUMBER if any(map(_is_number, column)) else _TEXT for column in columns]
    for number, row in enumerate(rows, 1):
        for column, content in enumerate(row, 1):
            _write(sheet.cell(number, column), content, _HEAD if number == 1 else styles[column - 1])
        # Programs that open the file do not all find out how high a row has to be.
        lines = max(-(-_measure(content) // width) for content, width in zip(row, widths, strict=True))
        sheet.row_dimensions[number].height = _LINE_HEIGHT * max(lines, 1) + _MARGIN
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width + 1.5
    sheet.freeze_panes = "A2"
    _lay_out(sheet, f"{plan} {title}")
    return sheet


def _styles() -> Iterator[NamedStyle]:
    """How cells look; named, because a look of its own for every cell takes ten times as long."""
    for name, side, vertical in ((_HEAD, "center", "center"), (_TEXT, "left", "top"), (_NUMBER, "right", "top")):
        font = Font(name=_FONT, size=10, bold=name == _HEAD)
        # Numbers keep away from the text of the next column; no number is parted.
        is_number = name == _NUMBER
        alignment = Alignment(horizontal=side, vertical=vertical, wrap_text=not is_number, indent=int(is_number))
        fill = _HEAD_FILL if name == _HEAD else PatternFill()
        yield NamedStyle(name, font=font, fill=fill, border=_BORDER, alignment=alignment)


def _write(cell: SheetCell, content: Cell, style: str) -> None:
    """Text stays text, whatever it begins with."""
    cell.value, cell.style = content, style
    if isinstance(content, str):
        cell.data_type = "s"
    if isinstance(content, Decimal):
        cell.number_format = _format(content)


def _is_number(content: Cell) -> bool:
    return isinstance(content, int | Decimal) and not isinstance(content, bool)


def _format(amount: Decimal) -> str:
    """Commas, and as many decimals as the plan prints."""
    exponent = amount.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")


def _width_of(content: Cell) -> int:
    """How wide a column should be for a cell: a long text takes several lines of a narrower one."""
    width = _measure(content)
    return width if width <= _NARROW else min(max(_NARROW, -(-width // _LINES) + _RAGGED), _WIDEST)


def _measure(content: Cell) -> int:
    """The width of a cell in half-width characters."""
    text = "" if content is None else f"{content:,}" if isinstance(content, Decimal) else str(content)
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def _lay_out(sheet: Worksheet, title: str) -> None:
    """A3 across, as wide as the paper (on A4 the type would be too small), with the head on each page."""
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A3
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    # & begins a code in a header.
    sheet.oddHeader.left.text = title.replace("&", "&&")
    sheet.oddFooter.center.text = "&P / &N"
