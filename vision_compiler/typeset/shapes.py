"""Set type as data: galleys (what a piece became), pages (what make-up made of them). All lengths are PDF points.

A galley is measured downwards from the top of its type area; x runs from the left edge of the sheet.
"""

from typing import Literal, NamedTuple

from msgspec import Struct

Break = Literal["auto", "avoid", "page", "recto"]


class TypesettingError(Exception):
    """The renderer met something that our templates should never give it: a bug of ours, with its log lines."""


class Mark(NamedTuple):
    """What belongs to an element: in a row, a stretch of painted content, or a link."""

    row: int
    number: int
    is_link: bool = False


class Element(Struct):
    """An element of the tag tree: its role in PDF, its attributes there, and what it holds in reading order.

    ``BBox`` is in lengths of the galley (left, top, right, bottom). ``ID`` and ``Headers`` (several, parted by spaces)
    are names that hold in the galley only.
    """

    role: str
    attributes: dict[str, str | int | tuple[float, ...]] = {}
    kids: list["Element | Mark"] = []


class Typeface(Struct, frozen=True):
    """Glyphs that are used of a face: its name in the operators, its file, and what each glyph stands for."""

    name: str
    file: str
    glyphs: dict[int, str]


class Link(Struct, frozen=True):
    """An area of a row that leads to an anchor, or to an address on the web; ``text`` says so to who cannot see it.

    Without a target it leads to a ``place`` in the same piece, which is the number of a note (-1: the piece itself) and
    of a row; without a place from a note back to its call.
    """

    target: str
    text: str
    rectangle: tuple[float, float, float, float]
    place: tuple[int, int] | None = None


class Bookmark(Struct, frozen=True):
    """An entry of the outline."""

    level: int
    label: str
    y: float


class Resource(Struct, frozen=True):
    """A named resource of painted content (a transparency, a gradient, a group): PDF source, with its own resources."""

    kind: str
    name: str
    entries: bytes
    stream: bytes | None = None
    resources: tuple["Resource", ...] = ()


class Row(Struct, frozen=True):
    """What is never cut: a line, a row of a table, a figure.

    ``chunks`` are PDF operators; between two of them begins a stretch of content with the role of the same number in
    ``roles`` (the operators end it themselves). ``running`` is what it changes in the running heads, ``notes`` are the
    numbers of the notes that it calls, ``is_table_row`` says that heads belong above it. ``keeps`` is how much it wants
    the next row beside it: 3 always, 2 firmly, 1 if it can be.
    """

    top: float
    bottom: float
    chunks: tuple[bytes, ...]
    roles: tuple[str, ...]
    links: tuple[Link, ...] = ()
    anchors: tuple[tuple[str, float], ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    running: tuple[tuple[str, str], ...] = ()
    notes: tuple[int, ...] = ()
    words: str = ""
    facts: frozenset[str] = frozenset()
    is_table_row: bool = False
    keeps: int = 0

    @property
    def height(self) -> float:
        """From its top edge to its bottom edge."""
        return self.bottom - self.top


class Area(Struct, frozen=True):
    """A sheet and the type area on it, from the sheet's upper left corner."""

    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float


class TypeStyle(Struct, frozen=True):
    """Type of one sort: its font file, its size (px), the operator that sets its colour, by how much it is raised (px),
    and the white after it (px)."""

    file: str
    size: float
    paint: str
    rise: float = 0.0
    after: float = 0.0


class TextStyle(Struct, frozen=True):
    """How a paragraph of running text is set; lengths in CSS px, as the operators want them.

    ``baseline`` is measured from the top of a line, ``types`` are by the class of the element (empty: the paragraph).
    """

    left: float
    measure: float
    indent: float
    leading: float
    baseline: float
    orphans: int
    widows: int
    types: dict[str, TypeStyle]


class Panel(Struct, frozen=True):
    """A sheet of its own design, or a part of one: the millimetres that are left on it. Below zero, they are missing,
    for about so many ``excess`` characters."""

    name: str
    free: float
    excess: int = 0


class Galley(Struct, frozen=True):
    """A piece of copy, set.

    ``above`` and ``below`` are the white around it. The first ``heads`` rows are repeated where the rest runs on on
    another page. ``page`` names the sort of page it wants. ``unbroken`` are the numbers (from outside) of the
    surroundings that want to stay on one page. ``panels`` are the designed sheets in it.
    A specimen has the measures of its ``text``; what was set by them names it in ``specimen``.
    """

    area: Area
    rows: tuple[Row, ...]
    tree: tuple[Element, ...]
    typefaces: tuple[Typeface, ...]
    resources: tuple[Resource, ...] = ()
    above: float = 0.0
    below: float = 0.0
    heads: int = 0
    before: Break = "auto"
    after: Break = "auto"
    page: str = ""
    unbroken: tuple[int, ...] = ()
    panels: tuple[Panel, ...] = ()
    text: TextStyle | None = None
    specimen: str = ""


class Placed(Struct, frozen=True):
    """A row on a page. ``piece`` is the number of its piece; ``y`` where its top is, from the top of the sheet.

    Repeated heads and the furniture of a page are not read aloud: they are ``artifact``.
    """

    galley: Galley
    row: int
    y: float
    piece: int = -1
    note: int = -1
    artifact: bool = False


class Page(Struct, frozen=True):
    """A finished page: its sort, its printed number (empty if it bears none), its rows in reading order."""

    name: str
    folio: str
    area: Area
    placed: tuple[Placed, ...]
