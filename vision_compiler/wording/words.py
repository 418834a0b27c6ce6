"""What a finding says, and guesses at what an author meant."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice
from typing import NamedTuple

#: What is longer, or one of more, is not compared with all others letter by letter.
_LONG, _MANY = 60, 500


class Wording(NamedTuple):
    """Code, fact and remedy of a finding."""

    code: str
    message: str
    help: str = ""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that ``word`` is most likely a misspelling of; differences of width and case do not count."""
    folded = {unicodedata.normalize("NFKC", entry).lower(): entry for entry in islice(known, _MANY)}
    found = get_close_matches(unicodedata.normalize("NFKC", word[:_LONG]).lower(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


def guess(id: str, known: Iterable[str]) -> str | None:
    """The known id that differs from ``id`` by two letters at most, by one where it is short."""
    limit = 2 if len(id) > 4 else 1
    few = islice(known, _MANY) if len(id) < _LONG else ()
    near = [(distance, entry) for entry in few if (distance := _distance(id.lower(), entry, limit)) <= limit]
    return min(near)[1] if near else None


def _distance(one: str, other: str, limit: int) -> int:
    """How many letters are added, left out, changed or swapped with their neighbour; beyond the limit any more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]


def listed(words: Iterable[str]) -> str:
    """A few of the words for a message."""
    words = list(words)
    return "、".join(words[:8]) + (f" など{len(words)}個" if len(words) > 8 else "")


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """「…」の書き間違いではありませんか, or else the given remedy, or what may be written."""
    known = list(known)
    if near := nearest(word, known):
        return f"「{near}」の書き間違いではありませんか。"
    return otherwise or (f"書けるのは {'、'.join(known)} です。" if known else "")


#: The remedy for most text that YAML takes for something else.
QUOTE = '値の全体を " " で囲んでください。'
