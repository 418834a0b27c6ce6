"""Standing type: galleys are kept by what they are made of, and set only if they are not there."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from functools import lru_cache
from hashlib import blake2b

import msgspec
from msgspec.structs import replace

from vision_compiler.render.piece import Piece
from vision_compiler.shelf import opened, sealed
from vision_compiler.typeset.prose import read
from vision_compiler.typeset.shapes import Galley
from vision_compiler.typeset.workers import begin, enough, set_by_workers

#: Made once: msgspec crashes if documents that are made side by side learn at the same time what a galley is.
_KEPT = msgspec.msgpack.Decoder(dict[str, Galley])
#: In characters: whoever sets a piece like that is busy long enough.
_LONG = 12_000


class StandingType:
    """The galleys of one style. ``kept`` is what an earlier one returned from ``keep``.

    Damaged or made by other means (``made_by``: compiler, fonts, libraries), it counts as nothing.
    """

    def __init__(self, css: str, made_by: str = "", kept: bytes = b"", urgency: int = 0) -> None:
        self._css, self._urgency = css, urgency
        self._made_by = f"{made_by}\0{css}"
        content = opened(kept, self._made_by)
        self._galleys = _KEPT.decode(content) if content else {}
        self._used: set[str] = set()
        self._is_new = False
        self._waiting: dict[str, Piece] = {}
        self._begun: dict[str, tuple[Future[list[Galley]], int]] = {}

    def expect(self, piece: Piece) -> None:
        """A piece that will be asked for. As soon as there is enough to do, the workers begin."""
        for each in (piece, *piece.notes):
            if _key(each) in self._galleys:
                continue
            prose = read(each)
            wanted = prose.specimen if prose else each
            if (key := _key(wanted)) not in self._galleys and key not in self._begun:
                self._waiting[key] = wanted
        if len(self._waiting) >= enough() or len(piece.html) > _LONG:
            future = begin(self._css, list(self._waiting.items()), self._urgency)
            self._begun |= {key: (future, number) for number, key in enumerate(self._waiting)}
            self._waiting = {}

    def set(self, pieces: Sequence[Piece]) -> list[Galley]:
        """A galley for every piece, in their order."""
        if self._begun:
            self._galleys |= {key: future.result()[number] for key, (future, number) in self._begun.items()}
            self._is_new = True
        self._begun, self._waiting = {}, {}
        keys = [_key(piece) for piece in pieces]
        missing = {key: piece for key, piece in zip(keys, pieces, strict=True) if key not in self._galleys}
        if missing:
            self._set(missing)
            self._is_new = True
        found = [self._galleys[key] for key in keys]
        self._used.update(keys, (galley.specimen for galley in found if galley.specimen))
        return found

    def _set(self, missing: Mapping[str, Piece]) -> None:
        """Plain text is set here, after the specimens of its kinds; all else, and these, by the workers."""
        plain = {key: prose for key, piece in missing.items() if (prose := read(piece))}
        specimens = {key: _key(prose.specimen) for key, prose in plain.items()}
        wanted = {specimens[key]: prose.specimen for key, prose in plain.items()}
        wanted |= {key: piece for key, piece in missing.items() if key not in plain}
        self._work({key: piece for key, piece in wanted.items() if key not in self._galleys})
        for key, prose in plain.items():
            specimen = self._galleys[specimens[key]]
            if specimen.text:
                self._galleys[key] = replace(prose.set(specimen), specimen=specimens[key])
        self._work({key: piece for key, piece in missing.items() if key not in self._galleys})

    def _work(self, pieces: Mapping[str, Piece]) -> None:
        if pieces:
            galleys = set_by_workers(self._css, list(pieces.items()), self._urgency)
            self._galleys.update(zip(pieces, galleys, strict=True))

    def keep(self) -> bytes | None:
        """All galleys that were asked for, to be given to the next one; None if these are what it was given itself."""
        if not self._is_new and self._used == self._galleys.keys():
            return None
        self._galleys = {key: self._galleys[key] for key in sorted(self._used)}
        self._is_new = False
        return sealed(msgspec.msgpack.encode(self._galleys), self._made_by)

    def begin(self) -> None:
        """Forget what was asked for so far: only what is asked for from here on will be kept."""
        self._used.clear()


@lru_cache(maxsize=1 << 13)
def _key(piece: Piece) -> str:
    made_of = f"{piece.begins}\0{len(piece.around)}\0{piece.source}"
    return blake2b(made_of.encode(), digest_size=10).hexdigest()
