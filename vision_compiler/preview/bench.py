"""One publication on the screen: set, made up and remembered, so that an edit costs only what it changed."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from jinja2 import FileSystemLoader
from msgspec.structs import replace

from vision_compiler.document import assemble
from vision_compiler.model.plan import Plan
from vision_compiler.pipeline import Workshop
from vision_compiler.preview.patience import PatientType
from vision_compiler.render.manuscript import Manuscript, manuscript
from vision_compiler.typeset.composing import compose
from vision_compiler.typeset.link import folios
from vision_compiler.typeset.makeup import SetPiece
from vision_compiler.typeset.shapes import Page, Placed
from vision_compiler.typeset.workers import set_by_workers

#: More pieces than there are workers.
_WORKERS = 8
#: So many blocks are remembered at most, before all are forgotten and filled anew.
_MOST_FILLED = 4000
#: After so many edits, type that no page needs any more is cleared away.
_CLEARED_AFTER = 40


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page, and a digest of all that is painted on it."""

    page: Page
    digest: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of a page (the number of the page from 0; points from its upper edge)."""

    page: int
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Preview:
    """A publication as it will print, and the plan that it was made from."""

    id: str
    title: str
    sheets: tuple[Sheet, ...]
    pieces: tuple[SetPiece, ...]
    plan: Plan
    #: The HTML of pieces that stand as they were before, because they take long to set.
    put_off: frozenset[str] = frozenset()

    def spot(self, piece: int) -> Spot | None:
        """Where a piece begins."""
        for number, sheet in enumerate(self.sheets):
            rows = [placed for placed in sheet.page.placed if _is_of(placed, piece)]
            if rows:
                return Spot(number, rows[0].y, max(placed.y + _height(placed) for placed in rows))
        return None


@dataclass
class Bench:
    """Makes one publication again and again."""

    id: str
    workshop: Workshop
    _preview: Preview | None = None
    _manuscript: Manuscript | None = None
    _standing: PatientType = field(default_factory=lambda: PatientType(""))
    _folios: Mapping[str, str] | None = None
    _made: int = 0
    #: The plan that was tried last, whether pages came of it or not.
    tried: Plan | None = None

    @property
    def preview(self) -> Preview | None:
        """What was made last."""
        return self._preview

    def renew(self) -> None:
        """Templates changed: what was set before counts no more, but is seen until there is something new."""
        self._manuscript, self.tried = None, None

    def make(self, plan: Plan, in_a_hurry: bool = False) -> Preview:
        """The publication made from this plan. Raises ``ProjectError`` where its sheets can't hold its texts.

        In a hurry, what takes long to set is put off.
        """
        self.tried = plan
        written = self._write(plan)
        self._standing.begin()
        self._standing.hurries, self._standing.put_off = in_a_hurry, set()
        forme = compose(written, self._standing, self._folios)
        self._folios = folios(forme.pages)
        self._clear_away()
        sheets = tuple(Sheet(page, _digest(page)) for page in forme.pages)
        self._preview = Preview(
            self.id, written.document.title, sheets, forme.pieces, plan, frozenset(self._standing.put_off)
        )
        return self._preview

    def warm(self) -> None:
        """Let every worker read the style, so that the first edit need not wait for it."""
        if self._manuscript:
            line = self._manuscript.note_rule
            for _ in set_by_workers(self._manuscript.css, [(f"warm-{number}", line) for number in range(_WORKERS)]):
                pass

    def _write(self, plan: Plan) -> Manuscript:
        document = assemble(plan, self.id)
        if self._manuscript is None:
            shelf = self.workshop.shelf
            templates = FileSystemLoader(self.workshop.templates)
            self._manuscript = manuscript(document, templates, self.workshop.plates, self.workshop.compiled)
            kept = shelf.take(self.id) if shelf is not None else b""
            self._standing = PatientType(self._manuscript.css, self.workshop.made_by, kept)
        else:
            self._manuscript = replace(self._manuscript, document=document)
        return self._manuscript

    def _clear_away(self) -> None:
        """Forget what no page needs any more; what was set at first is put on the shelf for the next start."""
        if self._manuscript and len(self._manuscript.templates.filled) > _MOST_FILLED:
            self._manuscript.templates.filled.clear()
        if self._made % _CLEARED_AFTER == 0:
            kept = self._standing.keep()
            if kept and self.workshop.shelf is not None:
                self.workshop.shelf.put(self.id, kept)
            self.workshop.keep()
        self._made += 1


def touched(before: Preview | None, after: Preview, files: Collection[str]) -> Spot | None:
    """The first place that an edit of some files changed: a new piece from them, any new piece, any new page."""
    if before is None or before is after:
        return None
    known = {copy for each in before.pieces for copy in _copies(each)}
    known |= after.put_off
    new = [number for number, each in enumerate(after.pieces) if not known.issuperset(_copies(each))]
    own = [number for number in new if after.pieces[number].piece.place.partition(":")[0] in files]
    spots = (spot for number in (*own, *new) if (spot := after.spot(number)))
    return next(spots, None) or _first_new_page(before, after)


def is_enough(before: Preview | None, hurried: Preview) -> bool:
    """Whether pages made in a hurry show what was edited; else only what was put off has changed."""
    return not hurried.put_off or touched(before, hurried, ()) is not None


def _copies(piece: SetPiece) -> Iterator[str]:
    yield piece.piece.html
    yield from (note.html for note in piece.piece.notes)


def _first_new_page(before: Preview, after: Preview) -> Spot | None:
    known = {sheet.digest for sheet in before.sheets}
    pages = (number for number, sheet in enumerate(after.sheets) if sheet.digest not in known)
    return next((Spot(number, 0.0, after.sheets[number].page.area.height) for number in pages), None)


def _is_of(placed: Placed, piece: int) -> bool:
    return placed.piece == piece and placed.note < 0 and not placed.artifact


def _height(placed: Placed) -> float:
    return placed.galley.rows[placed.row].height


def _digest(page: Page) -> str:
    """What operators name (fonts, gradients) bears a digest of its own content in its name."""
    digest = blake2b(f"{page.area.width} {page.area.height}".encode(), digest_size=12)
    for placed in page.placed:
        digest.update(b"\0%.3f\0" % placed.y)
        for chunk in placed.galley.rows[placed.row].chunks:
            digest.update(chunk)
    return digest.hexdigest()
