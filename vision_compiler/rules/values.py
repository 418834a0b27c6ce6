"""Rules on the values of indicators: do they rise as they should, and are they written alike?"""

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from vision_compiler.diagnostics import Related, Severity
from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Indicator
from vision_compiler.model.values import AtLeastBaseline, NoValue, Number, Parts, Value
from vision_compiler.rules.described import indicators, value_label
from vision_compiler.rules.registry import Problem, rule
from vision_compiler.source import KeyPath

#: So many times faster or slower, and a pace has broken.
_BREAK = 3


class Step(NamedTuple):
    """A number of an indicator: where it is written, its year (0: baseline), and the number."""

    keys: KeyPath
    year: int
    amount: Decimal


def values_of(indicator: Indicator) -> Iterator[tuple[KeyPath, int, Value]]:
    """The baseline and the targets in the order of their years."""
    yield ("baseline",), 0, indicator.baseline
    for year in sorted(indicator.targets):
        yield ("targets", str(year)), year, indicator.targets[year]


def series_of(indicator: Indicator) -> list[list[Step]]:
    """The numbers of an indicator from the baseline to the last target, once for each of its parts."""
    found: dict[int, list[Step]] = {}
    for keys, year, value in values_of(indicator):
        numbers = value.numbers if isinstance(value, Parts) else (value,) if isinstance(value, Number) else ()
        for index, number in enumerate(numbers):
            place = (*keys, index) if isinstance(value, Parts) else keys
            found.setdefault(index, []).append(Step(place, year, number.amount))
    return list(found.values())


@lru_cache(maxsize=1)  # six rules ask for the same
def _series(plan: Plan) -> tuple[tuple[Indicator, str, list[list[Step]]], ...]:
    """Every indicator with its name and its numbers."""
    return tuple((indicator, name, series_of(indicator)) for indicator, name in indicators(plan))


def _steps(plan: Plan) -> Iterator[tuple[Indicator, str, Step, Step]]:
    """Each number with the one before it: (indicator, its name, before, after)."""
    for indicator, name, found in _series(plan):
        for series in found:
            yield from ((indicator, name, before, after) for before, after in pairwise(series))


def _before(plan: Plan, indicator: Indicator, before: Step) -> tuple[Related, ...]:
    return (Related(f"{value_label(plan, before.keys)} {before.amount:,}", indicator.span(*before.keys)),)


@rule("KPI005", "累計の目標値が、前の値より小さい", waivable=True)
def cumulative_falls(plan: Plan) -> Iterator[Problem]:
    """累計は積み重ねた数なので、前の年度の値より小さくなることはありません。"""
    for indicator, name, before, after in _steps(plan):
        if indicator.cumulative and after.amount < before.amount:
            label = value_label(plan, after.keys)
            message = (
                f"{name}は累計なのに、{label} {after.amount:,} が、前の値 {before.amount:,} より小さくなっています"
            )
            help = "値の写し間違いか、cumulative（累計）の付け間違いでないかを確かめてください。"
            yield Problem(indicator.span(*after.keys), message, help, _before(plan, indicator, before))


@rule("KPI006", "目標値が、望ましい方向と逆に動いている", Severity.WARNING)
def target_goes_the_wrong_way(plan: Plan) -> Iterator[Problem]:
    """望ましい方向（better）は、書かなければ up（増える）です。減らす指標には down、保つ指標には keep と書きます。"""
    for indicator, name, before, after in _steps(plan):
        falls, rises = after.amount < before.amount, after.amount > before.amount
        is_wrong = (indicator.better == "up" and falls) or (indicator.better == "down" and rises)
        if is_wrong and not indicator.cumulative:
            way = "減って" if falls else "増えて"
            message = (
                f"{name}の{value_label(plan, after.keys)} {after.amount:,} が、前の値 {before.amount:,} より{way}います"
            )
            help = f"値が正しければ、better: {'down' if falls else 'up'} と書いてください。"
            yield Problem(indicator.span(*after.keys), message, help, _before(plan, indicator, before))


