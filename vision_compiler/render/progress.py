"""An indicator from its baseline to its targets → the specification of a small chart."""

from collections.abc import Iterator, Sequence

from vision_compiler.document.figures import IndicatorChart, ReadingLine
from vision_compiler.render.charts import INK, SOFT_INK, Frame, Row, Spec, accent_colour, layer, specification
from vision_compiler.render.labels import Labels

#: Points between the edges of the text, and between two charts.
_MEASURE, _BETWEEN = 447.0, 13.0
#: The height of what is plotted: a narrow chart is a low one.
_LOWEST, _SLOPE = 9.0, 0.21
#: The sizes of values and of what stands below the axis; how far a value beside its line reaches over its point.
_VALUES, _NAMES, _OVER = 8.0, 7.5, 3.0
#: Below so much of the height, a value has no room between its point and the axis.
_LOW = 0.3
#: How the parts of an indicator differ: the sign before the name, the points, the dashes of the line.
_PARTS: tuple[tuple[str, str, list[int]], ...] = (
    ("●", "circle", []),
    ("■", "square", [5, 2]),
    ("▲", "triangle-up", [2, 2]),
    ("◆", "diamond", [8, 2, 2, 2]),
)


def beside(charts: Sequence[IndicatorChart]) -> int:
    """How many charts stand beside each other; a single one is as wide as one of two."""
    return min(max(len(charts), 2), 5)


def legend(chart: IndicatorChart) -> str:
    """The parts with their signs: ●小学校 ■中学校; empty if there are none."""
    return " ".join(f"{_part(number)[0]}{line.label}" for number, line in enumerate(chart.lines) if line.label)


def progress(chart: IndicatorChart, count: int) -> Spec:
    """One of so many charts beside each other: bars for what adds up, else lines. Every value is printed."""
    width = (_MEASURE - _BETWEEN * (count - 1)) // count
    step, height = width / len(chart.columns), round(_LOWEST + _SLOPE * width)
    names = Labels.fitted(chart.columns, step, _NAMES)
    values = Labels.fitted([reading.text for line in chart.lines for reading in line.readings], step, _VALUES)
    axis = {"labels": False, "domainColor": SOFT_INK, "domainDash": [2, 2] if chart.floor else []}
    columns, domain = list(range(len(chart.columns))), _domain(chart)
    shared = {
        "x": {"field": "column", "type": "ordinal", "scale": {"domain": columns}, "axis": axis},
        "y": {"field": "amount", "type": "quantitative", "scale": {"domain": domain, "nice": False}, "axis": None},
    }
    marks = _bars(chart, step) if chart.form == "bars" else _curves(chart)
    frame = Frame(width, height, top=values.height, bottom=names.height)
    return specification(chart.alt, frame, shared, [*marks, *_values(chart, values), _names(chart, names, height)])


def _domain(chart: IndicatorChart) -> list[float]:
    amounts = [amount for line in chart.lines for amount in _numbers(line).values()]
    low, high = min(chart.floor, *amounts), max(chart.floor, *amounts)
    return [low, high if high > low else low + 1]


def _numbers(line: ReadingLine) -> dict[int, float]:
    """The numbers of a line by their columns."""
    return {column: each.amount for column, each in enumerate(line.readings) if each.amount is not None}


def _bars(chart: IndicatorChart, step: float) -> Iterator[Spec]:
    """What has been reached is an outline, what is aimed at is full."""
    colour = accent_colour(chart.accent)
    fill = {"condition": {"test": "datum.column == 0", "value": "#fff"}, "value": colour}
    bar = {"type": "bar", "width": round(step / 2, 1), "stroke": colour, "strokeWidth": 1}
    rows = [{"column": column, "amount": amount} for column, amount in _numbers(chart.lines[0]).items()]
    yield layer(bar, rows, fill=fill)


def _curves(chart: IndicatorChart) -> Iterator[Spec]:
    """A line for each part. It joins neighbours only: what lies between two others is not known."""
    colour = accent_colour(chart.accent)
    for number, line in enumerate(chart.lines):
        _, shape, dashes = _part(number)
        rows = [
            {"column": column, "amount": amount, "run": column - place}
            for place, (column, amount) in enumerate(_numbers(line).items())
        ]
        stroke = {"type": "line", "stroke": colour, "strokeWidth": 1.6, "strokeDash": dashes}
        yield layer(stroke, rows, detail={"field": "run"})
        yield layer({"type": "point", "shape": shape, "filled": True, "size": 26, "fill": colour, "opacity": 1}, rows)


def _part(number: int) -> tuple[str, str, list[int]]:
    return _PARTS[number % len(_PARTS)]


def _names(chart: IndicatorChart, labels: Labels, height: float) -> Spec:
    """What the columns are, below the axis."""
    rows = [row for column, name in enumerate(chart.columns) for row in labels.below(name, {"column": column})]
    return layer(labels.mark(color=INK), rows, y={"value": height}, text={"field": "text"})


def _values(chart: IndicatorChart, labels: Labels) -> Iterator[Spec]:
    """The values at their points; words that stand in place of a number stand on the axis."""
    numbers = [row for line in chart.lines for column in _numbers(line) for row in _value(chart, line, column, labels)]
    style = labels.mark(dx={"expr": "datum.dx"}, color=accent_colour(chart.accent), fontWeight="bold")
    yield layer(style, numbers, text={"field": "text"})
    empty = [(column, each.text) for column, each in enumerate(chart.lines[0].readings) if each.amount is None]
    axis = {"amount": _domain(chart)[0]}
    if words := [row for column, text in empty for row in labels.above(text, {**axis, "column": column})]:
        yield layer(labels.mark(color=SOFT_INK), words, text={"field": "text"})


def _value(chart: IndicatorChart, line: ReadingLine, column: int, labels: Labels) -> Iterator[Row]:
    """A value above its point, or below if it is the lowest of several; beside a line that goes that way."""
    amounts, text = _numbers(line), line.readings[column].text
    is_below = _is_below(chart, line, column)
    side = 0 if chart.form == "bars" else _side(amounts, column, -1 if is_below else 1)
    place = {"column": column, "amount": amounts[column], "dx": side * labels.reach(text, _OVER)}
    return labels.below(text, place) if is_below else labels.above(text, place)


def _is_below(chart: IndicatorChart, line: ReadingLine, column: int) -> bool:
    here, (low, high) = _numbers(line)[column], _domain(chart)
    others = [_numbers(other).get(column, here) for other in chart.lines if other is not line]
    return bool(others) and here < min(others) and here > low + _LOW * (high - low)


def _side(amounts: dict[int, float], column: int, up: int) -> int:
    """Where words above (``up``) or below a point move, so that the line does not run through them: left is -1."""
    here = amounts[column]
    if (amounts.get(column + 1, here) - here) * up > 0:
        return -1
    return int((amounts.get(column - 1, here) - here) * up > 0)
