"""prose/*.yaml: a chapter of running text, with its sections, figures and quotations."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Discriminator, Field, Tag

from vision_compiler.model.base import Id, Item, Line, Node, Prose, Words
from vision_compiler.model.diagrams import Diagram


class TextBlock(Node):
    """Paragraphs."""

    LABEL: ClassVar[str] = "文章"
    text: Prose = Field(title="文章", description="一行に一文。空行で段落を分ける")


class BulletsBlock(Node):
    """A list."""

    LABEL: ClassVar[str] = "箇条書き"
    bullets: tuple[Line, ...] = Field(title="箇条書き", description="一つずつ並べて印刷する文", min_length=1)


class RemarkBlock(Node):
    """A line that begins with an unnumbered ※."""

    LABEL: ClassVar[str] = "補足"
    remark: Line = Field(title="補足", description="番号のない※の文")


class ExcerptSection(Node):
    """A numbered part of a quotation from another document."""

    LABEL: ClassVar[str] = "抜粋の項目"
    title: Words = Field(title="見出し", description="もとの文書の見出し")
    bullets: tuple[Line, ...] = Field((), title="箇条書き", description="一つずつ並べて印刷する文")
    numbers: tuple[Line, ...] = Field((), title="番号付きの項目", description="番号を付けて並べる文。番号は書かない")
    sections: tuple["ExcerptSection", ...] = Field((), title="下の項目", description="一段下げて並べる項目")


class Excerpt(Node):
    """A framed quotation from another document."""

    LABEL: ClassVar[str] = "抜粋"
    title: Words = Field(title="題名", description="もとの文書の題名")
    sections: tuple[ExcerptSection, ...] = Field(title="項目", description="抜粋した項目を順に", min_length=1)


class ExcerptBlock(Node):
    """A framed quotation as a block."""

    LABEL: ClassVar[str] = "抜粋"
    excerpt: Excerpt = Field(title="抜粋", description="ほかの文書から抜き出し、枠で囲んで載せる文")


class Figure(Item):
    """A figure: drawn from the plan (``diagram``), still to come (``placeholder``), or not known (``missing``)."""

    LABEL: ClassVar[str] = "図"
    title: Words | None = Field(None, title="図の題名", description="図に付けて印刷する題名")
    remarks: tuple[Words, ...] = Field((), title="備考", description="図に添えて印刷する説明")
    missing: Words | None = Field(
        None, title="載せられない理由", description="図の内容が分からないときに、何が足りないかを書く"
    )
    placeholder: Words | None = Field(
        None, title="これから載せる図", description="枠だけを印刷する。中に書く言葉（未定 など）"
    )
    diagram: Diagram | None = Field(None, title="図の種類", description="計画の内容から描く図。kind に種類を書く")


class FigureBlock(Node):
    """A figure as a block."""

    LABEL: ClassVar[str] = "図"
    figure: Figure = Field(title="図", description="計画から描く図、枠だけの図、または載せられない図")


class QuoteSection(Node):
    """Title and text of another item, taken over by its id."""

    LABEL: ClassVar[str] = "引用"
    quote: Id = Field(title="引用する項目のid", description="その項目の見出しと文を、ここに節として載せる")


class QuoteBlock(Node):
    """The text of another item without its title, taken over by its id."""

    LABEL: ClassVar[str] = "引用"
    quote: Id = Field(title="引用する項目のid", description="戦略、章、節、図のid")


Insertion = Literal[
    "strategies",
    "fields",
    "policies",
    "stances",
    "viewpoints",
    "indicators",
    "terms",
    "goals",
    "relations",
    "undecided",
]


class InsertBlock(Node):
    """A part that is made from the plan's items."""

    LABEL: ClassVar[str] = "計画から作る一覧"
    insert: Insertion = Field(
        title="入れる一覧",
        description="strategies（重点戦略）fields（分野ごとの施策）policies（分野別施策の一覧）stances（基本姿勢）"
        "viewpoints（策定の視点）indicators（指標一覧）terms（用語解説）goals（SDGs）relations（戦略と分野）"
        "undecided（未定の一覧）",
    )


class PlaceholderBlock(Node):
    """A text that is still to come."""

    LABEL: ClassVar[str] = "これから書く文"
    placeholder: Words = Field(title="これから書く文", description="何がいつ載るか。策定した計画には書けない")
    owner: Words | None = Field(None, title="担当", description="だれが書くか")


class Period(Node):
    """An entry of a timeline."""

    LABEL: ClassVar[str] = "年表の項目"
    period: Words = Field(title="時期", description="いつのことか")
    text: Words = Field(title="できごと", description="何があったか")


