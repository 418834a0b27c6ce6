"""The table as a workbook, for who goes on with it in Excel."""

from io import BytesIO
from itertools import chain

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from vision_compiler.comparison.sheet import ComparisonTable, Row, Side
from vision_compiler.moments import instant
from vision_compiler.opendata.sheets import height

_FONT = {"font_name": "BIZ UDP明朝 Medium", "font_size": 10}
_CELL = {**_FONT, "border": 1, "border_color": "#4A575D", "text_wrap": True, "valign": "top"}
_HEAD = {**_CELL, "bold": True, "align": "center", "bg_color": "#EEF2F4"}
_WIDTHS, _WIDEST = {"箇所": 32.0, "備考": 18.0, "理由": 28.0}, 58.0
#: What a cell can hold.
_MOST = 32_000
_A4 = 9
#: The text of a cell in pieces with their looks.
_Pieces = list[tuple[Format, str]]


def xlsx(table: ComparisonTable) -> bytes:
    """The workbook: the same table always makes the same bytes."""
    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": table.title, "author": table.author, "created": instant(table.date)})
        looks = _Looks(book)
        _fill(book.add_worksheet("正誤表" if table.is_errata else "新旧対照表"), looks, table)
        _summarise(book.add_worksheet("集計"), looks, table)
    return buffer.getvalue()


class _Looks:
    """How cells look, and within them words that stayed and words that changed."""

    def __init__(self, book: Workbook) -> None:
        self.cell, self.head, self.plain = map(book.add_format, (_CELL, _HEAD, _FONT))
        self.changed_cell, self.changed = (book.add_format({**look, "underline": 1}) for look in (_CELL, _FONT))


def _fill(sheet: Worksheet, looks: _Looks, table: ComparisonTable) -> None:
    headings = ["箇所", *(side.heading for side in table.sides), "備考", *(["理由"] if table.has_reasons else [])]
    widths = [_WIDTHS.get(heading, _WIDEST) for heading in headings]
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        sheet.write_string(0, column, heading, looks.head)
        sheet.set_column(column, column, width)
    for number, row in enumerate((*table.rows, *table.hidden), 1):
        cells = _cells(row, table, looks)
        sheet.set_row(number, height(map(_whole, cells), widths))
        for column, pieces in enumerate(cells):
            _write(sheet, (number, column), pieces, looks)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P")


def _cells(row: Row, table: ComparisonTable, looks: _Looks) -> list[_Pieces]:
    place = [row.place, row.title + ("（つづき）" if row.is_continued else ""), table.pages(row)]
    single = ["\n".join(filter(None, place)), row.remark, *([row.reason] if table.has_reasons else [])]
    first, *last = [[(looks.plain, text)] if text else [] for text in single]
    return [first, *(_words(row, side, looks) for side in table.sides), *last]


def _words(row: Row, side: Side, looks: _Looks) -> _Pieces:
    """The wordings of a cell, the changed words underlined."""
    pieces: _Pieces = []
    for line in row.lines:
        if line.on(side):
            pieces.append((looks.plain, ("\n" if pieces else "") + (f"{line.label}：" if line.label else "")))
            pieces += [(looks.changed if run.is_changed else looks.plain, run.text) for run in line.on(side)]
    return [piece for piece in pieces if piece[1]]


def _whole(pieces: _Pieces) -> str:
    return "".join(text for _, text in pieces)


def _write(sheet: Worksheet, place: tuple[int, int], pieces: _Pieces, looks: _Looks) -> None:
    """Text stays text, whatever it begins with."""
    text = _whole(pieces)
    if len(pieces) > 1 and len(text) <= _MOST:
        sheet.write_rich_string(*place, *chain.from_iterable(pieces), looks.cell)
    else:
        is_changed = bool(pieces) and all(look is looks.changed for look, _ in pieces)
        sheet.write_string(*place, text[:_MOST], looks.changed_cell if is_changed else looks.cell)


def _summarise(sheet: Worksheet, looks: _Looks, table: ComparisonTable) -> None:
    for column, heading in enumerate(("章", "新設", "削除", "変更", "変わる文書")):
        sheet.write_string(0, column, heading, looks.head)
    for number, count in enumerate(table.counts, 1):
        sheet.write_string(number, 0, count.group, looks.cell)
        for column, amount in enumerate((count.added, count.removed, count.changed), 1):
            sheet.write_number(number, column, amount, looks.cell)
        sheet.write_string(number, 4, count.documents[:_MOST], looks.cell)
    sheet.set_column(0, 0, 40.0)
    sheet.set_column(4, 4, 40.0)
