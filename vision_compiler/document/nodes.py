"""What stands on a page, in reading order. Data for templates: the class name chooses the template, no logic."""

from typing import Literal

from msgspec import Struct

from vision_compiler.document.figures import Diagram, IndicatorChart


class Written(Struct, frozen=True, kw_only=True):
    """What an author wrote somewhere: ``place`` is where (``prose/introduction.yaml:12``).

    A block that moved to another line is still the same block.
    """

    place: str = ""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._said == other._said

    def __hash__(self) -> int:
        return hash(self._said)

    @property
    def _said(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.__struct_fields__ if name != "place")


class NoteCall(Struct, frozen=True):
    """The mark ※１ or ★１ after a term. ``text`` is printed at the foot of the page; empty where a table prints it.

    ``anchor`` is where an index finds the call; empty where it is none of a term.
    """

    mark: str
    text: str = ""
    anchor: str = ""


class Quantity(Struct, frozen=True):
    """A number with its unit, never parted at the end of a line; ``fact`` is the id of the fact that it quotes."""

    text: str
    fact: str


Inline = tuple[str | NoteCall | Quantity, ...]


class Paragraph(Written, frozen=True):
    """A paragraph of running text."""

    content: Inline


class Lead(Written, frozen=True):
    """The direction of a strategy or measure, set off from the rest."""

    paragraphs: tuple[Inline, ...]


class Bullets(Written, frozen=True):
    """A list; every entry bears its own printed mark (・, ●, ①)."""

    entries: tuple[tuple[str, Inline], ...]
    style: Literal["plain", "initiatives"] = "plain"


class Remark(Written, frozen=True):
    """A line that begins with a mark of its own: ※ or 【備考】."""

    mark: str
    content: Inline


class ExcerptPart(Struct, frozen=True):
    """A numbered part of an excerpt."""

    mark: str
    title: str
    content: tuple["Bullets | ExcerptPart", ...]


class Excerpt(Written, frozen=True):
    """A framed quotation from another document."""

    title: str
    parts: tuple[ExcerptPart, ...]


_DIGITS = frozenset("0123456789０１２３４５６７８９")


