"""What a finding says, and guesses at what an author meant."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple


class Wording(NamedTuple):
    """Code, fact and remedy of a finding."""

    code: str
    message: str
    help: str = ""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that ``word`` is most likely a misspelling of; differences of width and case do not count."""
    folded = {unicodedata.normalize("NFKC", entry).lower(): entry for entry in known}
    found = get_close_matches(unicodedata.normalize("NFKC", word).lower(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """「…」の書き間違いではありませんか, or else the given remedy, or what may be written."""
    known = list(known)
    if near := nearest(word, known):
        return f"「{near}」の書き間違いではありませんか。"
    return otherwise or (f"書けるのは {'、'.join(known)} です。" if known else "")


#: The remedy for most text that YAML takes for something else.
QUOTE = '値の全体を " " で囲んでください。'
