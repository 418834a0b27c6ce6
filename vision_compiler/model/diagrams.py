"""Diagrams that a chapter may ask for: what is drawn comes from the plan, only the words between stand here."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vision_compiler.model.base import Node, Words
from vision_compiler.model.facts import FactId


class VisionDiagram(Node):
    """目指す姿, guidelines and the residents' picture, from vision.yaml."""

    LABEL: ClassVar[str] = "図（目指す姿）"
    kind: Literal["vision"]


class TitledPeriod(Node):
    """A plan and its years."""

    LABEL: ClassVar[str] = "計画と期間"
    title: Words = Field(title="名称")
    period: Words = Field(title="期間")


class StructureDiagram(Node):
    """From the ground (人口ビジョン) over the basic directions to the strategies."""

    LABEL: ClassVar[str] = "図（構成）"
    kind: Literal["structure"]
    base: TitledPeriod = Field(title="もとになる計画")
    directions_title: Words = Field(title="方向性の見出し")
    result: TitledPeriod = Field(title="この戦略")


class StrategyMapDiagram(Node):
    """Goal, strategies and their measures on one page."""

    LABEL: ClassVar[str] = "図（戦略の全体）"
    kind: Literal["strategy-map"]


class BackcastingDiagram(Node):
    """From the goal back to the present, and from there to what has to be done."""

    LABEL: ClassVar[str] = "図（バックキャスティング）"
    kind: Literal["backcasting"]
    goal: Words = Field(title="目指す姿")
    present: Words = Field(title="現状")
    challenge: Words = Field(title="課題")
    action: Words = Field(title="施策")
    caption: Words = Field(title="図の説明")


class SystemDiagram(Node):
    """体系図: guidelines, fields, strategies and what runs through all of them."""

    LABEL: ClassVar[str] = "図（体系）"
    kind: Literal["system"]
    guidelines_title: Words | None = Field(None, title="指針の見出し", description="書かなければ指針の総称")
    plan_title: Words = Field(title="計画の見出し")
    fields_title: Words = Field(title="分野別施策の見出し")
    aim: Words | None = Field(None, title="重点戦略のねらい")


class LayersDiagram(Node):
    """The articles on which the plan rests, and the layers of which it is made."""

    LABEL: ClassVar[str] = "図（計画の構成）"
    kind: Literal["layers"]
    basis: Words = Field(title="もとになる条例")
    articles: tuple[Words, ...] = Field(title="条", min_length=1)
    result: Words = Field(title="計画の名称")


class PeriodDiagram(Node):
    """The years of the plan's layers, from framework.yaml."""

    LABEL: ClassVar[str] = "図（計画期間）"
    kind: Literal["period"]


class ChartLine(Node):
    """A line of the population chart through the facts that are known."""

    LABEL: ClassVar[str] = "グラフの線"
    label: Words = Field(title="線の名前")
    points: tuple[FactId, ...] = Field(title="通る数値", min_length=2)


class PopulationChart(Node):
    """Estimate and outlook, drawn through the known points."""

    LABEL: ClassVar[str] = "人口のグラフ"
    estimate: ChartLine = Field(title="推計")
    outlook: ChartLine = Field(title="展望")
    gap: FactId = Field(title="二つの線の差")


class PopulationDiagram(PopulationChart):
    """The population chart as a figure."""

    kind: Literal["population"]


Diagram = Annotated[
    VisionDiagram
    | StructureDiagram
    | StrategyMapDiagram
    | BackcastingDiagram
    | SystemDiagram
    | LayersDiagram
    | PeriodDiagram
    | PopulationDiagram,
    Field(discriminator="kind"),
]
