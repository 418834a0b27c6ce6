"""What every kind has in common: unknown keys are errors, nothing changes, everything knows its place."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from vision_compiler.source import KeyPath, SourceFile, Span, UnquotedScalar


class Node(BaseModel):
    """A mapping of the plan. ``LABEL`` is what messages call it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    LABEL: ClassVar[str] = "項目"

    _source: SourceFile = PrivateAttr()
    _path: KeyPath = PrivateAttr(default=())

    def span(self, *keys: str | int) -> Span:
        """Where the author wrote the value under ``keys``; without keys, where this node begins."""
        return self._source.span((*self._path, *keys)) if keys else self._source.item_span(self._path)

    def key_span(self, *keys: str | int) -> Span:
        """Where the author wrote the key itself."""
        return self._source.key_span((*self._path, *keys))

    def find(self, words: str, *keys: str | int, occurrence: int = 0) -> Span:
        """Where the given words stand inside the value under ``keys``."""
        return self._source.find((*self._path, *keys), words, occurrence)

    def attach(self, source: SourceFile, path: KeyPath = ()) -> None:
        """Tell this node and all below it where they stand in ``source``."""
        self._source, self._path = source, path
        for keys, node in self._children():
            node.attach(source, (*path, *keys))

    def nodes(self) -> Iterator["Node"]:
        """This node and every node below it, in the order of the fields."""
        yield self
        for _, node in self._children():
            yield from node.nodes()

    def texts(self) -> Iterator[tuple["Node", KeyPath, str]]:
        """Every string below this node, as (owner, keys, text)."""
        for node in self.nodes():
            if isinstance(node, Waiver):
                continue
            for name in type(node).model_fields:
                for keys, text in _leaves(getattr(node, name), (name,), str):
                    yield node, keys, text

    def extent(self) -> Span:
        """All that the author wrote of this node."""
        return self._source.span(self._path)

    def _children(self) -> Iterator[tuple[KeyPath, "Node"]]:
        for name in type(self).model_fields:
            yield from _leaves(getattr(self, name), (name,), Node)


def _leaves(value: Any, keys: KeyPath, kind: type) -> Iterator[tuple[KeyPath, Any]]:
    if isinstance(value, kind):
        yield keys, value
    elif isinstance(value, tuple):
        for index, entry in enumerate(value):
            yield from _leaves(entry, (*keys, index), kind)


def _quoted(value: Any) -> Any:
    if isinstance(value, UnquotedScalar):
        raise PydanticCustomError("unquoted", "an unquoted scalar", {"text": str(value)})
    return value


def _one_line(value: str) -> str:
    if "\n" in value:
        raise PydanticCustomError("one_line", "text of several lines")
    return value


def _without_marks(value: str) -> str:
    for mark in ("[[", "{{"):
        if mark in value:
            raise PydanticCustomError("mark_not_allowed", "a mark in plain words", {"mark": mark})
    return value


def _not_blank(value: str) -> str:
    value = value.strip()
    if not value:
        raise PydanticCustomError("empty_text", "text of spaces only")
    return value


def _no_keys(value: str) -> str:
    """A line of running text never looks like a pair of the file: then a line above it was lost."""
    if found := _KEY_LINE.search(value):
        words = found["entry"] or found["heading"] or found["pair"]
        raise PydanticCustomError("key_in_prose", "a key in running text", {"words": words, "words_at": words})
    return value


#: kebab-case ASCII.
ID_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
_KEY_LINE = re.compile(
    r"^\s*(?:- +(?P<entry>[a-z_]{2,}:)(?=\s|$)|(?P<heading>[a-z_]{2,}:)$"
    r"|(?P<pair>(?:id|title|name|unit|baseline|targets|sdgs|diagram|missing|remarks|reading|definition):)(?=\s))",
    re.MULTILINE,
)

_Text = Annotated[
    str,
    BeforeValidator(_quoted),
    StringConstraints(strict=True, max_length=20_000),
    AfterValidator(_not_blank),
]
#: Running text: one sentence a line, an empty line between paragraphs; [[用語]] and {{事実}} may stand in it.
Prose = Annotated[_Text, AfterValidator(_no_keys)]
#: Words on one line; [[用語]] and {{事実}} may stand in them.
Line = Annotated[_Text, AfterValidator(_one_line)]
#: Words on one line without marks: names, titles, labels.
Words = Annotated[Line, AfterValidator(_without_marks)]
#: An identifier: kebab-case ASCII, never renumbered.
Id = Annotated[
    str,
    StringConstraints(strict=True, pattern=ID_PATTERN, max_length=64),
    BeforeValidator(_quoted),
]
#: A fiscal year (年度).
Year = Annotated[int, Field(ge=1900, le=2199), BeforeValidator(_quoted)]
#: A number of years.
Count = Annotated[int, Field(ge=1, le=99), BeforeValidator(_quoted)]


class Waiver(Node):
    """見逃し: a finding of a rule that is known and accepted, with the reason."""

    LABEL: ClassVar[str] = "見逃す指摘"
    rule: Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Z]+[0-9]{3}$"), BeforeValidator(_quoted)] = Field(
        title="指摘の番号", description="vision check が [ ] の中に示す番号"
    )
    reason: Words = Field(title="理由", description="見逃してよい理由")


class Waivable(Node):
    """A node below which findings can be waived."""

    waive: tuple[Waiver, ...] = Field(
        (), title="見逃す指摘", description="この項目の指摘のうち、理由があって見逃すもの"
    )


class Item(Waivable):
    """What can be quoted, renamed, moved and compared: it bears an id."""

    id: Id = Field(title="id", description="この項目の名札。半角の英小文字・数字・ハイフンで書き、一度決めたら変えない")
