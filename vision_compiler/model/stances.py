"""stances.yaml: 基本姿勢, in which spirit the plan is carried out."""

from typing import ClassVar

from pydantic import Field

from vision_compiler.model.base import Item, Node, Prose, Words


class Stance(Item):
    """基本姿勢."""

    LABEL: ClassVar[str] = "基本姿勢"
    title: Words = Field(title="基本姿勢の題名", description="番号は書かない")
    text: Prose | None = Field(None, title="本文", description="基本計画に載せる全文")
    summary: Prose | None = Field(None, title="概要版の文", description="概要版に載せる短い文")


class Stances(Node):
    """stances.yaml as a whole."""

    LABEL: ClassVar[str] = "基本姿勢の一覧"
    title: Words = Field(title="総称", description="基本姿勢をまとめて呼ぶ言葉")
    lead: Words | None = Field(None, title="見出しの文", description="概要版に印刷する")
    text: Prose | None = Field(None, title="説明", description="概要版に印刷する")
    foundation: Words | None = Field(
        None, title="基本姿勢を支えるもの", description="基本姿勢を支えるものの言葉。概要版に印刷する"
    )
    result: Words | None = Field(
        None, title="基本姿勢で進めるもの", description="基本姿勢に基づいて進めるものの言葉。概要版に印刷する"
    )
    stances: tuple[Stance, ...] = Field(title="基本姿勢", description="基本姿勢を、印刷する順に", min_length=1)
