"""Where the lines and labels of a chart lie. Templates draw them."""

from dataclasses import dataclass

from vision_compiler.document.panels import ChartLine, PopulationChart

#: The drawing is 480 wide and 330 high.
_LEFT, _RIGHT, _TOP, _BOTTOM = 50.0, 378.0, 20.0, 300.0
_STEP = 50_000


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
    levels: tuple[Mark, ...]


def plot(chart: PopulationChart) -> Plot:
    """The population chart: years to the right, persons upward from a round number below the smallest."""
    points = (*chart.estimate.points, *chart.outlook.points)
    years = sorted({point.year for point in points})
    low = min(point.amount for point in points) // _STEP * _STEP - _STEP
    high = -(-max(point.amount for point in points) // _STEP) * _STEP

    def x(year: float) -> float:
        return round(_LEFT + (year - years[0]) / (years[-1] - years[0]) * (_RIGHT - _LEFT), 1)

    def y(amount: float) -> float:
        return round(_BOTTOM - (amount - low) / (high - low) * (_BOTTOM - _TOP), 1)

    def marks(line: ChartLine) -> tuple[Mark, ...]:
        return tuple(Mark(x(point.year), y(point.amount), point.text) for point in line.points)

    levels = range(int(low), int(high) + 1, _STEP)
    return Plot(
        estimate=marks(chart.estimate),
        outlook=marks(chart.outlook),
        years=tuple(Mark(x(year), _BOTTOM, f"{year}年") for year in years),
        levels=tuple(Mark(_LEFT, y(level), f"{level // 10_000}万人") for level in levels),
    )
