"""prose/*.yaml: a chapter of running text, with its sections, figures and quotations."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Discriminator, Field, Tag

from vision_compiler.model.base import Id, Line, Node, Prose, Words


class TextBlock(Node):
    """Paragraphs."""

    LABEL: ClassVar[str] = "文章"
    text: Prose = Field(title="文章", description="一行に一文。空行で段落を分ける")


class BulletsBlock(Node):
    """A list."""

    LABEL: ClassVar[str] = "箇条書き"
    bullets: tuple[Line, ...] = Field(title="箇条書き", min_length=1)


class RemarkBlock(Node):
    """A line that begins with an unnumbered ※."""

    LABEL: ClassVar[str] = "補足"
    remark: Line = Field(title="補足", description="番号のない※の文")


class ExcerptSection(Node):
    """A numbered part of a quotation from another document."""

    LABEL: ClassVar[str] = "抜粋の項目"
    title: Words = Field(title="見出し")
    bullets: tuple[Line, ...] = Field((), title="箇条書き")
    numbers: tuple[Line, ...] = Field((), title="番号付きの項目")
    sections: tuple["ExcerptSection", ...] = Field((), title="下の項目")


class Excerpt(Node):
    """A framed quotation from another document."""

    LABEL: ClassVar[str] = "抜粋"
    title: Words = Field(title="題名")
    sections: tuple[ExcerptSection, ...] = Field(title="項目", min_length=1)


class ExcerptBlock(Node):
    """A framed quotation as a block."""

    LABEL: ClassVar[str] = "抜粋"
    excerpt: Excerpt = Field(title="抜粋")


class VisionDiagram(Node):
    """目指す姿, guidelines and the residents' picture, from vision.yaml."""

    LABEL: ClassVar[str] = "図（目指す姿）"
    kind: Literal["vision"]


class TitledPeriod(Node):
    """A plan and its years."""

    LABEL: ClassVar[str] = "計画と期間"
    title: Words = Field(title="名称")
    period: Words = Field(title="期間")


class StructureDiagram(Node):
    """From the ground (人口ビジョン) over the basic directions to the strategies."""

    LABEL: ClassVar[str] = "図（構成）"
    kind: Literal["structure"]
    base: TitledPeriod = Field(title="もとになる計画")
    directions_title: Words = Field(title="方向性の見出し")
    result: TitledPeriod = Field(title="この戦略")


class StrategyMapDiagram(Node):
    """Goal, strategies and their measures on one page."""

    LABEL: ClassVar[str] = "図（戦略の全体）"
    kind: Literal["strategy-map"]


class BackcastingDiagram(Node):
    """From the goal back to the present, and from there to what has to be done."""

    LABEL: ClassVar[str] = "図（バックキャスティング）"
    kind: Literal["backcasting"]
    goal: Words = Field(title="目指す姿")
    present: Words = Field(title="現状")
    challenge: Words = Field(title="課題")
    action: Words = Field(title="施策")
    caption: Words = Field(title="図の説明")


Diagram = Annotated[
    VisionDiagram | StructureDiagram | StrategyMapDiagram | BackcastingDiagram, Field(discriminator="kind")
]


class Figure(Node):
    """A figure that is drawn from the plan (``diagram``), or whose content is not known (``missing``)."""

    LABEL: ClassVar[str] = "図"
    id: Id = Field(title="id")
    title: Words | None = Field(None, title="図の題名")
    remarks: tuple[Words, ...] = Field((), title="備考")
    missing: Words | None = Field(
        None, title="載せられない理由", description="図の内容が分からないときに、何が足りないかを書く"
    )
    diagram: Diagram | None = Field(None, title="図の種類")


class FigureBlock(Node):
    """A figure as a block."""

    LABEL: ClassVar[str] = "図"
    figure: Figure = Field(title="図")


class QuoteSection(Node):
    """Title and direction of a strategy or of a DX/GX initiative, quoted by its id."""

    LABEL: ClassVar[str] = "引用"
    quote: Id = Field(title="引用する項目のid")


#: What may stand in a body: each block has one key, which says what it is.
BLOCKS: dict[str, type[Node]] = {
    "text": TextBlock,
    "bullets": BulletsBlock,
    "remark": RemarkBlock,
    "excerpt": ExcerptBlock,
    "figure": FigureBlock,
}


def _block_tag(value: Any) -> str | None:
    keys = value if isinstance(value, dict) else ()
    return next((BLOCKS[key].__name__ for key in keys if key in BLOCKS), None)


# Tags are the names of the models, so that they are never mistaken for keys of the file.
Block = Annotated[
    Annotated[TextBlock, Tag("TextBlock")]
    | Annotated[BulletsBlock, Tag("BulletsBlock")]
    | Annotated[RemarkBlock, Tag("RemarkBlock")]
    | Annotated[ExcerptBlock, Tag("ExcerptBlock")]
    | Annotated[FigureBlock, Tag("FigureBlock")],
    Discriminator(_block_tag),
]


def _section_tag(value: Any) -> str:
    return "QuoteSection" if isinstance(value, dict) and "quote" in value else "Section"


SectionEntry = Annotated[
    Annotated["Section", Tag("Section")] | Annotated[QuoteSection, Tag("QuoteSection")],
    Discriminator(_section_tag),
]


class Section(Node):
    """節."""

    LABEL: ClassVar[str] = "節"
    id: Id = Field(title="id")
    title: Words = Field(title="見出し")
    body: tuple[Block, ...] = Field((), title="内容")
    sections: tuple[SectionEntry, ...] = Field((), title="下の節")


class Chapter(Node):
    """章."""

    LABEL: ClassVar[str] = "章"
    id: Id = Field(title="id")
    title: Words = Field(title="章の題名")
    body: tuple[Block, ...] = Field((), title="内容")
    sections: tuple[SectionEntry, ...] = Field((), title="節")
