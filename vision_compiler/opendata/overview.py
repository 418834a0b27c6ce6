"""Two sheets for people: every indicator in one row, as the plan prints them, and what stands in the workbook."""

from collections.abc import Iterator

from vision_compiler.document.numbers import fullwidth, year_and_month
from vision_compiler.document.strategies import strategy_label
from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Indicator
from vision_compiler.model.values import Parts, Value
from vision_compiler.opendata.indicators import BETTER, amounts
from vision_compiler.opendata.spreadsheets import Cell
from vision_compiler.opendata.table import Table
from vision_compiler.opendata.texts import words

#: Columns that most plans leave empty: printed only if there is something in them.
_OPTIONAL = {"内訳", "注", "担当課", "出典", "算出方法"}


def overview(plan: Plan) -> list[list[Cell]]:
    """A head, then a row for every indicator; an indicator with parts has a row for each of them."""
    heads, rows = _heads(plan), list(_rows(plan))
    kept = [n for n, head in enumerate(heads) if head not in _OPTIONAL or any(row[n] is not None for row in rows)]
    return [[row[n] for n in kept] for row in [heads, *rows]]


def _heads(plan: Plan) -> list[Cell]:
    labels = plan.settings.labels
    targets = [f"{labels.target}（{year}年度）" for year in plan.settings.target_years]
    return [
        *(labels.strategy, labels.measure, "指標の種類", labels.indicator_name, "内訳", "単位"),
        *(labels.baseline, *targets, "累計", "望ましい方向", "注", "担当課", "出典", "算出方法", "指標ID"),
    ]


def _rows(plan: Plan) -> Iterator[list[Cell]]:
    labels = plan.settings.labels
    for number, strategy in enumerate(plan.strategies, 1):
        above = f"{strategy_label(plan, number)} {strategy.title}"
        for indicator in strategy.target_indicators:
            yield from _of_indicator(plan, indicator, [above, None, labels.target_indicators])
        for n, measure in enumerate(strategy.measures, 1):
            for indicator in measure.kpis:
                yield from _of_indicator(plan, indicator, [above, f"（{fullwidth(n)}）{measure.title}", labels.kpis])


def _of_indicator(plan: Plan, indicator: Indicator, place: list[Cell]) -> Iterator[list[Cell]]:
    values = (indicator.baseline, *(indicator.targets[year] for year in plan.settings.target_years))
    for part, name in enumerate(indicator.parts or (None,)):
        yield [
            *(*place, words(plan, indicator.name), name, indicator.unit),
            *(_cell(plan, indicator, value, part) for value in values),
            *("累計" if indicator.cumulative else None, BETTER[indicator.better], indicator.note),
            *(indicator.owner, indicator.source, indicator.formula, indicator.id),
        ]


def _cell(plan: Plan, indicator: Indicator, value: Value, part: int) -> Cell:
    """The number; where there is none, the word that the plan prints."""
    amount = amounts(plan, indicator, value)[part if isinstance(value, Parts) else 0]
    return amount.printed if amount.number is None else amount.number


def explanation(plan: Plan, tables: tuple[Table, ...]) -> list[list[Cell]]:
    """What the workbook is, and what its columns hold."""
    settings = plan.settings
    missing = f"この計画に書かれていません。利用する前に、{settings.publisher.name}に確かめてください。"
    none = settings.labels.none
    about: list[list[Cell]] = [
        ["シート", "項目", "内容"],
        ["説明", "計画", f"{settings.title}{settings.nickname or ''}（{settings.stage}）"],
        ["説明", "年月", year_and_month(settings.date)],
        ["説明", "発行者", settings.publisher.name],
        ["説明", "利用条件", settings.licence or missing],
        ["指標一覧", None, f"指標を一行に一つずつ並べた表。数値がない所は、計画のとおり「{none}」などと書いています。"],
    ]
    about += [[table.title, None, f"{table.description}。{table.file} と同じ内容です。"] for table in tables]
    return about + [[table.title, column.title, column.description] for table in tables for column in table.columns]
