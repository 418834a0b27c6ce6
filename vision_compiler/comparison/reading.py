"""A plan → its items. What each kind says is found by the fields of the models, whose titles are the city's words.

Only names and values of indicators and facts are known here, because they are printed with units and marks.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from vision_compiler.comparison.items import Item, Passage, Route, id_of, name_key
from vision_compiler.comparison.places import places_of
from vision_compiler.comparison.values import fact_values, indicator_values
from vision_compiler.document.inline import Writer, definition
from vision_compiler.document.numbers import year_and_month
from vision_compiler.model.base import Node
from vision_compiler.model.chapter import PlaceholderBlock
from vision_compiler.model.facts import Derived, Series
from vision_compiler.model.glossary import Term
from vision_compiler.model.plan import Plan
from vision_compiler.model.settings import STRATEGIES, Settings
from vision_compiler.model.strategy import Indicator
from vision_compiler.model.text import FactMark, Piece, TermMark, paragraphs, pieces
from vision_compiler.model.values import UNDECIDED_WORD, Undecided, Unknown
from vision_compiler.wording.choices import MEANINGS

#: What the order of the items says.
_LEFT_OUT = {(Settings, "strategies"), (Settings, "fields")}
#: Ids of other items: readers know them by their names.
_REFERENCES = {"contents", "front", "quote", "of", "highlight", "fields"}
#: What a word in the contents of a document stands for.
_ALL_STRATEGIES = "全ての重点戦略"
#: Lists that are printed as one value.
_JOINED = {"sdgs", "fields", "parts", "target_years", "at_least_baseline"}
#: What tells an entry without an id from its neighbours.
_IDENTS = ("at", "period", "name")
#: Where the key says nothing to a reader.
_BODIES = ("body", "closing")


def items_of(plan: Plan) -> tuple[Item, ...]:
    """Every item of the plan, each after the one that it stands in, in the order of printing."""
    reader = _Reader(plan)
    return tuple(item for file in _files(plan) for item in reader.item(file, _Spot((), ()), None).all())


def _files(plan: Plan) -> Iterator[Node]:
    """The files of the plan: those with an order in that order, then the rest, but none that plan.yaml leaves out."""
    chapters = (
        plan.chapters[id] for document in plan.settings.documents for id in document.chapters if id in plan.chapters
    )
    named = (plan.settings, plan.vision, plan.stances, plan.framework, *plan.strategies, *plan.fields, *chapters)
    ordered = {id(node): node for node in named if node is not None}
    chosen = {type(node) for node in (*plan.strategies, *plan.fields)}
    rest = (node for node in plan.files.values() if id(node) not in ordered and type(node) not in chosen)
    return iter((*ordered.values(), *rest))


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where the reader is in an item: the keys that lead there, and their titles."""

    route: Route
    titles: tuple[str, ...]

    def below(self, node: Node, key: str) -> "_Spot":
        """The spot of a key of a node that stands here."""
        return _Spot((*self.route, key), (*self.titles, type(node).model_fields[key].title or key))

    @property
    def key(self) -> str:
        return self.route[-1]

    @property
    def label(self) -> str:
        titles = self.titles[1:] if self.route[0] in _BODIES else self.titles
        return "・".join(dict.fromkeys(titles))


