"""The indicators as open data: one value a row, numbers as numbers, units and states in columns of their own.

The habits are those of 自治体標準オープンデータセット and of 統一ルール (総務省, 2020): the six-digit code of the
municipality, nothing merged, nothing left out that stands above, an empty cell with a state where there is no number.
"""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from vision_compiler.emit.spreadsheets import Cell, spreadsheet
from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Indicator, Measure, Strategy
from vision_compiler.model.text import printed
from vision_compiler.model.values import AtLeastBaseline, NoValue, Number, Parts, Value
from vision_compiler.web.licences import address_of

_CSV, _JSON, _COLUMNS, _CATALOGUE = (
    "indicators.csv",
    "indicators.json",
    "indicators.csv-metadata.json",
    "dataset.jsonld",
)


class Column(NamedTuple):
    """A column: its name for programs, its heading, its type and what it holds."""

    name: str
    title: str
    datatype: str
    description: str


COLUMNS = (
    Column("municipality_code", "全国地方公共団体コード", "string", "検査数字を含む6桁のコード"),
    Column("municipality", "地方公共団体名", "string", "計画を定めた地方公共団体"),
    Column("plan", "計画名", "string", "計画の正式な名称"),
    Column("strategy_id", "重点戦略ID", "string", "重点戦略の名札。番号や名称が変わっても変わらない"),
    Column("strategy_number", "重点戦略番号", "integer", "重点戦略の番号"),
    Column("strategy", "重点戦略", "string", "重点戦略の名称"),
    Column("measure_id", "施策ID", "string", "施策の名札。重点戦略全体の指標では空"),
    Column("measure_number", "施策番号", "integer", "重点戦略の中での施策の番号。重点戦略全体の指標では空"),
    Column("measure", "施策", "string", "施策の名称。重点戦略全体の指標では空"),
    Column("kind", "指標の種類", "string", "重点戦略全体の指標か、施策の指標か。計画での呼び名"),
    Column("indicator_id", "指標ID", "string", "指標の名札。名称が変わっても変わらない"),
    Column("indicator", "指標名", "string", "指標の名称。累計の印と単位は含まない"),
    Column("part", "内訳", "string", "小学校、中学校のような内訳。内訳がなければ空"),
    Column("unit", "単位", "string", "値の単位。単位がなければ空"),
    Column("is_cumulative", "累計", "boolean", "計画期間の始めからの累計なら true"),
    Column("better", "望ましい方向", "string", "増加、減少、維持のどれか"),
    Column("value_kind", "値の種類", "string", "策定時の実績値か、目標値か。計画での呼び名"),
    Column("fiscal_year", "年度", "gYear", "目標値の年度（西暦）。策定時の実績値では空"),
    Column("value", "値", "decimal", "数値。数値がなければ空"),
    Column("state", "値の状態", "string", "数値、実績値なし、未定、または計画に書かれた言葉（策定時実績値以上など）"),
    Column("note", "注", "string", "指標の説明"),
    Column("owner", "担当課", "string", "計画に書かれていなければ空"),
    Column("source", "出典", "string", "計画に書かれていなければ空"),
    Column("formula", "算出方法", "string", "計画に書かれていなければ空"),
)
_BETTER = {"up": "増加", "down": "減少", "keep": "維持"}
Row = dict[str, Cell]


def open_data(plan: Plan) -> dict[str, tuple[str, str, str]]:
    """The files by their addresses: title, form and content."""
    rows = list(indicator_rows(plan))
    title = f"{plan.settings.title} 指標"
    return {
        f"data/{_CSV}": (title, "CSV", _csv(rows)),
        f"data/{_JSON}": (title, "JSON", _json({"title": title, **_terms_of_use(plan), "values": rows})),
        f"data/{_COLUMNS}": (f"{title}（項目の定義）", "CSVW", _json(_table(plan, title))),
        f"data/{_CATALOGUE}": (f"{title}（データセットの情報）", "DCAT", _json(_dataset(plan, title))),
    }


