"""stances.yaml: 基本姿勢, in which spirit the plan is carried out."""

from typing import ClassVar

from pydantic import Field

from vision_compiler.model.base import Id, Node, Prose, Words


class Stance(Node):
    """基本姿勢."""

    LABEL: ClassVar[str] = "基本姿勢"
    id: Id = Field(title="id")
    title: Words = Field(title="基本姿勢の題名")
    text: Prose | None = Field(None, title="本文")
    summary: Prose | None = Field(None, title="概要版の文")


class Stances(Node):
    """stances.yaml as a whole."""

    LABEL: ClassVar[str] = "基本姿勢の一覧"
    title: Words = Field(title="総称")
    lead: Words | None = Field(None, title="見出しの文", description="概要版に印刷する")
    text: Prose | None = Field(None, title="説明", description="概要版に印刷する")
    foundation: Words | None = Field(None, title="基本姿勢を支えるもの")
    result: Words | None = Field(None, title="基本姿勢で進めるもの")
    stances: tuple[Stance, ...] = Field(title="基本姿勢", min_length=1)
