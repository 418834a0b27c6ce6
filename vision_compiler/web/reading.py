"""What stands on a finished page: its headings and the text under each. Search and list of pages read this."""

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from msgspec import Struct

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
#: Elements that stand in a line of text; around others there is a space.
_INLINE = {"a", "b", "em", "span", "strong", "sup", "wbr"}
_DRAWING, _TITLE = "{http://www.w3.org/2000/svg}svg", "{http://www.w3.org/2000/svg}title"
#: A drawing that stands for words.
_ICON = "goal-icon"
#: Below all headings: a term of the glossary is found by itself.
_LOWEST = 6


class Passage(Struct):
    """A heading (its rank, anchor and words) and the text up to the next one."""

    level: int
    anchor: str
    words: list[str] = []
    text: list[str] = []

    @property
    def title(self) -> str:
        """The words of the heading."""
        return _joined(self.words)

    @property
    def content(self) -> str:
        """The text without the heading."""
        return _joined(self.text)


def _joined(runs: list[str]) -> str:
    return " ".join("".join(runs).split())


def passages(page: str) -> Iterator[Passage]:
    """The passages of what stands in the main part of a page; pages are well-formed."""
    main = page[page.index("<main") : page.index("</main>")] + "</main>"
    reader = _Reader()
    reader.read(ElementTree.fromstring(main))
    return (passage for passage in reader.passages if passage.anchor or passage.content)


class _Reader:
    """Collects passages. A heading without an anchor starts none; what is marked ``data-unread`` is left out."""

    def __init__(self) -> None:
        self.passages = [Passage(0, "")]
        self.into = self.passages[-1].text

    def read(self, element: Element) -> None:
        tag, anchor = element.tag, element.get("id", "")
        if "data-unread" in element.attrib or tag == _DRAWING:
            if element.get("class") == _ICON:
                self.into.append(f" {element.findtext(_TITLE)} ")
            return
        is_heading = bool(anchor) and (tag in _HEADINGS or tag == "dt")
        if is_heading:
            self.passages.append(Passage(int(tag[1]) if tag in _HEADINGS else _LOWEST, anchor))
            self.into = self.passages[-1].words
        space = "" if tag in _INLINE else " "
        self.into += [space, element.text or ""]
        for child in element:
            self.read(child)
            self.into.append(child.tail or "")
        self.into.append(space)
        if is_heading:
            self.into = self.passages[-1].text