class TimelineBlock(Node):
    """What happened when."""

    LABEL: ClassVar[str] = "年表"
    timeline: tuple[Period, ...] = Field(title="年表", description="時期とできごとの組を、古い順に", min_length=1)


class VerseBlock(Node):
    """Lines that stay lines."""

    LABEL: ClassVar[str] = "詩"
    verse: Prose = Field(title="詩", description="行をそのまま印刷する")


class Quotation(Node):
    """An excerpt from the full text of an item, checked against it."""

    LABEL: ClassVar[str] = "抜粋の引用"
    of: Id = Field(title="引用する項目のid", description="戦略、章、節、基本姿勢などのid")
    title: Words | None = Field(None, title="題名", description="もとの題名と違うときだけ書く")
    title_of: Words | None = Field(None, title="題名のもと", description="title を決めたときの、もとの題名")
    text: Prose = Field(title="抜粋の文", description="印刷する文。一行に一文")
    passage: Prose | None = Field(
        None, title="抜粋のもとの文", description="もとの文をそのまま抜き出していないときに、もとの文を書く"
    )


class QuotationBlock(Node):
    """An excerpt as a block."""

    LABEL: ClassVar[str] = "抜粋の引用"
    quotation: Quotation = Field(
        title="抜粋の引用", description="ほかの項目の文を短くして載せる。もとの文が変わると注意が出る"
    )


class Contact(Node):
    """Whom to ask."""

    LABEL: ClassVar[str] = "問い合わせ先"
    name: Words = Field(title="名称", description="課や施設の名前")
    postal_code: Words | None = Field(None, title="郵便番号", description="半角の数字とハイフン")
    address: Words | None = Field(None, title="所在地", description="問い合わせ先の所在地")
    phone: Words | None = Field(None, title="電話番号", description="半角の数字とハイフン")


class ContactsBlock(Node):
    """Whom to ask, as a block."""

    LABEL: ClassVar[str] = "問い合わせ先"
    contacts: tuple[Contact, ...] = Field(
        title="問い合わせ先", description="問い合わせ先を、印刷する順に", min_length=1
    )


#: What may stand in a body: each block has one key, which says what it is.
BLOCKS: dict[str, type[Node]] = {
    "text": TextBlock,
    "bullets": BulletsBlock,
    "remark": RemarkBlock,
    "excerpt": ExcerptBlock,
    "figure": FigureBlock,
    "quote": QuoteBlock,
    "insert": InsertBlock,
    "placeholder": PlaceholderBlock,
    "timeline": TimelineBlock,
    "verse": VerseBlock,
    "quotation": QuotationBlock,
    "contacts": ContactsBlock,
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
    | Annotated[FigureBlock, Tag("FigureBlock")]
    | Annotated[QuoteBlock, Tag("QuoteBlock")]
    | Annotated[InsertBlock, Tag("InsertBlock")]
    | Annotated[PlaceholderBlock, Tag("PlaceholderBlock")]
    | Annotated[TimelineBlock, Tag("TimelineBlock")]
    | Annotated[VerseBlock, Tag("VerseBlock")]
    | Annotated[QuotationBlock, Tag("QuotationBlock")]
    | Annotated[ContactsBlock, Tag("ContactsBlock")],
    Discriminator(_block_tag),
]


def _section_tag(value: Any) -> str:
    return "QuoteSection" if isinstance(value, dict) and "quote" in value else "Section"


SectionEntry = Annotated[
    Annotated["Section", Tag("Section")] | Annotated[QuoteSection, Tag("QuoteSection")],
    Discriminator(_section_tag),
]


class Division(Item):
    """What chapters and sections have in common."""

    title: Words = Field(title="見出し", description="番号は書かない。順番から付く")
    provisional: Words | None = Field(
        None, title="最終の文でない理由", description="最終の文が分からず、素案などの文を載せているときに書く"
    )
    missing: Words | None = Field(
        None, title="内容を載せられない理由", description="内容が分からないときに、何が足りないかを書く"
    )
    body: tuple[Block, ...] = Field((), title="内容", description="文章、箇条書き、図、引用などを、印刷する順に")
    sections: tuple[SectionEntry, ...] = Field(
        (), title="下の節", description="節を、印刷する順に。quote でほかの項目を節にできる"
    )
    closing: tuple[Block, ...] = Field((), title="結び", description="下の節の後に置く内容")


class Section(Division):
    """節."""

    LABEL: ClassVar[str] = "節"
    mark: Words | None = Field(None, title="番号の代わりの印", description="◆ や ○。書かなければ番号が付く")


class Chapter(Division):
    """章."""

    LABEL: ClassVar[str] = "章"
