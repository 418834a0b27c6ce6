"""A PDF → what is painted on its pages: the elements of the tag tree with their lines, boxes, and glyphs that fail.

PDFium says where every character stands and what marked content it belongs to. It knows the tag tree page by page: of a
paragraph that runs on, each page has a part, whose other kids are missing.
"""

import ctypes
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

#: Elements that hold lines; all others only hold elements, or are a part of a line.
_BLOCKS = frozenset({"P", "Note", "LBody", "H1", "H2", "H3", "H4", "H5", "H6", "TH", "TD", "TOCI", "Caption", "Figure"})
#: Glyphs whose feet are nearer than this, in parts of the larger one, stand on one line: note marks are raised.
_RAISED = 0.6
#: Painted areas thinner than this are rules.
_RULE = 3.0
_Shape = tuple[tuple[float, float], ...]
#: What PDFium makes of a hyphen at the end of a line.
_HYPHEN = "\x02"
#: No font has a glyph for it: it gets what a font paints for want of one.
_NOBODY = 0x10FFFF


class Glyph(NamedTuple):
    """A character where it stands, in points from the lower left corner: its width is its advance, ``size`` its type's.

    Glyphs of one ``stretch`` are painted at one go.
    """

    text: str
    left: float
    right: float
    bottom: float
    size: float
    stretch: int


