"""Diagrams: which of the plan's words stand in them."""

from vision_compiler.document.figures import (
    BackcastingDiagram,
    Bar,
    ChartLine,
    ChartPoint,
    Diagram,
    GoalsDiagram,
    Layer,
    LayersDiagram,
    PeriodDiagram,
    PeriodRow,
    PopulationChart,
    StrategyCard,
    StrategyMapDiagram,
    StructureDiagram,
    SystemDiagram,
    VisionDiagram,
)
from vision_compiler.document.inline import Writer
from vision_compiler.document.numbers import accent, fullwidth
from vision_compiler.document.sdgs import GOALS
from vision_compiler.model import diagrams as kinds
from vision_compiler.model import framework
from vision_compiler.model.plan import Plan


def diagram(plan: Plan, asked: kinds.Diagram) -> Diagram:  # noqa: C901, PLR0911 - one line a kind
    """The diagram that a chapter asks for, filled from the plan."""
    match asked:
        case kinds.VisionDiagram():
            return vision_diagram(plan)
        case kinds.StructureDiagram():
            return _structure(plan, asked)
        case kinds.StrategyMapDiagram():
            return _strategy_map(plan)
        case kinds.BackcastingDiagram():
            return BackcastingDiagram(asked.goal, asked.present, asked.challenge, asked.action, asked.caption)
        case kinds.SystemDiagram():
            return _system(plan, asked)
        case kinds.LayersDiagram():
            return LayersDiagram(asked.basis, asked.articles, asked.result, layers(plan))
        case kinds.PeriodDiagram():
            return _periods(plan)
        case kinds.GoalsDiagram():
            return GoalsDiagram(GOALS, plan.icons)
        case kinds.PopulationDiagram():
            return population_chart(plan, asked, "", size=(424, 196))


def vision_diagram(plan: Plan) -> VisionDiagram:
    """目指す姿, guidelines and the residents' own picture."""
    vision, leading = plan.vision, plan.vision.leading
    return VisionDiagram(
        goal=vision.goal,
        basis=vision.basis or "",
        guidelines_title=vision.guidelines_title,
        guidelines=_guidelines(plan),
        leading_title=leading.title if leading else "",
        motto=(leading.motto or "") if leading else "",
        phrases=leading.phrases if leading else (),
    )


def _guidelines(plan: Plan) -> tuple[tuple[str, str], ...]:
    label = plan.vision.guideline_label
    return tuple(
        (f"{label}{fullwidth(number)}", guideline.text) for number, guideline in enumerate(plan.vision.guidelines, 1)
    )


def _structure(plan: Plan, asked: kinds.StructureDiagram) -> StructureDiagram:
    return StructureDiagram(
        base_title=asked.base.title,
        base_period=asked.base.period,
        directions_title=asked.directions_title,
        directions=(
            *(strategy.title for strategy in plan.strategies),
            *(entry.title for entry in plan.cross),
        ),
        result_title=asked.result.title,
        result_period=asked.result.period,
        strategies=_cards(plan),
    )


def _strategy_map(plan: Plan) -> StrategyMapDiagram:
    leading = plan.vision.leading
    return StrategyMapDiagram(
        goal=plan.vision.goal,
        basis=plan.vision.basis or "",
        strategies=_cards(plan),
        leading_title=leading.title if leading else "",
        motto=(leading.motto or "") if leading else "",
    )


def _cards(plan: Plan) -> tuple[StrategyCard, ...]:
    labels = plan.settings.labels
    return tuple(
        StrategyCard(
            label=f"{labels.strategy}{fullwidth(number)}",
            title=strategy.title,
            accent=accent(number),
            measures=tuple(measure.title for measure in strategy.measures),
            badge=labels.dxgx or "",
        )
        for number, strategy in enumerate(plan.strategies, 1)
    )


def _system(plan: Plan, asked: kinds.SystemDiagram) -> SystemDiagram:
    labels = plan.settings.labels
    return SystemDiagram(
        guidelines_title=asked.guidelines_title or plan.vision.guidelines_title,
        guidelines=_guidelines(plan),
        plan_title=asked.plan_title,
        fields_title=asked.fields_title,
        fields=tuple((f"{labels.field}{fullwidth(n)}", field.title) for n, field in enumerate(plan.fields, 1)),
        aim=asked.aim or "",
        strategies_title=labels.strategy,
        strategies=_cards(plan),
        cross=tuple(entry.title for entry in plan.cross),
    )


def layers(plan: Plan) -> tuple[Layer, ...]:
    """The layers of the plan; none if framework.yaml is not there."""
    return tuple(Layer(layer.title, layer.text) for layer in plan.framework.layers) if plan.framework else ()


def _periods(plan: Plan) -> PeriodDiagram:
    period = plan.settings.period
    years = tuple(range(period.start, period.end + 1))
    found = plan.framework.layers if plan.framework else ()
    return PeriodDiagram(years, tuple(_period_row(plan, layer, len(years)) for layer in found))


def _period_row(plan: Plan, layer: framework.Layer, total: int) -> PeriodRow:
    """A layer as bars: cut where it is reviewed, begun anew every year where it is rolling."""
    labels, years = plan.settings.labels, min(layer.years or total, total)
    if layer.rolling:
        bars = tuple(Bar(start, years) for start in range(total - years + 1))
        return PeriodRow(layer.title, bars, labels.yearly_review)
    if layer.review_after and layer.review_after < years:
        bars = (Bar(0, layer.review_after), Bar(layer.review_after, years - layer.review_after))
        return PeriodRow(layer.title, bars, labels.review)
    return PeriodRow(layer.title, (Bar(0, years),), "")


def population_chart(plan: Plan, asked: kinds.PopulationChart, title: str, size: tuple[int, int]) -> PopulationChart:
    """Estimate and outlook through the known points."""
    estimate, outlook = _chart_line(plan, asked.estimate), _chart_line(plan, asked.outlook)
    gap, gap_label = Writer(plan, None).fact(plan.facts[asked.gap]), asked.gap_label or ""
    words = "".join(f"{each}。" for each in (title, _said(estimate), _said(outlook), f"{gap}{gap_label}") if each)
    return PopulationChart(
        alt=f"折れ線グラフ。{words}",
        estimate=estimate,
        outlook=outlook,
        gap=gap,
        gap_label=gap_label,
        unit=plan.facts[asked.estimate.points[0]].unit,
        size=size,
        facts=tuple(dict.fromkeys((*asked.estimate.points, *asked.outlook.points, asked.gap))),
    )


def _chart_line(plan: Plan, line: kinds.ChartLine) -> ChartLine:
    facts, writer = [plan.facts[id] for id in line.points], Writer(plan, None)
    return ChartLine(line.label, tuple(ChartPoint(fact.year, float(fact.amount), writer.fact(fact)) for fact in facts))


def _said(line: ChartLine) -> str:
    return f"{line.label}：" + "、".join(f"{point.year}年 {point.text}" for point in line.points)