@rule("KPI007", "割合が0％から100％までの間にない", Severity.WARNING)
def percentage_out_of_range(plan: Plan) -> Iterator[Problem]:
    """割合は、ふつう0％から100％までです。100％を超えてよい率なら、waive に理由を書いて見逃します。"""
    for indicator, name, found in _series(plan):
        for step in (step for series in found for step in series):
            if indicator.unit in ("％", "%") and not 0 <= step.amount <= 100:
                message = f"{name}の{value_label(plan, step.keys)} {step.amount:,} が、0％から100％までの間にありません"
                yield Problem(indicator.span(*step.keys), message, "値か単位（unit）を確かめてください。")


@rule("KPI008", "実績値がないのに、実績値以上を目標にしている", Severity.WARNING)
def at_least_of_nothing(plan: Plan) -> Iterator[Problem]:
    """「策定時実績値以上」のような目標は、比べる実績値があって初めて達成したかどうかが分かります。"""
    for indicator, name in indicators(plan):
        for keys, _, value in values_of(indicator):
            if isinstance(value, AtLeastBaseline) and isinstance(indicator.baseline, NoValue):
                message = f"{name}は、実績値がないのに、{value_label(plan, keys)}が「{value.words}」です"
                help = "baseline に実績値を書くか、目標値を数で書いてください。"
                yield Problem(indicator.span(*keys), message, help)
                break


@rule("KPI009", "累計の目標値の伸び方が、途中で大きく変わる", Severity.WARNING)
def pace_breaks(plan: Plan) -> Iterator[Problem]:
    """累計の一年当たりの伸びが、目標年度の前と後で3倍以上違うときに知らせます。桁の写し間違いに多い形です。
    実績値の年度は書かれていないので、計画の初年度の前の年度とみなして比べます。
    """
    first = plan.settings.period.start - 1
    for indicator, name, found in _series(plan):
        for series in found if indicator.cumulative else ():
            for (before, start), (after, end) in pairwise(pairwise(series)):
                early, late = start.amount - before.amount, end.amount - after.amount
                paces = early / max(start.year - (before.year or first), 1), late / (end.year - after.year)
                if min(paces) >= 0 and max(paces) >= _BREAK * min(paces) > 0:
                    message = (
                        f"{name}の増え方が、途中で大きく変わります（{start.year}年度までに {early:,}、その後 {late:,}）"
                    )
                    help = "値の写し間違いでないかを確かめてください。このままでよければ、waive に理由を書きます。"
                    yield Problem(indicator.span(*end.keys), message, help)


@rule("KPI010", "一つの指標の値で、小数の桁がそろっていない", Severity.WARNING)
def decimals_differ(plan: Plan) -> Iterator[Problem]:
    """値は、印刷する桁のまま書きます（20 ではなく 20.0）。0 と 100 は、桁がそろわなくてもかまいません。"""
    for indicator, name, found in _series(plan):
        for series in found:
            counted = [(step, _decimals(step.amount)) for step in series if step.amount not in (0, 100)]
            for (before, places), (step, others) in pairwise(counted):
                if places != others:
                    label = value_label(plan, step.keys)
                    message = f"{name}の{label} {step.amount} が、前の値 {before.amount} と小数の桁が違います"
                    help = f"小数点以下を{max(places, others)}桁にそろえてください。"
                    yield Problem(indicator.span(*step.keys), message, help, _before(plan, indicator, before))


def _decimals(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


@rule("KPI011", "数の値があるのに、単位がない", Severity.WARNING)
def unit_missing(plan: Plan) -> Iterator[Problem]:
    """表の値には単位が付きます。"""
    for indicator, name, found in _series(plan):
        if indicator.unit is None and any(found):
            help = "unit に、人・件・％などの単位を書いてください。"
            yield Problem(indicator.span("name"), f"{name}に単位がありません", help)
