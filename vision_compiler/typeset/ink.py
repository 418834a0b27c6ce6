"""What WeasyPrint paints, recorded: operators with slots for tags, the glyphs that they use, named resources."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.pdf.stream import Stream

from vision_compiler.typeset.shapes import Element, Resource, TypesettingError

_KINDS = ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace")
#: How far colour may go beyond the sheet, for a run that is trimmed (px).
_BEYOND = 40.0
#: What owns content that nobody needs to hear.
ARTIFACT = Element("Artifact")


class _Slot:
    """Where a stretch of content of one element begins."""

    def __init__(self, role: str) -> None:
        self.role = role


class Ink(Stream):  # type: ignore[misc]  # WeasyPrint ships no types
    """A stream for one row. ``owner`` tells the element of a box; ``prefix`` keeps names of resources apart."""

    def __init__(
        self, fonts: dict[Any, Any], owner: Callable[[Any], Element], prefix: str, size: Sequence[float]
    ) -> None:
        empty = pydyf.Dictionary({kind: pydyf.Dictionary() for kind in _KINDS})
        around = (-_BEYOND, -_BEYOND, *(length + 2 * _BEYOND for length in size))
        super().__init__(fonts, around, empty, {}, None, {}, None)
        self._owner, self._prefix = owner, prefix
        self._open: Element | None = None
        self._is_held = False
        #: The number of the stretch that each box was painted in, by the box's id.
        self.stretches: dict[int, int] = {}
        self._count = 0

    # Neighbouring boxes of one element share a stretch: it stays open until something else is painted.

    @contextmanager
    def marked(self, box: Any, tag: str) -> Iterator[None]:
        owner = self._owner(box)
        if owner is ARTIFACT:
            with self.artifact():
                yield
            return
        if self._open is not owner:
            self._end()
            self.stream.append(_Slot(owner.role))
            self._open = owner
            self._count += 1
        self.stretches[id(box)] = self._count - 1
        self._is_held = tag == "Figure"
        yield
        self._is_held = False

    @contextmanager
    def artifact(self) -> Iterator[None]:
        self._end()
        self.begin_marked_content("Artifact")
        self._is_held, before = True, self._is_held
        yield
        self._is_held = before
        self.end_marked_content()

    def push_state(self) -> None:
        self._end()
        super().push_state()

    def pop_state(self) -> None:
        self._end()
        super().pop_state()

    def _end(self) -> None:
        if self._open and not self._is_held:
            self._open = None
            self.end_marked_content()

    # Names of resources are unique on a page, whichever rows come to stand on it.

    def set_state(self, state: Any) -> None:
        super().set_state(state)
        old = f"s{len(self._resources['ExtGState']) - 1}"
        name = self._renamed("ExtGState", old)
        self.stream[-2 if self.stream[-1] == b"gs" else -1] = f"/{name}".encode()

    def add_group(self, x: float, y: float, width: float, height: float) -> Any:
        group = super().add_group(x, y, width, height)
        group.id = self._renamed("XObject", group.id)
        return group

    def add_pattern(self, *_: Any) -> Any:
        """A pattern has its place on the sheet, which a row does not know."""
        raise TypesettingError("a background that repeats can't be kept")

    def add_shading(self, *arguments: Any, **options: Any) -> Any:
        shading = super().add_shading(*arguments, **options)
        shading.id = self._renamed("Shading", shading.id)
        return shading

    def _renamed(self, kind: str, name: str) -> str:
        entries = self._resources[kind]
        new = f"{self._prefix}{name}"
        entries[new] = entries.pop(name)
        return new

    # What was recorded.

    def recorded(self) -> tuple[tuple[bytes, ...], tuple[str, ...]]:
        """The operators, cut where a stretch begins, and the role of each stretch."""
        self._end()
        chunks: list[list[bytes]] = [[]]
        roles = []
        for each in self.stream:
            if isinstance(each, _Slot):
                roles.append(each.role)
                chunks.append([])
            else:
                chunks[-1].append(pydyf._to_bytes(each))
        return tuple(b"\n".join(chunk) for chunk in chunks), tuple(roles)

    def resources(self) -> tuple[Resource, ...]:
        """The named resources that the operators use."""
        return tuple(_resources(self._resources))


def _resources(found: Any) -> Iterator[Resource]:
    for kind in _KINDS:
        for name, value in (found[kind] or {}).items():
            if isinstance(value, Stream):
                content = b"\n".join(pydyf._to_bytes(each) for each in value.stream)
                extra = pydyf.Dictionary({key: each for key, each in value.extra.items() if key != "Resources"})
                inside = tuple(_resources(value.extra["Resources"]))
                yield Resource(kind, name, _entries(extra), content, inside)
            elif isinstance(value, dict) and not _holds_stream(value):
                yield Resource(kind, name, _entries(value))
            else:
                raise TypesettingError(f"{kind} {name}: what the renderer made of a style can't be kept")


def _holds_stream(value: Any) -> bool:
    """Whether there is a stream inside: for transparent gradients and masks, which our styles do without."""
    if isinstance(value, pydyf.Stream):
        return True
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(map(_holds_stream, parts))


def _entries(dictionary: Any) -> bytes:
    return bytes(pydyf.Dictionary(dictionary).data)
