"""Everything of a plan that can be referred to, by id."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from vision_compiler.model.base import Node
from vision_compiler.model.chapter import Chapter
from vision_compiler.model.dictionary import Dictionary
from vision_compiler.model.dxgx import CrossInitiative, CrossInitiatives
from vision_compiler.model.facts import Facts
from vision_compiler.model.field import PolicyField
from vision_compiler.model.framework import Framework
from vision_compiler.model.glossary import Glossary, Term
from vision_compiler.model.originals import Original, originals
from vision_compiler.model.pamphlet import Pamphlet
from vision_compiler.model.plan import Fact
from vision_compiler.model.settings import Settings
from vision_compiler.model.stances import Stances
from vision_compiler.model.strategy import Strategy
from vision_compiler.model.vision import Vision

T = TypeVar("T", bound=Node)


@dataclass(frozen=True)
class Items:
    """Everything that can be referred to, by id; ``labelled`` is whatever has an id, ``places`` the names of files."""

    settings: Settings
    vision: Vision
    cross: tuple[CrossInitiative, ...]
    strategies: dict[str, Strategy]
    fields: dict[str, PolicyField]
    framework: Framework | None
    stances: Stances | None
    pamphlet: Pamphlet | None
    dictionary: Dictionary | None
    chapters: dict[str, Chapter]
    terms: dict[str, Term]
    facts: dict[str, Fact]
    originals: Mapping[str, Original]
    chosen_fields: frozenset[str]
    labelled: Mapping[str, Node]
    places: frozenset[str]

    @classmethod
    def of(cls, files: Mapping[str, Node]) -> "Items":
        nodes = files.values()
        return cls(
            settings=_all(nodes, Settings)[0],
            vision=_all(nodes, Vision)[0],
            cross=tuple(entry for file in _all(nodes, CrossInitiatives) for entry in file.initiatives),
            strategies={strategy.id: strategy for strategy in _all(nodes, Strategy)},
            fields={field.id: field for field in _all(nodes, PolicyField)},
            framework=next(iter(_all(nodes, Framework)), None),
            stances=next(iter(_all(nodes, Stances)), None),
            pamphlet=next(iter(_all(nodes, Pamphlet)), None),
            dictionary=next(iter(_all(nodes, Dictionary)), None),
            chapters={chapter.id: chapter for chapter in _all(nodes, Chapter)},
            terms={term.term: term for file in _all(nodes, Glossary) for term in file.terms},
            originals=originals(nodes),
            chosen_fields=frozenset(id for settings in _all(nodes, Settings) for id in settings.fields),
            labelled=_labelled(nodes),
            places=frozenset(files),
            facts={fact.id: fact for file in _all(nodes, Facts) for fact in _facts(file)},
        )


def _all(nodes: Iterable[Node], kind: type[T]) -> list[T]:
    return [node for node in nodes if isinstance(node, kind)]


def _labelled(nodes: Iterable[Node]) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for node in (node for file in nodes for node in file.nodes()):
        if (id := vars(node).get("id")) is not None:
            found.setdefault(id, node)
    return found


def _facts(file: Facts) -> Iterator[Fact]:
    for series in file.series:
        for point in series.points:
            yield Fact(f"{series.id}.{point.at}", point.value, series.unit or "", series.approximate, point)
    for derived in file.derived:
        yield Fact(derived.id, derived.value, derived.unit or "", derived.approximate, derived)
