"""The composing room: copy → galleys (new or standing type) → pages → one PDF."""

from collections.abc import Mapping, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from vision_compiler.diagnostics import ProjectError
from vision_compiler.document.agreement import PrintedPage
from vision_compiler.render.manuscript import Manuscript, PageFacts
from vision_compiler.render.piece import Piece
from vision_compiler.typeset.archive import Attachment, Imprint
from vision_compiler.typeset.link import folios, link
from vision_compiler.typeset.makeup import UNNUMBERED, Aids, SetPiece, make_up
from vision_compiler.typeset.printing import PrintRun
from vision_compiler.typeset.shapes import Galley, Page, Placed
from vision_compiler.typeset.standing import StandingType
from vision_compiler.typeset.workers import UnsettableError

#: How often page numbers may move lines that move page numbers, before we say that they never settle.
_MOST_PASSES = 6


class Forme(Struct, frozen=True):
    """A publication made up, ready for print."""

    pages: tuple[Page, ...]
    pieces: tuple[SetPiece, ...]

    def printed(self) -> tuple[PrintedPage, ...]:
        """What stands on each page. A publication without folios is counted through."""
        is_numbered = any(page.folio for page in self.pages)
        return tuple(
            _printed(page, page.folio or UNNUMBERED[page.name] if is_numbered else str(number))
            for number, page in enumerate(self.pages, 1)
        )

    def panels(self) -> tuple[tuple[str, float], ...]:
        """The sheets of their own design, with the millimetres that are left on each."""
        return tuple((panel.name, panel.free) for each in self.pieces for panel in each.galley.panels)

    def pdf(self, imprint: Imprint, attachments: Sequence[Attachment], run: PrintRun | None = None) -> bytes:
        """The pages as one file."""
        return link(self.pages, self.pieces, imprint, attachments, run)


def compose(manuscript: Manuscript, standing: StandingType, known: Mapping[str, str] | None = None) -> Forme:
    """Set and make up a publication, again and again until the page numbers that it quotes hold.

    ``known`` are the page numbers of an earlier state of it, from which it is not far to those that hold.
    """
    try:
        return _composed(manuscript, standing, known)
    except UnsettableError as error:
        raise ProjectError(f"「{manuscript.document.title}」を組めません。{error.message}", error.help) from error


def _composed(manuscript: Manuscript, standing: StandingType, known: Mapping[str, str] | None) -> Forme:
    pages: Sequence[Page] = ()
    for _ in range(_MOST_PASSES):
        written = manuscript.pieces(known, standing.expect)
        for piece in chain.from_iterable(_furniture(manuscript, pages)):  # few pages will change theirs
            standing.expect(piece)
        pieces = _set_pieces(written, standing)
        pages = make_up(pieces, _aids(manuscript, standing))
        found = folios(pages)
        if found == known:
            return Forme(tuple(_furnished(manuscript, pages, standing)), tuple(pieces))
        known = found
    raise ProjectError(
        f"「{manuscript.document.title}」のページ番号が決まりません",
        "目次や一覧のページ番号が、ページの区切りをそのたびに動かしています。文の量を少し変えてください。",
    )


def _set_pieces(pieces: Sequence[Piece], standing: StandingType) -> list[SetPiece]:
    galleys = iter(standing.set([each for piece in pieces for each in (piece, *piece.notes)]))
    found = [SetPiece(piece, next(galleys), tuple(next(galleys) for _ in piece.notes)) for piece in pieces]
    for each in found:
        for panel in each.galley.panels:
            if panel.free < 0:
                raise ProjectError(
                    f"「{panel.name}」の面が、1ページに入りません（{-panel.free:.1f}mm 足りません）",
                    f"この面に載せる文をおよそ{panel.excess}字短くするか、項目の数を減らしてください。",
                )
    return found


def _aids(manuscript: Manuscript, standing: StandingType) -> Aids:
    return Aids(*standing.set([manuscript.note_rule, manuscript.continued]))


def _furnished(manuscript: Manuscript, pages: Sequence[Page], standing: StandingType) -> list[Page]:
    """The pages with their running heads, folios and tabs under the text. A page that is left blank gets none."""
    furniture = _furniture(manuscript, pages)
    galleys = iter(standing.set([piece for pieces in furniture for piece in pieces]))
    return [
        replace(page, placed=(*(_fixed(next(galleys)) for _ in pieces), *page.placed))
        for page, pieces in zip(pages, furniture, strict=True)
    ]


def _furniture(manuscript: Manuscript, pages: Sequence[Page]) -> list[tuple[Piece, ...]]:
    return [manuscript.furniture(facts) if facts else () for facts in _facts(pages)]


def _fixed(galley: Galley) -> Placed:
    return Placed(galley, 0, galley.rows[0].top, artifact=True)


def _facts(pages: Sequence[Page]) -> list[PageFacts | None]:
    """What the furniture of each page depends on. A running head is that of the text that begins the page."""
    facts: list[PageFacts | None] = []
    running: dict[str, str] = {}
    fields = 0
    for number, page in enumerate(pages):
        rows = [placed.galley.rows[placed.row] for placed in page.placed if not placed.artifact]
        if not rows:
            facts.append(None)
            continue
        head = dict(rows[0].running).get("chapter", running.get("chapter", ""))
        for row in rows:
            running.update(row.running)
        before, fields = fields, fields + sum(key == "field" for row in rows for key, _ in row.running)
        here = tuple(range(before + 1, fields + 1))
        facts.append(PageFacts(page.name, page.folio, "left" if number % 2 else "right", head, here))
    return facts


def _printed(page: Page, number: str) -> PrintedPage:
    rows = [placed.galley.rows[placed.row] for placed in page.placed if not placed.artifact]
    facts = frozenset(fact for row in rows for fact in row.facts)
    return PrintedPage(number, "".join(row.words for row in rows), facts)
