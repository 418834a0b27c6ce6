"""Where the lines and labels of a chart lie. Templates draw them."""

from dataclasses import dataclass
from itertools import pairwise
from math import floor, log10

from vision_compiler.document.figures import ChartLine, PeriodDiagram, PopulationChart

#: So much of a drawing stands around its lines, for the words.
_LEFT, _RIGHT, _TOP, _FOOT = 50.0, 118.0, 20.0, 30.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a line, with the words printed beside it."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart in the coordinates of its drawing."""

    estimate: tuple[Mark, ...]
    outlook: tuple[Mark, ...]
    years: tuple[Mark, ...]
    right: float
    levels: tuple[Mark, ...]


def plot(chart: PopulationChart) -> Plot:
    """The population chart: years to the right, persons upward from a round number below the smallest."""
    points = (*chart.estimate.points, *chart.outlook.points)
    years = sorted({point.year for point in points})
    least, most = min(point.amount for point in points), max(point.amount for point in points)
    step = _round_step((most - least or most) / 4)
    right, bottom = chart.size[0] - _RIGHT, chart.size[1] - _FOOT
    low, high = max(least // step * step - step, 0), -(-most // step) * step

    def x(year: float) -> float:
        return round(_LEFT + (year - years[0]) / (years[-1] - years[0]) * (right - _LEFT), 1)

    def y(amount: float) -> float:
        return round(bottom - (amount - low) / (high - low) * (bottom - _TOP), 1)

    def marks(line: ChartLine) -> tuple[Mark, ...]:
        return tuple(Mark(x(point.year), y(point.amount), point.text) for point in line.points)

    levels = [low + n * step for n in range(round((high - low) / step) + 1)]
    return Plot(
        estimate=marks(chart.estimate),
        outlook=marks(chart.outlook),
        years=tuple(Mark(x(year), bottom, f"{year}年") for year in years),
        right=right,
        levels=tuple(Mark(_LEFT, y(level), _level(level, step, chart.unit)) for level in levels),
    )


def _round_step(least: float) -> float:
    """The smallest of 1, 2, 5, 10, 20, 50 … that is not below ``least``."""
    size = 10.0 ** floor(log10(least))
    return next(factor * size for factor in (1, 2, 5, 10) if factor * size >= least)


def _level(amount: float, step: float, unit: str) -> str:
    """A level of the axis: 10万人 where all levels are round in 万."""
    return f"{amount / 10_000:,.0f}万{unit}" if step % 10_000 == 0 else f"{amount:,g}{unit}"


@dataclass(frozen=True, slots=True)
class PlacedBar:
    """A bar, by its left upper corner and its width."""

    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A layer: its name at ``y``, its bars, and the words under the years in which it is reviewed."""

    y: float
    title: str
    remark: str
    bars: tuple[PlacedBar, ...]
    reviews: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Timetable:
    """The years of the plan over the bars of its layers; 480 wide."""

    height: float
    year_width: float
    years: tuple[Mark, ...]
    rows: tuple[PlacedRow, ...]


#: The names of the layers stand left of the bars; a bar is 20 high, and so much lower than the one before it.
_NAMES, _WIDTH, _BAR, _STAIR, _HEAD = 92.0, 384.0, 20.0, 25.0, 40.0


def timetable(diagram: PeriodDiagram) -> Timetable:
    """The bars of the layers: one after the other where a layer is reviewed once, as stairs where it is rolling."""
    step = _WIDTH / len(diagram.years)
    years = tuple(Mark(round(_NAMES + (n + 0.5) * step, 1), 19, f"{year}") for n, year in enumerate(diagram.years))
    rows, y = [], _HEAD
    for row in diagram.rows:
        is_rolling = any(before.start + before.years > bar.start for before, bar in pairwise(row.bars))
        fall = _STAIR if is_rolling else 0.0
        bars = tuple(
            PlacedBar(round(_NAMES + bar.start * step, 1), y + n * fall, round(bar.years * step - 3, 1))
            for n, bar in enumerate(row.bars)
        )
        reviews = () if is_rolling else tuple(Mark(bar.x - 1.5, y + _BAR + 14, row.remark) for bar in bars[1:])
        rows.append(PlacedRow(y + 14, row.title, row.remark if is_rolling else "", bars, reviews))
        y += fall * (len(bars) - 1) + _BAR + (24 if reviews else 14)
    return Timetable(y, round(step, 1), years, tuple(rows))
