"""Two plans → what changed, item by item. An edit is one change; what only follows from it (a number) is none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from vision_compiler.comparison.items import Item, Passage, Route, name_key
from vision_compiler.comparison.matching import Matching, aligned, longest_rise, matched
from vision_compiler.comparison.reading import items_of
from vision_compiler.model.base import Node
from vision_compiler.model.dictionary import Dictionary
from vision_compiler.model.facts import Derived, Series
from vision_compiler.model.field import PolicyField
from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Indicator, Strategy


class Kind(Enum):
    """What an edit does."""

    ADDED = "新設"
    REMOVED = "削除"
    REPLACED = "差替え"
    MOVED = "移動"
    REORDERED = "順番の変更"
    RENAMED = "名称変更"
    TEXT = "文の変更"
    UNIT = "単位の変更"
    BASELINE = "策定時実績値の変更"
    TARGET = "目標値の変更"
    VALUE = "値の変更"
    DECIDED = "未定から決定"
    UNPRINTED = "印刷されない変更"


@dataclass(frozen=True, slots=True)
class Change:
    """One edit: where in the item (``route``, ``label``), and both wordings. None: there is nothing on that side."""

    kind: Kind
    route: Route
    label: str
    old: str | None
    new: str | None


@dataclass(frozen=True, eq=False, slots=True)
class ItemChange:
    """The edits of one item; ``by_words`` says that its id changed and its words tell which item it was."""

    old: Item | None
    new: Item | None
    changes: tuple[Change, ...]
    by_words: bool = False

    @property
    def item(self) -> Item:
        """The item as it is now; a removed one as it was."""
        item = self.new or self.old
        assert item is not None
        return item

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Each kind of its edits once, in the order of the kinds."""
        found = {change.kind for change in self.changes}
        return tuple(kind for kind in Kind if kind in found)


@dataclass(frozen=True, eq=False, slots=True)
class Comparison:
    """Two plans compared, in the order of the new one; what was removed stands where it stood.

    ``renamed_ids`` are items of which nothing but the id changed, as (old, new); ``lone`` are all that are only in one.
    """

    old: Plan
    new: Plan
    items: tuple[ItemChange, ...]
    renamed_ids: tuple[tuple[Item, Item], ...]
    lone: frozenset[Item]

    def content(self, item: Item) -> Iterator[tuple[str, str]]:
        """All that an added or removed item says, as (label, words), with what came or went with it."""
        yield from ((each.label, each.text) for each in item.passages if not is_unprinted(item, each.route))
        for child in item.children:
            if child in self.lone:
                yield from self.content(child)


#: What no document prints.
_UNPRINTED_KEYS = {
    *("waive", "better", "summary_of", "title_of", "passage", "missing", "provisional", "source", "formula", "of"),
    *("comparison", "style", "code"),
}
_WITH_UNITS: tuple[type[Node], ...] = (Indicator, Series, Derived)


def compare(old: Plan, new: Plan) -> Comparison:
    """What changed from the old plan to the new one."""
    before, after = items_of(old), items_of(new)
    return _Comparer(before, after, matched(before, after)).comparison(old, new)


def is_unprinted(item: Item, route: Route) -> bool:
    """Whether no document prints what stands there."""
    return item.kind is Dictionary or bool(_UNPRINTED_KEYS & set(route))


