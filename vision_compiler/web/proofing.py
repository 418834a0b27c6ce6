"""校正用: the pages of the site with a mark at every passage that says where in the plan it was written."""

from html import escape
from typing import NamedTuple
from xml.parsers.expat import ParserCreate

from msgspec import Struct

from vision_compiler.document.provenance import Provenance
from vision_compiler.web.addresses import relative

STYLESHEET = "assets/proof.css"
#: Bears the place of a block until its page is marked.
PLACE = "data-place"
#: Elements that a mark can stand in; of several in each other the innermost.
_PASSAGES = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "dt", "dd", "th", "td", "caption", "figcaption"))


class _Mark(NamedTuple):
    at: int
    place: str


def proofed(page: str, path: str, provenance: Provenance, folder: str) -> str:
    """A finished page with its marks; ``folder`` is how readers call that of the plan."""
    head, main, rest = page.partition("<main")
    content = (main + rest[: rest.index("</main>")] + "</main>").encode()
    reader = _Reader(provenance, content)
    reader.read()
    for mark in sorted(reader.marks, reverse=True):
        label = f'<span class="proof-place">{escape(f"{folder}/{mark.place}")}</span>'.encode()
        content = content[: mark.at] + label + content[mark.at :]
    link = f'<link rel="stylesheet" href="{relative(path, STYLESHEET)}"/>\n</head>'
    banner = '<p class="proof-banner">校正用：右の欄は、文を書いたファイルと行です。公開しないでください。</p>\n<header'
    top = head.replace("</head>", link, 1).replace("<header", banner, 1)
    return top + content.decode() + rest[rest.index("</main>") + len("</main>") :]


def with_place(html: str, place: str) -> str:
    """The HTML of a block, its first element bearing the block's place."""
    tag, name = html.find("<"), f' {PLACE}="{escape(place)}"'
    end = next((at for at in range(tag + 1, len(html)) if html[at] in " >/"), -1)
    return html[:end] + name + html[end:] if tag >= 0 <= end else html


class _Element(Struct):
    tag: str
    place: str
    begins: int
    words: list[str] = []
    holds_passages: bool = False


class _Reader:
    """Walks through the main part of a page; where a place ends and another begins, there is a mark."""

    def __init__(self, provenance: Provenance, content: bytes) -> None:
        self.provenance, self.content = provenance, content
        self.marks: list[_Mark] = []
        self.open = [_Element("", "", 0)]
        self.last = ""
        self.parser = ParserCreate("UTF-8")
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def read(self) -> None:
        self.parser.Parse(self.content, True)

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        place = attributes.get(PLACE) or self.open[-1].place
        if tag in _PASSAGES:
            for above in self.open:
                above.holds_passages = True
        # Attributes of ours hold no ">": it is written as an entity.
        begins = self.content.index(b">", self.parser.CurrentByteIndex) + 1
        self.open.append(_Element(tag, place, begins))

    def _text(self, text: str) -> None:
        for element in self.open:
            element.words.append(text)

    def _end(self, tag: str) -> None:
        element = self.open.pop()
        words = "".join(element.words)
        if tag not in _PASSAGES or element.holds_passages or not words.strip():
            return
        place = self.provenance.of(words, element.place.partition(":")[0])
        if tag != "td":  # a value is where its indicator is
            place = place or element.place
        if place and place != self.last:
            self.marks.append(_Mark(element.begins, place))
        self.last = place or self.last
