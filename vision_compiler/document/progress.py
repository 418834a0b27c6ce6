"""Indicators → small charts from the baseline to the targets, through nothing but the numbers of the plan."""

from collections.abc import Iterator, Sequence

from vision_compiler.document.figures import IndicatorChart, Reading, ReadingLine
from vision_compiler.document.nodes import Cell, IndicatorCharts, IndicatorRow, IndicatorTable, Remark
from vision_compiler.document.numbers import counted
from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Indicator
from vision_compiler.model.values import Number, Parts, Value


def indicator_charts(
    plan: Plan, indicators: tuple[Indicator, ...], table: IndicatorTable, accent: int
) -> tuple[IndicatorCharts, ...]:
    """The charts of the indicators of a table; none if no indicator has numbers at two points in time."""
    charts = [
        _chart(plan, indicator, row, table.headings[1:], accent)
        for indicator, row in zip(indicators, table.rows, strict=True)
    ]
    drawn = tuple(chart for chart in charts if _is_drawn(chart))
    if not drawn:
        return ()
    sources = {indicator.source: None for indicator in indicators if indicator.source}
    sentences = (*_left_out(charts), *_axes(drawn), *(f"{source}を基に作成" for source in sources))
    return (IndicatorCharts(drawn, tuple(Remark("【備考】", (sentence,)) for sentence in sentences)),)


def _is_drawn(chart: IndicatorChart) -> bool:
    return any(sum(reading.amount is not None for reading in line.readings) > 1 for line in chart.lines)


def _left_out(charts: Sequence[IndicatorChart]) -> Iterator[str]:
    if titles := "".join(f"「{chart.title}」" for chart in charts if not _is_drawn(chart)):
        yield f"{titles}は、二つ以上の時点の数値がないため、グラフにしていません。"


def _axes(drawn: Sequence[IndicatorChart]) -> Iterator[str]:
    if any(chart.floor for chart in drawn):
        yield "横軸が点線のグラフは、縦軸が０から始まりません。"


def _chart(
    plan: Plan, indicator: Indicator, row: IndicatorRow, headings: Sequence[tuple[str, str]], accent: int
) -> IndicatorChart:
    years = plan.settings.target_years
    values = (indicator.baseline, *(indicator.targets[year] for year in years))
    lines = tuple(_lines(indicator, values, row.cells))
    title = "".join(run for run in row.name if isinstance(run, str))
    is_total = indicator.cumulative and not indicator.parts
    return IndicatorChart(
        title=title,
        form="bars" if is_total else "lines",
        columns=(plan.settings.labels.baseline, *map(str, years)),
        lines=lines,
        floor=0.0 if is_total else _floor(lines),
        accent=accent,
        alt=f"{'棒' if is_total else '折れ線'}グラフ。{title}。" + "".join(_said(headings, line) for line in lines),
    )


def _lines(indicator: Indicator, values: Sequence[Value], cells: Sequence[Cell]) -> Iterator[ReadingLine]:
    """One line of values, or one for each part; words that stand in place of numbers stay words."""
    for part, label in enumerate(indicator.parts or ("",)):
        yield ReadingLine(
            label,
            tuple(_reading(indicator, value, cell, part) for value, cell in zip(values, cells, strict=True)),
        )


def _reading(indicator: Indicator, value: Value, cell: Cell, part: int) -> Reading:
    number = value.numbers[part] if isinstance(value, Parts) else value
    if isinstance(number, Number):
        return Reading(float(number.amount), counted(number.amount) + (indicator.unit or ""))
    return Reading(None, cell.lines[0][1])


def _floor(lines: Sequence[ReadingLine]) -> float:
    """0, unless all values are so far above it that nothing could be seen of their change."""
    amounts = [reading.amount for line in lines for reading in line.readings if reading.amount is not None]
    least, most = min(amounts, default=0.0), max(amounts, default=0.0)
    return 0.0 if 2 * least <= most or least == most else least - (most - least) / 2


def _said(headings: Sequence[tuple[str, str]], line: ReadingLine) -> str:
    readings = zip(headings, line.readings, strict=True)
    words = "、".join(f"{name}{year} {reading.text}" for (name, year), reading in readings)
    return f"{line.label}：{words}。" if line.label else f"{words}。"
