"""pamphlet.yaml: the words that only the 概要版 prints. What it shares with the plan stands with the plan's items."""

from typing import ClassVar

from pydantic import Field

from vision_compiler.model.base import Line, Node, Prose, Waivable, Words
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
    title: Words = Field(title="見出し", description="概要版の枠の見出し")
    lead: Line = Field(title="見出しの文", description="見出しに続けて印刷する一文")


class TextPanel(Panel):
    """A panel with running text."""

    text: Prose = Field(title="説明", description="一行に一文。空行で段落を分ける")


class VisionPanel(TextPanel):
    """目指す姿, with a note."""

    note: Words | None = Field(None, title="注", description="＊の注として印刷する説明")
    note_after: Words | None = Field(None, title="注の位置", description="説明の文のうち、その後に＊が付く言葉")


class PlanPanel(Panel):
    """What the plan is; its layers and viewpoints come from framework.yaml."""

    points: tuple[Words, ...] = Field(title="要点", description="総合計画の要点を一つずつ", min_length=1)


class PamphletChart(PopulationChart):
    """The population chart with a remark."""

    remark: Words = Field(title="備考", description="グラフに添えて印刷する説明")


class PopulationPanel(TextPanel):
    """Population, with its chart."""

    chart: PamphletChart | None = Field(None, title="グラフ", description="population.yaml の値から描く人口のグラフ")


class PolicyPanel(Panel):
    """分野別施策."""

    dxgx_title: Words | None = Field(None, title="取組の欄の見出し", description="分野ごとのDX・GXの取組の見出し")


class Pamphlet(Waivable):
    """pamphlet.yaml as a whole."""

    LABEL: ClassVar[str] = "概要版の文"
    edition: Words = Field(title="版の名前", description="表紙に印刷する")
    vision: VisionPanel = Field(title="目指す姿", description="目指す姿の枠")
    plan: PlanPanel = Field(title="総合計画とは", description="総合計画とは何かを説明する枠")
    population: PopulationPanel = Field(title="人口", description="人口の将来展望の枠")
    strategies: Panel = Field(title="重点戦略", description="重点戦略の枠。中身は strategies から作る")
    policies: PolicyPanel = Field(title="分野別施策", description="分野別施策の枠。中身は fields から作る")
    dxgx: TextPanel | None = Field(None, title="デジタル化・脱炭素化", description="デジタル化・脱炭素化の枠")
