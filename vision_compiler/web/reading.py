"""What stands on a finished page: its headings and the text under each. Contents and search read this."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"br", "col", "hr", "img", "input", "link", "meta", "wbr"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
#: Elements that stand in a line of text; around others there is a space.
_INLINE = {"a", "b", "em", "mark", "span", "strong", "sup", "tspan", "wbr"}


@dataclass(slots=True)
class Passage:
    """A heading (its rank, anchor and words) and the text up to the next one."""

    level: int
    anchor: str
    words: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

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


class _Reader(HTMLParser):
    """Collects passages. A heading without an anchor starts none; what is marked ``data-unread`` is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.passages = [Passage(0, "")]
        self.heading = ""
        self.unread: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag not in _VOID and (self.unread or "data-unread" in known):
            self.unread.append(tag)
        if self.unread:
            return
        self._part(tag)
        if (tag in _HEADINGS or tag == "dt") and known.get("id"):
            level = int(tag[1]) if tag in _HEADINGS else 6
            self.passages.append(Passage(level, known["id"] or ""))
            self.heading = tag

    def handle_endtag(self, tag: str) -> None:
        if self.unread:
            if self.unread[-1] == tag:
                self.unread.pop()
            return
        if tag == self.heading:
            self.heading = ""
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not self.unread:
            passage = self.passages[-1]
            (passage.words if self.heading else passage.text).append(data)

    def _part(self, tag: str) -> None:
        if tag not in _INLINE:
            passage = self.passages[-1]
            (passage.words if self.heading else passage.text).append(" ")


def passages(html: str) -> Iterator[Passage]:
    """The passages of a well-formed piece of HTML; text before the first heading counts to a passage without one."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return (passage for passage in reader.passages if passage.anchor or passage.content)
