"""Estimate and outlook of the population → the specification of a chart."""

import json
from collections.abc import Iterator, Sequence
from math import floor, log10
from typing import Any

from vision_compiler.document.figures import ChartPoint, PopulationChart
from vision_compiler.render.charts import BASE, INK, RULE, SOFT_INK, Frame, Row, Spec, layer, specification

_OUTLOOK, _GAP = "var(--accent-1)", "var(--tint-1)"
#: So much of a drawing stands around its lines, for the words.
_LEFT, _RIGHT, _TOP, _FOOT = 50.0, 118.0, 20.0, 30.0


def population(chart: PopulationChart) -> Spec:
    """Years to the right, persons upward from a round number below the smallest; lines join what is known."""
    width, height = chart.size
    points = (*chart.estimate.points, *chart.outlook.points)
    frame = Frame(width - _LEFT - _RIGHT, height - _TOP - _FOOT, _LEFT, _TOP, _RIGHT, _FOOT)
    shared = {
        "x": _years(sorted({point.year for point in points})),
        "y": _persons([point.amount for point in points], chart.unit),
    }
    return specification(chart.alt, frame, shared, [*_lines(chart), *_bracket(chart), *_words(chart)])


def _years(years: Sequence[int]) -> Spec:
    axis = {"values": years, "labelExpr": "datum.value + '年'", "labelFontSize": 11}
    ticks = {"ticks": True, "tickSize": 5, "tickColor": SOFT_INK, "labelPadding": 8}
    return _channel("year", years[0], years[-1], {**axis, **ticks, "grid": False, "domain": False})


def _persons(amounts: Sequence[float], unit: str) -> Spec:
    least, most = min(amounts), max(amounts)
    step = _round_step((most - least or abs(most) or 4) / 4)
    low, high = max(least // step * step - step, 0), -(-most // step) * step
    levels = [low + n * step for n in range(round((high - low) / step) + 1)]
    words = {"labelExpr": _level(step, unit), "labelFontSize": 10.5, "labelColor": SOFT_INK, "labelPadding": 6}
    grid = {"values": levels, "gridColor": RULE, "gridWidth": 0.6, "domain": False}
    return _channel("amount", low, high, {**words, **grid})


def _channel(field: str, low: float, high: float, axis: Spec) -> Spec:
    scale = {"domain": [low, high], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}


def _round_step(least: float) -> float:
    """The smallest of 1, 2, 5, 10, 20, 50 … that is not below ``least``."""
    size = 10.0 ** floor(log10(least))
    return next(factor * size for factor in (1, 2, 5, 10) if factor * size >= least)


def _level(step: float, unit: str) -> str:
    """How a level of the axis is printed: 10万人 where all levels are round in 万."""
    if step % 10_000 == 0:
        return f"format(datum.value / 10000, ',.0f') + {json.dumps(f'万{unit}')}"
    return f"format(datum.value, ',') + {json.dumps(unit)}"


def _lines(chart: PopulationChart) -> Iterator[Spec]:
    """The two lines, what lies between them, and their points."""
    estimate, outlook = _rows(chart.estimate.points), _rows(chart.outlook.points)
    around = [{**row, "order": order} for order, row in enumerate([*outlook, *reversed(estimate)])]
    between = {"type": "line", "fill": _GAP, "strokeWidth": 0, "interpolate": "linear-closed"}
    yield layer(between, around, order={"field": "order"})
    line, point = {"type": "line", "strokeWidth": 2.6}, {"type": "point", "filled": True, "size": 50, "opacity": 1}
    yield layer({**line, "stroke": _OUTLOOK, "strokeDash": [7, 4]}, outlook)
    yield layer({**line, "stroke": BASE}, estimate)
    yield layer({**point, "fill": BASE}, estimate)
    yield layer({**point, "fill": _OUTLOOK}, outlook[1:])


def _rows(points: Sequence[ChartPoint]) -> list[Row]:
    return [{"year": point.year, "amount": point.amount} for point in points]


def _bracket(chart: PopulationChart) -> Iterator[Spec]:
    """From the end of one line to the end of the other."""
    ends = _rows([chart.outlook.points[-1], chart.estimate.points[-1]])
    rule = {"type": "rule", "stroke": INK, "strokeWidth": 1}
    upright = {"y2": {"datum": ends[1]["amount"]}, "x": {"datum": ends[0]["year"]}}
    yield layer({**rule, "xOffset": 13}, ends[:1], **upright)
    for end in ends:
        yield layer({**rule, "xOffset": 9, "x2Offset": 13}, [end], x2={"datum": end["year"]})


def _words(chart: PopulationChart) -> Iterator[Spec]:
    """The names of the lines at their ends, and every value at its point."""
    start, *between, end = chart.estimate.points
    aim = chart.outlook.points[-1]
    large, small = {"fontSize": 13, "fontWeight": "bold"}, {"fontSize": 11.5}
    yield _text(start, start.text, 8, -9, **large, color=INK)
    for point in between:
        yield _text(point, point.text, -4, 24, fontSize=12, fontWeight="bold", color=BASE, align="right")
    for point in chart.outlook.points[1:-1]:
        yield _text(point, point.text, 10, -1, fontSize=12, fontWeight="bold", color=_OUTLOOK)
    yield _text(aim, chart.outlook.label, 9, -25, **small, color=_OUTLOOK)
    yield _text(aim, aim.text, 9, -9, **large, color=_OUTLOOK)
    middle = ChartPoint(aim.year, (aim.amount + end.amount) / 2, "")
    yield _text(middle, f"{chart.gap}{chart.gap_label}", 18, 3, fontSize=9, fontWeight="bold", color=INK)
    yield _text(end, end.text, 9, 20, **large, color=BASE)
    yield _text(end, chart.estimate.label, 9, 35, **small, color=BASE)


def _text(point: ChartPoint, words: str, dx: float, dy: float, **style: Any) -> Spec:
    mark = {"type": "text", "align": "left", "baseline": "alphabetic", "dx": dx, "dy": dy, **style}
    return layer(mark, [{**_rows([point])[0], "text": words}], text={"field": "text"})
