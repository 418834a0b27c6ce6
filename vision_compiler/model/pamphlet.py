"""pamphlet.yaml: the words that only the 概要版 prints. What it shares with the plan stands with the plan's items."""

from typing import ClassVar

from pydantic import Field

from vision_compiler.model.base import Line, Node, Prose, Words
from vision_compiler.model.diagrams import PopulationChart

# How many full-width characters fit where a text of the plan is printed in the pamphlet, measured on its pages.
STRATEGY_DIRECTION = 155
STANCE_SUMMARY = 84
INITIATIVE = 40
POLICY = 19
POLICY_DXGX = 28


class Panel(Node):
    """A heading with a sentence under it."""

    LABEL: ClassVar[str] = "概要版の枠"
    title: Words = Field(title="見出し")
    lead: Line = Field(title="見出しの文")


class TextPanel(Panel):
    """A panel with running text."""

    text: Prose = Field(title="説明")


class VisionPanel(TextPanel):
    """目指す姿, with a note."""

    note: Words | None = Field(None, title="注")
    note_after: Words | None = Field(None, title="注の位置", description="説明の文のうち、その後に＊が付く言葉")


class PlanPanel(Panel):
    """What the plan is; its layers and viewpoints come from framework.yaml."""

    points: tuple[Words, ...] = Field(title="要点", min_length=1)


class PamphletChart(PopulationChart):
    """The population chart with a remark."""

    remark: Words = Field(title="備考")


class PopulationPanel(TextPanel):
    """Population, with its chart."""

    chart: PamphletChart | None = Field(None, title="グラフ")


class PolicyPanel(Panel):
    """分野別施策."""

    dxgx_title: Words | None = Field(None, title="取組の欄の見出し")


class Pamphlet(Node):
    """pamphlet.yaml as a whole."""

    LABEL: ClassVar[str] = "概要版の文"
    edition: Words = Field(title="版の名前", description="表紙に印刷する")
    vision: VisionPanel = Field(title="目指す姿")
    plan: PlanPanel = Field(title="総合計画とは")
    population: PopulationPanel = Field(title="人口")
    strategies: Panel = Field(title="重点戦略")
    policies: PolicyPanel = Field(title="分野別施策")
    dxgx: TextPanel | None = Field(None, title="デジタル化・脱炭素化")
