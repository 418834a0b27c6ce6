"""vision.yaml: 目指す姿, まちづくりの指針 and the residents' own picture of their city."""

from typing import ClassVar

from pydantic import Field

from vision_compiler.model.base import Id, Node, Words


class Guideline(Node):
    """まちづくりの指針."""

    LABEL: ClassVar[str] = "指針"
    id: Id = Field(title="id")
    text: Words = Field(title="指針の文")


class Leading(Node):
    """The picture of the future that residents made, with its title and its phrases."""

    LABEL: ClassVar[str] = "市民が描いた将来像"
    title: Words = Field(title="題名")
    motto: Words | None = Field(None, title="合言葉")
    phrases: tuple[Words, ...] = Field(title="将来像の言葉", min_length=1)


class Vision(Node):
    """vision.yaml as a whole."""

    LABEL: ClassVar[str] = "目指す姿"
    goal: Words = Field(title="目指す姿")
    basis: Words | None = Field(None, title="根拠", description="条例の条など")
    guidelines_title: Words = Field(title="指針の総称")
    guideline_label: Words = Field(title="指針の呼び名", description="番号の前に付く言葉")
    guidelines: tuple[Guideline, ...] = Field(title="指針", min_length=1)
    leading: Leading | None = Field(None, title="市民が描いた将来像")