class _Comparer:
    def __init__(self, before: Sequence[Item], after: Sequence[Item], matching: Matching) -> None:
        self.before, self.after, self.matching = before, after, matching
        self.reordered = set(_reordered(after, before, matching))
        self.lone = frozenset(item for item in before if item not in matching.new_of) | frozenset(
            item for item in after if item not in matching.old_of
        )
        self.gone = frozenset(before)
        self.lone_ids = {item.id for item in self.lone if item.id}
        self.new_ids = {one.id: other.id for one, other in matching.new_of.items() if other in matching.by_words}

    def comparison(self, old: Plan, new: Plan) -> Comparison:
        found = [change for item in self._in_order() if (change := self._change(item))]
        changed = {change.new for change in found}
        renamed = ((one, other) for one, other in self.matching.new_of.items() if other in self.matching.by_words)
        only_ids = tuple((one, other) for one, other in renamed if other not in changed)
        return Comparison(old, new, tuple(found), only_ids, self.lone)

    def _in_order(self) -> Iterator[Item]:
        """All items: those of the new plan, and after each what stood behind it in the old one and is gone."""
        gone: dict[Item | None, list[Item]] = {}
        last: Item | None = None
        for item in self.before:
            last = self.matching.new_of.get(item, last)
            if item in self.lone:
                gone.setdefault(last, []).append(item)
        yield from gone.get(None, ())
        for item in self.after:
            yield item
            yield from gone.get(item, ())

    def _change(self, item: Item) -> ItemChange | None:
        if item in self.lone:
            return None if item.parent in self.lone else self._whole(item)
        before = self.matching.old_of[item]
        changes = (*self._moves(before, item), *self._edits(before, item))
        return ItemChange(before, item, changes, item in self.matching.by_words) if changes else None

    def _whole(self, item: Item) -> ItemChange:
        """An item that is only in one plan, with all that came or went with it."""
        is_gone = item in self.gone
        kind = Kind.REMOVED if is_gone else Kind.ADDED
        kind = Kind.UNPRINTED if is_unprinted(item, ()) else kind
        old, new = (item.name if is_gone else None), (None if is_gone else item.name)
        change = Change(kind, (), item.node.LABEL, old, new)
        return ItemChange(item if is_gone else None, None if is_gone else item, (change,))

    def _moves(self, before: Item, item: Item) -> Iterator[Change]:
        if not self.matching.at_same_place(before, item):
            yield Change(Kind.MOVED, (), "場所", before.place, item.place)
        elif item in self.reordered:
            yield Change(Kind.REORDERED, (), "順番", _position(before, self.before), _position(item, self.after))

    def _edits(self, before: Item, item: Item) -> Iterator[Change]:
        """The edits of what an item says, key by key."""
        olds, news = _by_key(self._with_new_ids(before.passages)), _by_key(item.passages)
        for key in dict.fromkeys((*news, *olds)):
            yield from self._aligned_edits(item, olds.get(key, []), news.get(key, []))

    def _aligned_edits(self, item: Item, olds: list[Passage], news: list[Passage]) -> Iterator[Change]:
        found = aligned(olds, news)
        for number, (one, other) in enumerate(found.pairs):
            if number in found.moved:
                label = f"{other.label}の順番"
                old, new = (f"{side.index(each) + 1}番目" for side, each in ((olds, one), (news, other)))
                yield Change(Kind.REORDERED, other.route, label, f"{old}　{one.text}", f"{new}　{other.text}")
            if not one.is_same(other):
                yield self._edit(item, one, other)
        yield from (self._edit(item, one, None) for one in found.removed if not self._follows(one))
        yield from (self._edit(item, None, other) for other in found.added if not self._follows(other))

    def _follows(self, passage: Passage) -> bool:
        """Whether it only refers to an item that came or went as a whole."""
        return passage.is_reference and passage.ident in self.lone_ids

    def _with_new_ids(self, passages: list[Passage]) -> list[Passage]:
        """The old passages as they would be with the ids of the new plan."""
        return [
            replace(each, raw=self.new_ids[each.raw], ident=self.new_ids[each.raw])
            if each.is_reference and each.raw in self.new_ids
            else each
            for each in passages
        ]

    def _edit(self, item: Item, one: Passage | None, other: Passage | None) -> Change:
        there = other or one
        assert there is not None
        has_other_notes = (one.terms if one else None) != (other.terms if other else None)
        old, new = ((each.noted if has_other_notes else "") or each.text if each else None for each in (one, other))
        return Change(self._kind(item, there.route, one, other), there.route, there.label, old, new)

    def _kind(self, item: Item, route: Route, one: Passage | None, other: Passage | None) -> Kind:
        if is_unprinted(item, route):
            return Kind.UNPRINTED
        if route == (name_key(item.kind),):
            return Kind.REPLACED if item in self.matching.by_words else Kind.RENAMED
        if one and other and one.is_open and not other.is_open:
            return Kind.DECIDED
        return _kind_of_value(item, route[-1], route[0])


def _kind_of_value(item: Item, key: str, first: str) -> Kind:
    if item.kind is Indicator and first in ("baseline", "targets"):
        return Kind.BASELINE if first == "baseline" else Kind.TARGET
    if item.kind in _WITH_UNITS and key == "unit":
        return Kind.UNIT
    if item.kind in (Series, Derived) and key in ("points", "value"):
        return Kind.VALUE
    return Kind.TEXT


def _by_key(passages: Sequence[Passage]) -> dict[str, list[Passage]]:
    """The passages by the first key that they stand under, in their order."""
    found: dict[str, list[Passage]] = {}
    for passage in passages:
        found.setdefault(passage.route[0], []).append(passage)
    return found


def _siblings(item: Item, items: Sequence[Item]) -> list[Item]:
    """The items in one list with this one; strategies and fields are ordered by plan.yaml."""
    return [each for each in items if (each.parent, each.key, each.kind) == (item.parent, item.key, item.kind)]


def _position(item: Item, items: Sequence[Item]) -> str:
    return f"{_siblings(item, items).index(item) + 1}番目"


def _reordered(after: Sequence[Item], before: Sequence[Item], matching: Matching) -> Iterator[Item]:
    """Items that changed their place among their neighbours: as few as explain the new order."""
    positions = {item: number for number, item in enumerate(before)}
    lists: dict[tuple[Item | None, str, type[Node]], list[Item]] = {}
    for item in after:
        old = matching.old_of.get(item)
        is_ordered = item.parent is not None or item.kind in (Strategy, PolicyField)
        if old and is_ordered and matching.at_same_place(old, item):
            lists.setdefault((item.parent, item.key, item.kind), []).append(item)
    for items in lists.values():
        numbers = [positions[matching.old_of[item]] for item in items]
        stays = set(longest_rise(numbers))
        yield from (item for item, number in zip(items, numbers, strict=True) if number not in stays)
