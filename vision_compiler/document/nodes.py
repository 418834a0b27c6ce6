"""What stands on a page, in reading order. Data for templates: the class name chooses the template, no logic."""

from dataclasses import dataclass, field
from typing import Literal

from vision_compiler.document.figures import Diagram, IndicatorChart


@dataclass(frozen=True, slots=True)
class Written:
    """What an author wrote somewhere: ``place`` is where (``prose/introduction.yaml:12``).

    A block that moved to another line is still the same block.
    """

    place: str = field(default="", kw_only=True, compare=False)


@dataclass(frozen=True, slots=True)
class NoteCall:
    """The mark ※１ or ★１ after a term. ``text`` is printed at the foot of the page; empty where a table prints it.

    ``anchor`` is where an index finds the call; empty where it is none of a term.
    """

    mark: str
    text: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, never parted at the end of a line; ``fact`` is the id of the fact that it quotes."""

    text: str
    fact: str


Inline = tuple[str | NoteCall | Quantity, ...]


@dataclass(frozen=True, slots=True)
class Paragraph(Written):
    """A paragraph of running text."""

    content: Inline


@dataclass(frozen=True, slots=True)
class Lead(Written):
    """The direction of a strategy or measure, set off from the rest."""

    paragraphs: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Bullets(Written):
    """A list; every entry bears its own printed mark (・, ●, ①)."""

    entries: tuple[tuple[str, Inline], ...]
    style: Literal["plain", "initiatives"] = "plain"


@dataclass(frozen=True, slots=True)
class Remark(Written):
    """A line that begins with a mark of its own: ※ or 【備考】."""

    mark: str
    content: Inline


@dataclass(frozen=True, slots=True)
class ExcerptPart:
    """A numbered part of an excerpt."""

    mark: str
    title: str
    content: tuple["Bullets | ExcerptPart", ...]


@dataclass(frozen=True, slots=True)
class Excerpt(Written):
    """A framed quotation from another document."""

    title: str
    parts: tuple[ExcerptPart, ...]


_DIGITS = frozenset("0123456789０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class Cell:
    """The value in one cell of an indicator table: one line, or one a part (label and value)."""

    lines: tuple[tuple[str, str], ...]
    is_undecided: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it holds one number, to stand below those of other rows."""
        return len(self.lines) == 1 and not self.lines[0][0] and self.lines[0][1][:1] in _DIGITS


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator with its baseline and targets."""

    anchor: str
    name: Inline
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class IndicatorTable(Written):
    """指標名 | 策定時実績値 | 目標値（2027） | 目標値（2031）, with the ★ notes below it."""

    headings: tuple[tuple[str, str], ...]
    rows: tuple[IndicatorRow, ...]
    notes: tuple[NoteCall, ...]


@dataclass(frozen=True, slots=True)
class IndicatorCharts(Written):
    """The indicators of a table side by side as small charts, with what there is to say about them."""

    charts: tuple[IndicatorChart, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class IndexRow:
    """An indicator in the list of all of them; ``anchor`` is where it stands, empty if it does not."""

    anchor: str
    name: Inline
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class IndexGroup:
    """The indicators of one place of the plan."""

    label: str
    title: str
    accent: int
    rows: tuple[IndexRow, ...]


@dataclass(frozen=True, slots=True)
class IndicatorIndex(Written):
    """指標一覧: every indicator with its page."""

    headings: tuple[tuple[str, str], ...]
    page_heading: str
    groups: tuple[IndexGroup, ...]


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term with its reading, its definition and the places where it is noted."""

    term: str
    reading: str
    definition: str
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermIndex(Written):
    """用語解説 in the order of the readings, under the row of their first kana (あ, か, …)."""

    page_heading: str
    rows: tuple[tuple[str, tuple[TermEntry, ...]], ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy with its DX/GX initiative."""

    code: str
    title: str
    dxgx: str


@dataclass(frozen=True, slots=True)
class PolicyTable(Written):
    """Policies by field. A column for DX/GX initiatives stands where ``dxgx_heading`` has words."""

    headings: tuple[str, str]
    dxgx_heading: str
    groups: tuple[tuple[str, str, tuple[Policy, ...]], ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A measure: which columns it is marked in, or the words that say why this is not known."""

    label: str
    title: str
    marks: tuple[bool, ...]
    words: str


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """The measures of a strategy."""

    label: str
    title: str
    accent: int
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class Matrix(Written):
    """Measures against goals or fields."""

    corner: str
    columns: tuple[str, ...]
    column_titles: tuple[str, ...]
    groups: tuple[MatrixGroup, ...]


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """Something undecided: where it stands, what it is, what is missing of it and who owes it."""

    place: str
    title: str
    what: str
    owner: str


@dataclass(frozen=True, slots=True)
class OpenList(Written):
    """未定の一覧."""

    headings: tuple[str, str, str, str]
    entries: tuple[OpenEntry, ...]


@dataclass(frozen=True, slots=True)
class Placeholder(Written):
    """A text that is still to come."""

    text: str


@dataclass(frozen=True, slots=True)
class Notice(Written):
    """A small sentence in place of what is not there, or not yet."""

    text: str


@dataclass(frozen=True, slots=True)
class Timeline(Written):
    """What happened when."""

    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Verse(Written):
    """Stanzas of lines that stay lines."""

    stanzas: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True, slots=True)
class Quotation(Written):
    """An excerpt from another text of the plan."""

    label: str
    title: str
    paragraphs: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask."""

    name: str
    address: str
    phone: str


@dataclass(frozen=True, slots=True)
class Contacts(Written):
    """Whom to ask."""

    entries: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class GoalList(Written):
    """The measures of a strategy with the SDGs that each is linked to."""

    entries: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Figure(Written):
    """A diagram, or an empty frame, with its title and remarks."""

    anchor: str
    title: str
    diagram: Diagram | Placeholder
    remarks: tuple[Remark, ...]


Style = Literal["part", "chapter", "strategy", "section", "measure", "field", "subsection", "item", "point", "card"]


@dataclass(frozen=True, slots=True)
class Section(Written):
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


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the table of contents."""

    level: int
    label: str
    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover says."""

    title: str
    period: str
    stage: str
    date: str
    municipality: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who published it, and when."""

    title: str
    date: str
    publisher: str
    address: str
    phone: str


@dataclass(frozen=True, slots=True)
class Document:
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
