"""Diagrams: which of the plan's words stand in them."""

from vision_compiler.document.nodes import (
    BackcastingDiagram,
    Diagram,
    StrategyCard,
    StrategyMapDiagram,
    StructureDiagram,
    VisionDiagram,
)
from vision_compiler.document.numbers import accent, fullwidth
from vision_compiler.model import chapter as kinds
from vision_compiler.model.plan import Plan


def diagram(plan: Plan, asked: kinds.Diagram) -> Diagram:
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


def vision_diagram(plan: Plan) -> VisionDiagram:
    """目指す姿, guidelines and the residents' own picture."""
    vision, leading = plan.vision, plan.vision.leading
    return VisionDiagram(
        goal=vision.goal,
        basis=vision.basis or "",
        guidelines_title=vision.guidelines_title,
        guidelines=tuple(
            (f"{vision.guideline_label}{fullwidth(number)}", guideline.text)
            for number, guideline in enumerate(vision.guidelines, 1)
        ),
        leading_title=leading.title if leading else "",
        motto=(leading.motto or "") if leading else "",
        phrases=leading.phrases if leading else (),
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
