"""One file and its places: positions, spans, and the error that names one."""

import re
from bisect import bisect_right
from collections.abc import Container
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple


class Empty:
    """What a key without a value holds. Unlike None it is right nowhere, so that every empty value is reported."""

    def __repr__(self) -> str:
        return "EMPTY"


EMPTY = Empty()

KeyPath = tuple[str | int, ...]
Data = bool | int | Decimal | str | Empty | list["Data"] | dict[str, "Data"]
Stretch = tuple[int, int]
_BEGIN: Stretch = (0, 0)


class Position(NamedTuple):
    """A place in a text: line and column, both from 1, columns in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a file, ``end`` exclusive."""

    file: str
    start: Position
    end: Position


class UnquotedScalar(str):
    """Text that other YAML programs read as a date or a number: it has to be quoted to be text."""

    __slots__ = ()


@dataclass
class SourceFile:
    """One YAML file: its text, and the offsets of its keys and values by key path.

    ``blocks`` are the literal blocks in order; ``cut`` the places where a # ends a value after a single space.
    """

    name: str
    text: str
    keys: dict[KeyPath, Stretch] = field(default_factory=dict)
    values: dict[KeyPath, Stretch] = field(default_factory=dict)
    blocks: list[Stretch] = field(default_factory=list)
    cut: list[Stretch] = field(default_factory=list)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def position(self, offset: int) -> Position:
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    def span_of(self, start: int, end: int) -> Span:
        return Span(self.name, self.position(start), self.position(max(start, end)))

    def span(self, path: KeyPath = ()) -> Span:
        """The value at ``path``; where the file has no such value, that of the deepest ancestor it has."""
        return self.span_of(*self.values.get(_known(path, self.values), _BEGIN))

    def line_of(self, path: KeyPath) -> int:
        """The line on which an author began to write what is at ``path``, or else at the deepest ancestor there is."""
        path = _known(path, self.values)
        start, _ = self.keys.get(path) or self.values.get(path, _BEGIN)
        return self.position(start).line

    def key_span(self, path: KeyPath) -> Span:
        """The key at ``path``; for entries of a list and unknown paths, the nearest key above."""
        return self.span_of(*self.keys.get(_known(path, self.keys), _BEGIN))

    def item_span(self, path: KeyPath) -> Span:
        """Where a mapping begins, as an author sees it: its key, or its first line inside a list."""
        if path and isinstance(path[-1], int):
            start, _ = self.values.get(path, _BEGIN)
            return self.span_of(start, self.line_end(start))
        return self.key_span(path)

    def find(self, path: KeyPath, words: str, occurrence: int = 0) -> Span:
        """The given words inside the value at ``path``; the whole value if they do not stand there literally."""
        start, end = self.values.get(path, _BEGIN)
        if occurrence:
            places = occurrences(self.text, words, start, end)
            found = places[occurrence] if occurrence < len(places) else -1
        else:
            found = self.text.find(words, start, end)
        return self.span(path) if found < 0 else self.span_of(found, found + len(words))

    def line_start(self, number: int) -> int:
        return self._line_starts[number - 1]

    def line_end(self, offset: int) -> int:
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end

    def line(self, number: int) -> str:
        """The text of a line; empty where the file has no such line."""
        if not 0 < number <= len(self._line_starts):
            return ""
        start = self.line_start(number)
        return self.text[start : self.line_end(start)]


def _known(path: KeyPath, places: Container[KeyPath]) -> KeyPath:
    """The path, or the deepest ancestor of it that has a place."""
    while path and path not in places:
        path = path[:-1]
    return path


@lru_cache(maxsize=16)
def occurrences(text: str, words: str, start: int = 0, end: int | None = None) -> list[int]:
    """Where the words begin in a stretch of the text; remembered, because findings about one word come together."""
    found = []
    while words and (start := text.find(words, start, end)) >= 0:
        found.append(start)
        start += 1
    return found


class SourceError(Exception):
    """The text is not YAML of our subset. ``kind`` names the mistake, ``start`` and ``end`` are offsets.

    ``other`` is another place that has to do with it: where a doubled key stands first.
    """

    def __init__(self, kind: str, source: SourceFile, start: int, end: int, detail: str = "") -> None:
        super().__init__(kind)
        self.kind, self.source, self.detail = kind, source, detail
        self.span = source.span_of(start, end)
        self.other: Span | None = None