class Cell(Struct, frozen=True):
    """The value in one cell of an indicator table: one line, or one a part (label and value)."""

    lines: tuple[tuple[str, str], ...]
    is_undecided: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it holds one number, to stand below those of other rows."""
        return len(self.lines) == 1 and not self.lines[0][0] and self.lines[0][1][:1] in _DIGITS


class IndicatorRow(Struct, frozen=True):
    """An indicator with its baseline and targets."""

    anchor: str
    name: Inline
    cells: tuple[Cell, ...]


class IndicatorTable(Written, frozen=True):
    """指標名 | 策定時実績値 | 目標値（2027） | 目標値（2031）, with the ★ notes below it."""

    headings: tuple[tuple[str, str], ...]
    rows: tuple[IndicatorRow, ...]
    notes: tuple[NoteCall, ...]


class IndicatorCharts(Written, frozen=True):
    """The indicators of a table side by side as small charts, with what there is to say about them."""

    charts: tuple[IndicatorChart, ...]
    remarks: tuple[Remark, ...]


class IndexRow(Struct, frozen=True):
    """An indicator in the list of all of them; ``anchor`` is where it stands, empty if it does not."""

    anchor: str
    name: Inline
    cells: tuple[Cell, ...]


class IndexGroup(Struct, frozen=True):
    """The indicators of one place of the plan."""

    label: str
    title: str
    accent: int
    rows: tuple[IndexRow, ...]


class IndicatorIndex(Written, frozen=True):
    """指標一覧: every indicator with its page."""

    headings: tuple[tuple[str, str], ...]
    page_heading: str
    groups: tuple[IndexGroup, ...]


class TermEntry(Struct, frozen=True):
    """A term with its reading, its definition and the places where it is noted."""

    term: str
    reading: str
    definition: str
    anchors: tuple[str, ...]


class TermIndex(Written, frozen=True):
    """用語解説 in the order of the readings, under the row of their first kana (あ, か, …)."""

    page_heading: str
    rows: tuple[tuple[str, tuple[TermEntry, ...]], ...]


class Policy(Struct, frozen=True):
    """A policy with its DX/GX initiative."""

    code: str
    title: str
    dxgx: str


class PolicyTable(Written, frozen=True):
    """Policies by field. A column for DX/GX initiatives stands where ``dxgx_heading`` has words."""

    headings: tuple[str, str]
    dxgx_heading: str
    groups: tuple[tuple[str, str, tuple[Policy, ...]], ...]


class MatrixRow(Struct, frozen=True):
    """A measure: which columns it is marked in, or the words that say why this is not known."""

    label: str
    title: str
    marks: tuple[bool, ...]
    words: str


class MatrixGroup(Struct, frozen=True):
    """The measures of a strategy."""

    label: str
    title: str
    accent: int
    rows: tuple[MatrixRow, ...]


class Matrix(Written, frozen=True):
    """Measures against goals or fields."""

    corner: str
    columns: tuple[str, ...]
    column_titles: tuple[str, ...]
    groups: tuple[MatrixGroup, ...]


class OpenEntry(Struct, frozen=True):
    """Something undecided: where it stands, what it is, what is missing of it and who owes it."""

    place: str
    title: str
    what: str
    owner: str


class OpenList(Written, frozen=True):
    """未定の一覧."""

    headings: tuple[str, str, str, str]
    entries: tuple[OpenEntry, ...]


class Placeholder(Written, frozen=True):
    """A text that is still to come."""

    text: str


class Notice(Written, frozen=True):
    """A small sentence in place of what is not there, or not yet."""

    text: str


class Timeline(Written, frozen=True):
    """What happened when."""

    entries: tuple[tuple[str, str], ...]


class Verse(Written, frozen=True):
    """Stanzas of lines that stay lines."""

    stanzas: tuple[tuple[Inline, ...], ...]


class Quotation(Written, frozen=True):
    """An excerpt from another text of the plan."""

    label: str
    title: str
    paragraphs: tuple[Inline, ...]


class Contact(Struct, frozen=True):
    """Whom to ask."""

    name: str
    address: str
    phone: str


class Contacts(Written, frozen=True):
    """Whom to ask."""

    entries: tuple[Contact, ...]


class GoalList(Written, frozen=True):
    """The measures of a strategy with the SDGs that each is linked to."""

    entries: tuple[tuple[str, str, str], ...]


class Figure(Written, frozen=True):
    """A diagram, or an empty frame, with its title and remarks."""

    anchor: str
    title: str
    diagram: Diagram | Placeholder
    remarks: tuple[Remark, ...]


Style = Literal["part", "chapter", "strategy", "section", "measure", "field", "subsection", "item", "point", "card"]


class Section(Written, frozen=True):
    """A part with a heading. ``level`` is the level of the heading, ``accent`` the number of its colour (0: none)."""

    style: Style
    level: int
    label: str
    title: str
    anchor: str
    content: tuple["Block", ...]
    accent: int = 0


Block = (
    Section
    | Paragraph
    | Lead
    | Bullets
    | Remark
    | Excerpt
    | IndicatorTable
    | IndicatorCharts
    | IndicatorIndex
    | TermIndex
    | PolicyTable
    | Matrix
    | OpenList
    | Placeholder
    | Notice
    | Timeline
    | Verse
    | Quotation
    | Contacts
    | GoalList
    | Figure
)


class ContentsEntry(Struct, frozen=True):
    """A line of the table of contents."""

    level: int
    label: str
    title: str
    anchor: str


class Cover(Struct, frozen=True):
    """What the cover says."""

    title: str
    period: str
    stage: str
    date: str
    municipality: str


class Imprint(Struct, frozen=True):
    """Who published it, and when."""

    title: str
    date: str
    publisher: str
    address: str
    phone: str


class Document(Struct, frozen=True):
    """A publication."""

    id: str
    title: str
    author: str
    date: str
    cover: Cover
    front: tuple[Section, ...]
    contents: tuple[ContentsEntry, ...]
    sections: tuple[Section, ...]
    imprint: Imprint
    watermark: str
    two_sided: bool = False
