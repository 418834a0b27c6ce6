"""All indicators of the plan as rows of one table, each with what it is sorted by."""

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from vision_compiler.document.inline import Notes, definition
from vision_compiler.document.nodes import Cell
from vision_compiler.document.numbers import accent, fullwidth
from vision_compiler.document.strategies import strategy_label
from vision_compiler.document.tables import indicator_cells, indicator_name
from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Indicator
from vision_compiler.model.text import TermMark, pieces
from vision_compiler.model.values import Number, Parts, Value
from vision_compiler.web.addresses import strategy_path
from vision_compiler.web.pages import Link


class IndicatorLine(Struct, frozen=True):
    """An indicator: where it belongs, its words, its cells and the numbers that they are sorted by ("" for none)."""

    id: str
    strategy: Link
    group: str
    is_target: bool
    name: str
    notes: tuple[str, ...]
    cells: tuple[Cell, ...]
    keys: tuple[str, ...]


def indicator_lines(plan: Plan) -> Iterator[IndicatorLine]:
    """Every indicator, by strategy and measure."""
    labels = plan.settings.labels
    for number, strategy in enumerate(plan.strategies, 1):
        link = Link(strategy_path(strategy.id), strategy.title, strategy_label(plan, number), accent(number))
        for indicator in strategy.target_indicators:
            yield _line(plan, link, labels.target_indicators, indicator, is_target=True)
        for n, measure in enumerate(strategy.measures, 1):
            for indicator in measure.kpis:
                yield _line(plan, link, f"（{fullwidth(n)}）{measure.title}", indicator)


def _line(plan: Plan, strategy: Link, group: str, indicator: Indicator, is_target: bool = False) -> IndicatorLine:
    runs = indicator_name(plan, indicator, Notes("", "", {}))
    values = (indicator.baseline, *(indicator.targets[year] for year in plan.settings.target_years))
    return IndicatorLine(
        id=indicator.id,
        strategy=strategy,
        group=group,
        is_target=is_target,
        name="".join(run for run in runs if isinstance(run, str)),
        notes=tuple(_notes(plan, indicator)),
        cells=indicator_cells(plan, indicator),
        keys=tuple(str(amount) if (amount := _amount(value)) is not None else "" for value in values),
    )


def _notes(plan: Plan, indicator: Indicator) -> Iterator[str]:
    if indicator.note:
        yield indicator.note
    for piece in pieces(indicator.name):
        if isinstance(piece, TermMark):
            yield f"{piece.words}：{definition(plan, plan.terms[piece.words])}"


def _amount(value: Value) -> Decimal | None:
    """The number of a value; of several parts, the first."""
    match value:
        case Number(amount):
            return amount
        case Parts(numbers):
            return numbers[0].amount
        case _:
            return None
