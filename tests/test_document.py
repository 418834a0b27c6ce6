"""document: order, numbers and notes of the reader's page; numbers in the house style."""

from decimal import Decimal

import pytest

from tests.conftest import Texts, sound
from vision_compiler.document.nodes import (
    Block,
    Bullets,
    Document,
    IndicatorTable,
    Inline,
    Lead,
    NoteCall,
    Paragraph,
    Quantity,
    Section,
)
from vision_compiler.document.numbers import circled, counted, quoted, year_and_month
from vision_compiler.document.strategy import assemble_strategy


@pytest.fixture
def document(minimal: Texts) -> Document:
    return assemble_strategy(sound(minimal))


def below(blocks: tuple[Block, ...]) -> list[Block]:
    """All blocks of a tree, in reading order."""
    return [each for block in blocks for each in (block, *(below(block.content) if isinstance(block, Section) else []))]


def tables(document: Document) -> list[IndicatorTable]:
    return [block for block in below(document.sections) if isinstance(block, IndicatorTable)]


def test_numbers_come_from_the_order_of_the_plan(document: Document) -> None:
    assert [(entry.level, entry.label, entry.title) for entry in document.contents] == [
        (1, "１", "はじめに"),
        (1, "重点戦略１", "育つまち"),
        (2, "（１）", "学びを広げる"),
        (1, "重点戦略２", "守るまち"),
        (2, "（１）", "訓練を増やす"),
    ]


def test_lines_of_a_paragraph_are_joined_and_an_empty_line_parts_paragraphs(document: Document) -> None:
    paragraphs = [block.content for block in below(document.sections) if isinstance(block, Paragraph)]
    assert paragraphs == [
        (
            "総人口は",
            Quantity("4万1,250人", "population.actual.2025-01-01"),
            "です。2040年には",
            Quantity("3万8,000人", "population.actual.2040"),
            "になります。",
        ),
        ("みんなで取り組みます。",),
    ]


def test_the_table_has_a_column_for_the_baseline_and_every_target_year(document: Document) -> None:
    first, second = tables(document)
    assert first.headings == (("指標名", ""), ("策定時実績値", ""), ("目標値", "（2029）"), ("目標値", "（2034）"))
    assert [cell.lines for cell in first.rows[0].cells] == [(("", "８回"),), (("", "９回"),), (("", "10回"),)]
    assert second.rows[0].cells[0].lines == (("大人", "6.5％"), ("子ども", "7.0％"))
    assert not second.rows[0].cells[2].is_undecided


def test_an_undecided_value_keeps_its_unit(minimal: Texts) -> None:
    plan, growth = minimal["plan.yaml"], minimal["strategies/growth.yaml"]
    assert isinstance(plan, bytes)
    assert isinstance(growth, bytes)
    texts: Texts = {
        **minimal,
        "plan.yaml": plan.decode().replace("stage: 策定", "stage: 案"),
        "strategies/growth.yaml": growth.decode().replace("baseline: 8", "baseline: 未定"),
    }
    cell = tables(assemble_strategy(sound(texts)))[0].rows[0].cells[0]
    assert (cell.lines, cell.is_undecided) == ((("", "未定（回）"),), True)


def test_a_star_stands_after_the_words_it_explains(document: Document) -> None:
    table = tables(document)[0]
    assert table.rows[0].name == ("講座", NoteCall("★１"), "の回数")
    assert table.notes == (NoteCall("★１", "市が開く講座のこと。"),)


def with_growth(minimal: Texts, before: str, after: str) -> Document:
    """The document of the small plan with a change in strategies/growth.yaml."""
    text = minimal["strategies/growth.yaml"]
    assert isinstance(text, bytes)
    assert before in text.decode()
    return assemble_strategy(sound({**minimal, "strategies/growth.yaml": text.decode().replace(before, after)}))


def lines(block: Block) -> list[Inline]:
    """The lines of a direction or a list."""
    match block:
        case Lead(paragraphs):
            return list(paragraphs)
        case Bullets(entries):
            return [content for _, content in entries]
        case _:
            return []


def notes(document: Document) -> list[str]:
    runs = [run for block in below(document.sections) for line in lines(block) for run in line]
    return [run.mark for run in runs if isinstance(run, NoteCall)]


def test_a_term_is_noted_once_in_a_section(minimal: Texts) -> None:
    again = with_growth(minimal, "text: 端末の活用", 'text: "[[ICT]]の活用"')
    assert notes(again) == ["※１"]


def test_notes_begin_anew_in_every_section(minimal: Texts) -> None:
    twice = with_growth(minimal, "学びを支えます。", "[[ICT]]で学びを支えます。")
    assert notes(twice) == ["※１", "※１"]


def test_a_term_in_an_indicator_is_a_star_note(minimal: Texts) -> None:
    document = with_growth(
        minimal,
        "name: 講座の回数\n        note: 市が開く講座のこと。\n        note_after: 講座",
        'name: "[[ICT]]講座の回数"',
    )
    table = tables(document)[0]
    assert table.rows[0].name == ("ICT", NoteCall("★１", "", "note.learning.kpis.1"), "講座の回数")
    assert table.notes == (NoteCall("★１", "情報通信技術のこと。", "note.learning.kpis.1"),)


def test_parts_in_the_name_and_the_sign_of_a_cumulative_number(minimal: Texts) -> None:
    document = with_growth(
        minimal,
        "        unit: 回\n        baseline: 8\n        targets: {2029: 9, 2034: 10}",
        "        cumulative: true\n        unit: 年\n        parts: [男性, 女性]\n        parts_inline: true\n"
        "        baseline: [80.0, 84.4]\n        targets: {2029: 策定時実績値以上, 2034: －}",
    )
    row = tables(document)[0].rows[0]
    assert row.name[-2:] == ("（男性）・（女性）", "【累計】")
    assert [cell.lines for cell in row.cells] == [
        (("", "80.0年・84.4年"),),
        (("", "策定時実績値以上"),),
        (("", "－"),),
    ]


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "０"),
        ("6", "６"),
        ("10", "10"),
        ("27309", "27,309"),
        ("20.0", "20.0"),
        ("1.31", "1.31"),
        ("1161", "1,161"),
    ],
)
def test_numbers_of_a_table(amount: str, text: str) -> None:
    assert counted(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("amount", "unit", "approximate", "text"),
    [
        ("177000", "人", True, "約17万7千人"),
        ("258500", "人", False, "25万8,500人"),
        ("12000", "人", True, "約1万2千人"),
        ("180000", "人", True, "約18万人"),
        ("258422", "人", False, "25万8,422人"),
        ("105980000000", "円", False, "1,059億8,000万円"),
        ("1.31", "", False, "1.31"),
        ("31", "％", True, "約31％"),
        ("39.5", "％", True, "約39.5％"),
        ("8", "点", False, "８点"),
    ],
)
def test_numbers_of_running_text(amount: str, unit: str, approximate: bool, text: str) -> None:
    assert quoted(Decimal(amount), unit, approximate) == text


def test_small_marks_and_dates() -> None:
    assert (circled(1), circled(20), circled(21)) == ("①", "⑳", "(21)")
    assert year_and_month("2024-02-15") == "2024年２月"
