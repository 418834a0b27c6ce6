"""Values as the documents print them, with their units: of indicators, of facts."""

from collections.abc import Iterator

from vision_compiler.comparison.items import Passage
from vision_compiler.document.numbers import quoted
from vision_compiler.document.tables import indicator_cells
from vision_compiler.model.facts import Derived, Series
from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Indicator


def indicator_values(plan: Plan, indicator: Indicator) -> Iterator[Passage]:
    """The baseline, then the targets by year. The unit is printed, but a change of its own."""
    labels, years = plan.settings.labels, plan.settings.target_years
    bare = indicator_cells(plan, indicator.model_copy(update={"unit": None}))
    whole = indicator_cells(plan, indicator)
    routes = [("baseline",), *(("targets", str(year)) for year in years)]
    names = [labels.baseline, *(f"{labels.target}（{year}）" for year in years)]
    for route, name, cell, plain in zip(routes, names, whole, bare, strict=True):
        yield Passage(route, name, _cell(cell.lines), _cell(plain.lines), is_open=cell.is_undecided)


def fact_values(fact: Series | Derived) -> Iterator[Passage]:
    """The numbers of a fact, in the house style."""
    unit = fact.unit or ""
    if isinstance(fact, Derived):
        yield Passage(("value",), "値", quoted(fact.value, unit, fact.approximate), str(fact.value))
        return
    for point in fact.points:
        text = quoted(point.value, unit, fact.approximate)
        label = f"値（{point.at}）" if point.at[0].isdigit() else "値"
        yield Passage(("points",), label, text, str(point.value), ident=point.at, is_listed=True)


def _cell(lines: tuple[tuple[str, str], ...]) -> str:
    return "　".join(f"{label} {text}".strip() for label, text in lines)
