"""vision.yaml: 目指す姿, まちづくりの指針 and the residents' own picture of their city."""

from typing import ClassVar

from pydantic import Field

from vision_compiler.model.base import Item, Node, Words


class Guideline(Item):
    """まちづくりの指針."""

    LABEL: ClassVar[str] = "指針"
    text: Words = Field(title="指針の文", description="番号は書かない。順番から付く")


class Leading(Node):
    """The picture of the future that residents made, with its title and its phrases."""

    LABEL: ClassVar[str] = "市民が描いた将来像"
    title: Words = Field(title="題名", description="将来像の名前")
    motto: Words | None = Field(None, title="合言葉", description="将来像に添える言葉")
    phrases: tuple[Words, ...] = Field(title="将来像の言葉", description="将来像を表す言葉を一つずつ", min_length=1)


class Vision(Node):
    """vision.yaml as a whole."""

    LABEL: ClassVar[str] = "目指す姿"
    goal: Words = Field(title="目指す姿", description="計画が目指すまちの姿")
    basis: Words | None = Field(None, title="根拠", description="条例の条など")
    guidelines_title: Words = Field(title="指針の総称", description="図や表で指針をまとめて呼ぶ言葉")
    guideline_label: Words = Field(title="指針の呼び名", description="番号の前に付く言葉")
    guidelines: tuple[Guideline, ...] = Field(
        title="指針", description="まちづくりの指針を、印刷する順に", min_length=1
    )
    leading: Leading | None = Field(None, title="市民が描いた将来像", description="市民が話し合って描いたまちの姿")
