"""Where a line of Japanese may be parted, and where room may be made in it (JIS X 4051, JLREQ 3.1.7 to 3.8)."""

from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

from vision_compiler.render.piece import JOINER, PARTING

Owner = TypeVar("Owner")

#: Closing brackets and signs that stop: they belong to what stands before.
CLOSING = frozenset("、。，．,.）」』】〕〉》］｝〙〗〟’”)]}")
#: Opening brackets: they belong to what follows.
OPENING = frozenset("「『（【〔〈《［｛〘〖〝‘“([{")
#: What else never begins a line: small kana, marks of repetition and length, dashes, middle dots, units.
_NEVER_FIRST = (
    CLOSING
    | frozenset("・：；:;？！?!ー～〜—―‥…／/％‰℃%°′″々〻ゝゞヽヾ-–")
    | frozenset("ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ")
)
#: What else never ends a line: signs before a number.
_NEVER_LAST = OPENING | frozenset("￥＄￡＃№¥$£#")
#: Two of these in a row are one sign.
_DOUBLED = frozenset("—―‥…")
SPACES = frozenset(" \u3000")


def real(characters: Sequence[tuple[Owner, str]]) -> tuple[list[tuple[Owner, str]], set[int]]:
    """The characters that are seen, each with its owner, and the numbers of those that are joined to the one before."""
    found: list[tuple[Owner, str]] = []
    joined = set()
    for owner, character in characters:
        if character == JOINER:
            joined.add(len(found))
        elif character != PARTING:
            found.append((owner, character))
    return found, joined


def bounds(texts: Sequence[str], joined: Collection[int]) -> Iterator[tuple[bool, bool]]:
    """For every character: whether a line may begin with it, and whether a wider line takes room after it."""
    for number, (before, here, after) in enumerate(zip(["", *texts], texts, [*texts[1:], ""], strict=False)):
        may_begin = bool(before) and number not in joined and may_part(before, here)
        yield may_begin, bool(after) and has_room(here, after)


def may_part(before: str, after: str) -> bool:
    """Whether a line may end between two characters."""
    if after in _NEVER_FIRST or before in _NEVER_LAST or after in SPACES:
        return False
    return not (_is_latin(before) and _is_latin(after))


def has_room(before: str, after: str) -> bool:
    """Whether a line that is set wider takes the room between two characters."""
    if before in OPENING or after in CLOSING or (before == after and before in _DOUBLED):
        return False
    return not (_is_latin(before) and _is_latin(after))


def _is_latin(character: str) -> bool:
    """Letters and digits of words and numbers, of whichever width."""
    return (character < "\u0250" and character not in SPACES) or "０" <= character <= "９" or "Ａ" <= character <= "ｚ"
