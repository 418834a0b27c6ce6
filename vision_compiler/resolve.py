"""Ids → items, marks in text → terms and facts. A plan comes out only when every reference finds its item."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from vision_compiler.diagnostics import Diagnostic, Related, Severity
from vision_compiler.model.base import Node
from vision_compiler.model.chapter import Chapter, QuoteSection
from vision_compiler.model.dxgx import CrossInitiative, CrossInitiatives
from vision_compiler.model.facts import Derived, Facts
from vision_compiler.model.glossary import Glossary, Term
from vision_compiler.model.plan import Fact, Plan
from vision_compiler.model.settings import STRATEGIES, Settings
from vision_compiler.model.strategy import Strategy
from vision_compiler.model.text import TermMark, broken_marks, pieces
from vision_compiler.model.vision import Vision
from vision_compiler.source import Span
from vision_compiler.wording import did_you_mean

T = TypeVar("T", bound=Node)


def resolve(files: Mapping[str, Node]) -> tuple[Plan | None, list[Diagnostic]]:
    """The resolved plan, or None and every reference that does not hold."""
    found = _Items.of(files)
    diagnostics = [*_duplicates(files.values()), *_unknown(found, files), *_broken(files.values())]
    if diagnostics:
        return None, diagnostics
    strategies = tuple(found.strategies[id] for id in found.settings.strategies)
    return (
        Plan(
            found.settings,
            found.vision,
            strategies,
            found.cross,
            found.chapters,
            found.terms,
            found.facts,
            files,
        ),
        [],
    )


@dataclass(frozen=True)
class _Items:
    """Everything that can be referred to, by id."""

    settings: Settings
    vision: Vision
    cross: tuple[CrossInitiative, ...]
    strategies: dict[str, Strategy]
    chapters: dict[str, Chapter]
    terms: dict[str, Term]
    facts: dict[str, Fact]

    @classmethod
    def of(cls, files: Mapping[str, Node]) -> "_Items":
        nodes = files.values()
        return cls(
            settings=_all(nodes, Settings)[0],
            vision=_all(nodes, Vision)[0],
            cross=tuple(entry for file in _all(nodes, CrossInitiatives) for entry in file.initiatives),
            strategies={strategy.id: strategy for strategy in _all(nodes, Strategy)},
            chapters={chapter.id: chapter for chapter in _all(nodes, Chapter)},
            terms={term.term: term for file in _all(nodes, Glossary) for term in file.terms},
            facts={fact.id: fact for file in _all(nodes, Facts) for fact in _facts(file)},
        )


def _all(nodes: Iterable[Node], kind: type[T]) -> list[T]:
    return [node for node in nodes if isinstance(node, kind)]


def _facts(file: Facts) -> Iterator[Fact]:
    for series in file.series:
        for point in series.points:
            yield Fact(f"{series.id}.{point.at}", point.value, series.unit or "", series.approximate, point)
    for derived in file.derived:
        yield Fact(derived.id, derived.value, derived.unit or "", derived.approximate, derived)


def _duplicates(files: Iterable[Node]) -> Iterator[Diagnostic]:
    """Ids are unique over the whole plan, and so are the words of terms."""
    first: dict[str, Span] = {}
    for file in files:
        for node in file.nodes():
            for key in ("id", "term"):
                if isinstance(word := getattr(node, key, None), str) and not _is_document(node):
                    yield from _duplicate(word, node.span(key), first)


def _is_document(node: Node) -> bool:
    """A document is named after what it is, and never referred to by other items."""
    return "contents" in type(node).model_fields


def _duplicate(word: str, span: Span, first: dict[str, Span]) -> Iterator[Diagnostic]:
    if word in first:
        yield Diagnostic(
            "REF002",
            Severity.ERROR,
            f"「{word}」が二つあります",
            span,
            "どちらかを別の名前に変えてください。",
            (Related("先に書かれている場所", first[word]),),
        )
    first.setdefault(word, span)


def _unknown(found: _Items, files: Mapping[str, Node]) -> Iterator[Diagnostic]:
    yield from _unknown_in_settings(found)
    quotable = (*found.strategies, *(entry.id for entry in found.cross))
    for file in files.values():
        for node in file.nodes():
            if isinstance(node, QuoteSection):
                yield from _missing(node.quote, quotable, "引用できる項目", node.span("quote"))
            if isinstance(node, Derived):
                for index, id in enumerate(node.of):
                    yield from _missing(id, found.facts, "数値", node.span("of", index))
        yield from _unknown_marks(found, file)


def _unknown_in_settings(found: _Items) -> Iterator[Diagnostic]:
    settings = found.settings
    for index, id in enumerate(settings.strategies):
        yield from _missing(id, found.strategies, "重点戦略", settings.span("strategies", index))
    for document in settings.documents:
        for index, id in enumerate(document.contents):
            yield from _missing(id, (STRATEGIES, *found.chapters), "章", document.span("contents", index))


def _unknown_marks(found: _Items, file: Node) -> Iterator[Diagnostic]:
    for node, keys, text in file.texts():
        marks = [piece for piece in pieces(text) if not isinstance(piece, str)]
        for index, mark in enumerate(marks):
            span = node.find(str(mark), *keys, occurrence=marks[:index].count(mark))
            if isinstance(mark, TermMark):
                yield from _missing(
                    mark.term, found.terms, "用語", span, "glossary.yaml に用語と解説を書き足してください。"
                )
            else:
                yield from _missing(mark.fact, found.facts, "数値", span)


def _missing(id: str, known: Iterable[str], what: str, span: Span, otherwise: str = "") -> Iterator[Diagnostic]:
    known = tuple(known)
    if id not in known:
        yield Diagnostic(
            "REF001",
            Severity.ERROR,
            f"「{id}」という{what}はありません",
            span,
            did_you_mean(id, known, otherwise),
        )


def _broken(files: Iterable[Node]) -> Iterator[Diagnostic]:
    for file in files:
        for node, keys, text in file.texts():
            for bracket, occurrence in broken_marks(text):
                yield Diagnostic(
                    "REF003",
                    Severity.ERROR,
                    f"印の「{bracket}」に相手のかっこがありません",
                    node.find(bracket, *keys, occurrence=occurrence),
                    "用語は [[用語]]、数値は {{数値のid}} のように、同じかっこを二つずつで囲んでください。",
                )
