"""Parser events → plain data, noting where everything stands and refusing what plans do not need."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml import events as ev
from ruamel.yaml.error import MarkedYAMLError

from vision_compiler.source.files import EMPTY, Data, Empty, KeyPath, SourceError, SourceFile, UnquotedScalar
from vision_compiler.source.read import composed, first_unprintable

try:
    from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined]
except ImportError:
    CParser = None

# ``symptoms`` is loaded where a file is wrong: its many patterns take time to compile.

MAX_DEPTH = 32
#: The longest file of the city has 281.
MAX_NODES = 20_000

#: Numbers that come out as they were typed: no +, and no 0 with a minus.
_INT = re.compile(r"(?:0|-?[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_WORDS: dict[str, bool | Empty] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), EMPTY),
}
#: With what a plain scalar begins that may be no text ("" of the empty one).
_HEADS = {*"0123456789+-.", *(word[:1] for word in _WORDS)}
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?")
_OTHER_NUMBER = re.compile(
    r"[-+]?(?:0[0-9_]+|0[xob][0-9A-Fa-f_]+|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9]+)"
)
#: What is typed by mistake for ``|``.
_BLOCK_SIGNS = {"｜", "l", "I", "1", "¦"}
_PAIR = re.compile(r"(?:- +)?[a-z_]+:(?:\s|$)")
_ODD_KEYS = (
    ("wide-colon", re.compile("：")),
    ("wide-space", re.compile("^\u3000+")),
    ("dash-space", re.compile("^-")),
    ("wide-dash", re.compile("^[－・–―‐]")),
    ("anchor", re.compile("^<<$")),
)
_THOUSANDS = re.compile(r"[0-9]{3}(?:\.[0-9]+)?")
_BEFORE_THOUSANDS = re.compile("-?[0-9]+,$")
_GROUPED = re.compile(r"-?[0-9]+(?:,[0-9]{3}(?![0-9]))+(?:\.[0-9]+)?")


def compose(source: SourceFile) -> Data:
    """The data of a file. Raises ``SourceError`` at the first thing that is not YAML of our subset."""
    return _Composer(source).document()


class _Composer:
    """One walk over the events of one file. What nearly every line passes is asked first and in one comparison."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.nodes = 0
        self.known_keys: dict[str, str] = {}
        self.next = _events(source).__next__

    def document(self) -> Data:
        data: Data = EMPTY
        documents = 0
        while not isinstance(event := self.next(), ev.StreamEndEvent):
            if isinstance(event, _Stumble):
                raise event.error()
            if isinstance(event, ev.DocumentStartEvent):
                documents += 1
                if documents > 1 or event.version or event.tags:
                    raise self._error("document", event)
                data = self._node(self.next(), (), 0)
        return data

    def _error(self, kind: str, event: Any, detail: str = "") -> SourceError:
        start, end = event.start_mark.index, event.end_mark.index
        return SourceError(kind, self.source, start, max(end, start + 1), detail)

    def _node(self, event: Any, path: KeyPath, depth: int) -> Data:
        kind = type(event)
        if kind is _Stumble:
            raise event.error()
        self.nodes += 1
        if depth > MAX_DEPTH:
            raise self._error("too-deep", event)
        if self.nodes > MAX_NODES:
            raise self._error("too-many", event, f"{MAX_NODES:,}")
        if event.anchor or kind is ev.AliasEvent:
            raise self._error("anchor", event)
        if event.ctag is not None:
            raise self._error("tag", event)
        if kind is ev.ScalarEvent:
            return self._scalar(event, path)
        if kind is ev.MappingStartEvent:
            return self._mapping(event, path, depth + 1)
        return self._sequence(event, path, depth + 1)

    def _mapping(self, start: Any, path: KeyPath, depth: int) -> dict[str, Data]:
        result: dict[str, Data] = {}
        keys = self.source.keys
        while type(event := self.next()) is not ev.MappingEndEvent:
            key = self._key(event)
            here = (*path, key)
            if key in result:
                error = self._error("duplicate-key", event, key)
                error.other = self.source.span_of(*keys[here])
                raise error
            keys[here] = (event.start_mark.index, event.end_mark.index)
            result[key] = self._node(self.next(), here, depth)
        self._note(path, start, event)
        return result

    def _key(self, event: Any) -> str:
        if type(event) is _Stumble:
            raise event.error()
        if not isinstance(event, ev.ScalarEvent) or event.anchor or event.tag:
            at = event.start_mark.index
            is_mark = self.source.text.startswith(("[[", "{{"), at)
            raise self._error("mark-at-start" if is_mark else "key", event)
        self._refuse_thousands(event)
        key = self.known_keys.get(event.value)
        if key is None:
            self._refuse_odd_key(event)
            key = self.known_keys[event.value] = unicodedata.normalize("NFC", event.value)
        return key

    def _refuse_odd_key(self, event: Any) -> None:
        """A full-width colon, space or dash that YAML has taken for a part of the key, or an escape that hides."""
        if event.style == '"':
            self._refuse_escapes(event)
        for kind, pattern in _ODD_KEYS:
            if match := pattern.search(event.value):
                start = event.start_mark.index
                raise SourceError(kind, self.source, start + match.start(), start + match.end(), match[0])

    def _sequence(self, start: Any, path: KeyPath, depth: int) -> list[Data]:
        result: list[Data] = []
        while type(event := self.next()) is not ev.SequenceEndEvent:
            result.append(self._node(event, (*path, len(result)), depth))
        self._note(path, start, event)
        return result

    def _note(self, path: KeyPath, start: Any, end: Any) -> None:
        self.source.values[path] = (start.start_mark.index, end.end_mark.index)

    def _scalar(self, event: Any, path: KeyPath) -> Data:
        value, style, start, end = event.value, event.style, event.start_mark, event.end_mark
        self.source.values[path] = (start.index, end.index)
        if style == '"':
            self._refuse_escapes(event)
        if style == ">":
            raise self._error("folded", event)
        if style == "|":
            self.source.blocks.append((start.index, end.index))
            return str(value)
        if end.line > start.line:
            self._refuse_several_lines(event, path)
        if style in ("'", '"'):
            return composed(value)
        if value.startswith("\u3000"):
            raise self._error("wide-space", event)
        self._refuse_thousands(event)
        self._note_cut(value, start.index)
        return resolve_plain(value)

    def _refuse_escapes(self, event: Any) -> None:
        """An escape that stands for what may not be typed; all that is typed was looked at before."""
        if first_unprintable(event.value):
            from vision_compiler.source.symptoms import hiding_escape  # noqa: PLC0415

            raise hiding_escape(self.source, event.start_mark.index) or self._error("character", event)

    def _refuse_several_lines(self, event: Any, path: KeyPath) -> None:
        """A value on several lines is a lost dash, a lost colon, a lost quotation mark or a lost ``|``."""
        text, start = self.source.text, event.start_mark.index
        first_end = self.source.line_end(start)
        if event.style in ("'", '"'):
            raise SourceError("open-quote", self.source, start, first_end)
        from vision_compiler.source.symptoms import find_symptom  # noqa: PLC0415

        number = self.source.position(start).line
        found = find_symptom(self.source, (number, number + 1))
        if found and (found.kind != "no-colon" or " " in found.detail):
            raise found
        second = start + len(text[start : event.end_mark.index].split("\n")[0])
        second += len(text[second:]) - len(text[second:].lstrip())
        raise self._several_lines(path, start, second)

    def _several_lines(self, path: KeyPath, start: int, second: int) -> SourceError:
        from vision_compiler.source.symptoms import indents  # noqa: PLC0415

        text, second_end = self.source.text, self.source.line_end(second)
        key_start, key_end = self.source.keys.get(path, (start, start))
        if _PAIR.match(text, second):
            if self._begins_beside(start, second):
                first_end = self.source.line_end(start)
                return SourceError("no-colon", self.source, start, first_end, text[start:first_end])
            return SourceError("indent", self.source, second, second_end, indents(self.source, second))
        if path and isinstance(path[-1], int):
            return SourceError("dash-lost", self.source, second, second_end)
        if text.startswith("- ", second):
            return SourceError("dash-lost", self.source, start, self.source.line_end(start))
        if text[start : self.source.line_end(start)].strip() in _BLOCK_SIGNS or self.source.line_end(key_start) < start:
            return SourceError("block-missing", self.source, key_start, key_end)
        return SourceError("several-lines", self.source, second, second_end)

    def _begins_beside(self, start: int, second: int) -> bool:
        """Whether a value begins its line or entry right above the second line: a key that has lost its colon."""
        number, column = self.source.position(start)
        return column == self.source.position(second).column and not self.source.line(number)[: column - 1].strip(" -")

    def _refuse_thousands(self, event: Any) -> None:
        """``{2027: 1,200}`` is two entries to YAML, and one number to its author."""
        text, at = self.source.text, event.start_mark.index
        if text[at - 1 : at] != "," or not _THOUSANDS.fullmatch(event.value):
            return
        before = _BEFORE_THOUSANDS.search(text, at - 20, at)
        if before and (number := _GROUPED.match(text, before.start())):
            raise SourceError("thousands", self.source, *number.span(), number[0].replace(",", ""))

    def _note_cut(self, value: str, start: int) -> None:
        """A # after a single space most likely belongs to the text; before a real comment there are two."""
        end = start + len(value)
        if value and self.source.text.startswith(" #", end):
            self.source.cut.append((end + 1, self.source.line_end(start)))


