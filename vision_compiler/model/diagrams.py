"""Diagrams that a chapter may ask for: what is drawn comes from the plan, only the words between stand here."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vision_compiler.model.base import Node, Words
from vision_compiler.model.facts import FactId


class VisionDiagram(Node):
    """目指す姿, guidelines and the residents' picture, from vision.yaml."""

    LABEL: ClassVar[str] = "図（目指す姿）"
    kind: Literal["vision"] = Field(title="図の種類", description="目指す姿、指針、市民が描いた将来像")


class TitledPeriod(Node):
    """A plan and its years."""

    LABEL: ClassVar[str] = "計画と期間"
    title: Words = Field(title="名称", description="計画の名前")
    period: Words = Field(title="期間", description="計画の期間")


class StructureDiagram(Node):
    """From the ground (人口ビジョン) over the basic directions to the strategies."""

    LABEL: ClassVar[str] = "図（構成）"
    kind: Literal["structure"] = Field(title="図の種類", description="この戦略の構成")
    base: TitledPeriod = Field(title="もとになる計画", description="人口ビジョンのような、もとになる計画の名前と期間")
    directions_title: Words = Field(title="方向性の見出し", description="方向性を並べる欄の見出し")
    result: TitledPeriod = Field(title="この戦略", description="できあがる計画の名前と期間")


class StrategyMapDiagram(Node):
    """Goal, strategies and their measures on one page."""

    LABEL: ClassVar[str] = "図（戦略の全体）"
    kind: Literal["strategy-map"] = Field(title="図の種類", description="目指す姿、戦略、施策の全体")


class BackcastingDiagram(Node):
    """From the goal back to the present, and from there to what has to be done."""

    LABEL: ClassVar[str] = "図（バックキャスティング）"
    kind: Literal["backcasting"] = Field(title="図の種類", description="目指す姿から現在を振り返る考え方")
    goal: Words = Field(title="目指す姿", description="将来の目指す姿の言葉")
    present: Words = Field(title="現状", description="現在を表す言葉")
    challenge: Words = Field(title="課題", description="目指す姿と現状の差を表す言葉")
    action: Words = Field(title="施策", description="差を埋めるために行うことの言葉")
    caption: Words = Field(title="図の説明", description="図に添えて印刷する説明")


class SystemDiagram(Node):
    """体系図: guidelines, fields, strategies and what runs through all of them."""

    LABEL: ClassVar[str] = "図（体系）"
    kind: Literal["system"] = Field(title="図の種類", description="指針、分野、戦略の体系")
    guidelines_title: Words | None = Field(None, title="指針の見出し", description="書かなければ指針の総称")
    plan_title: Words = Field(title="計画の見出し", description="体系図の中の、計画の欄の見出し")
    fields_title: Words = Field(title="分野別施策の見出し", description="体系図の中の、分野別施策の欄の見出し")
    aim: Words | None = Field(None, title="重点戦略のねらい", description="重点戦略の欄に添える言葉")


class LayersDiagram(Node):
    """The articles on which the plan rests, and the layers of which it is made."""

    LABEL: ClassVar[str] = "図（計画の構成）"
    kind: Literal["layers"] = Field(title="図の種類", description="条例と計画の層")
    basis: Words = Field(title="もとになる条例", description="計画を定めるもとになる条例の名前")
    articles: tuple[Words, ...] = Field(title="条", description="もとになる条を一つずつ", min_length=1)
    result: Words = Field(title="計画の名称", description="条例に基づいて定める計画の名前")


class PeriodDiagram(Node):
    """The years of the plan's layers, from framework.yaml."""

    LABEL: ClassVar[str] = "図（計画期間）"
    kind: Literal["period"] = Field(title="図の種類", description="計画の層の期間")


class GoalsDiagram(Node):
    """The seventeen goals of the SDGs by number and title: our own tiles, not the icons."""

    LABEL: ClassVar[str] = "図（SDGsの目標）"
    kind: Literal["goals"] = Field(title="図の種類", description="SDGsの17の目標の番号と名前")


class ChartLine(Node):
    """A line of the population chart through the facts that are known."""

    LABEL: ClassVar[str] = "グラフの線"
    label: Words = Field(title="線の名前", description="凡例に印刷する名前")
    points: tuple[FactId, ...] = Field(
        title="通る数値", description="線が通る値を「系列のid.時点」で、時点の順に", min_length=2
    )


class PopulationChart(Node):
    """Estimate and outlook, drawn through the known points."""

    LABEL: ClassVar[str] = "人口のグラフ"
    estimate: ChartLine = Field(title="推計", description="何もしないときの人口の線")
    outlook: ChartLine = Field(title="展望", description="取組を進めたときの人口の線")
    gap: FactId = Field(title="二つの線の差", description="二つの線の差を表す値のid")
    gap_label: Words | None = Field(None, title="差の後に付く言葉", description="「の減少抑制」のような言葉")


class PopulationDiagram(PopulationChart):
    """The population chart as a figure."""

    kind: Literal["population"] = Field(title="図の種類", description="人口の推計と展望のグラフ")


Diagram = Annotated[
    VisionDiagram
    | StructureDiagram
    | StrategyMapDiagram
    | BackcastingDiagram
    | SystemDiagram
    | LayersDiagram
    | PeriodDiagram
    | GoalsDiagram
    | PopulationDiagram,
    Field(discriminator="kind"),
]
