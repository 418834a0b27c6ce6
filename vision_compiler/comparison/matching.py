"""Which item of the old plan is which of the new: by id, and where no id says so, by how near the words are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from vision_compiler.comparison.items import Item, Passage
from vision_compiler.model.text import folded

T = TypeVar("T")

#: From how near on (0 to 1) two items of different ids are the same: anywhere, and at the same place of the plan.
_ANYWHERE, _SAME_PLACE = 0.6, 0.22
#: The same for paragraphs and entries of a list.
_MOVED_TEXT, _TEXT = 0.6, 0.25


@dataclass(frozen=True, eq=False)
class Matching:
    """The items of two plans, paired. ``by_words`` are the pairs that no id made."""

    new_of: dict[Item, Item] = field(default_factory=dict)
    old_of: dict[Item, Item] = field(default_factory=dict)
    by_words: set[Item] = field(default_factory=set)

    def pair(self, old: Item, new: Item, *, by_words: bool = False) -> None:
        self.new_of[old], self.old_of[new] = new, old
        if by_words:
            self.by_words.add(new)

    def at_same_place(self, old: Item, new: Item) -> bool:
        """Whether both stand under the same key of the same item."""
        if old.key != new.key or (old.parent is None) != (new.parent is None):
            return False
        return old.parent is None or new.parent is None or self.new_of.get(old.parent) is new.parent


def matched(old: Sequence[Item], new: Sequence[Item]) -> Matching:
    """The pairs: by kind and id; files that are the only ones of their kind; then the nearest of those left."""
    matching = Matching()
    known = {(item.kind, item.id): item for item in old}
    for item in new:
        if before := known.get((item.kind, item.id)):
            matching.pair(before, item)
    for depth in range(max((item.depth for item in new), default=0) + 1):
        # What stands in an item is paired after it, because its place then counts.
        for one, other in _nearest(_left(old, matching.new_of, depth), _left(new, matching.old_of, depth), matching):
            matching.pair(one, other, by_words=True)
    return matching


def _left(items: Sequence[Item], taken: dict[Item, Item], depth: int) -> list[Item]:
    return [item for item in items if item not in taken and item.depth == depth]


def _nearest(old: list[Item], new: list[Item], matching: Matching) -> list[tuple[Item, Item]]:
    def score(one: Item, other: Item) -> float:
        if one.kind is not other.kind:
            return 0.0
        near = nearness(one.words, other.words)
        if one.parent and matching.at_same_place(one, other):
            return near + 1 if near >= _SAME_PLACE else 0.0
        return near if near >= _ANYWHERE else 0.0

    return _best(old, new, score)


def _best(old: Sequence[T], new: Sequence[T], score: Callable[[T, T], float]) -> list[tuple[T, T]]:
    """Pairs with a score, the highest first, each of both sides once."""
    scored = [(score(one, other), -i, -j) for i, one in enumerate(old) for j, other in enumerate(new)]
    pairs: list[tuple[T, T]] = []
    used_old: set[int] = set()
    used_new: set[int] = set()
    for points, i, j in sorted(scored, reverse=True):
        if points > 0 and i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            pairs.append((old[-i], new[-j]))
    return pairs


@lru_cache(maxsize=65536)
def nearness(one: str, other: str) -> float:
    """How near two wordings are, from 0 to 1: the share of pairs of neighbouring characters that both have (Dice)."""
    mine, theirs = _pairs(one), _pairs(other)
    if not mine or not theirs:
        return float(folded(one) == folded(other) != "")
    return 2 * len(mine & theirs) / (len(mine) + len(theirs))


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    text = folded(text)
    return frozenset(text[index : index + 2] for index in range(len(text) - 1))


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two lists of passages, paired: what is only in one of them stands alone, ``moved`` are pairs out of order."""

    pairs: tuple[tuple[Passage, Passage], ...]
    removed: tuple[Passage, ...]
    added: tuple[Passage, ...]
    moved: frozenset[int]


def aligned(old: Sequence[Passage], new: Sequence[Passage]) -> Aligned:
    """The passages under one key of an item: the same ones first, then those with the same ident, then the nearest."""
    links = _links(old, new)
    ordered = sorted(links.items())
    stays = set(longest_rise([j for _, j in ordered]))
    moved = frozenset(number for number, (_, j) in enumerate(ordered) if j not in stays)
    taken = set(links.values())
    return Aligned(
        tuple((old[i], new[j]) for i, j in ordered),
        tuple(passage for i, passage in enumerate(old) if i not in links),
        tuple(passage for j, passage in enumerate(new) if j not in taken),
        moved,
    )


def _links(old: Sequence[Passage], new: Sequence[Passage]) -> dict[int, int]:
    links: dict[int, int] = {}
    for is_pair in (Passage.is_same, _has_same_ident):
        _link_in_order(old, new, links, is_pair)
    taken = sorted(links.values())
    before = {i: _new_before(i, links) for i in range(len(old)) if i not in links}
    after = {j: _last_before(j, taken) for j in range(len(new)) if j not in taken}

    def score(i: int, j: int) -> float:
        return _score(old[i], new[j], before[i] == after[j])

    links.update(_best(list(before), list(after), score))
    return links


def _link_in_order(
    old: Sequence[Passage], new: Sequence[Passage], links: dict[int, int], is_pair: Callable[[Passage, Passage], bool]
) -> None:
    """Link what is the same, nearest in order first, so that one of several equal passages finds its own."""
    taken = set(links.values())
    for i, one in enumerate(old):
        if i in links:
            continue
        found = [
            j for j, other in enumerate(new) if j not in taken and one.route == other.route and is_pair(one, other)
        ]
        if found:
            links[i] = min(found, key=lambda j: (abs(j - i), j))
            taken.add(links[i])


def _has_same_ident(one: Passage, other: Passage) -> bool:
    return bool(one.ident) and one.ident == other.ident


def _score(one: Passage, other: Passage, is_between_same: bool) -> float:
    """How near two passages are; 0: two different ones. ``is_between_same``: what is before them is paired."""
    if one.route != other.route or (one.is_reference and one.is_listed):
        return 0.0
    near = nearness(one.text, other.text)
    if is_between_same:
        return near + 1 if near >= _TEXT or not one.is_listed else 0.0
    return near if near >= _MOVED_TEXT else 0.0


def _new_before(i: int, links: dict[int, int]) -> int:
    """Where the last paired passage before an old one has gone."""
    return next((links[before] for before in range(i - 1, -1, -1) if before in links), -1)


def _last_before(j: int, taken: Sequence[int]) -> int:
    return max((index for index in taken if index < j), default=-1)


def longest_rise(numbers: Sequence[int]) -> list[int]:
    """The longest part of the numbers that rises: what kept its order while the rest was moved."""
    best: list[list[int]] = []
    for number in numbers:
        before = max((run for run in best if run[-1] < number), key=len, default=[])
        best.append([*before, number])
    return max(best, key=len, default=[])