class _Stumble:
    """Stands in place of the event that the parser could not give."""

    def __init__(self, source: SourceFile, error: Exception) -> None:
        self.source, self.cause = source, error

    def error(self) -> SourceError:
        """What the author most likely did wrong, seen from what was read up to here."""
        from vision_compiler.source.symptoms import diagnose  # noqa: PLC0415

        if not isinstance(self.cause, MarkedYAMLError):
            return SourceError("syntax", self.source, 0, self.source.line_end(0))
        mark = self.cause.problem_mark or self.cause.context_mark
        offset = min(mark.index, len(self.source.text)) if mark else 0
        begun = self.cause.context_mark.index if self.cause.context_mark else offset
        return diagnose(self.source, offset, begun)


def _events(source: SourceFile) -> Iterator[Any]:
    """The events of the parser one by one: nothing is read beyond the first mistake, however deep or long it goes on.

    Whatever the YAML library raises ends them with a ``_Stumble``: fuzzing has seen far more than its own errors.
    """
    try:
        yield from _parsed(source.text)
    except Exception as error:
        yield _Stumble(source, error)


def _parsed(text: str) -> Iterator[Any]:
    """The parser in C, asked directly; where it is not installed (PyPy), the one in Python."""
    return iter(CParser(text).get_event, None) if CParser else YAML(typ="safe", pure=True).parse(text)


def resolve_plain(text: str) -> bool | int | Decimal | str | Empty:
    """A plain scalar by YAML 1.2's core schema. Dates and odd numbers stay text, but marked as unquoted."""
    if text[:1] not in _HEADS:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return Decimal(text)
    if _DATE.fullmatch(text) or _OTHER_NUMBER.fullmatch(text):
        return UnquotedScalar(text)
    return text
