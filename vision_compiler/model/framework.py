"""framework.yaml: from which viewpoints the plan was made, of which layers it consists, and how long each lasts."""

from typing import ClassVar

from pydantic import Field, StrictBool

from vision_compiler.model.base import Count, Id, Node, Words


class Viewpoints(Node):
    """策定の視点."""

    LABEL: ClassVar[str] = "策定の視点"
    title: Words = Field(title="見出し")
    points: tuple[Words, ...] = Field(title="視点", min_length=1)


class Layer(Node):
    """A layer of the plan (基本計画, 実施計画)."""

    LABEL: ClassVar[str] = "計画の層"
    id: Id = Field(title="id")
    title: Words = Field(title="名称")
    text: Words = Field(title="説明")
    years: Count | None = Field(None, title="年数", description="計画期間の全体なら書かない")
    review_after: Count | None = Field(None, title="見直しまでの年数", description="始まってから何年で見直すか")
    rolling: StrictBool = Field(False, title="毎年度見直す")


class Framework(Node):
    """framework.yaml as a whole."""

    LABEL: ClassVar[str] = "計画の枠組み"
    viewpoints: Viewpoints | None = Field(None, title="策定の視点")
    layers_title: Words = Field(title="計画の構成の題名")
    layers: tuple[Layer, ...] = Field(title="計画の層", min_length=1)
