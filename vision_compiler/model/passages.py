"""The texts that readers of a plan meet, each with the place of every stretch of its words."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from vision_compiler.model.base import Node
from vision_compiler.model.text import has_marks
from vision_compiler.source import KeyPath, Span, occurrences

#: What ids and times look like.
_ID = re.compile(r"[a-z0-9][a-z0-9.-]*")
_MARK = re.compile(r"\[\[[^\[\]{}\n]+\]\]|\{\{[^\[\]{}\n]+\}\}")
#: Words that are compared with others, and are right as long as they are the same.
_COPIES = {"passage", "summary_of", "title_of"}


class Passage(NamedTuple):
    """A text: its file, its owner, and where it stands there. In ``words`` no mark is left, at the same places."""

    file: str
    node: Node
    keys: KeyPath
    text: str
    words: str

    @property
    def key(self) -> str:
        return str(self.keys[0])

    def span(self, start: int, end: int) -> Span:
        """Where the author wrote the characters from ``start`` to ``end``."""
        words = self.text[start:end]
        before = bisect_left(occurrences(self.text, words), start)
        return self.node.find(words, *self.keys, occurrence=before)


def passages(files: Mapping[str, Node]) -> Iterator[Passage]:
    """Every text that an author has written, but no ids and copies, in the order of the files."""
    for name, file in files.items():
        for node, keys, text in file.texts():
            key = keys[0]
            if key in node.model_fields_set and key not in _COPIES and not _ID.fullmatch(text):
                yield Passage(name, node, keys, text, _without_marks(text))


def _without_marks(text: str) -> str:
    if not has_marks(text):
        return text
    return _MARK.sub(lambda mark: "\ufffc" * len(mark[0]), text)
