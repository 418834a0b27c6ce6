"""Standing type that can put off what takes long to set: for the time being, that stands as it was."""

from collections import Counter
from collections.abc import Sequence

from vision_compiler.render.piece import Piece
from vision_compiler.typeset.shapes import Galley
from vision_compiler.typeset.standing import StandingType

#: Pieces of so much HTML are big tables, which take longer than an eye waits.
_LONG = 5000
#: So much of its beginning tells what sort of table a piece is.
_HEAD = 40


class PatientType(StandingType):
    """``hurries`` says that long pieces may stand as they were; ``put_off`` collects the HTML of those that do."""

    def __init__(self, css: str, made_by: str = "", kept: bytes = b"") -> None:
        super().__init__(css, made_by, kept)
        self.hurries = False
        self.put_off: set[str] = set()
        #: The long pieces that were set last, by their beginning and their number among those that begin so.
        self._last: dict[tuple[str, int], Piece] = {}

    def set(self, pieces: Sequence[Piece]) -> list[Galley]:
        """A galley for every piece, in their order; perhaps that of an earlier state."""
        count: Counter[str] = Counter()
        return super().set([self._now(piece, count) if len(piece.html) >= _LONG else piece for piece in pieces])

    def _now(self, piece: Piece, count: Counter[str]) -> Piece:
        head = piece.html[:_HEAD]
        count[head] += 1
        last = self._last.get((head, count[head]))
        if self.hurries and last and last.source != piece.source:
            self.put_off.add(piece.html)
            return last
        self._last[head, count[head]] = piece
        return piece