class _Reader:
    """Reads the items of one plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.writer = Writer(plan, None)
        self.places = places_of(plan)
        self.names = {id_of(node): getattr(node, name_key(type(node)), None) for node in plan.nodes if id_of(node)}
        self.names[STRATEGIES] = _ALL_STRATEGIES

    def item(self, node: Node, spot: _Spot, parent: Item | None) -> Item:
        """The item of a node, with all below it."""
        key, role = (spot.route[0], spot.titles[-1]) if spot.route else ("", "")
        item = Item(node, self.places.of(node, parent.place if parent else "", role), key, role, parent)
        item.passages.extend(self._passages(node, _Spot((), ()), item))
        return item

    def _passages(self, node: Node, spot: _Spot, item: Item) -> Iterator[Passage]:
        """What a node says, key by key; the items below it are put under ``item``."""
        special = dict(self._special(node))
        for key, value in vars(node).items():
            if key in special:
                yield from special[key]
            elif key != "id" and (type(node), key) not in _LEFT_OUT:
                yield from self._value(value, spot.below(node, key), item)

    def _value(self, value: object, spot: _Spot, item: Item) -> Iterator[Passage]:
        match value:
            case (str() | int(), *_) if spot.key in _JOINED:
                yield self._said("、".join(self._shown(spot.key, str(each)) for each in value), spot)
            case tuple():
                for each in value:
                    yield from (replace(passage, is_listed=True) for passage in self._entry(each, spot, item))
            case Node() if id_of(value):
                item.children.append(self.item(value, spot, item))
            case Node():
                yield from self._passages(value, spot, item)
            case str():
                yield from self._words(value, spot)
            case None | False:
                pass
            case _:
                yield self._said(self._word(value), spot, is_open=isinstance(value, Undecided))

    def _entry(self, value: object, spot: _Spot, item: Item) -> Iterator[Passage]:
        """An entry of a list; a few short values side by side are one."""
        if isinstance(value, Node) and not id_of(value) and _is_record(value):
            return iter((self._record(value, spot),))
        return self._value(value, spot, item)

    def _record(self, node: Node, spot: _Spot) -> Passage:
        """An address, an entry of a timeline, a placeholder with its owner."""
        values = _written(node)
        first = next(iter(values))
        ident = next((str(values[key]) for key in _IDENTS if key in values), "")
        text = "　".join(self._shown(key, str(value)) for key, value in values.items())
        there = spot if len(values) > 1 else spot.below(node, first)
        is_open = isinstance(node, PlaceholderBlock)
        return Passage((*spot.route, first), there.label, text, text, ident=ident, is_open=is_open)

    def _words(self, text: str, spot: _Spot) -> Iterator[Passage]:
        """A reference, a choice, or the paragraphs of a text as readers meet them."""
        if spot.key in _REFERENCES:
            yield Passage(spot.route, spot.label, self._shown(spot.key, text), text, ident=text)
        elif spot.key in MEANINGS:
            yield self._said(self._shown(spot.key, text), spot)
        else:
            yield from (self._paragraph(paragraph, spot) for paragraph in paragraphs(text))

    def _paragraph(self, text: str, spot: _Spot) -> Passage:
        found, sign = pieces(text), self.plan.settings.labels.note
        terms = frozenset(piece.words for piece in found if isinstance(piece, TermMark))
        said = [self._printed(piece) for piece in found]
        noted = [
            f"{words}{sign if isinstance(piece, TermMark) else ''}" for words, piece in zip(said, found, strict=True)
        ]
        raw = "".join(str(piece) if isinstance(piece, FactMark) else self._printed(piece) for piece in found)
        return Passage(spot.route, spot.label, "".join(said), raw, terms, "".join(noted))

    def _printed(self, piece: Piece) -> str:
        if isinstance(piece, FactMark):
            return self.writer.fact(self.plan.facts[piece.words])
        return piece.words if isinstance(piece, TermMark) else piece

    def _said(self, text: str, spot: _Spot, *, is_open: bool = False) -> Passage:
        """A value that stands for itself."""
        return Passage(spot.route, spot.label, text, text, is_open=is_open)

    def _shown(self, key: str, word: str) -> str:
        """A word as readers know it: an id by the name of its item, a choice by its meaning."""
        return self.names.get(word) or word if key in _REFERENCES else MEANINGS.get(key, {}).get(word, word)

    def _word(self, value: object) -> str:
        labels = self.plan.settings.labels
        match value:
            case True:
                return "あり"
            case Undecided():
                return labels.undecided
            case Unknown():
                return labels.unknown
            case _:
                return str(value)

    def _special(self, node: Node) -> Iterator[tuple[str, list[Passage]]]:
        """What is printed otherwise than it is written: names with their marks, values with their units."""
        match node:
            case Indicator():
                baseline, *targets = indicator_values(self.plan, node)
                yield from (("name", [self._indicator_name(node)]), ("cumulative", []), ("parts_inline", []))
                yield from (("baseline", [baseline]), ("targets", targets))
            case Series():
                yield "points", list(fact_values(node))
            case Derived():
                yield "value", list(fact_values(node))
            case Settings():
                date = year_and_month(node.date)
                yield "date", [Passage(("date",), Settings.model_fields["date"].title or "", date, node.date)]
            case Term() if node.definition == UNDECIDED_WORD:
                spot = _Spot((), ()).below(node, "definition")
                yield "definition", [self._said(definition(self.plan, node), spot, is_open=True)]

    def _indicator_name(self, indicator: Indicator) -> Passage:
        labels = self.plan.settings.labels
        name = self._paragraph(indicator.name, _Spot(("name",), (labels.indicator_name,)))
        parts = "・".join(f"（{part}）" for part in indicator.parts) if indicator.parts_inline else ""
        ending = parts + (labels.cumulative if indicator.cumulative else "")
        return replace(name, text=name.text + ending, raw=name.raw + ending, noted=name.noted + ending)


def _is_record(node: Node) -> bool:
    """Whether a node has nothing but a few words, each on one line, side by side."""
    values = _written(node).values()
    is_short = (isinstance(value, str | int | Decimal) and "\n" not in str(value) for value in values)
    return len(type(node).model_fields) > 1 and all(is_short)


def _written(node: Node) -> dict[str, object]:
    """What an author wrote in a node, or what holds because nothing else was written."""
    return {key: value for key, value in vars(node).items() if value is not None and value is not False and value != ()}
