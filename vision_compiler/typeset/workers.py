"""Other processes that set type, so that both hands are busy and a crash of the renderer is not ours.

What a worker could not set is set again piece by piece: an accident heals, and a piece that can't be set is named.
"""

import atexit
import gc
import os
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from functools import cache
from html import unescape
from itertools import count
from threading import Condition, RLock, Thread, current_thread, main_thread
from typing import TYPE_CHECKING

from vision_compiler.diagnostics import ProjectError
from vision_compiler.typeset.cage import COPY, Cage, DiedError
from vision_compiler.typeset.shapes import Galley, TypesettingError

if TYPE_CHECKING:
    from vision_compiler.render.piece import Piece
    from vision_compiler.typeset.galley import Compositor

#: How many pieces a process sets at a time (and if it has nothing else to do), and after how many shares it clears up.
SHARE, _FEW = 16, 4
_SHARES_BEFORE_CLEARING = 40
_shares = count(1)
#: As many pieces one worker sets before others would be ready.
_FOR_ONE = 40
#: So many characters tell which piece is meant.
_BEGINNING = 20
_MARKUP = re.compile(r"<[^>]*>|[\u200b\u2060]")
Named = Sequence[tuple[str, "Piece"]]


class UnsettableError(ProjectError):
    """Time or memory does not suffice for a piece; the message says for which."""


def hire(for_all: bool) -> None:
    """Let the workers (or one of them, for a small change) get ready while there is other work to do."""
    if for_all and COPY == "fork":  # what is loaded here once, all of them have
        with suppress(ProjectError, ImportError):  # whoever sets the first piece will say so
            import vision_compiler.typeset.galley  # noqa: F401, PLC0415
    _team.hire(_most() if for_all else 1)


def begin(css: str, pieces: Named, urgency: int = 0) -> "Future[list[Galley]]":
    """The galleys of a share: someone begins with it while more is written. What is urgent comes first."""
    _team.hire(1)
    return _team.submit(css, pieces, urgency)


def enough() -> int:
    """How many pieces make a share by now."""
    return SHARE if _team.is_busy else _FEW


