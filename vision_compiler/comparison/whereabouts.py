"""Where a change is printed: found by the words that changed, by the name of their item, or by the facts that it is."""

from collections.abc import Sequence
from typing import NamedTuple

from vision_compiler.comparison.changes import Change, ItemChange, Kind
from vision_compiler.comparison.items import Item
from vision_compiler.comparison.printed import Found, Printed, found_in
from vision_compiler.model.facts import Derived, Series

#: Shorter sentences are found everywhere.
_TELLING = 8


class Trace(NamedTuple):
    """What to look for: the words as a whole, or one of the facts, or (over the end of a page) one of the sentences."""

    words: str = ""
    facts: frozenset[str] = frozenset()
    sentences: tuple[str, ...] = ()


def whereabouts(
    change: ItemChange, edits: Sequence[Change], old: Sequence[Printed], new: Sequence[Printed]
) -> tuple[Found, Found]:
    """The documents (with pages) that print these edits of an item: of the old plan, and of the new one."""
    telling = _telling(edits)
    before, after = (telling.old or "", telling.new or "") if telling else ("", "")
    one, other = _trace(change.old, before, after), _trace(change.new, after, before)
    old_found, new_found = found_in(old, *one), found_in(new, *other)
    if telling is None:
        return old_found, new_found
    # The same words may stand elsewhere, where nobody touched them.
    place = change.item.place
    return _only(old_found, found_in(new, *one), place), _only(new_found, found_in(old, *other), place)


def _telling(edits: Sequence[Change]) -> Change | None:
    """The edit whose words are looked for; None: the name of the item is, beside which its values are printed."""
    texts = [edit for edit in edits if edit.kind is Kind.TEXT]
    return max(texts, key=lambda edit: len(edit.new or edit.old or "")) if len(texts) == len(edits) else None


def _trace(item: Item | None, text: str, other: str) -> Trace:
    if item is None:
        return Trace()
    if isinstance(item.node, Series):
        return Trace(facts=frozenset(f"{item.id}.{point.at}" for point in item.node.points))
    if isinstance(item.node, Derived):
        return Trace(facts=frozenset({item.id}))
    sentences = (sentence for sentence in text.split("。") if sentence not in other and len(sentence) >= _TELLING)
    first = item.passages[0].text if item.passages else ""
    return Trace(text or item.name or first, frozenset(), tuple(sentences))


def _only(found: Found, unchanged: Found, place: str) -> Found:
    """What is not found on the other side, too, or is the document where the item has its place; all, if none is."""
    known = {title for title, _ in unchanged}
    return tuple(pair for pair in found if pair[0] not in known or place.startswith(pair[0])) or found