class Box(NamedTuple):
    """A painted area, such as the ground of a panel, or a rule."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Line:
    """Glyphs beside each other, from left to right; ``sheet`` is the number of their page from 0."""

    sheet: int
    glyphs: tuple[Glyph, ...]

    @cached_property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @cached_property
    def size(self) -> float:
        """The size of its type, without that of note marks."""
        return max(glyph.size for glyph in self.glyphs)

    @property
    def stretches(self) -> Iterator[tuple[Glyph, ...]]:
        return (tuple(group) for _, group in groupby(self.glyphs, key=lambda glyph: glyph.stretch))

    @property
    def left(self) -> float:
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        return self.glyphs[-1].right

    @property
    def bottom(self) -> float:
        return min(glyph.bottom for glyph in self.glyphs)

    @property
    def top(self) -> float:
        return max(glyph.bottom + glyph.size for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class Block:
    """An element with its lines, on one page or more; ``inside`` are the roles of the elements around it.

    If it ``is_justified``, it says that both its edges are flush.
    """

    role: str
    inside: frozenset[str]
    is_justified: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its label (the printed number), its size, the boxes on it from small to large, its upright rules.

    The grounds and frames of panels and cells are boxes; so is the area within the border of a cell.
    """

    label: str
    width: float
    height: float
    boxes: tuple[Box, ...]
    rules: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF, read. ``failed`` are characters that paint nothing of their own, with the number of their page."""

    sheets: tuple[Sheet, ...]
    blocks: tuple[Block, ...]
    failed: tuple[tuple[int, str], ...]
    not_embedded: tuple[str, ...]


def read(content: bytes) -> Paper:
    """What is painted on the pages of a tagged PDF."""
    with pypdfium2.PdfDocument(content) as document:
        return _Reader(document).paper()


class _Reader:
    def __init__(self, document: Any) -> None:
        self.document = document
        self.fonts: dict[str, bool] = {}
        self.paints: dict[tuple[str, str], bool] = {}
        self.lacking: dict[str, _Shape] = {}
        self.failed: list[tuple[int, str]] = []

    def paper(self) -> Paper:
        sheets, parts = [], []
        for number in range(len(self.document)):
            page = self.document[number]
            stretches = self._stretches(number, page)
            width, height = page.get_size()
            sheets.append(Sheet(self._label(number), width, height, *_painted(page.raw)))
            parts.append(list(_parts(page.raw, number, stretches)))
            page.close()
        not_embedded = tuple(sorted(name for name, is_embedded in self.fonts.items() if not is_embedded))
        return Paper(tuple(sheets), tuple(_joined(parts)), tuple(self.failed), not_embedded)

    def _label(self, number: int) -> str:
        return _text(lambda buffer, size: pdfium.FPDF_GetPageLabel(self.document.raw, number, buffer, size))

    def _stretches(self, number: int, page: Any) -> dict[int, list[Glyph]]:
        """The glyphs of a page by their marked content; those outside it are under -1."""
        text_page = page.get_textpage()
        text, rectangle = text_page.raw, pdfium.FS_RECTF()
        found: dict[int, list[Glyph]] = {}
        owners: dict[int, tuple[int, Any, str]] = {}
        for index in range(pdfium.FPDFText_CountChars(text)):
            if pdfium.FPDFText_IsGenerated(text, index) == 1:  # PDFium puts white between texts that stand apart
                continue
            owner = pdfium.FPDFText_GetTextObject(text, index)
            address = ctypes.addressof(owner.contents)
            if address not in owners:
                owners[address] = self._owner(owner)
            mark, font, name = owners[address]
            character = chr(pdfium.FPDFText_GetUnicode(text, index))
            character = "-" if character == _HYPHEN else character
            if not self._is_painted(font, name, character):
                self.failed.append((number, character))
            pdfium.FPDFText_GetLooseCharBox(text, index, rectangle)
            size = rectangle.top - rectangle.bottom
            glyph = Glyph(character, rectangle.left, rectangle.right, rectangle.bottom, size, address)
            found.setdefault(mark, []).append(glyph)
        text_page.close()
        return found

    def _owner(self, owner: Any) -> tuple[int, Any, str]:
        """The marked content and the font of a text object."""
        font = pdfium.FPDFTextObj_GetFont(owner)
        size = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
        buffer = ctypes.create_string_buffer(size)
        pdfium.FPDFFont_GetBaseFontName(font, buffer, size)
        name = buffer.value.decode("utf-8", "replace")
        self.fonts.setdefault(name, pdfium.FPDFFont_GetIsEmbedded(font) == 1)
        return pdfium.FPDFPageObj_GetMarkedContentID(owner), font, name

    def _is_painted(self, font: Any, name: str, character: str) -> bool:
        """Whether a character has a shape, and one of its own: not the one for what the font lacks (.notdef)."""
        if character.isspace():
            return True
        if (name, character) not in self.paints:
            if name not in self.lacking:
                self.lacking[name] = _shape(font, _NOBODY)
            self.paints[name, character] = _shape(font, ord(character)) not in ((), self.lacking[name])
        return self.paints[name, character]


def _shape(font: Any, character: int) -> _Shape:
    path = pdfium.FPDFFont_GetGlyphPath(font, character, 1000.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    for index in range(pdfium.FPDFGlyphPath_CountGlyphSegments(path) if path else 0):
        pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFGlyphPath_GetGlyphPathSegment(path, index), x, y)
        points.append((x.value, y.value))
    return tuple(points)


def _painted(page: Any) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """The boxes and the upright rules of a page."""
    found = {(round(box.right - box.left, 1), round(box.top - box.bottom, 1), box) for box in _areas(page)}
    boxes = sorted((width * height, box) for width, height, box in found if min(width, height) > _RULE)
    rules = [box for width, height, box in found if width <= _RULE < height]
    return tuple(box for _, box in boxes), tuple(rules)


def _areas(page: Any) -> Iterator[Box]:
    sides = [ctypes.c_float() for _ in range(4)]
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        painted = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(painted) == pdfium.FPDF_PAGEOBJ_PATH:
            pdfium.FPDFPageObj_GetBounds(painted, *sides)
            yield Box(*(side.value for side in sides))


# Elements


@dataclass(slots=True)
class _Part:
    """What one page has of a block, with the numbers of its marked content."""

    role: str
    inside: frozenset[str]
    is_justified: bool
    is_continued: bool = False
    goes_on: bool = False
    marks: list[int] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


class _Surroundings(NamedTuple):
    """The roles of the elements around an element, outermost first, and whether the innermost one is justified."""

    roles: tuple[str, ...] = ()
    is_justified: bool = False


def _parts(page: Any, sheet: int, stretches: dict[int, list[Glyph]]) -> Iterator[_Part]:
    """What stands on a page, in reading order."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    found: list[_Part] = []
    for index in range(pdfium.FPDF_StructTree_CountChildren(tree) if tree else 0):
        _grow(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index), _Surroundings(), None, found)
    pdfium.FPDF_StructTree_Close(tree)
    for part in found:
        part.lines = _lines(sheet, [glyph for mark in sorted(part.marks) for glyph in stretches.get(mark, ())])
        if part.lines:
            yield part


