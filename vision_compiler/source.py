"""YAML text → plain data and the place of every key and value. The only module that knows YAML.

Plans use a safe subset of YAML 1.2 (core schema): one document, no anchors, aliases, tags or directives.
Numbers keep the digits that were typed (``20.0`` becomes ``Decimal('20.0')``) because they are printed.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml import events as ev
from ruamel.yaml.error import MarkedYAMLError, YAMLError

KeyPath = tuple[str | int, ...]
Data = bool | int | Decimal | str | list["Data"] | dict[str, "Data"] | None

MAX_CHARACTERS = 2_000_000
MAX_LINE = 20_000
MAX_DEPTH = 32
MAX_NODES = 200_000

_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_LONG_LINE = re.compile(rf"^.{{{MAX_LINE},}}", re.MULTILINE)
#: Everything outside the blocks that hold ordinary text; a cheap first look before the character's category.
_SUSPECT = re.compile(r"[^\t\n -~\u3000-\u30ff\u4e00-\u9fff\uff01-\uffee]")
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULL = {"", "~", "null", "Null", "NULL"}
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?")
_OTHER_NUMBER = re.compile(
    r"[-+]?(?:0[0-9_]+|0[xob][0-9A-Fa-f_]+|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9]+)"
)


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
    """One YAML file: its text, and the offsets of its keys and values by key path."""

    name: str
    text: str
    keys: dict[KeyPath, tuple[int, int]] = field(default_factory=dict)
    values: dict[KeyPath, tuple[int, int]] = field(default_factory=dict)

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
        while path and path not in self.values:
            path = path[:-1]
        return self.span_of(*self.values.get(path, (0, 0)))

    def key_span(self, path: KeyPath) -> Span:
        """The key at ``path``; for entries of a list and unknown paths, the nearest key above."""
        while path and path not in self.keys:
            path = path[:-1]
        return self.span_of(*self.keys.get(path, (0, 0)))

    def item_span(self, path: KeyPath) -> Span:
        """Where a mapping begins, as an author sees it: its key, or its first line inside a list."""
        if path and isinstance(path[-1], int):
            start, _ = self.values.get(path, (0, 0))
            return self.span_of(start, self.line_end(start))
        return self.key_span(path)

    def find(self, path: KeyPath, words: str, occurrence: int = 0) -> Span:
        """The given words inside the value at ``path``; the whole value if they do not stand there literally."""
        start, end = self.values.get(path, (0, 0))
        found = start - 1
        for _ in range(occurrence + 1):
            found = self.text.find(words, found + 1, end)
            if found < 0:
                return self.span(path)
        return self.span_of(found, found + len(words))

    def line_end(self, offset: int) -> int:
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end

    def line_start(self, number: int) -> int:
        return self._line_starts[number - 1] if 0 < number <= len(self._line_starts) else 0

    def line(self, number: int) -> str:
        start = self.line_start(number)
        return self.text[start : self.line_end(start)] if number > 0 else ""


class SourceError(Exception):
    """The text is not YAML of our subset. ``kind`` names the mistake, ``start`` and ``end`` are offsets."""

    def __init__(self, kind: str, source: SourceFile, start: int, end: int, detail: str = "") -> None:
        super().__init__(kind)
        self.kind, self.source, self.detail = kind, source, detail
        self.span = source.span_of(start, end)


def parse(name: str, text: str | bytes) -> tuple[SourceFile, Data]:
    """Read one file. Raises ``SourceError`` for anything that is not YAML of our subset."""
    source = SourceFile(name, _decode(name, text) if isinstance(text, bytes) else _normal_lines(text))
    _refuse_unreadable(source)
    return source, _Composer(source).compose()


def _normal_lines(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _decode(name: str, raw: bytes) -> str:
    try:
        return _normal_lines(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        readable = SourceFile(name, _normal_lines(raw.decode("utf-8", errors="replace")))
        offset = len(_normal_lines(raw[: error.start].decode("utf-8")))
        raise SourceError("encoding", readable, offset, offset + 1, f"{error.start + 1}バイト目") from None


def _refuse_unreadable(source: SourceFile) -> None:
    if len(source.text) > MAX_CHARACTERS:
        raise SourceError("too-long", source, 0, 0, f"{MAX_CHARACTERS:,}文字")
    for match in _SUSPECT.finditer(source.text):
        if _is_invisible(match[0]):
            raise SourceError("character", source, *match.span(), f"U+{ord(match[0]):04X}")
    for match in _LONG_LINE.finditer(source.text):
        raise SourceError("long-line", source, match.start(), match.start() + 1, f"{MAX_LINE:,}文字")


def _is_invisible(character: str) -> bool:
    """Control, bidirectional, zero-width and private-use characters; ZWJ and variation selectors are text."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} and character != "\u200d"


