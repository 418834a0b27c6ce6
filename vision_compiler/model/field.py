"""fields/*.yaml: a 分野 with its 分野別施策."""

from typing import ClassVar

from pydantic import Field

from vision_compiler.model.base import Id, Node, Words


class Policy(Node):
    """分野別施策, with the DX/GX initiative that belongs to it."""

    LABEL: ClassVar[str] = "分野別施策"
    id: Id = Field(title="id")
    title: Words = Field(title="施策名")
    dxgx: Words | None = Field(None, title="デジタル化・脱炭素化の主な取組")


class PolicyField(Node):
    """分野."""

    LABEL: ClassVar[str] = "分野"
    id: Id = Field(title="id")
    title: Words = Field(title="分野名")
    policies: tuple[Policy, ...] = Field(title="分野別施策", min_length=1)
