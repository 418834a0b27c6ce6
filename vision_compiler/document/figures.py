"""Diagrams and charts as data for templates."""

from typing import Literal

from msgspec import Struct

from vision_compiler.model.icons import Icon


class StrategyCard(Struct, frozen=True):
    """A strategy in a diagram."""

    label: str
    title: str
    accent: int
    measures: tuple[str, ...]
    badge: str


class VisionDiagram(Struct, frozen=True):
    """目指す姿, guidelines and the residents' own picture."""

    goal: str
    basis: str
    guidelines_title: str
    guidelines: tuple[tuple[str, str], ...]
    leading_title: str
    motto: str
    phrases: tuple[str, ...]


class StructureDiagram(Struct, frozen=True):
    """Ground → basic directions → strategies."""

    base_title: str
    base_period: str
    directions_title: str
    directions: tuple[str, ...]
    result_title: str
    result_period: str
    strategies: tuple[StrategyCard, ...]


class StrategyMapDiagram(Struct, frozen=True):
    """Goal, strategies with their measures, and the residents' picture."""

    goal: str
    basis: str
    strategies: tuple[StrategyCard, ...]
    leading_title: str
    motto: str


class BackcastingDiagram(Struct, frozen=True):
    """From the goal back to the present, then what has to be done."""

    goal: str
    present: str
    challenge: str
    action: str
    caption: str


class SystemDiagram(Struct, frozen=True):
    """Guidelines, and the plan that follows them: fields, strategies, and what runs through all of them."""

    guidelines_title: str
    guidelines: tuple[tuple[str, str], ...]
    plan_title: str
    fields_title: str
    fields: tuple[tuple[str, str], ...]
    aim: str
    strategies_title: str
    strategies: tuple[StrategyCard, ...]
    cross: tuple[str, ...]


class Layer(Struct, frozen=True):
    """A layer of the plan."""

    title: str
    text: str


class LayersDiagram(Struct, frozen=True):
    """The articles on which the plan rests, and its layers."""

    basis: str
    articles: tuple[str, ...]
    result: str
    layers: tuple[Layer, ...]


class Bar(Struct, frozen=True):
    """So many years of a layer, from the ``start``-th year of the plan (0-based)."""

    start: int
    years: int


class PeriodRow(Struct, frozen=True):
    """A layer of the plan, its bars from the first year to the last, and how often it is reviewed."""

    title: str
    bars: tuple[Bar, ...]
    remark: str


class PeriodDiagram(Struct, frozen=True):
    """The years of the plan and how long its layers last."""

    years: tuple[int, ...]
    rows: tuple[PeriodRow, ...]


class GoalsDiagram(Struct, frozen=True):
    """The goals of the SDGs by their names, with the city's icons if it has any; the first one is number 1."""

    titles: tuple[str, ...]
    icons: tuple[Icon, ...] = ()


class ChartPoint(Struct, frozen=True):
    """A known number in a chart: the year, the amount, and how it is printed."""

    year: int
    amount: float
    text: str


class ChartLine(Struct, frozen=True):
    """A line through known points."""

    label: str
    points: tuple[ChartPoint, ...]


class PopulationChart(Struct, frozen=True):
    """Estimate and outlook of the population, and the gap between them at the end.

    ``size`` is width and height of the drawing in points, ``facts`` are the ids of its numbers, ``alt`` says it in
    words.
    """

    alt: str
    estimate: ChartLine
    outlook: ChartLine
    gap: str
    gap_label: str
    unit: str
    size: tuple[int, int]
    facts: tuple[str, ...]


class Reading(Struct, frozen=True):
    """A value in a chart as it is printed; there is nothing to draw where ``amount`` is None."""

    amount: float | None
    text: str


class ReadingLine(Struct, frozen=True):
    """The values of an indicator, or of a part of it (小学校), in the order of the chart's columns."""

    label: str
    readings: tuple[Reading, ...]


class IndicatorChart(Struct, frozen=True):
    """An indicator from its baseline to its targets.

    ``floor`` is where the vertical axis begins. ``alt`` says the chart in words.
    """

    title: str
    form: Literal["bars", "lines"]
    columns: tuple[str, ...]
    lines: tuple[ReadingLine, ...]
    floor: float
    accent: int
    alt: str


Diagram = (
    VisionDiagram
    | StructureDiagram
    | StrategyMapDiagram
    | BackcastingDiagram
    | SystemDiagram
    | LayersDiagram
    | PeriodDiagram
    | GoalsDiagram
    | PopulationChart
)
