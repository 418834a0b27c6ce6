"""How a PDF is set: edges that are not flush, lines that begin or end with the wrong sign, type that leaves its place.

A tagged PDF says which paragraphs are justified, but not where: lines that begin at the same place and end at the same
place make a column.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import NamedTuple

from vision_compiler.inspection.pages import Block, Box, Glyph, Line, Paper, Sheet
from vision_compiler.typeset.kinsoku import has_room, may_part

#: Paragraphs, and what they are not in.
_PARAGRAPHS = frozenset({"P", "Note", "LBody"})
_ELSEWHERE = frozenset({"Table", "TOC", "Figure", "Caption"})
#: How far (pt) an edge may be off.
_NEAR = 1.0
#: So many lines with one edge, and such a part of all lines that begin where they do, make a column.
_COLUMN_LINES, _COLUMN_SHARE = 3, 1 / 3
#: The edges of two columns are farther apart (em) than the ends of ragged lines in one.
_APART = 3
#: So much more room (em) than what follows needs is ample.
_AMPLE = 2
#: Last lines of so many characters are short.
_SHORT = 2
#: Types are of one size if they differ by less (pt).
_SAME_SIZE = 0.5
#: How the end of a line is shown, and so many characters around it.
LINE_END, _WORDS = "／", 12
#: A letter with no wish of its own about the ends of lines.
_PLAIN = "国"


class Place(NamedTuple):
    """Where something is: the number of the page from 1, its label, and the words."""

    sheet: int
    label: str
    text: str


class Spacing(NamedTuple):
    """The white between two characters of a line, in parts of the size of its type."""

    em: float
    place: Place


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was measured. ``inner`` counts the lines of justified text that are not the last of their paragraph."""

    pages: int
    lines: int
    inner: int
    ragged: tuple[Place, ...]
    forbidden: tuple[Place, ...]
    overfull: tuple[Place, ...]
    short: tuple[Place, ...]
    widest: Spacing | None
    failed: tuple[Place, ...]
    not_embedded: tuple[str, ...]

    @property
    def ragged_share(self) -> float:
        """The part of the inner lines whose right edge is not that of their column."""
        return len(self.ragged) / self.inner if self.inner else 0.0


def measured(paper: Paper) -> Inspection:
    """All measures of a PDF."""
    return _Inspector(paper).inspection()


class _Inspector:
    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.blocks = [block for block in paper.blocks if block.role != "Figure"]
        self.paragraphs = [block for block in self.blocks if _is_paragraph(block)]
        self.running = _Running(self.paragraphs)

    def inspection(self) -> Inspection:
        inner = list(self.running.inner())
        return Inspection(
            pages=len(self.paper.sheets),
            lines=sum(len(block.lines) for block in self.blocks),
            inner=len(inner),
            ragged=tuple(self._line(line) for block, line in inner if not self.running.is_flush(block, line)),
            forbidden=tuple(self._forbidden()),
            overfull=tuple(self._line(line) for line in self._overfull()),
            short=tuple(self._end(*block.lines[-2:]) for block in self.paragraphs if _ends_short(block)),
            widest=max((Spacing(_widest(line), self._line(line)) for _, line in inner), default=None),
            failed=tuple(self._on(sheet, character) for sheet, character in self.paper.failed),
            not_embedded=self.paper.not_embedded,
        )

    def _line(self, line: Line) -> Place:
        return self._on(line.sheet, line.text)

    def _end(self, before: Line, after: Line) -> Place:
        """Where a line ends and the next begins."""
        return self._on(after.sheet, f"{before.text[-_WORDS:]}{LINE_END}{after.text[:_WORDS]}")

    def _on(self, sheet: int, text: str) -> Place:
        return Place(sheet + 1, self.paper.sheets[sheet].label, text)

    def _forbidden(self) -> Iterator[Place]:
        for block in self.blocks:
            for before, after in pairwise(block.lines):
                if abs(before.size - after.size) < _SAME_SIZE and not _may_end(before, after):
                    yield self._end(before, after)

    def _overfull(self) -> Iterator[Line]:
        exceeding = set(map(id, self.running.exceeding()))
        for block in self.paper.blocks:
            for line in block.lines:
                sheet = self.paper.sheets[line.sheet]
                is_boxed = block.role == "Figure" or _is_inside(sheet, block, line)
                if id(line) in exceeding or not is_boxed or not _is_on(sheet, line):
                    yield line


def _ends_short(block: Block) -> bool:
    return len(block.lines[-1].text.strip()) <= _SHORT


# Running text


class _Margin(NamedTuple):
    """Where the lines of a block begin, and the size of their type."""

    left: int
    size: float


