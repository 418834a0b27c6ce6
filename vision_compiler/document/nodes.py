"""What stands on a page, in reading order. Data for templates: the class name chooses the template, no logic."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class NoteCall:
    """The mark ※１ or ★１ after a term. ``text`` is printed at the foot of the page; empty where a table prints it."""

    mark: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, never parted at the end of a line."""

    text: str


Inline = tuple[str | NoteCall | Quantity, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    content: Inline


@dataclass(frozen=True, slots=True)
class Lead:
    """The direction of a strategy or measure, set off from the rest."""

    paragraphs: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; every entry bears its own printed mark (・, ●, ①)."""

    entries: tuple[tuple[str, Inline], ...]
    style: Literal["plain", "initiatives"] = "plain"


@dataclass(frozen=True, slots=True)
class Remark:
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
class Excerpt:
    """A framed quotation from another document."""

    title: str
    parts: tuple[ExcerptPart, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """The value in one cell of an indicator table: one line, or one a part (label and value)."""

    lines: tuple[tuple[str, str], ...]
    is_undecided: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator with its baseline and targets."""

    anchor: str
    name: Inline
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """指標名 | 策定時実績値 | 目標値（2027） | 目標値（2031）, with the ★ notes below it."""

    headings: tuple[tuple[str, str], ...]
    rows: tuple[IndicatorRow, ...]
    notes: tuple[NoteCall, ...]


@dataclass(frozen=True, slots=True)
class GoalList:
    """The measures of a strategy with the SDGs that each is linked to."""

    entries: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class StrategyCard:
    """A strategy in a diagram."""

    label: str
    title: str
    accent: int
    measures: tuple[str, ...]
    badge: str


@dataclass(frozen=True, slots=True)
class VisionDiagram:
    """目指す姿, guidelines and the residents' own picture."""

    goal: str
    basis: str
    guidelines_title: str
    guidelines: tuple[tuple[str, str], ...]
    leading_title: str
    motto: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StructureDiagram:
    """Ground → basic directions → strategies."""

    base_title: str
    base_period: str
    directions_title: str
    directions: tuple[str, ...]
    result_title: str
    result_period: str
    strategies: tuple[StrategyCard, ...]


@dataclass(frozen=True, slots=True)
class StrategyMapDiagram:
    """Goal, strategies with their measures, and the residents' picture."""

    goal: str
    basis: str
    strategies: tuple[StrategyCard, ...]
    leading_title: str
    motto: str


@dataclass(frozen=True, slots=True)
class BackcastingDiagram:
    """From the goal back to the present, then what has to be done."""

    goal: str
    present: str
    challenge: str
    action: str
    caption: str


Diagram = VisionDiagram | StructureDiagram | StrategyMapDiagram | BackcastingDiagram


@dataclass(frozen=True, slots=True)
class Figure:
    """A diagram with its title and remarks."""

    anchor: str
    title: str
    diagram: Diagram
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part with a heading. ``level`` is the level of the heading, ``accent`` the number of its colour (0: none)."""

    style: Literal["chapter", "strategy", "section", "measure", "point"]
    level: int
    label: str
    title: str
    anchor: str
    content: tuple["Block", ...]
    accent: int = 0


Block = Section | Paragraph | Lead | Bullets | Remark | Excerpt | IndicatorTable | GoalList | Figure


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
    contents: tuple[ContentsEntry, ...]
    sections: tuple[Section, ...]
    imprint: Imprint
