"""Who engraves charts: vl-convert, a browser's engine in a library, in a process of its own.

It is offline and has no fonts of its own; it takes a second to start, and nothing else in its process can work while
it does.
"""

import atexit
from concurrent.futures import CancelledError
from threading import Lock, active_count

from vision_compiler.diagnostics import ProjectError
from vision_compiler.typeset.cage import COPY, Cage, DiedError

#: The version of Vega-Lite that our specifications are written in.
_VEGA_LITE = "6.4"
_SMALLEST = '{"data": {"values": []}, "mark": "point"}'
_REMEDY = "グラフにする数値を確かめてください。正しければ、プログラムを開発した人に知らせてください。"


class _Engraver:
    """The process, as soon as it is wanted, and another one if it died."""

    def __init__(self) -> None:
        self._cage: Cage | None = None
        self._lock = Lock()
        self._is_closed = False

    def hire(self, at_work: bool) -> Cage:
        """The process; a new one may load the engine before there is anything to draw."""
        if self._is_closed:
            raise CancelledError
        if self._cage is None:
            # Another thread may hold a lock, which its copy would hold for ever.
            self._cage = Cage(COPY if active_count() == 1 else "spawn", _load if at_work else None)
        return self._cage

    def draw(self, specification: str) -> str:
        with self._lock:  # documents are made side by side
            try:
                return self._drawn(specification)
            except DiedError:  # an accident heals
                pass
            try:
                return self._drawn(specification)
            except DiedError as error:
                raise ProjectError(f"グラフを描けません（{error.why}）", _REMEDY) from error

    def _drawn(self, specification: str) -> str:
        try:
            return str(self.hire(at_work=False).ask(_engrave, specification))
        except DiedError:
            self._cage = None
            raise

    def close(self) -> None:
        """Send it home in the middle of its work. Who waits for it gets a ``CancelledError``."""
        self._is_closed = True
        if self._cage is not None:
            self._cage.end()


_engraver = _Engraver()


def get_ready(at_work: bool) -> None:
    """Let the process come to be while this one has no threads; it begins at once if charts are sure to be wanted."""
    _engraver.hire(at_work)


def dismiss() -> None:
    """Stop everything: what was asked for is no longer wanted."""
    _engraver.close()


# Else it would be replaced when it ends with us.
atexit.register(dismiss)


def engraved(specification: str) -> str:
    """What is made of a specification, as SVG. Raises ``ProjectError`` if nothing can be made of it."""
    return _engraver.draw(specification)


# In the process.


def _load() -> None:
    _engrave(_SMALLEST)


def _engrave(specification: str) -> str:
    """A drawing, for which nothing may be fetched."""
    try:
        from vl_convert import vegalite_to_svg  # noqa: PLC0415 - only now is there something to draw
    except ImportError as error:
        raise ProjectError(
            "グラフを描くライブラリ（vl-convert-python）を読み込めません",
            "「make pdf」を実行すると、足りないものが入ります。",
        ) from error
    try:
        return str(vegalite_to_svg(specification, vl_version=_VEGA_LITE, allowed_base_urls=[]))
    except ValueError as error:  # whatever goes wrong in there
        raise ProjectError(f"グラフを描けません（{' '.join(str(error).split())}）", _REMEDY) from error
