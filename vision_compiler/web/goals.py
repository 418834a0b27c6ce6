"""The seventeen goals with the measures that are linked to each, and what the plan says of every measure."""

from collections.abc import Iterator
from itertools import zip_longest

from msgspec import Struct

from vision_compiler.document.numbers import accent, fullwidth
from vision_compiler.document.sdgs import GOALS
from vision_compiler.document.strategies import goals, strategy_label
from vision_compiler.model.icons import Icon
from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Strategy
from vision_compiler.web.addresses import strategy_path
from vision_compiler.web.pages import Link


class Goal(Struct, frozen=True):
    """A goal with the measures linked to it, and the city's icon for it."""

    number: int
    title: str
    measures: tuple[Link, ...]
    icon: Icon | None


class StrategyGoals(Struct, frozen=True):
    """A strategy's measures, each with its goals in words."""

    strategy: Link
    measures: tuple[tuple[Link, str], ...]


def has_goals(plan: Plan) -> bool:
    """Whether the plan says anything of goals."""
    return any(measure.sdgs is not None for strategy in plan.strategies for measure in strategy.measures)


def goals_with_measures(plan: Plan) -> tuple[Goal, ...]:
    """All seventeen."""
    linked = [
        (link, measure.sdgs)
        for number, strategy in enumerate(plan.strategies, 1)
        for measure, link in zip(strategy.measures, _links(strategy, number), strict=True)
        if isinstance(measure.sdgs, tuple)
    ]
    return tuple(
        Goal(number, title, tuple(link for link, numbers in linked if number in numbers), icon)
        for number, (title, icon) in enumerate(zip_longest(GOALS, plan.icons), 1)
    )


def strategies_with_goals(plan: Plan) -> Iterator[StrategyGoals]:
    """Every strategy."""
    labels = plan.settings.labels
    for number, strategy in enumerate(plan.strategies, 1):
        link = Link(strategy_path(strategy.id), strategy.title, strategy_label(plan, number), accent(number))
        words = (goals(measure, labels) or labels.none for measure in strategy.measures)
        yield StrategyGoals(link, tuple(zip(_links(strategy, number), words, strict=True)))


def _links(strategy: Strategy, number: int) -> tuple[Link, ...]:
    return tuple(
        Link(
            f"{strategy_path(strategy.id)}#{measure.id}", measure.title, f"{number}-（{fullwidth(n)}）", accent(number)
        )
        for n, measure in enumerate(strategy.measures, 1)
    )
