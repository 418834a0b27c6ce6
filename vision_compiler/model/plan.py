"""The resolved plan: what the author's words mean once every id has found its item."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import TypeVar

from vision_compiler.model.base import Node, Text, of_kinds
from vision_compiler.model.chapter import (
    Chapter,
    Division,
    Figure,
    InsertBlock,
    QuoteBlock,
    QuoteSection,
    Section,
)
from vision_compiler.model.characters import SUSPECTS
from vision_compiler.model.dictionary import Dictionary
from vision_compiler.model.dxgx import CrossInitiative
from vision_compiler.model.facts import Derived, Point
from vision_compiler.model.field import PolicyField
from vision_compiler.model.framework import Framework
from vision_compiler.model.glossary import Term
from vision_compiler.model.icons import Icon
from vision_compiler.model.originals import Original
from vision_compiler.model.pamphlet import Pamphlet
from vision_compiler.model.passages import Passage, passages
from vision_compiler.model.settings import STRATEGIES, DocumentSettings, Settings
from vision_compiler.model.stances import Stances
from vision_compiler.model.strategy import Indicator, Strategy
from vision_compiler.model.text import FactMark, TermMark, has_marks, pieces
from vision_compiler.model.vision import Vision
from vision_compiler.source import Span

T = TypeVar("T", bound=Node)


@dataclass(frozen=True, slots=True)
class Fact:
    """A number that text may quote. ``origin`` is where it is written."""

    id: str
    amount: Decimal
    unit: str
    approximate: bool
    origin: Point | Derived

    @property
    def year(self) -> int:
        """The year that the number belongs to: the first four digits of its time, or of its name's last part."""
        time = self.origin.at if isinstance(self.origin, Point) else self.id.rpartition(".")[2]
        return int(time[:4]) if time[:4].isdigit() else 0


#: What a chapter may take over by its id.
Quotable = Strategy | CrossInitiative | Chapter | Section | Figure


#: What a chapter writes to take something over.
_TAKING_OVER: set[type[Node]] = {InsertBlock, QuoteBlock, QuoteSection}


def quotable(
    strategies: Iterable[Strategy], cross: Iterable[CrossInitiative], chapters: Iterable[Chapter]
) -> Iterator[Quotable]:
    """Everything that a chapter may take over."""
    yield from strategies
    yield from cross
    for chapter in chapters:
        yield from (node for node in chapter.nodes() if isinstance(node, Chapter | Section | Figure))


@dataclass(frozen=True, eq=False)
class Plan:
    """The whole plan, frozen, and so the key of what is worked out about it. Mappings keep the order of the files."""

    settings: Settings
    vision: Vision
    strategies: tuple[Strategy, ...]
    fields: tuple[PolicyField, ...]
    framework: Framework | None
    stances: Stances | None
    pamphlet: Pamphlet | None
    dictionary: Dictionary | None
    cross: tuple[CrossInitiative, ...]
    chapters: Mapping[str, Chapter]
    terms: Mapping[str, Term]
    facts: Mapping[str, Fact]
    originals: Mapping[str, Original]
    files: Mapping[str, Node]
    #: The city's own icons for the goals of the SDGs, in their order; none where our tiles are printed.
    icons: tuple[Icon, ...] = ()

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(indicator for strategy in self.strategies for indicator in strategy.indicators)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every mapping of every file, in the order of the files."""
        return tuple(chain.from_iterable(file.nodes() for file in self.files.values()))

    def of(self, *kinds: type[T]) -> list[T]:
        """Every mapping of these kinds, in the order of the files."""
        return of_kinds(self.nodes, *kinds)

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every string of every file, as (owner, keys, text)."""
        return tuple(chain.from_iterable(file.texts() for file in self.files.values()))

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(self.of(Figure))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every text that readers meet, in the order of the files."""
        return tuple(passages(self.files))

    @cached_property
    def suspects(self) -> tuple[Passage, ...]:
        """The texts that hold a character with a better one."""
        return tuple(passage for passage in self.passages if SUSPECTS.search(passage.text))

    @cached_property
    def quotable(self) -> Mapping[str, Quotable]:
        """Items whose title and text a chapter may take over, by id."""
        return {item.id: item for item in quotable(self.strategies, self.cross, self.chapters.values())}

    def insertions(self, document: DocumentSettings) -> list[tuple[str, Span]]:
        """What the chapters of a document insert, also through the chapters that they quote: (name, where)."""
        found = [
            (id, document.span("contents", index)) for index, id in enumerate(document.contents) if id == STRATEGIES
        ]

        def follow(division: Division, via: Span | None) -> None:
            for node in (node for node in division.nodes() if type(node) in _TAKING_OVER):
                if isinstance(node, InsertBlock):
                    found.append((node.insert, via or node.span("insert")))
                elif isinstance(node, QuoteSection | QuoteBlock):
                    item = self.quotable[node.quote]
                    if isinstance(item, Division):
                        follow(item, via or node.span("quote"))

        for id in document.chapters:
            if id in self.chapters:
                follow(self.chapters[id], None)
        return found

    def quoted(self, kind: type[TermMark] | type[FactMark]) -> set[str]:
        """The words of all marks of a kind, in all texts of the plan."""
        texts = (text for _, _, text in self.texts if has_marks(text))
        return {piece.words for text in texts for piece in pieces(text) if isinstance(piece, kind)}

    def document(self, name: str) -> DocumentSettings | None:
        return next((document for document in self.settings.documents if document.id == name), None)
