"""What every kind has in common: unknown keys are errors, nothing changes, everything knows its place."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, PydanticKnownError, core_schema

from vision_compiler.source import KeyPath, SourceFile, Span, UnquotedScalar

#: A string below a node: its owner, the keys under which it stands there, and itself.
Text = tuple["Node", KeyPath, str]


class Node(BaseModel):
    """A mapping of the plan. ``LABEL`` is what messages call it."""

    # Only the kinds of files build a validator, when the first file of theirs is read: it holds those of all below.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    LABEL: ClassVar[str] = "項目"

    # Where the node stands, and what of its file's ``_Contents`` is its own. Pydantic's private attributes are slow.
    __slots__ = ("_contents", "_path", "_reach", "_source")
    if TYPE_CHECKING:
        _source: SourceFile
        _path: KeyPath
        _contents: "_Contents"
        _reach: tuple[slice, slice]

    def span(self, *keys: str | int) -> Span:
        """Where the author wrote the value under ``keys``; without keys, where this node begins."""
        return self._source.span((*self._path, *keys)) if keys else self._source.item_span(self._path)

    def written_at(self, *keys: str | int) -> str:
        """The file and the line where the author began to write it: ``prose/introduction.yaml:12``."""
        return f"{self._source.name}:{self._source.line_of((*self._path, *keys))}"

    def key_span(self, *keys: str | int) -> Span:
        """Where the author wrote the key itself."""
        return self._source.key_span((*self._path, *keys))

    def find(self, words: str, *keys: str | int, occurrence: int = 0) -> Span:
        """Where the given words stand inside the value under ``keys``."""
        return self._source.find((*self._path, *keys), words, occurrence)

    def attach(self, source: SourceFile) -> None:
        """Tell this node and all below it where they stand in ``source``, and what is below each."""
        _attach(self, source, (), _Contents())

    def nodes(self) -> Sequence["Node"]:
        """This node and every node below it, in the order of the fields."""
        return self._contents.nodes[self._reach[0]]

    def texts(self) -> Sequence[Text]:
        """Every string below this node, as (owner, keys, text)."""
        return self._contents.texts[self._reach[1]]

    def extent(self) -> Span:
        """All that the author wrote of this node."""
        return self._source.span(self._path)


T = TypeVar("T", bound=Node)


def of_kinds(nodes: Iterable[Node], *kinds: type[T]) -> list[T]:
    """Those of the nodes that are of one of the kinds, each type asked once."""
    nodes = list(nodes)
    types = {each for each in set(map(type, nodes)) if issubclass(each, kinds)}
    return [node for node in nodes if type(node) in types]  # type: ignore[misc]


class _Contents:
    """Every node and every string of a file, each node before what is below it, so that a node's own are a slice."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.texts: list[Text] = []


def _attach(node: Node, source: SourceFile, path: KeyPath, contents: _Contents) -> None:
    nodes, texts = len(contents.nodes), len(contents.texts)
    contents.nodes.append(node)
    below: list[tuple[KeyPath, Node]] = []
    owned = [] if isinstance(node, Waiver) else contents.texts
    for name, value in vars(node).items():
        _collect(node, value, (name,), owned, below)
    for keys, child in below:
        _attach(child, source, (*path, *keys), contents)
    place = object.__setattr__  # nodes are frozen
    place(node, "_source", source)
    place(node, "_path", path)
    place(node, "_contents", contents)
    place(node, "_reach", (slice(nodes, len(contents.nodes)), slice(texts, len(contents.texts))))


def _collect(node: Node, value: Any, keys: KeyPath, texts: list[Text], below: list[tuple[KeyPath, Node]]) -> None:
    """The strings and the nodes that a field holds."""
    if isinstance(value, str):
        texts.append((node, keys, value))
    elif isinstance(value, tuple):
        for index, entry in enumerate(value):
            _collect(node, entry, (*keys, index), texts, below)
    elif isinstance(value, Node):
        below.append((keys, value))


def _quoted(value: Any) -> Any:
    if isinstance(value, UnquotedScalar):
        raise PydanticCustomError("unquoted", "an unquoted scalar", {"text": str(value)})
    return value


def _one_line(value: str) -> None:
    if "\n" in value:
        raise PydanticCustomError("one_line", "text of several lines")


def _without(*marks: str) -> Callable[[str], None]:
    def check(value: str) -> None:
        for mark in marks:
            if mark in value:
                raise PydanticCustomError("mark_not_allowed", "a mark in plain words", {"mark": mark})

    return check


def _no_keys(value: str) -> None:
    """A line of running text never looks like a pair of the file: then a line above it was lost."""
    if ":" in value and (found := _KEY_LINE.search(value)):
        words = found["entry"] or found["heading"] or found["pair"]
        raise PydanticCustomError("key_in_prose", "a key in running text", {"words": words, "words_at": words})


class _Written:
    """Text of an author: all that it must be is asked in one call, which pydantic can neither read apart nor chain."""

    LONGEST = 20_000

    def __init__(self, *checks: Callable[[str], None]) -> None:
        self.checks = checks

    def __call__(self, value: Any) -> str:
        if type(value) is not str:
            _quoted(value)
            raise PydanticKnownError("string_type")
        if len(value) > self.LONGEST:
            limit = {"field_type": "Value", "max_length": self.LONGEST, "actual_length": len(value)}
            raise PydanticKnownError("too_long", limit)
        text: str = value.strip()
        if not text:
            raise PydanticCustomError("empty_text", "text of spaces only")
        for check in self.checks:
            check(text)
        return text

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "maxLength": self.LONGEST}


#: kebab-case ASCII.
ID_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
_KEY_LINE = re.compile(
    r"^\s*(?:- +(?P<entry>[a-z_]{2,}:)(?=\s|$)|(?P<heading>[a-z_]{2,}:)$"
    r"|(?P<pair>(?:id|title|name|unit|baseline|targets|sdgs|diagram|missing|remarks|reading|definition):)(?=\s))",
    re.MULTILINE,
)

#: Running text: one sentence a line, an empty line between paragraphs; [[用語]] and {{事実}} may stand in it.
Prose = Annotated[str, _Written(_no_keys)]
#: Words on one line; [[用語]] and {{事実}} may stand in them.
Line = Annotated[str, _Written(_one_line)]
#: Words on one line without marks: names, titles, labels.
Words = Annotated[str, _Written(_one_line, _without("[[", "{{"))]
#: What an indicator is called: [[用語]] may stand in it, but no number that changes elsewhere.
IndicatorName = Annotated[str, _Written(_one_line, _without("{{"))]
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
