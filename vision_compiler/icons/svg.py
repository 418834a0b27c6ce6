"""One file of SVG → a drawing of plain shapes. Whatever is not on the list of what there may be refuses the file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NoReturn
from xml.parsers import expat

from vision_compiler.icons.attributes import is_idle, is_known, numbers, written
from vision_compiler.model.icons import Icon, Shape
from vision_compiler.source import Position

#: The largest file in bytes; an icon without pictures and text is a fraction of it.
LARGEST = 100_000
_SVG = "http://www.w3.org/2000/svg"
_SHAPES = {"path", "rect", "circle", "ellipse", "polygon", "polyline", "line"}
#: Without this a shape is nothing.
_NEEDED = {"path": "d", "polygon": "points", "polyline": "points"}
#: What may stand in the outermost element. Definitions are read, because some programs write empty ones.
_INSIDE = _SHAPES | {"g", "defs"}
#: What says something about a drawing; it is left out with all that is in it.
_REMARKS = {"title", "desc", "metadata"}
_DEEPEST = 20
#: The attributes of the outermost element that say how large it is.
_SIZES = {"viewBox", "x", "y", "width", "height"}
#: A square may be so much out of true.
_SKEW = 0.01
#: How files of other kinds begin.
_OTHERS = {
    b"\x89PNG": "PNGの画像",
    b"\xff\xd8": "JPEGの画像",
    b"GIF8": "GIFの画像",
    b"RIFF": "WebPの画像",
    b"BM": "BMPの画像",
    b"%PDF": "PDFかAI",
    b"%!PS": "EPSかAI",
    b"\x1f\x8b": "圧縮されたSVG（SVGZ）",
}


class IconError(Exception):
    """A file is no icon that we can set. ``kind`` names the reason, ``words`` are those of the file."""

    def __init__(self, kind: str, position: Position, *words: str) -> None:
        super().__init__(kind)
        self.kind, self.position, self.words = kind, position, words


@lru_cache(maxsize=64)
def read_icon(content: bytes) -> Icon:
    """The drawing in a file. Remembered, because a preview reads a plan at every save."""
    begin = Position(1, 1)
    for signature, what in _OTHERS.items():
        if content.startswith(signature):
            raise IconError("other-kind", begin, what)
    if len(content) > LARGEST:
        raise IconError("too-large", begin, f"{-(-len(content) // 1000):,}")
    return _Reader().read(content)


@dataclass
class _Open:
    """An element that has not ended yet."""

    name: str
    attributes: dict[str, str]
    inside: list[Shape] = field(default_factory=list)


class _Reader:
    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        # Before the parser reads a declaration, so that no entity is ever made.
        self._parser.StartDoctypeDeclHandler = lambda *_: self._refuse("doctype")
        self._parser.ProcessingInstructionHandler = lambda *_: self._refuse("instruction")
        self._open: list[_Open] = []
        self._unread = 0
        self._view_box = ""
        self._shapes: list[Shape] = []

    def read(self, content: bytes) -> Icon:
        try:
            self._parser.Parse(content, True)
        except expat.ExpatError as error:
            raise IconError("no-xml", Position(error.lineno, error.offset + 1)) from error
        if not self._shapes:
            raise IconError("empty", Position(1, 1))
        return Icon(self._view_box, tuple(self._shapes))

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        is_svg = space in (_SVG, "")
        if self._unread or (self._open and is_svg and name in _REMARKS):
            self._unread += 1
            return
        if not self._open and not (is_svg and name == "svg"):
            self._refuse("no-svg")
        if self._open and not (is_svg and name in _INSIDE):
            self._refuse("element", name)
        if len(self._open) == _DEEPEST:
            self._refuse("too-deep")
        if not self._open:
            self._view_box = self._measured(attributes)
            attributes = {key: value for key, value in attributes.items() if key not in _SIZES}
        self._open.append(_Open(name, dict(self._said(name, attributes))))

    def _end(self, _tag: str) -> None:
        if self._unread:
            self._unread -= 1
            return
        ended = self._open.pop()
        outside = self._open[-1].inside if self._open else self._shapes
        outside.extend(_drawn(ended))

    def _measured(self, attributes: Mapping[str, str]) -> str:
        """The square that is drawn in."""
        given = attributes.get("viewBox") or " ".join(
            ("0 0", *(attributes.get(key, "") for key in ("width", "height")))
        )
        try:
            box = numbers(given.replace("px", ""))
        except ValueError:
            box = []
        if len(box) != 4:
            self._refuse("no-size")
        width, height = float(box[2]), float(box[3])
        if width <= 0 or abs(width - height) > _SKEW * width:
            self._refuse("no-square", box[2], box[3])
        return " ".join(box)

    def _said(self, element: str, attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """The attributes that count, their values written anew."""
        for name, value in attributes.items():
            if is_idle(name):
                continue
            if not is_known(name):
                self._refuse("attribute", element, name.rpartition(" ")[2])
            try:
                yield name, written(name, value)
            except ValueError:
                self._refuse("value", element, name, value)

    def _refuse(self, kind: str, *words: str) -> NoReturn:
        raise IconError(kind, Position(self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1), *words)


def _drawn(element: _Open) -> tuple[Shape, ...]:
    """What is left of an element that has ended: a group that says nothing is what stands in it."""
    said, inside = tuple(element.attributes.items()), tuple(element.inside)
    if element.name in _SHAPES:
        needed = _NEEDED.get(element.name)
        return () if needed and not element.attributes.get(needed) else (Shape(element.name, said),)
    if element.name == "defs" or not inside:
        return ()
    return (Shape("g", said, inside),) if said else inside
