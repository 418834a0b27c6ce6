"""The indicators of a plan as a table for spreadsheets.

A row is an indicator, or a part of one (小学校, 中学校). Every value stands twice: as a number to reckon with, and as
it is printed. Where there is no number the first is empty, but for 未定: what is undecided must not look like nothing.
"""

from collections.abc import Iterator

from vision_compiler.document.numbers import counted, fullwidth
from vision_compiler.document.tables import indicator_cells
from vision_compiler.emit.spreadsheets import Cell, spreadsheet
from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Indicator
from vision_compiler.model.text import printed
from vision_compiler.model.values import Number, Parts, Undecided, Value


def indicators_csv(plan: Plan) -> bytes:
    """Every indicator of the plan, in the order of the plan."""
    return spreadsheet([_heads(plan), *_rows(plan)]).encode()


def _heads(plan: Plan) -> list[str]:
    labels, years = plan.settings.labels, plan.settings.target_years
    values = [labels.baseline, *(f"{labels.target}（{year}年度）" for year in years)]
    with_print = [head for value in values for head in (value, f"{value}の印刷")]
    items = [f"{labels.strategy}の番号", labels.strategy, f"{labels.measure}の番号", labels.measure]
    return [
        *("指標ID", *items, "種類", labels.indicator_name, "内訳", "単位", "累計"),
        *(f"{labels.baseline}の年度", *with_print, "注"),
    ]


def _rows(plan: Plan) -> Iterator[list[Cell]]:
    labels = plan.settings.labels
    for number, strategy in enumerate(plan.strategies, 1):
        place = [str(number), strategy.title]
        for indicator in strategy.target_indicators:
            yield from _of_indicator(plan, indicator, [*place, "", "", labels.target_indicators])
        for n, measure in enumerate(strategy.measures, 1):
            for indicator in measure.kpis:
                # Not 1-1, which spreadsheets take for the first of January.
                code = f"{number}-（{fullwidth(n)}）"
                yield from _of_indicator(plan, indicator, [*place, code, measure.title, labels.kpis])


def _of_indicator(plan: Plan, indicator: Indicator, place: list[str]) -> Iterator[list[Cell]]:
    """The rows of an indicator. No source says which year its baseline is of."""
    labels = plan.settings.labels
    name, unit = printed(indicator.name), indicator.unit or ""
    values = (indicator.baseline, *(indicator.targets[year] for year in plan.settings.target_years))
    words = ["".join(text for _, text in cell.lines) for cell in indicator_cells(plan, indicator)]
    for part, part_name in enumerate(indicator.parts or ("",)):
        found = [
            each
            for value, text in zip(values, words, strict=True)
            for each in _twice(_of_part(value, part), text, unit, labels.undecided)
        ]
        cumulative = "はい" if indicator.cumulative else "いいえ"
        note = indicator.note or ""
        yield [indicator.id, *place, name, part_name, unit, cumulative, labels.unknown, *found, note]


def _of_part(value: Value, part: int) -> Value:
    return value.numbers[part] if isinstance(value, Parts) else value


def _twice(value: Value, text: str, unit: str, undecided: str) -> tuple[Cell, str]:
    """A value as a number, and as it is printed."""
    match value:
        case Number(amount):
            return amount, counted(amount) + unit
        case Undecided():
            return undecided, text
        case _:
            return "", text
