"""Charts engraved from their specifications: Vega-Lite → SVG, kept so that the engraver is seldom called."""

import re
from collections.abc import Iterator
from hashlib import blake2b
from threading import Lock
from typing import Any
from xml.etree import ElementTree

import msgspec

from vision_compiler.diagnostics import ProjectError
from vision_compiler.shelf import Shelf, opened, sealed
from vision_compiler.typeset.engraver import engraved

_NAME = "charts"
#: So many charts are kept, those that were asked for last.
_MOST = 400
#: Longer specifications (some 700 points) are no chart any more, and the engraver takes minutes for them.
_LONGEST = 200_000
#: So many characters tell which chart is meant.
_BEGINNING = 40
_SVG = "http://www.w3.org/2000/svg"
#: What only a browser needs.
_IDLE = re.compile(r"role$|aria-|class$|pointer-events$")


def are_kept(shelf: Shelf | None) -> bool:
    """Whether charts stand on a shelf: then few will have to be drawn."""
    return shelf is not None and bool(shelf.take(_NAME))


class Plates:
    """Draws charts, each specification once. What was made by another program (``made_by``) counts for nothing."""

    def __init__(self, shelf: Shelf | None = None, made_by: str = "") -> None:
        self._shelf, self._made_by = shelf, made_by
        kept = opened(shelf.take(_NAME), made_by) if shelf is not None else None
        self._kept: dict[str, str] = msgspec.msgpack.decode(kept, type=dict[str, str]) if kept else {}
        self._is_new = False
        self._lock = Lock()

    def __call__(self, specification: dict[str, Any]) -> str:
        """The chart as SVG."""
        written = msgspec.json.encode(specification)
        if len(written) > _LONGEST:
            raise ProjectError(
                f"グラフ「{specification['description'][:_BEGINNING]}…」は、点が多すぎて描けません",
                "グラフにする系列の時点を減らしてください。",
            )
        name = blake2b(written, digest_size=10).hexdigest()
        with self._lock:  # documents are made side by side
            if name not in self._kept:
                self._kept[name] = _cleared(engraved(written.decode()), specification["description"])
                self._is_new = True
            self._kept[name] = self._kept.pop(name)
            return self._kept[name]

    def keep(self) -> None:
        """Put what is new on the shelf."""
        with self._lock:
            if self._shelf is not None and self._is_new:
                last = dict(list(self._kept.items())[-_MOST:])
                self._shelf.put(_NAME, sealed(msgspec.msgpack.encode(last), self._made_by))
                self._is_new = False


def _cleared(svg: str, alt: str) -> str:
    """A drawing without what only a browser needs, its words for those who don't see it first."""
    root = ElementTree.fromstring(svg)
    made = ElementTree.Element("svg", {"xmlns": _SVG, "viewBox": root.attrib["viewBox"]})
    ElementTree.SubElement(made, "title").text = alt
    made.extend(part for child in root for part in _parts(child))
    return ElementTree.tostring(made, encoding="unicode")


def _parts(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """An element without its idle attributes; in place of a group that says nothing, what stands in it."""
    if element.get("class") in ("background", "foreground"):
        return
    said = {key: _rounded(value) for key, value in element.items() if not _IDLE.match(key)}
    if said.get("transform") == "translate(0,0)":
        del said["transform"]
    tag, inside = element.tag.removeprefix(f"{{{_SVG}}}"), [part for child in element for part in _parts(child)]
    if tag == "g" and not (said and inside):
        yield from inside
        return
    made = ElementTree.Element(tag, said)
    made.text = element.text
    made.extend(inside)
    yield made


def _rounded(value: str) -> str:
    """Numbers to a hundredth of a point."""
    return re.sub(r"-?\d+\.\d{3,}", lambda match: f"{float(match[0]):.2f}", value)
