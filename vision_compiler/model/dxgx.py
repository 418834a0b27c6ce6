"""dxgx.yaml: the initiatives that run through the whole plan (DX and GX)."""

from typing import ClassVar

from pydantic import Field

from vision_compiler.model.base import Id, Node, Prose, Words


class CrossInitiative(Node):
    """全ての戦略で進める取組 (DX, GX)."""

    LABEL: ClassVar[str] = "全体で進める取組"
    id: Id = Field(title="id")
    title: Words = Field(title="名称")
    direction: Prose | None = Field(None, title="方向性")


class CrossInitiatives(Node):
    """dxgx.yaml as a whole."""

    LABEL: ClassVar[str] = "全体で進める取組の一覧"
    initiatives: tuple[CrossInitiative, ...] = Field(title="取組", min_length=1)
