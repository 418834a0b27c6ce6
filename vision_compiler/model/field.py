"""fields/*.yaml: a 分野 with its 分野別施策."""

from typing import ClassVar

from pydantic import Field

from vision_compiler.model.base import Item, Words


class Policy(Item):
    """分野別施策, with the DX/GX initiative that belongs to it."""

    LABEL: ClassVar[str] = "分野別施策"
    title: Words = Field(title="施策名", description="分野別施策の名称")
    dxgx: Words | None = Field(
        None, title="デジタル化・脱炭素化の主な取組", description="この施策で進めるデジタル化・脱炭素化の取組"
    )


class PolicyField(Item):
    """分野."""

    LABEL: ClassVar[str] = "分野"
    title: Words = Field(title="分野名", description="分野の名称")
    policies: tuple[Policy, ...] = Field(title="分野別施策", description="この分野の施策を、印刷する順に", min_length=1)