def indicator_rows(plan: Plan) -> Iterator[Row]:
    """Every value of every indicator."""
    labels = plan.settings.labels
    for number, strategy in enumerate(plan.strategies, 1):
        above = _strategy(plan, strategy, number)
        for indicator in strategy.target_indicators:
            yield from _values(plan, {**above, **_measure(None, None), "kind": labels.target_indicators}, indicator)
        for n, measure in enumerate(strategy.measures, 1):
            for indicator in measure.kpis:
                yield from _values(plan, {**above, **_measure(measure, n), "kind": labels.kpis}, indicator)


def _strategy(plan: Plan, strategy: Strategy, number: int) -> Row:
    settings = plan.settings
    return {
        "municipality_code": settings.municipality.code,
        "municipality": settings.municipality.name,
        "plan": settings.title,
        "strategy_id": strategy.id,
        "strategy_number": number,
        "strategy": strategy.title,
    }


def _measure(measure: Measure | None, number: int | None) -> Row:
    if measure is None:
        return {"measure_id": None, "measure_number": None, "measure": None}
    return {"measure_id": measure.id, "measure_number": number, "measure": measure.title}


def _values(plan: Plan, above: Row, indicator: Indicator) -> Iterator[Row]:
    labels = plan.settings.labels
    about: Row = {"note": indicator.note, "owner": indicator.owner}
    about |= {"source": indicator.source, "formula": indicator.formula}
    own: Row = {
        "indicator_id": indicator.id,
        "indicator": printed(indicator.name),
        "unit": indicator.unit,
        "is_cumulative": indicator.cumulative,
        "better": _BETTER[indicator.better],
    }
    targets = ((labels.target, year, indicator.targets[year]) for year in plan.settings.target_years)
    for kind, year, value in ((labels.baseline, None, indicator.baseline), *targets):
        for part, amount, state in _numbers(indicator, value):
            found: Row = {"part": part, "value_kind": kind, "fiscal_year": year, "value": amount, "state": state}
            row = {**above, **own, **found, **about}
            yield {column.name: row[column.name] for column in COLUMNS}


def _numbers(indicator: Indicator, value: Value) -> Iterator[tuple[str | None, Decimal | None, str]]:
    """A value as (part, number, state)."""
    match value:
        case Number(amount):
            yield None, amount, "数値"
        case Parts(numbers):
            for part, number in zip(indicator.parts, numbers, strict=True):
                yield part, number.amount, "数値"
        case AtLeastBaseline(words):
            yield None, None, words
        case NoValue():
            yield None, None, "実績値なし"
        case _:
            yield None, None, "未定"


def _csv(rows: list[Row]) -> str:
    heads = [column.title for column in COLUMNS]
    return spreadsheet([heads, *([row[column.name] for column in COLUMNS] for row in rows)])


def _json(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2, default=_number) + "\n"


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == int(amount) else float(amount)


def _table(plan: Plan, title: str) -> dict[str, Any]:
    """The columns, as CSV on the Web describes them."""
    columns = [
        {"name": name, "titles": heading, "datatype": datatype, "dc:description": description}
        for name, heading, datatype, description in COLUMNS
    ]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "ja"}],
        "url": _CSV,
        "dc:title": title,
        **_terms_of_use(plan),
        "dialect": {"encoding": "utf-8", "header": True},
        "tableSchema": {"columns": columns},
    }


def _dataset(plan: Plan, title: str) -> dict[str, Any]:
    """What catalogues want to know, in the words of DCAT."""
    settings, files = plan.settings, ((_CSV, "text/csv"), (_JSON, "application/json"))
    return {
        "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
        "@type": "dcat:Dataset",
        "dct:title": title,
        "dct:language": "ja",
        "dct:issued": settings.date,
        "dct:publisher": settings.publisher.name,
        "dct:spatial": settings.municipality.code,
        "dct:temporal": f"{settings.period.start}/{settings.period.end}",
        **{key.replace("dc:", "dct:"): value for key, value in _terms_of_use(plan).items()},
        "dcat:distribution": [
            {"@type": "dcat:Distribution", "dcat:downloadURL": name, "dcat:mediaType": kind} for name, kind in files
        ],
    }


def _terms_of_use(plan: Plan) -> dict[str, str]:
    """The licence that the plan names; nobody grants one by leaving it out."""
    licence = plan.settings.licence
    return {"dc:license": address_of(licence) or licence} if licence else {}
