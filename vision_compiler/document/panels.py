"""What stands on the sheets of a pamphlet. Data for its templates, no logic."""

from msgspec import Struct

from vision_compiler.document.figures import Layer, PopulationChart, VisionDiagram
from vision_compiler.document.nodes import Imprint, Inline


class Head(Struct, frozen=True):
    """The heading of a panel, and the sentence under it."""

    title: str
    lead: Inline


class MeasureLine(Struct, frozen=True):
    """A measure with the initiative that the pamphlet shows."""

    code: str
    title: str
    initiative: str


class StrategyPanel(Struct, frozen=True):
    """A strategy."""

    label: str
    title: str
    accent: int
    direction: tuple[Inline, ...]
    measures: tuple[MeasureLine, ...]


class PolicyLine(Struct, frozen=True):
    """A policy with its DX/GX initiative."""

    code: str
    title: str
    dxgx: str


class FieldPanel(Struct, frozen=True):
    """A field with its policies."""

    label: str
    title: str
    policies: tuple[PolicyLine, ...]


class StancePanel(Struct, frozen=True):
    """A stance."""

    number: str
    title: str
    paragraphs: tuple[Inline, ...]


class PamphletDocument(Struct, frozen=True):
    """The overview pamphlet, sheet by sheet."""

    id: str
    title: str
    author: str
    date: str
    plan_title: str
    nickname: str
    edition: str
    period: str
    years: tuple[int, ...]
    plan: Head
    plan_points: tuple[Inline, ...]
    layers_title: str
    layers: tuple[Layer, ...]
    viewpoints_title: str
    viewpoints: tuple[Inline, ...]
    population: Head
    population_text: tuple[Inline, ...]
    chart: PopulationChart | None
    chart_remark: str
    vision: Head
    vision_text: tuple[Inline, ...]
    vision_note: str
    diagram: VisionDiagram
    strategies: Head
    strategies_initiatives_title: str
    strategy_panels: tuple[StrategyPanel, ...]
    policies: Head
    dxgx_title: str
    fields: tuple[FieldPanel, ...]
    stances: Head
    stances_text: tuple[Inline, ...]
    stance_panels: tuple[StancePanel, ...]
    foundation: str
    result: str
    dxgx: Head | None
    dxgx_text: tuple[Inline, ...]
    imprint: Imprint
    watermark: str
