"""dxgx.yaml: the initiatives that run through the whole plan (DX and GX)."""

from typing import ClassVar

from pydantic import Field

from vision_compiler.model.base import Item, Node, Prose, Words


class CrossInitiative(Item):
    """全ての戦略で進める取組 (DX, GX)."""

    LABEL: ClassVar[str] = "全体で進める取組"
    title: Words = Field(title="名称", description="取組の名称")
    direction: Prose | None = Field(None, title="方向性", description="何を目指して進めるか")


class CrossInitiatives(Node):
    """dxgx.yaml as a whole."""

    LABEL: ClassVar[str] = "全体で進める取組の一覧"
    initiatives: tuple[CrossInitiative, ...] = Field(
        title="取組", description="計画の全体で進める取組を、印刷する順に", min_length=1
    )
