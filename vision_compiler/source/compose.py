"""Parser events → plain data, noting where everything stands and refusing what plans do not need."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml import events as ev
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from vision_compiler.source.files import EMPTY, Data, Empty, KeyPath, SourceError, SourceFile, UnquotedScalar
from vision_compiler.source.read import first_unprintable
from vision_compiler.source.symptoms import diagnose, find_symptom, indents

MAX_DEPTH = 32
MAX_NODES = 200_000

_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULL = {"", "~", "null", "Null", "NULL"}
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?")
_OTHER_NUMBER = re.compile(
    r"[-+]?(?:0[0-9_]+|0[xob][0-9A-Fa-f_]+|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9]+)"
)
#: What is typed by mistake for ``|``.
_BLOCK_SIGNS = {"｜", "l", "I", "1", "¦", "||"}
_PAIR = re.compile(r"(?:- +)?[a-z_]+:(?:\s|$)")
_ODD_KEYS = (
    ("wide-colon", re.compile("：")),
    ("wide-space", re.compile("^\u3000+")),
    ("dash-space", re.compile("^-")),
    ("wide-dash", re.compile("^[－・–―‐]")),
)
_THOUSANDS = re.compile(r"[0-9]{3}(?:\.[0-9]+)?")


def compose(source: SourceFile) -> Data:
    """The data of a file. Raises ``SourceError`` at the first thing that is not YAML of our subset."""
    return _Composer(source).document()


class _Composer:
    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.nodes = 0

    def document(self) -> Data:
        events = self._events()
        data: Data = EMPTY
        documents = 0
        for event in events:
            if isinstance(event, ev.DocumentStartEvent):
                documents += 1
                if documents > 1 or getattr(event, "version", None) or getattr(event, "tags", None):
                    raise self._error("document", event)
                data = self._node(next(events), events, (), 0)
        return data

    def _events(self) -> Iterator[Any]:
        """Parser events; every way in which the YAML library can fail becomes a SourceError."""
        try:
            yield from YAML(typ="safe").parse(self.source.text)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            offset = min(mark.index, len(self.source.text)) if mark else 0
            begun = error.context_mark.index if error.context_mark else offset
            raise diagnose(self.source, offset, begun) from None
        except (YAMLError, ValueError, KeyError, AssertionError, AttributeError, TypeError, NotImplementedError):
            # What fuzzing has seen the library raise for text that is not YAML.
            raise SourceError("syntax", self.source, 0, self.source.line_end(0)) from None

    def _error(self, kind: str, event: Any, detail: str = "") -> SourceError:
        start, end = event.start_mark.index, event.end_mark.index
        return SourceError(kind, self.source, start, max(end, start + 1), detail)

    def _node(self, event: Any, events: Iterator[Any], path: KeyPath, depth: int) -> Data:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise self._error("too-deep", event)
        if isinstance(event, ev.AliasEvent) or event.anchor:
            raise self._error("anchor", event)
        if getattr(event, "tag", None):
            raise self._error("tag", event)
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
            here = (*path, key)
            if key in result:
                error = self._error("duplicate-key", event, key)
                error.other = self.source.span_of(*self.source.keys[here])
                raise error
            self.source.keys[here] = (event.start_mark.index, event.end_mark.index)
            value = next(events)
            result[key] = self._node(value, events, here, depth)
        return result

    def _key(self, event: Any) -> str:
        if isinstance(event, ev.ScalarEvent) and not event.anchor and not getattr(event, "tag", None):
            self._refuse_thousands(event)
            self._refuse_odd_key(event)
            return str(event.value)
        at = event.start_mark.index
        raise self._error("mark-at-start" if self.source.text[at : at + 1] in ("[", "{") else "key", event)

    def _refuse_odd_key(self, event: Any) -> None:
        """A full-width colon, space or dash that YAML has taken for a part of the key."""
        for kind, pattern in _ODD_KEYS:
            if match := pattern.search(event.value):
                start = event.start_mark.index
                raise SourceError(kind, self.source, start + match.start(), start + match.end(), match[0])

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
        if found := first_unprintable(event.value):
            raise self._error("character", event, f"U+{ord(found[0]):04X}")
        if event.style == ">":
            raise self._error("folded", event)
        if event.style == "|":
            self.source.blocks.append((event.start_mark.index, event.end_mark.index))
            return str(event.value)
        self._refuse_several_lines(event, path)
        if event.style in ("'", '"'):
            return str(event.value)
        self._refuse_thousands(event)
        self._note_cut(event)
        return resolve_plain(event.value)

    def _refuse_several_lines(self, event: Any, path: KeyPath) -> None:
        """A value on several lines is a lost dash, a lost colon, a lost quotation mark or a lost ``|``."""
        text, start = self.source.text, event.start_mark.index
        first_end = self.source.line_end(start)
        if event.end_mark.index <= first_end:
            return
        if event.style in ("'", '"'):
            raise SourceError("open-quote", self.source, start, first_end)
        number = self.source.position(start).line
        found = find_symptom(self.source, (number, number + 1))
        if found and (found.kind != "no-colon" or " " in found.detail):
            raise found
        second = start + len(text[start : event.end_mark.index].split("\n")[0])
        second += len(text[second:]) - len(text[second:].lstrip())
        raise self._several_lines(path, start, second)

    def _several_lines(self, path: KeyPath, start: int, second: int) -> SourceError:
        text, second_end = self.source.text, self.source.line_end(second)
        key_start, key_end = self.source.keys.get(path, (start, start))
        if _PAIR.match(text, second):
            return SourceError("indent", self.source, second, second_end, indents(self.source, second))
        if path and isinstance(path[-1], int):
            return SourceError("dash-lost", self.source, second, second_end)
        if text.startswith("- ", second):
            return SourceError("dash-lost", self.source, start, self.source.line_end(start))
        if text[start : self.source.line_end(start)].strip() in _BLOCK_SIGNS or self.source.line_end(key_start) < start:
            return SourceError("block-missing", self.source, key_start, key_end)
        return SourceError("several-lines", self.source, second, second_end)

    def _refuse_thousands(self, event: Any) -> None:
        """``{2027: 1,200}`` is two entries to YAML, and one number to its author."""
        at = event.start_mark.index
        before = self.source.text[max(0, at - 20) : at]
        if _THOUSANDS.fullmatch(event.value) and re.search(r"[0-9],$", before):
            start = at - len(before) + len(before.rstrip("0123456789,"))
            number = self.source.text[start : event.end_mark.index]
            raise SourceError("thousands", self.source, start, event.end_mark.index, number.replace(",", ""))

    def _note_cut(self, event: Any) -> None:
        """A # after a single space most likely belongs to the text; before a real comment there are two."""
        start = event.start_mark.index
        end = start + len(event.value)
        line_end = self.source.line_end(start)
        if event.value and re.match(r" #", self.source.text[end:line_end]):
            self.source.cut.append((end + 1, line_end))


def resolve_plain(text: str) -> bool | int | Decimal | str | Empty:
    """A plain scalar by YAML 1.2's core schema. Dates and odd numbers stay text, but marked as unquoted."""
    if text in _NULL:
        return EMPTY
    if text in _BOOL:
        return _BOOL[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return Decimal(text)
    if _DATE.fullmatch(text) or _OTHER_NUMBER.fullmatch(text):
        return UnquotedScalar(text)
    return text
