"""The table as a workbook, for who goes on with it in Excel."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from vision_compiler.comparison.sheet import ComparisonTable, Row
from vision_compiler.comparison.sheet import Side as PlanSide
from vision_compiler.opendata.clockless import without_clock

_FONT = "BIZ UDP明朝 Medium"
_LINE = Side(style="thin", color="FF4A575D")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WIDTHS = {"箇所": 32.0, "備考": 18.0, "理由": 28.0}
#: What a cell can hold.
_MOST = 32_000


def xlsx(table: ComparisonTable) -> bytes:
    """The workbook: the same table always makes the same bytes."""
    book = Workbook()
    book.properties.title, book.properties.creator = table.title, table.author
    sheet = book.active
    sheet.title = "正誤表" if table.is_errata else "新旧対照表"
    _fill(sheet, table)
    _summarise(book.create_sheet("集計"), table)
    buffer = BytesIO()
    book.save(buffer)
    return without_clock(buffer.getvalue(), table.date)


def _fill(sheet: Worksheet, table: ComparisonTable) -> None:
    headings = ["箇所", *(side.heading for side in table.sides), "備考", *(["理由"] if table.has_reasons else [])]
    for column, heading in enumerate(headings, 1):
        _write(sheet.cell(1, column), heading, is_head=True)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(heading, 58.0)
    for number, row in enumerate((*table.rows, *table.hidden), 2):
        _row(sheet, number, row, table)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P"


def _row(sheet: Worksheet, number: int, row: Row, table: ComparisonTable) -> None:
    place = [row.place, row.title + ("（つづき）" if row.is_continued else ""), table.pages(row)]
    cells = ["\n".join(filter(None, place)), *(_rich(row, side) for side in table.sides), row.remark]
    for column, content in enumerate([*cells, *([row.reason] if table.has_reasons else [])], 1):
        _write(sheet.cell(number, column), content)


def _rich(row: Row, side: PlanSide) -> CellRichText:
    """The wordings of a cell, the changed words underlined."""
    plain, underlined = InlineFont(rFont=_FONT, sz=10), InlineFont(rFont=_FONT, sz=10, u="single")
    blocks: list[TextBlock] = []
    for line in row.lines:
        if line.on(side):
            begin = ("\n" if blocks else "") + (f"{line.label}：" if line.label else "")
            blocks.append(TextBlock(plain, begin))
            blocks += [TextBlock(underlined if run.is_changed else plain, run.text) for run in line.on(side)]
    return CellRichText(*(block for block in blocks if block.text))


def _write(cell: Cell, content: "str | CellRichText | int", *, is_head: bool = False) -> None:
    """Text stays text, whatever it begins with."""
    cell.value = content[:_MOST] if isinstance(content, str) else content
    if isinstance(content, str):
        cell.data_type = "s"
    cell.font = Font(name=_FONT, size=10, bold=is_head)
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="center" if is_head else None)
    cell.border = _BORDER
    if is_head:
        cell.fill = PatternFill("solid", fgColor="FFEEF2F4")


def _summarise(sheet: Worksheet, table: ComparisonTable) -> None:
    for column, heading in enumerate(("章", "新設", "削除", "変更", "変わる文書"), 1):
        _write(sheet.cell(1, column), heading, is_head=True)
    for number, count in enumerate(table.counts, 2):
        cells = (count.group, count.added, count.removed, count.changed, count.documents)
        for column, content in enumerate(cells, 1):
            _write(sheet.cell(number, column), content)
    sheet.column_dimensions["A"].width = sheet.column_dimensions["E"].width = 40.0
