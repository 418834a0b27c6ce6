"""校正用: beside every page, where in the plan its blocks were written. Standing type and pages are as in print."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from msgspec.structs import replace

from vision_compiler.document.provenance import Provenance
from vision_compiler.model.plan import Plan
from vision_compiler.model.text import folded
from vision_compiler.render.manuscript import Manuscript
from vision_compiler.render.piece import Piece
from vision_compiler.typeset.composing import Forme
from vision_compiler.typeset.makeup import SetPiece
from vision_compiler.typeset.shapes import Page, Placed, Row
from vision_compiler.typeset.standing import StandingType

#: In points: a line of type, where the first may stand and how far from the foot the last.
_LINE, _FIRST, _LAST = 8.0, 26.0, 10.0
_SHOWN = 10
_STYLESHEETS = ("styles/elements.css", "styles/tokens.css", "proof/style.css")


class Mark(NamedTuple):
    """A place beside a page: the stretch of what was written there, and where its line of type stands; in points."""

    top: float
    bottom: float
    words: str
    line: float = 0.0


def proofed(forme: Forme, manuscript: Manuscript, plan: Plan, folder: str, made_by: str) -> Forme:
    """A publication with the marks of a proof beside its pages; ``folder`` is how readers call that of the plan.

    The marks are furniture: nobody reads them aloud.
    """
    templates, provenance = manuscript.templates, Provenance(plan)
    css = "\n".join(templates.fill(name) for name in _STYLESHEETS)
    pieces = []
    for page in forme.pages:
        here = marks(page, forme.pieces, provenance, f"{manuscript.document.id}.yaml")
        html = templates.fill("proof/marks.html.j2", page=page, marks=here, folder=folder)
        pieces.append(Piece(str(html.strip())))
    galleys = StandingType(css, made_by).set(pieces)
    furniture = (Placed(galley, 0, galley.rows[0].top, artifact=True) for galley in galleys)
    pages = (replace(page, placed=(*page.placed, each)) for page, each in zip(forme.pages, furniture, strict=True))
    return replace(forme, pages=tuple(pages))


def place_of_row(placed: Placed, pieces: Sequence[SetPiece], provenance: Provenance) -> str:
    """Where a row was written; empty if its block bears no place."""
    if placed.piece < 0:
        return ""
    place = pieces[placed.piece].piece.place
    if placed.note >= 0:
        return provenance.definition("".join(row.words for row in placed.galley.rows)) or place
    names = (name for name, _ in _row(placed).anchors)
    return next((provenance.indicators[name] for name in names if name in provenance.indicators), place)


def marks(page: Page, pieces: Sequence[SetPiece], provenance: Provenance, file: str) -> list[Mark]:
    """The marks of a page from top to bottom, each on a line of its own. ``file`` is what designed sheets are from."""
    rows = ((_place(each, pieces, provenance), each) for each in page.placed if not each.artifact)
    found: list[Mark] = []
    for place, group in groupby(rows, key=lambda pair: pair[0]):
        stretch = [placed for _, placed in group]
        if place:
            found.append(Mark(min(each.y for each in stretch), max(_bottom(each) for each in stretch), place))
        else:
            found += (mark for each in stretch for mark in _by_words(each, provenance, file))
    return list(_apart(sorted(found, key=lambda mark: mark.top), page.area.height))


def _place(placed: Placed, pieces: Sequence[SetPiece], provenance: Provenance) -> str:
    """Where the text was written that a row is as a whole, as an item of a list; else where its block was."""
    place = place_of_row(placed, pieces, provenance)
    return place and (provenance.of(_row(placed).words, place.partition(":")[0]) or place)


def _by_words(placed: Placed, provenance: Provenance, file: str) -> Iterator[Mark]:
    """What a row without a place says of itself, at the height of the heading above it."""
    row = _row(placed)
    words, y = folded(row.words), placed.y
    heads = [(words.find(folded(head.label)), placed.y + head.y - row.top) for head in row.bookmarks]
    for at, place, shown in provenance.within(row.words, file):
        y = max((height for begins, height in heads if 0 <= begins <= at), default=y)
        yield Mark(y, y, f"{place} {shown[:_SHOWN]}{'…' if len(shown) > _SHOWN else ''}")


def _apart(found: Sequence[Mark], height: float) -> Iterator[Mark]:
    """Lines of type beside their stretches, moved down and, at the foot, up, so that none covers another."""
    lines: list[float] = []
    for mark in found:
        lines.append(max(mark.top, lines[-1] + _LINE if lines else _FIRST))
    limit = height - _LAST
    for number in reversed(range(len(lines))):
        lines[number] = limit = min(lines[number], limit)
        limit -= _LINE
    return (mark._replace(line=line) for mark, line in zip(found, lines, strict=True))


def _row(placed: Placed) -> Row:
    return placed.galley.rows[placed.row]


def _bottom(placed: Placed) -> float:
    return placed.y + _row(placed).height
