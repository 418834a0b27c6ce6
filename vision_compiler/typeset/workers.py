"""Other processes that set type, so that both hands are busy and a crash of the renderer is not ours."""

import gc
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from itertools import count
from multiprocessing import get_context
from threading import Lock
from typing import TYPE_CHECKING

from vision_compiler.diagnostics import ProjectError
from vision_compiler.typeset.shapes import Galley

if TYPE_CHECKING:
    from vision_compiler.render.piece import Piece
    from vision_compiler.typeset.galley import Compositor

#: How many pieces a process sets at a time, and after how many shares it clears up.
_SHARE = 16
_SHARES_BEFORE_CLEARING = 40
_shares = count(1)
#: As many pieces one worker sets before others would be ready.
_FOR_ONE = 40
_hired: dict[int, ProcessPoolExecutor] = {}
_needed: set[int] = set()
_lock = Lock()
Named = Sequence[tuple[str, "Piece"]]


def hire(for_all: bool) -> None:
    """Let the workers (or one of them, for a small change) get ready while there is other work to do."""
    count = _most() if for_all else 1
    for _ in range(count):
        _pool(count).submit(_ready)


def set_by_workers(css: str, pieces: Named) -> Iterator[Galley]:
    """A galley for every piece, in their order."""
    count = _most() if len(pieces) > _FOR_ONE or _most() in _hired else 1
    _needed.add(count)
    share = min(_SHARE, -(-len(pieces) // count))
    shares = [pieces[start : start + share] for start in range(0, len(pieces), share)]
    futures: list[Future[list[Galley]]] = [_pool(count).submit(_set, css, each) for each in shares]
    try:
        for future in futures:
            yield from future.result()
    except BrokenProcessPool as error:
        _hired.pop(count, None)
        raise ProjectError(
            "組版の途中で、処理が止まりました", "メモリが足りているかを確かめて、もう一度実行してください。"
        ) from error


def dismiss() -> None:
    """Begin nothing more: what was asked for is no longer wanted."""
    for pool in _hired.values():
        pool.shutdown(wait=False, cancel_futures=True)


def send_home() -> None:
    """Send workers home that were hired for nothing: they are still getting ready, and the end would wait for them."""
    for team in _hired.keys() - _needed:
        pool = _hired.pop(team)
        for worker in list(pool._processes.values()):  # has a public name from Python 3.14 on
            worker.terminate()
        pool.shutdown(wait=False)


def _most() -> int:
    return min(os.cpu_count() or 1, 4)


def _pool(count: int) -> ProcessPoolExecutor:
    """The workers of a team of this size: a new one would have to load everything first."""
    with _lock:
        if count not in _hired:
            # A copy of this process starts at once; but only Linux makes copies that are safe.
            context = get_context("fork" if sys.platform == "linux" else "spawn")
            _hired[count] = ProcessPoolExecutor(count, context, initializer=_leave_interrupts_to_the_master)
        return _hired[count]


def _leave_interrupts_to_the_master() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _ready() -> None:
    """In a worker: load WeasyPrint and the fonts."""
    from vision_compiler.render.piece import Piece  # noqa: PLC0415
    from vision_compiler.typeset.galley import Compositor  # noqa: PLC0415 - loads WeasyPrint

    Compositor("body, p { display: block; font-family: 'Plan Gothic' }").set([("", Piece("<p>国</p>"))])
    gc.collect()
    gc.freeze()


def _set(css: str, pieces: Named) -> list[Galley]:
    """In a worker. What the shares leave behind is cleared away between them, now and then: it takes half a second."""
    gc.disable()
    galleys = _compositor(css).set(pieces)
    if next(_shares) % _SHARES_BEFORE_CLEARING == 0:
        gc.collect()
    return galleys


@cache
def _compositor(css: str) -> "Compositor":
    from vision_compiler.typeset.galley import Compositor  # noqa: PLC0415 - loads WeasyPrint

    return Compositor(css)
