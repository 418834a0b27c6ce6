"""Galleys → pages: rows are packed from top to bottom, notes come to the foot of the page that calls them.

Pure: the same galleys always make the same pages.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NoReturn

from msgspec import Struct
from msgspec.structs import replace

from vision_compiler.diagnostics import ProjectError
from vision_compiler.render.piece import Piece
from vision_compiler.typeset.shapes import Area, Galley, Page, Placed, Row

#: Sorts of pages that bear no number, and what they are called instead.
UNNUMBERED = {"cover": "表紙", "front": "前付", "imprint": "奥付"}
#: Those of the contents have a count of their own, in roman numerals.
CONTENTS = "contents"
#: What begins a page, as its style says.
TURNS = frozenset({"page", "recto"})
#: Two lengths within this many points are the same.
_TOLERANCE = 0.01


class SetPiece(Struct, frozen=True):
    """A piece with its galley, and the galleys of its notes."""

    piece: Piece
    galley: Galley
    notes: tuple[Galley, ...] = ()


class Aids(Struct, frozen=True):
    """What make-up adds: the line above the notes, and the words above a table that runs on."""

    note_rule: Galley
    continued: Galley


class _Item(Struct, frozen=True):
    """A row on its way to a page.

    ``gap`` is the white above it, ``reach`` how far it stands out of the type area at the head of a page. ``keeps`` is
    how much it wants the next one beside it: 3 always, 2 firmly, 1 if it can be.
    """

    number: int
    piece: SetPiece
    row: int
    gap: float
    reach: float
    keeps: int
    turns: bool

    @property
    def content(self) -> Row:
        return self.piece.galley.rows[self.row]

    @property
    def notes(self) -> tuple[tuple[int, Galley], ...]:
        return tuple((note, self.piece.notes[note]) for note in self.content.notes)


def make_up(pieces: Sequence[SetPiece], aids: Aids) -> list[Page]:
    """The pages of a publication, without their furniture."""
    press = _Press(aids)
    for group in _groups(list(_items(pieces)), 1):
        press.place(group)
    press.turn()
    return list(_numbered(press.pages))


def _items(pieces: Sequence[SetPiece]) -> Iterator[_Item]:
    """All rows with the white above them, and what may part them."""
    for number, each in enumerate(pieces):
        galley = each.galley
        before = pieces[number - 1] if number else None
        after = pieces[number + 1] if number + 1 < len(pieces) else None
        turns = galley.before in TURNS or before is None or before.galley.page != galley.page
        white = (before.galley.below if before else 0.0, galley.above)
        gap = max(0.0, *white) + min(0.0, *white)
        for row, content in enumerate(galley.rows):
            is_last = row == len(galley.rows) - 1
            keeps = (_kept(each, after) if after else 0) if is_last else max(content.keeps, bool(galley.unbroken))
            yield _Item(number, each, row, gap, 0.0 if row else min(0.0, galley.above), keeps, turns and row == 0)
            if not is_last:
                gap = galley.rows[row + 1].top - content.bottom


def _kept(one: SetPiece, other: SetPiece) -> int:
    """How much two neighbouring pieces want to stand on one page."""
    if other.galley.before in TURNS or one.galley.page != other.galley.page:
        return 0
    if one.galley.after == "avoid":
        return 3
    if other.galley.before == "avoid":
        return 2
    return int(any(_same(one.piece, other.piece, level) for level in one.galley.unbroken))


def _same(one: Piece, other: Piece, level: int) -> bool:
    """Whether two pieces stand in the same surrounding of this level, which began before the second."""
    is_inside = level < len(other.around) - other.begins
    return is_inside and one.around[level].id == other.around[level].id


def _groups(items: Sequence[_Item], strength: int) -> Iterator[list[_Item]]:
    """Rows that keep together with at least this strength."""
    group: list[_Item] = []
    for item in items:
        group.append(item)
        if item.keeps < strength:
            yield group
            group = []
    if group:
        yield group


class _Press(Struct):
    """The page in work and those that are done."""

    aids: Aids
    pages: list[Page] = []
    area: Area | None = None
    name: str = ""
    y: float = 0.0
    placed: list[Placed] = []
    notes: list[tuple[int, int, Galley]] = []

    def place(self, group: list[_Item], strength: int = 1) -> None:
        """Put rows that keep together on this page, or on the next; if a page is too small for them, part them."""
        if group[0].turns or (not self._takes(group) and _Press(self.aids)._takes(group)):
            self.turn()
        if group[0].turns and group[0].piece.galley.before == "recto":
            self._leave_verso_blank()
        if self._takes(group):
            for item in group:
                self._add(item)
        elif len(group) > 1:
            for part in _groups(group, strength + 1) if strength < 3 else ([item] for item in group):
                self.place(part, strength + 1)
        else:
            self._refuse(group[0])

    def turn(self) -> None:
        """Finish the page in work."""
        if self.placed and self.area:
            self.pages.append(Page(self.name, "", self.area, (*self.placed, *self._foot(self.area))))
        self.placed, self.notes, self.area = [], [], None

    def _leave_verso_blank(self) -> None:
        """The cover is a right page; so is every second one after it."""
        if len(self.pages) % 2:
            last = self.pages[-1]
            self.pages.append(Page(last.name, "", last.area, ()))

    def _takes(self, group: list[_Item]) -> bool:
        """Whether rows and their notes find room on the page in work."""
        area = self.area or group[0].piece.galley.area
        height = sum(item.gap + item.content.height for item in group)
        if not self.placed:
            height += self._repeated_height(group[0]) - group[0].gap + group[0].reach
        notes = [*(note for *_, note in self.notes), *(note for item in group for _, note in item.notes)]
        top = self.y if self.placed else area.top
        return top + height + self._foot_height(notes) <= area.bottom + _TOLERANCE

    def _add(self, item: _Item) -> None:
        galley = item.piece.galley
        if self.placed:
            self.y += item.gap
        else:
            # White at the head of a page is dropped; what reaches out of the type area still does.
            self.area, self.name, self.y = galley.area, galley.page, galley.area.top + item.reach
            self._repeat(item)
        self.placed.append(Placed(galley, item.row, self.y, item.number))
        self.y += item.content.height
        self.notes += [(item.number, number, note) for number, note in item.notes]

    def _refuse(self, item: _Item) -> NoReturn:
        place = f"（{item.piece.piece.place}）" if item.piece.piece.place else ""
        raise ProjectError(
            f"「{item.content.words[:20]}…」で始まるまとまり{place}が、1ページに入りません",
            "途中でページを変えられない部分です。文を短くするか、いくつかに分けてください。",
        )

    # A table that runs on

    def _runs_on(self, item: _Item) -> bool:
        return item.content.is_table_row and 0 < item.piece.galley.heads < item.row

    def _repeated_height(self, item: _Item) -> float:
        if not self._runs_on(item):
            return 0.0
        rows = item.piece.galley.rows
        label = self.aids.continued
        return _height(label) + label.below + rows[item.row].top - rows[0].top - self._skipped(item)

    def _skipped(self, item: _Item) -> float:
        """From below the heads of a table to a row of it."""
        rows, heads = item.piece.galley.rows, item.piece.galley.heads
        return rows[item.row].top - rows[heads].top

    def _repeat(self, item: _Item) -> None:
        if not self._runs_on(item):
            return
        label, galley = self.aids.continued, item.piece.galley
        self.placed.append(Placed(label, 0, self.y, artifact=True))
        self.y += _height(label) + label.below
        for head in range(galley.heads):
            self.placed.append(Placed(galley, head, self.y, item.number, artifact=True))
            self.y += galley.rows[head + 1].top - galley.rows[head].top

    # The notes at the foot

    def _foot_height(self, notes: Sequence[Galley]) -> float:
        if not notes:
            return 0.0
        rule = self.aids.note_rule
        gaps = sum(max(one.below, other.above) for one, other in pairwise(notes))
        return rule.above + _height(rule) + rule.below + sum(map(_height, notes)) + gaps

    def _foot(self, area: Area) -> Iterator[Placed]:
        if not self.notes:
            return
        rule = self.aids.note_rule
        y = area.bottom - self._foot_height([note for *_, note in self.notes]) + rule.above
        yield Placed(rule, 0, y, artifact=True)
        y += _height(rule) + rule.below
        before: Galley | None = None
        for piece, number, note in self.notes:
            y += max(before.below, note.above) if before else 0.0
            for row, content in enumerate(note.rows):
                yield Placed(note, row, y + content.top - note.rows[0].top, piece, number)
            y += _height(note)
            before = note


def _height(galley: Galley) -> float:
    return galley.rows[-1].bottom - galley.rows[0].top


def _numbered(pages: Sequence[Page]) -> Iterator[Page]:
    """The pages with their folios."""
    arabic = roman = 0
    for page in pages:
        if page.name in UNNUMBERED:
            yield page
        elif page.name == CONTENTS:
            roman += 1
            yield replace(page, folio=_roman(roman))
        else:
            arabic += 1
            yield replace(page, folio=str(arabic))


def _roman(number: int) -> str:
    numerals = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    result = ""
    for value, numeral in numerals:
        result += numeral * (number // value)
        number %= value
    return result
