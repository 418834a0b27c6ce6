"""The values of all indicators, one a row."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from vision_compiler.document.numbers import counted
from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Indicator, Measure
from vision_compiler.model.values import AtLeastBaseline, NoValue, Number, Parts, Value
from vision_compiler.opendata.table import Column, Row, Table, common_to
from vision_compiler.opendata.texts import words

BETTER = {"up": "増加", "down": "減少", "keep": "維持"}
_COLUMNS = (
    Column("strategy_id", "重点戦略ID", "string", "重点戦略の名札。番号や名称が変わっても変わらない", True),
    Column("strategy_number", "重点戦略番号", "integer", "重点戦略の番号", True),
    Column("strategy", "重点戦略", "string", "重点戦略の名称", True),
    Column("measure_id", "施策ID", "string", "施策の名札。重点戦略全体の指標では空"),
    Column("measure_number", "施策番号", "integer", "重点戦略の中での施策の番号。重点戦略全体の指標では空"),
    Column("measure", "施策", "string", "施策の名称。重点戦略全体の指標では空"),
    Column("kind", "指標の種類", "string", "重点戦略全体の指標か、施策の指標か。計画での呼び名", True),
    Column("indicator_id", "指標ID", "string", "指標の名札。名称が変わっても変わらない", True),
    Column("indicator", "指標名", "string", "指標の名称。累計の印と単位は含まない", True),
    Column("part", "内訳", "string", "小学校、中学校のような内訳。内訳がなければ空"),
    Column("unit", "単位", "string", "値の単位。単位がなければ空"),
    Column("is_cumulative", "累計", "boolean", "累計の値なら true", True),
    Column("better", "望ましい方向", "string", "増加、減少、維持のどれか", True),
    Column("value_kind", "値の種類", "string", "策定時の実績値か、目標値か。計画での呼び名", True),
    Column(
        "fiscal_year", "年度", "gYear", "目標値の年度（西暦）。策定時の実績値では、計画に年度が書かれていないので空"
    ),
    Column("value", "値", "decimal", "数値。数値がなければ空"),
    Column("state", "値の状態", "string", "数値、実績値なし、未定、または計画の言葉（策定時実績値以上など）", True),
    Column("printed", "計画での表記", "string", "計画に印刷されているとおりの値", True),
    Column("note", "注", "string", "指標の説明。なければ空"),
    Column("owner", "担当課", "string", "計画に書かれていなければ空"),
    Column("source", "出典", "string", "計画に書かれていなければ空"),
    Column("formula", "算出方法", "string", "計画に書かれていなければ空"),
)


class Amount(NamedTuple):
    """A value, or a part of one: its number if there is one, its state, and how the plan prints it."""

    part: str | None
    number: Decimal | None
    state: str
    printed: str


def indicator_table(plan: Plan) -> Table:
    """Every value of every indicator."""
    return Table(
        "indicators",
        "指標の値",
        "数値目標とKPIの、策定時の実績値と目標値。一行に一つの値",
        _COLUMNS,
        tuple(_rows(plan)),
        links=("strategy_id",),
        common=common_to(plan),
    )


def amounts(plan: Plan, indicator: Indicator, value: Value) -> tuple[Amount, ...]:
    """The numbers of a value, one for each part."""
    labels, unit = plan.settings.labels, indicator.unit or ""
    match value:
        case Number(amount):
            return (Amount(None, amount, "数値", counted(amount) + unit),)
        case Parts(numbers):
            named = zip(indicator.parts, (number.amount for number in numbers), strict=True)
            return tuple(Amount(part, amount, "数値", counted(amount) + unit) for part, amount in named)
        case AtLeastBaseline(text):
            return (Amount(None, None, text, text),)
        case NoValue():
            return (Amount(None, None, "実績値なし", labels.none),)
        case _:
            return (Amount(None, None, "未定", labels.undecided),)


def _rows(plan: Plan) -> Iterator[Row]:
    labels = plan.settings.labels
    for number, strategy in enumerate(plan.strategies, 1):
        above: Row = {"strategy_id": strategy.id, "strategy_number": number, "strategy": strategy.title}
        for indicator in strategy.target_indicators:
            yield from _values(plan, {**above, **_measure(None, None), "kind": labels.target_indicators}, indicator)
        for n, measure in enumerate(strategy.measures, 1):
            for indicator in measure.kpis:
                yield from _values(plan, {**above, **_measure(measure, n), "kind": labels.kpis}, indicator)


def _measure(measure: Measure | None, number: int | None) -> Row:
    if measure is None:
        return {"measure_id": None, "measure_number": None, "measure": None}
    return {"measure_id": measure.id, "measure_number": number, "measure": measure.title}


def _values(plan: Plan, above: Row, indicator: Indicator) -> Iterator[Row]:
    labels = plan.settings.labels
    own: Row = {
        **above,
        "indicator_id": indicator.id,
        "indicator": words(plan, indicator.name),
        "unit": indicator.unit,
        "is_cumulative": indicator.cumulative,
        "better": BETTER[indicator.better],
        "note": indicator.note,
        "owner": indicator.owner,
        "source": indicator.source,
        "formula": indicator.formula,
    }
    targets = ((labels.target, year, indicator.targets[year]) for year in plan.settings.target_years)
    for kind, year, value in ((labels.baseline, None, indicator.baseline), *targets):
        for part, amount, state, text in amounts(plan, indicator, value):
            yield {
                **own,
                **{"part": part, "value_kind": kind, "fiscal_year": year},
                **{"value": amount, "state": state, "printed": text},
            }
