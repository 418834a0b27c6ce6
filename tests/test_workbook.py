"""The workbook for the office: readable, with numbers as numbers, without formulas, and always the same."""

import subprocess
import sys
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from tests.conftest import ROOT, Texts, sound
from tests.test_open_data import published, with_indicator
from vision_compiler.model.plan import Plan
from vision_compiler.opendata.tables import tables
from vision_compiler.project import read_plan


def opened(plan: Plan) -> Workbook:
    return load_workbook(BytesIO(published(plan)["plan.xlsx"]))


@pytest.fixture(scope="module")
def book(real_plan: Plan) -> Workbook:
    return opened(real_plan)


def test_it_has_a_sheet_to_read_and_one_for_each_table(book: Workbook, real_plan: Plan) -> None:
    assert book.sheetnames == ["指標一覧", *(table.title for table in tables(real_plan)), "説明"]
    for table in tables(real_plan):
        rows = [[cell.value for cell in row] for row in book[table.title].rows]
        assert rows == [[float(cell) if isinstance(cell, Decimal) else cell for cell in row] for row in table.lines]


def test_the_list_of_indicators_has_a_row_for_each_part(book: Workbook, real_plan: Plan) -> None:
    head, *rows = [[cell.value for cell in row] for row in book["指標一覧"].rows]
    assert head == [
        *("重点戦略", "施策", "指標の種類", "指標名", "内訳", "単位", "策定時実績値"),
        *("目標値（2027年度）", "目標値（2031年度）", "累計", "望ましい方向", "注", "指標ID"),
    ]
    expected = [(each.id, part) for each in real_plan.indicators for part in each.parts or (None,)]
    assert [(row[-1], row[4]) for row in rows] == expected
    assert rows[0][:9] == [
        *("重点戦略１ 子どもを育む環境づくり", None, "数値目標", "保育所等の待機児童数", None, "人", 6, 0, 0),
    ]


def test_numbers_are_numbers_with_the_decimals_that_are_printed(book: Workbook) -> None:
    sheet = book["指標一覧"]
    formats = {
        (cell.value, cell.number_format) for column in "GHI" for cell in sheet[column][1:] if cell.data_type == "n"
    }
    assert {(20, "#,##0.0"), (1046, "#,##0"), (6, "#,##0")} <= formats
    words = {cell.value for column in "GHI" for cell in sheet[column][1:] if cell.data_type == "s"}
    assert words == {"－", "策定時実績値以上", "計画策定時以上"}


def test_every_sheet_can_be_read_and_printed(book: Workbook) -> None:
    for sheet in book:
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
        assert sheet.page_setup.orientation == "landscape" and sheet.sheet_properties.pageSetUpPr.fitToPage
        assert not sheet.merged_cells.ranges
        assert all(5 < dimension.width < 45 for dimension in sheet.column_dimensions.values())


def test_a_draft_says_so_on_every_printed_page() -> None:
    for sheet in opened(sound(dict(read_plan(ROOT / "plan" / "editions" / "2023-08-draft")))):
        assert sheet.oddHeader.left.text == f"（仮称）次期平塚市総合計画（素案） {sheet.title}"


def test_nothing_is_a_formula(minimal: Texts) -> None:
    book = opened(with_indicator(minimal, "=1+1"))
    cells = [cell for sheet in book for row in sheet.rows for cell in row]
    assert [cell.value for cell in cells if cell.value == "=1+1"]
    assert not any(cell.data_type == "f" for cell in cells)


def test_what_the_plan_does_not_grant_is_not_granted(book: Workbook) -> None:
    said = {row[1].value: row[2].value for row in book["説明"].rows}
    assert said["利用条件"].startswith("この計画に書かれていません。")


def test_it_is_always_the_same_and_as_old_as_the_plan(real_plan: Plan) -> None:
    content = published(real_plan)["plan.xlsx"]
    made_elsewhere = subprocess.run(
        [sys.executable, "-c", _ELSEWHERE], cwd=ROOT, env={"PYTHONHASHSEED": "7"}, capture_output=True, check=True
    ).stdout
    assert made_elsewhere == content
    with ZipFile(BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}, "no clock"
        assert b"2024-02-01T00:00:00Z" in archive.read("docProps/core.xml")


_ELSEWHERE = """
import sys
from pathlib import Path
from vision_compiler.opendata.tables import tables
from vision_compiler.opendata.workbook import workbook
from vision_compiler.pipeline import analyse
from vision_compiler.project import read_plan

plan = analyse(read_plan(Path("plan"))).plan
sys.stdout.buffer.write(workbook(plan, tables(plan)))
"""
