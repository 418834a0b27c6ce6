"""Open data: one value a row, every number of the plan, no licence that the plan does not grant."""

import csv
import io
import json
from collections import Counter
from decimal import Decimal
from typing import Any

from tests.conftest import Texts, sound
from vision_compiler.model.plan import Plan
from vision_compiler.model.values import Number, Parts, Value
from vision_compiler.web.open_data import COLUMNS, open_data


def rows(plan: Plan) -> list[dict[str, str]]:
    """The CSV as a program reads it that knows of the BOM."""
    text = open_data(plan)["data/indicators.csv"][2]
    return list(csv.DictReader(io.StringIO(text.encode().decode("utf-8-sig"))))


def described(plan: Plan, name: str) -> Any:
    return json.loads(open_data(plan)[f"data/{name}"][2])


def amounts(value: Value) -> list[Decimal]:
    match value:
        case Number(amount):
            return [amount]
        case Parts(numbers):
            return [number.amount for number in numbers]
        case _:
            return []


def test_every_number_of_the_plan_is_a_number_of_the_table(real_plan: Plan) -> None:
    expected = Counter(
        amount
        for indicator in real_plan.indicators
        for value in (indicator.baseline, *indicator.targets.values())
        for amount in amounts(value)
    )
    found = Counter(Decimal(row["値"]) for row in rows(real_plan) if row["値"])
    assert found == expected
    assert len(rows(real_plan)) == sum(expected.values()) + 9 + 4  # － and 策定時実績値以上


def test_what_is_no_number_is_an_empty_cell_with_a_state(real_plan: Plan) -> None:
    states = Counter(row["値の状態"] for row in rows(real_plan) if not row["値"])
    assert states == {"実績値なし": 9, "策定時実績値以上": 2, "計画策定時以上": 2}
    assert all(row["値の状態"] == "数値" for row in rows(real_plan) if row["値"])


def test_a_row_says_what_it_belongs_to(real_plan: Plan) -> None:
    row = next(row for row in rows(real_plan) if row["指標ID"] == "deepening-by-discussion" and row["年度"] == "2031")
    assert (row["全国地方公共団体コード"], row["地方公共団体名"]) == ("142034", "平塚市")
    assert (row["重点戦略ID"], row["重点戦略番号"], row["施策ID"], row["施策番号"]) == (
        "children",
        "1",
        "hopeful-growth",
        "3",
    )
    assert (row["内訳"], row["値"], row["単位"], row["望ましい方向"]) == ("小学校", "83.5", "％", "増加")
    assert all(len(row) == len(COLUMNS) and None not in row for row in rows(real_plan))


def test_marks_are_not_part_of_a_name(real_plan: Plan) -> None:
    assert not any("[[" in row["指標名"] or "【累計】" in row["指標名"] for row in rows(real_plan))
    assert {row["累計"] for row in rows(real_plan)} == {"true", "false"}


def test_json_and_the_dictionary_tell_the_same(real_plan: Plan) -> None:
    values = described(real_plan, "indicators.json")["values"]
    assert len(values) == len(rows(real_plan))
    assert all(isinstance(row["value"], int | float | None) for row in values)
    columns = described(real_plan, "indicators.csv-metadata.json")["tableSchema"]["columns"]
    assert [column["titles"] for column in columns] == list(rows(real_plan)[0])
    assert [column["name"] for column in columns] == list(values[0])
    assert all(column["dc:description"] for column in columns)


def test_no_licence_is_granted_that_the_plan_does_not_name(minimal: Texts) -> None:
    granted = "dct:license"
    assert granted not in described(sound(minimal), "dataset.jsonld")
    assert "license" not in open_data(sound(minimal))["data/indicators.json"][2]
    plan = minimal["plan.yaml"]
    assert isinstance(plan, bytes)
    for licence, address in (
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/deed.ja"),
        ("市の利用規約", "市の利用規約"),
    ):
        named = sound({**minimal, "plan.yaml": f"{plan.decode()}\nlicence: {licence}\n"})
        assert described(named, "dataset.jsonld")[granted] == address
        assert described(named, "indicators.csv-metadata.json")["dc:license"] == address


def test_a_spreadsheet_runs_no_text(minimal: Texts) -> None:
    text = minimal["strategies/growth.yaml"]
    assert isinstance(text, bytes)
    head, _, tail = text.decode().partition("        name: ")
    hostile = f'{head}        name: "=1+1"\n        unit: {tail.partition("        unit: ")[2]}'
    found = rows(sound({**minimal, "strategies/growth.yaml": hostile}))
    assert "'=1+1" in {row["指標名"] for row in found}
    assert not any(cell.startswith("=") for row in found for cell in row.values())
