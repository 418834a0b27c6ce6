"""framework.yaml: from which viewpoints the plan was made, of which layers it consists, and how long each lasts."""

from typing import ClassVar

from pydantic import Field, StrictBool

from vision_compiler.model.base import Count, Item, Node, Words


class Viewpoints(Node):
    """策定の視点."""

    LABEL: ClassVar[str] = "策定の視点"
    title: Words = Field(title="見出し", description="視点の一覧の見出し")
    points: tuple[Words, ...] = Field(
        title="視点", description="どのような視点で計画を策定したか。一つずつ", min_length=1
    )


class Layer(Item):
    """A layer of the plan (基本計画, 実施計画)."""

    LABEL: ClassVar[str] = "計画の層"
    title: Words = Field(title="名称", description="基本計画、実施計画のような名前")
    text: Words = Field(title="説明", description="この層で何を定めるか")
    years: Count | None = Field(None, title="年数", description="計画期間の全体なら書かない")
    review_after: Count | None = Field(None, title="見直しまでの年数", description="始まってから何年で見直すか")
    rolling: StrictBool = Field(
        False, title="毎年度見直す", description="true なら、毎年度見直す計画として期間の図に描く"
    )


class Framework(Node):
    """framework.yaml as a whole."""

    LABEL: ClassVar[str] = "計画の枠組み"
    viewpoints: Viewpoints | None = Field(None, title="策定の視点", description="どのような視点で計画を策定したか")
    layers_title: Words = Field(title="計画の構成の題名", description="計画の構成に付ける題名")
    layers: tuple[Layer, ...] = Field(
        title="計画の層", description="基本計画と実施計画のような層を、上から順に", min_length=1
    )
