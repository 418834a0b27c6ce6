"""glossary.yaml: each term defined once, wherever it is printed."""

from typing import ClassVar

from pydantic import Field

from vision_compiler.model.base import Item, Node, Words


class Term(Item):
    """用語: what [[用語]] quotes."""

    LABEL: ClassVar[str] = "用語"
    term: Words = Field(title="用語", description="本文で [[ ]] の中に書く言葉そのまま")
    reading: Words = Field(title="よみ", description="ひらがな")
    definition: Words = Field(title="解説", description="まだ決まっていなければ 未定")


class Glossary(Node):
    """glossary.yaml as a whole."""

    LABEL: ClassVar[str] = "用語の一覧"
    terms: tuple[Term, ...] = Field(
        title="用語", description="用語を一度だけ解説する。何度引用してもよい", min_length=1
    )