class _Running:
    """Justified paragraphs, with the right edges of the columns that they stand in."""

    def __init__(self, paragraphs: Iterable[Block]) -> None:
        justified = [block for block in paragraphs if block.is_justified]
        reaches: dict[_Margin, float] = defaultdict(float)
        for block in justified:
            reaches[_margin(block)] = max(reaches[_margin(block)], *(line.right for line in block.lines))
        self.blocks = [block for block in justified if not _is_verse(block, reaches[_margin(block)])]
        rights: dict[_Margin, list[float]] = defaultdict(list)
        for block in self.blocks:
            rights[_margin(block)] += [line.right for line in block.lines[:-1]]
        self._edges = {margin: list(_edges(found, margin)) for margin, found in rights.items()}

    def inner(self) -> Iterator[tuple[Block, Line]]:
        """The lines that are not the last of their paragraph."""
        return ((block, line) for block in self.blocks for line in block.lines[:-1])

    def is_flush(self, block: Block, line: Line) -> bool:
        """Whether a line ends at the edge of its column; where there are too few lines for one, of any column."""
        edges = self._edges[_margin(block)] or chain.from_iterable(self._edges.values())
        return any(abs(line.right - edge) <= _NEAR for edge in edges)

    def exceeding(self) -> Iterator[Line]:
        """Lines that run on beyond every column that begins where they do."""
        for block in self.blocks:
            edges = self._edges[_margin(block)]
            yield from (line for line in block.lines if edges and line.right > max(edges) + _NEAR)


def _is_paragraph(block: Block) -> bool:
    """Whether it has lines that follow each other, in type of one size."""
    sizes = [line.size for line in block.lines]
    is_one = len(block.lines) > 1 and max(sizes) - min(sizes) < _SAME_SIZE
    return is_one and block.role in _PARAGRAPHS and not block.inside & _ELSEWHERE


def _is_verse(block: Block, reach: float) -> bool:
    """Whether a line ends although there is ample room for what begins the next: its author parted it."""
    return any(
        line.right + _first_width(following) + _AMPLE * line.size < reach for line, following in pairwise(block.lines)
    )


def _first_width(line: Line) -> float:
    """How wide the beginning of a line is that can't be parted."""
    ends = (before for before, after in pairwise(line.glyphs) if may_part(before.text, after.text))
    return next(ends, line.glyphs[-1]).right - line.left


def _margin(block: Block) -> _Margin:
    line = block.lines[1]  # the first may be indented
    return _Margin(round(line.left), round(line.size / _SAME_SIZE) * _SAME_SIZE)


def _edges(rights: Sequence[float], margin: _Margin) -> Iterator[float]:
    """Where many lines end."""
    rest = sorted(rights)
    while rest:
        near = max(([each for each in rest if abs(each - right) <= _NEAR] for right in rest), key=len)
        if len(near) < max(_COLUMN_LINES, _COLUMN_SHARE * len(rights)):
            return
        yield (edge := near[len(near) // 2])
        rest = [each for each in rest if abs(each - edge) > _APART * margin.size]


# Signs and letters


def _may_end(before: Line, after: Line) -> bool:
    """Whether the signs at the end of a line and the beginning of the next may stand there."""
    return may_part(before.text[-1], _PLAIN) and may_part(_PLAIN, after.text[0])


def _widest(line: Line) -> float:
    """The widest white between two letters that may have room between them, in parts of the size of the type."""
    return max(
        (
            (after.left - before.right) / before.size
            for before, after in pairwise(line.glyphs)
            if before.stretch == after.stretch and has_room(before.text, after.text)
        ),
        default=0.0,
    )


# Places that type must not leave


def _is_on(sheet: Sheet, line: Line) -> bool:
    return line.left >= 0 and line.bottom >= 0 and line.right <= sheet.width and line.top <= sheet.height


def _is_inside(sheet: Sheet, block: Block, line: Line) -> bool:
    """Whether every stretch of a line ends in the box it begins in, and the line is in that of its block."""
    for stretch in line.stretches:
        box = _frame(sheet, stretch[:1])
        if (box and stretch[-1].right > box.right + _NEAR) or _enters(sheet, stretch):
            return False
    first = block.lines[0]
    frame = _frame(sheet, first.glyphs) if first.sheet == line.sheet else None
    return frame is None or line.bottom > frame.bottom - _NEAR


def _frame(sheet: Sheet, glyphs: Sequence[Glyph]) -> Box | None:
    """The smallest box in which all of these glyphs begin."""
    return next((box for box in sheet.boxes if all(_begins_in(box, glyph) for glyph in glyphs)), None)


def _begins_in(box: Box, glyph: Glyph) -> bool:
    return box.left - _NEAR < glyph.left < box.right and box.bottom < _middle(glyph) < box.top


def _enters(sheet: Sheet, stretch: Sequence[Glyph]) -> bool:
    """Whether it runs on into a box that it does not begin in, or across a rule."""
    left, right, middle = stretch[0].left + _NEAR, stretch[-1].right - _NEAR, _middle(stretch[0])
    return any(left < box.left < right and box.bottom < middle < box.top for box in (*sheet.boxes, *sheet.rules))


def _middle(glyph: Glyph) -> float:
    return glyph.bottom + glyph.size / 2