class _Composer:
    """Builds data from parser events, and notes where everything stands."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.nodes = 0

    def compose(self) -> Data:
        events = self._events()
        data: Data = None
        documents = 0
        for event in events:
            if isinstance(event, ev.DocumentStartEvent):
                documents += 1
                if documents > 1 or getattr(event, "version", None) or getattr(event, "tags", None):
                    raise self._problem("document", event)
                data = self._node(next(events), events, (), 0)
        return data

    def _events(self) -> Iterator[Any]:
        """Parser events; every way in which the YAML library can fail becomes a SourceError."""
        try:
            yield from YAML(typ="safe").parse(self.source.text)
        except MarkedYAMLError as error:
            raise self._syntax_problem(error) from None
        except (
            YAMLError,
            ValueError,
            KeyError,
            AssertionError,
            AttributeError,
            TypeError,
            NotImplementedError,
        ):
            # What fuzzing has seen the library raise for text that is not YAML.
            raise SourceError("syntax", self.source, 0, self.source.line_end(0)) from None

    def _syntax_problem(self, error: MarkedYAMLError) -> SourceError:
        mark = error.problem_mark or error.context_mark
        offset = min(mark.index, len(self.source.text)) if mark else 0
        context = error.context_mark.index if error.context_mark else offset
        return diagnose_syntax(self.source, offset, context)

    def _problem(self, kind: str, event: Any, detail: str = "") -> SourceError:
        start, end = event.start_mark.index, event.end_mark.index
        return SourceError(kind, self.source, start, max(end, start + 1), detail)

    def _node(self, event: Any, events: Iterator[Any], path: KeyPath, depth: int) -> Data:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise self._problem("too-deep", event)
        if isinstance(event, ev.AliasEvent) or event.anchor:
            raise self._problem("anchor", event)
        if getattr(event, "tag", None):
            raise self._problem("tag", event)
        if isinstance(event, ev.ScalarEvent):
            return self._scalar(event, path)
        build = self._mapping if isinstance(event, ev.MappingStartEvent) else self._sequence
        return build(event, events, path, depth + 1)

    def _mapping(self, start: Any, events: Iterator[Any], path: KeyPath, depth: int) -> dict[str, Data]:
        result: dict[str, Data] = {}
        for event in events:
            if isinstance(event, ev.MappingEndEvent):
                self._note(path, start, event)
                return result
            key = self._key(event)
            if key in result:
                raise self._problem("duplicate-key", event, key)
            here = (*path, key)
            self.source.keys[here] = (event.start_mark.index, event.end_mark.index)
            value = next(events)
            result[key] = self._node(value, events, here, depth)
        return result

    def _key(self, event: Any) -> str:
        if not isinstance(event, ev.ScalarEvent) or event.anchor or getattr(event, "tag", None):
            raise self._problem("key", event)
        return unicodedata.normalize("NFC", event.value)

    def _sequence(self, start: Any, events: Iterator[Any], path: KeyPath, depth: int) -> list[Data]:
        result: list[Data] = []
        for event in events:
            if isinstance(event, ev.SequenceEndEvent):
                self._note(path, start, event)
                return result
            result.append(self._node(event, events, (*path, len(result)), depth))
        return result

    def _note(self, path: KeyPath, start: Any, end: Any) -> None:
        self.source.values[path] = (start.start_mark.index, end.end_mark.index)

    def _scalar(self, event: Any, path: KeyPath) -> Data:
        self._note(path, event, event)
        for match in _SUSPECT.finditer(event.value):
            if _is_invisible(match[0]):
                raise self._problem("character", event, f"U+{ord(match[0]):04X}")
        if event.style in ("'", '"', "|", ">"):
            return str(event.value)
        return resolve_plain(event.value)


def resolve_plain(text: str) -> bool | int | Decimal | str | None:
    """A plain scalar by YAML 1.2's core schema. Dates and odd numbers stay text, but marked as unquoted."""
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return Decimal(text)
    if _DATE.fullmatch(text) or _OTHER_NUMBER.fullmatch(text):
        return UnquotedScalar(text)
    return text


_SYMPTOMS = (
    # (kind, what the line looks like), tried in this order on the lines where the parser stumbled
    ("tab", re.compile(r"^ *(?P<at>\t)")),
    ("mark-at-start", re.compile(r"^\s*(?:- +)*(?:[\w-]+: +)?(?P<at>(?:\[\[|\{\{).*)$")),
    ("sign-at-start", re.compile(r"^\s*(?:- +)*(?:[\w-]+: +)?(?P<at>[%@`&*!|>][^\s].*)$")),
    ("wide-colon", re.compile(r"^\s*(?:- +)*[\w-]+(?P<at>：)")),
    ("wide-space", re.compile(r"^\s*(?P<at>\u3000)")),
    ("colon-space", re.compile(r"^\s*(?:- +)*[\w-]+(?P<at>:)[^\s:]")),
    ("dash-space", re.compile(r"^\s*(?P<at>-)[^\s-]")),
    (
        "quote",
        re.compile(r"^\s*(?:- +)*(?:[\w-]+: +)?(?P<at>\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')\s*[^\s#,\]}:]"),
    ),
    ("open-quote", re.compile(r"^\s*(?:- +)*(?:[\w-]+: +)?(?P<at>\"[^\"]*|'[^']*)$")),
    ("colon-in-text", re.compile(r"^\s*(?:- +)*[\w-]+: +[^\"'\[{|>#].*?(?P<at>:)\s")),
)


def diagnose_syntax(source: SourceFile, offset: int, context: int) -> SourceError:
    """What an author most likely did wrong where the parser stumbled; its English words are not used."""
    stumbled, begun = source.position(offset).line, source.position(context).line
    for number in dict.fromkeys((stumbled, stumbled - 1, begun)):
        start, line = source.line_start(number), source.line(number)
        for kind, symptom in _SYMPTOMS:
            if match := symptom.search(line):
                return SourceError(kind, source, start + match.start("at"), start + match.end("at"), match["at"])
    return _open_bracket(source, begun) or _crooked_line(source, stumbled)


def _open_bracket(source: SourceFile, number: int) -> SourceError | None:
    start, line = source.line_start(number), source.line(number)
    for opening, closing in ("[]", "{}"):
        if line.count(opening) > line.count(closing):
            at = start + line.index(opening)
            return SourceError("bracket", source, at, at + 1, closing)
    return None


def _crooked_line(source: SourceFile, number: int) -> SourceError:
    start, line = source.line_start(number), source.line(number)
    indent = len(line) - len(line.lstrip())
    return SourceError("indent" if line.strip() else "syntax", source, start + indent, start + len(line))