def set_by_workers(css: str, pieces: Named, urgency: int = 0) -> Iterator[Galley]:
    """A galley for every piece, in their order."""
    hands = _team.hire(_most() if len(pieces) > _FOR_ONE else 1)
    share = min(SHARE, -(-len(pieces) // hands))
    starts = range(0, len(pieces), share)
    futures = [_team.submit(css, pieces[start : start + share], urgency) for start in starts]
    for future in futures:
        yield from future.result()


def dismiss() -> None:
    """Stop everything: what was asked for is no longer wanted."""
    _team.close()


def _most() -> int:
    return min(os.cpu_count() or 1, 4)


class _Team:
    """Workers, and the shares that wait for one of them."""

    def __init__(self) -> None:
        self._waiting: list[tuple[int, Callable[[_Hand], None]]] = []
        self._hands: list[_Hand] = []
        self._lock = RLock()  # Ctrl-C may come while we hold it
        self._has_work = Condition(self._lock)
        self._is_closed = False

    @property
    def is_busy(self) -> bool:
        """Whether shares wait for someone."""
        return bool(self._waiting)

    def hire(self, wanted: int) -> int:
        """How many workers there are, now at least as many as wanted."""
        with self._lock:
            self._refuse_if_closed()
            # Another thread may hold a lock, which its copy would hold for ever.
            is_alone = not self._hands and current_thread() is main_thread()
            new = [_Hand(self, COPY if is_alone else "spawn") for _ in range(len(self._hands), wanted)]
            for hand in new:  # after all processes were copied
                Thread(target=self._hand_out, args=(hand,), daemon=True).start()
            self._hands += new
            return len(self._hands)

    def submit(self, css: str, pieces: Named, urgency: int) -> "Future[list[Galley]]":
        """The galleys of a share, as soon as someone has set it."""
        future: Future[list[Galley]] = Future()

        def work(hand: _Hand) -> None:
            try:
                future.set_result(hand.set(css, pieces))
            except BaseException as error:  # for whoever waits
                future.set_exception(error)

        with self._lock:
            self._refuse_if_closed()
            self._waiting.append((urgency, work))
            self._has_work.notify()
        return future

    def replacement(self) -> Cage:
        """A process in place of one that died: no copy, because threads are at work by now."""
        with self._lock:
            self._refuse_if_closed()
            return Cage("spawn", _load)

    def close(self) -> None:
        """Send everyone home in the middle of their work. Who waits for it gets a ``CancelledError``."""
        with self._lock:
            self._is_closed = True
            for hand in self._hands:
                hand.cage.end()

    def _hand_out(self, hand: "_Hand") -> None:
        while True:
            self._next()(hand)

    def _next(self) -> "Callable[[_Hand], None]":
        """The most urgent share; of several, the one that has waited longest."""
        with self._has_work:
            self._has_work.wait_for(lambda: bool(self._waiting))
            found = max(range(len(self._waiting)), key=lambda number: (self._waiting[number][0], -number))
            return self._waiting.pop(found)[1]

    def _refuse_if_closed(self) -> None:
        if self._is_closed:
            raise CancelledError


class _Hand:
    """One worker. Its process is replaced when it died."""

    def __init__(self, team: _Team, method: str) -> None:
        self.cage = Cage(method, _load)
        self._team = team

    def set(self, css: str, pieces: Named) -> list[Galley]:
        """The galleys of a share."""
        try:
            return self._ask(css, pieces)
        except (DiedError, TypesettingError) as error:
            found = [self._set_alone(css, each) for each in pieces]
            if isinstance(error, TypesettingError):
                raise
            return found

    def _set_alone(self, css: str, named: tuple[str, "Piece"]) -> Galley:
        try:
            return self._ask(css, [named])[0]
        except TypesettingError as error:
            raise TypesettingError(f"{_described(named[1])}\n{error}") from error
        except DiedError as error:
            raise UnsettableError(
                f"{_described(named[1])}は、{error.why}",
                "この部分の文章や表を、二つ以上に分けて短くしてください。短いのに同じことが起きるときは、"
                "ほかのプログラムを終わらせて、もう一度実行してください。",
            ) from error

    def _ask(self, css: str, pieces: Named) -> list[Galley]:
        try:
            galleys: list[Galley] = self.cage.ask(_set, css, pieces)
        except DiedError:
            self.cage = self._team.replacement()
            raise
        return galleys


def _described(piece: "Piece") -> str:
    """Which piece it is, to an author: where it is written, and how it begins."""
    words = "".join(unescape(_MARKUP.sub("", piece.html)).split())
    beginning = f"「{words[:_BEGINNING]}{'…' * (len(words) > _BEGINNING)}」"
    return f"{piece.place} の{beginning}" if piece.place else beginning


_team = _Team()
# Else a worker that is ended with us would be replaced.
atexit.register(dismiss)


# In a worker.


def _load() -> None:
    """Load WeasyPrint and the fonts."""
    from vision_compiler.render.piece import Piece  # noqa: PLC0415
    from vision_compiler.typeset.galley import Compositor  # noqa: PLC0415 - loads WeasyPrint

    Compositor("body, p { display: block; font-family: 'Plan Gothic' }").set([("", Piece("<p>国</p>"))])
    gc.collect()
    gc.freeze()


def _set(css: str, pieces: Named) -> list[Galley]:
    """What the shares leave behind is cleared away between them, now and then: it takes half a second."""
    gc.disable()
    galleys = _compositor(css).set(pieces)
    if next(_shares) % _SHARES_BEFORE_CLEARING == 0:
        gc.collect()
    return galleys


@cache
def _compositor(css: str) -> "Compositor":
    from vision_compiler.typeset.galley import Compositor  # noqa: PLC0415 - loads WeasyPrint

    return Compositor(css)