def _grow(element: Any, around: _Surroundings, owner: _Part | None, found: list[_Part]) -> None:
    """Give every stretch of content below an element to the innermost block that it is in."""
    role = _text(lambda buffer, size: pdfium.FPDF_StructElement_GetType(element, buffer, size))
    kids = list(_kids(element))
    is_justified = _is_justified(element) or (role == "LBody" and around.is_justified)
    is_bullet = role == "Lbl" and around.roles[-1:] == ("LI",)
    if role == "P" and around.roles[-1:] == ("Note",) and owner:  # what a note says, beside its mark
        owner.is_justified, owner.is_continued, owner.goes_on = is_justified, kids[:1] == [None], kids[-1:] == [None]
    elif role in _BLOCKS or is_bullet or owner is None:
        owner = _Part(role, frozenset(around.roles), is_justified, kids[:1] == [None], kids[-1:] == [None])
        found.append(owner)
    for kid in kids:
        if isinstance(kid, int):
            owner.marks.append(kid)
        elif kid is not None:
            _grow(kid, _Surroundings((*around.roles, role), is_justified), owner, found)


def _is_justified(element: Any) -> bool:
    """Whether an element says so (PDF 1.7, 14.8.5.4)."""
    length, buffer = ctypes.c_ulong(), ctypes.create_string_buffer(64)
    for index in range(pdfium.FPDF_StructElement_GetAttributeCount(element)):
        attributes = pdfium.FPDF_StructElement_GetAttributeAtIndex(element, index)
        value = pdfium.FPDF_StructElement_Attr_GetValue(attributes, b"TextAlign")
        if value and pdfium.FPDF_StructElement_Attr_GetStringValue(value, buffer, len(buffer), length):
            return buffer.raw[: length.value - 2].decode("utf-16-le") == "Justify"
    return False


def _kids(element: Any) -> Iterator[Any]:
    """What is in an element: numbers of marked content, elements, and None for what is on another page."""
    for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
        mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)
        yield mark if mark >= 0 else pdfium.FPDF_StructElement_GetChildAtIndex(element, index) or None


def _lines(sheet: int, glyphs: Iterable[Glyph]) -> list[Line]:
    """Glyphs by their feet; without the white at the end of a line."""
    rows: list[list[Glyph]] = []
    for glyph in glyphs:
        row = next((row for row in reversed(rows) if _stand_together(row[0], glyph)), None)
        if row is None:
            rows.append([glyph])
        else:
            row.append(glyph)
    return [line for row in rows if (line := _line(sheet, row))]


def _stand_together(one: Glyph, other: Glyph) -> bool:
    return abs(one.bottom - other.bottom) < _RAISED * max(one.size, other.size)


def _line(sheet: int, row: list[Glyph]) -> Line | None:
    row.sort(key=lambda glyph: glyph.left)
    while row and row[-1].text.isspace():
        row.pop()
    return Line(sheet, tuple(row)) if row else None


def _joined(pages: Iterable[Iterable[_Part]]) -> Iterator[Block]:
    """The parts of all pages, those that run on from one page to the next as one."""
    whole: list[_Part] = []
    waiting: list[_Part] = []
    for parts in pages:
        ready, waiting = waiting, []
        for part in parts:
            first = next((each for each in ready if part.is_continued and each.role == part.role), None)
            if first:
                ready.remove(first)
                first.lines += part.lines
            else:
                whole.append(part)
            if part.goes_on:
                waiting.append(first or part)
    return (Block(part.role, part.inside, part.is_justified, tuple(part.lines)) for part in whole)


def _text(fill: Callable[[Any, int], int]) -> str:
    """What PDFium writes into a buffer whose size it tells first."""
    size = fill(None, 0)
    buffer = ctypes.create_string_buffer(size)
    fill(buffer, size)
    return buffer.raw[: size - 2].decode("utf-16-le")
