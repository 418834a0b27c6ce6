"""What messages call an item: as it is printed in the plan."""

from collections.abc import Iterator
from functools import lru_cache

from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Indicator
from vision_compiler.model.text import printed
from vision_compiler.source import KeyPath

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def numbered(number: int) -> str:
    """A number as the plan prints it: one digit is full-width."""
    return str(number).translate(_WIDE) if number < 10 else str(number)


@lru_cache(maxsize=1)  # ten rules ask for the same
def indicators(plan: Plan) -> tuple[tuple[Indicator, str], ...]:
    """Every indicator with its name and its place: 重点戦略１（３）「…の割合」."""
    return tuple(_indicators(plan))


def _indicators(plan: Plan) -> Iterator[tuple[Indicator, str]]:
    for number, strategy in enumerate(plan.strategies, 1):
        label = f"{plan.settings.labels.strategy}{numbered(number)}"
        for indicator in strategy.target_indicators:
            yield indicator, f"{label}「{printed(indicator.name)}」"
        for n, measure in enumerate(strategy.measures, 1):
            for indicator in measure.kpis:
                yield indicator, f"{label}（{numbered(n)}）「{printed(indicator.name)}」"


def value_label(plan: Plan, keys: KeyPath) -> str:
    """What the column of a value is called: 策定時実績値, 目標値（2027）."""
    labels = plan.settings.labels
    return labels.baseline if keys[0] == "baseline" else f"{labels.target}（{keys[1]}）"
