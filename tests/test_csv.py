"""The table of indicators in every PDF: what the plan says, in a form that spreadsheets read and do not run."""

import csv
import json
from io import StringIO

import pytest

from tests.conftest import ROOT, Texts, sound
from vision_compiler.emit.indicators_csv import indicators_csv
from vision_compiler.model.plan import Plan
from vision_compiler.model.values import Number, Parts, Undecided
from vision_compiler.project import read_plan

Row = dict[str, str]


def rows_of(plan: Plan) -> list[Row]:
    return list(csv.DictReader(StringIO(indicators_csv(plan).decode("utf-8-sig"), newline=""), strict=True))


def row_of(plan: Plan, id: str, part: str = "") -> Row:
    (row,) = (row for row in rows_of(plan) if (row["指標ID"], row["内訳"]) == (id, part))
    return row


@pytest.fixture(scope="module")
def draft() -> Plan:
    return sound(dict(read_plan(ROOT / "plan" / "editions" / "2023-08-draft")))


def test_it_is_what_excel_and_rfc_4180_ask_for(real_plan: Plan) -> None:
    raw = indicators_csv(real_plan)
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.endswith(b"\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n"), "no text of the plan has a line break in it"
    assert {len(row) for row in csv.reader(StringIO(raw.decode("utf-8-sig"), newline=""), strict=True)} == {18}
    assert raw == indicators_csv(real_plan)


def test_every_indicator_is_there_once_in_the_order_of_the_plan(real_plan: Plan) -> None:
    expected = [(each.id, part) for each in real_plan.indicators for part in each.parts or ("",)]
    assert [(row["指標ID"], row["内訳"]) for row in rows_of(real_plan)] == expected
    assert len(real_plan.indicators) == 49


def test_every_number_is_the_number_of_the_plan(real_plan: Plan) -> None:
    rows = iter(rows_of(real_plan))
    numbers = 0
    for indicator in real_plan.indicators:
        for part, _ in enumerate(indicator.parts or ("",)):
            row = next(rows)
            values = {"策定時実績値": indicator.baseline}
            values |= {f"目標値（{year}年度）": value for year, value in indicator.targets.items()}
            for head, value in values.items():
                amount = value.numbers[part] if isinstance(value, Parts) else value
                is_number = isinstance(amount, Number)
                assert row[head] == (str(amount.amount) if isinstance(amount, Number) else ""), (indicator.id, head)
                numbers += is_number
    assert numbers > 130


def test_a_row_says_where_an_indicator_stands_and_what_it_counts(real_plan: Plan) -> None:
    measure = real_plan.strategies[0].measures[0]
    row = row_of(real_plan, "regular-employment-subsidies")
    assert list(row.items())[:11] == [
        ("指標ID", "regular-employment-subsidies"),
        ("重点戦略の番号", "1"),
        ("重点戦略", real_plan.strategies[0].title),
        ("施策の番号", "1-（１）"),
        ("施策", measure.title),
        ("種類", "KPI（重要業績評価指標）"),
        ("指標名", "正規雇用促進補助件数"),
        ("内訳", ""),
        ("単位", "件"),
        ("累計", "はい"),
        ("策定時実績値の年度", "不詳"),
    ]
    of_strategy = row_of(real_plan, "waiting-children")
    assert (of_strategy["種類"], of_strategy["施策"], of_strategy["累計"]) == ("数値目標", "", "いいえ")


def test_a_value_stands_as_a_number_and_as_it_is_printed(real_plan: Plan) -> None:
    row = row_of(real_plan, "waiting-children")
    assert (row["策定時実績値"], row["策定時実績値の印刷"]) == ("6", "６人")
    parts = row_of(real_plan, "children-with-dreams", "中学校")
    assert (parts["目標値（2031年度）"], parts["目標値（2031年度）の印刷"]) == ("68.0", "68.0％")
    unmeasured = row_of(real_plan, "company-introductions")
    assert (unmeasured["策定時実績値"], unmeasured["策定時実績値の印刷"]) == ("", "－")


def test_words_in_place_of_a_number_are_printed_only(real_plan: Plan) -> None:
    kept = [row for row in rows_of(real_plan) if row["目標値（2027年度）の印刷"].endswith("以上")]
    assert kept
    assert all(row["目標値（2027年度）"] == "" for row in kept)


def test_what_is_undecided_stays_undecided(draft: Plan) -> None:
    undecided = [each.id for each in draft.indicators if Undecided() in each.targets.values()]
    assert len(undecided) > 10
    rows = {row["指標ID"]: row for row in rows_of(draft)}
    for id in undecided:
        found = [value for head, value in rows[id].items() if head.startswith("目標値")]
        assert "未定" in found, id
        assert "0" not in found


def with_indicator(minimal: Texts, name: str, baseline: str = "8") -> Plan:
    """The small plan with another name and baseline of an indicator."""
    text = minimal["strategies/growth.yaml"]
    assert isinstance(text, bytes)
    head, _, tail = text.decode().partition("        name: ")
    rest = tail.partition("        unit: ")[2].replace("baseline: 8", f"baseline: {baseline}")
    quoted = json.dumps(name, ensure_ascii=False)
    return sound({**minimal, "strategies/growth.yaml": f"{head}        name: {quoted}\n        unit: {rest}"})


@pytest.mark.parametrize("name", ["=1+1", "+81を見る", "-2と同じ", "@市", "＝ＨＹＰＥＲＬＩＮＫ", "＠市"])
def test_a_spreadsheet_runs_no_name(minimal: Texts, name: str) -> None:
    assert row_of(with_indicator(minimal, name), "lessons")["指標名"] == f"'{name}"


@pytest.mark.parametrize("name", ["人口、世帯", "人口, 世帯", '"人口"の増', "人口=世帯"])
def test_every_other_name_comes_back_as_it_is(minimal: Texts, name: str) -> None:
    assert row_of(with_indicator(minimal, name), "lessons")["指標名"] == name


def test_a_negative_number_stays_a_number(minimal: Texts) -> None:
    assert row_of(with_indicator(minimal, "収支", "-3.50"), "lessons")["策定時実績値"] == "-3.50"
