"""The search index, made at compile time: passages, and which pairs of characters stand in each.

Japanese has no spaces between words, so words of Japanese are indexed by pairs of neighbouring characters. The index is
what MiniSearch writes itself (its serialization 2); ``templates/web/assets/finding.js`` cuts a query in the same way.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from vision_compiler.model.dictionary import Dictionary

_OTHERS = re.compile(r"[\W_]")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_WORD = re.compile(r"[a-z0-9]+|[^a-z0-9\s]+")
#: Fields of the index: the heading counts more than the text.
_FIELDS = ("heading", "text")


class Found(Struct, frozen=True):
    """What a search can find: a passage of a page. ``place`` names what it stands in."""

    address: str
    place: str
    heading: str
    text: str


def tokens(text: str) -> Iterator[str]:
    """Words of ASCII whole, all others as pairs; a single character by itself."""
    for word in _WORD.findall(_letters(text)):
        if len(word) == 1 or _ASCII_WORD.fullmatch(word):
            yield word
        else:
            yield from (word[n : n + 2] for n in range(len(word) - 1))


def _letters(text: str) -> str:
    """Letters and digits in one width and case; a space for every other sign."""
    return _OTHERS.sub(" ", unicodedata.normalize("NFKC", text).lower())


def spellings(dictionary: Dictionary | None) -> dict[str, str]:
    """How a reader may write a word (こども) → how the plan does (子ども); patterns that are no words are left out."""
    entries = dictionary.rules if dictionary else ()
    pairs = ((source, entry.expected) for entry in entries for _, _, source in entry.sources)
    return {_letters(source): _letters(expected) for source, expected in pairs if "/" not in source}


def index(found: Iterable[Found], spellings: Mapping[str, str]) -> dict[str, Any]:
    """The passages and their index, as the search page reads it."""
    passages = list(found)
    terms: dict[str, dict[str, dict[str, int]]] = {}
    lengths: dict[str, list[int]] = {}
    for number, passage in enumerate(passages):
        counts = [Counter(tokens(text)) for text in (passage.heading, passage.text)]
        lengths[str(number)] = [len(count) for count in counts]
        for field, count in enumerate(counts):
            for term, times in count.items():
                terms.setdefault(term, {}).setdefault(str(field), {})[str(number)] = times
    return {
        "passages": [[each.address, each.place, each.heading, each.text] for each in passages],
        "index": _serialized(len(passages), terms, lengths),
        "spellings": dict(spellings),
    }


def _serialized(total: int, terms: dict[str, Any], lengths: dict[str, list[int]]) -> dict[str, Any]:
    averages = [sum(length[field] for length in lengths.values()) / max(total, 1) for field in range(len(_FIELDS))]
    return {
        "documentCount": total,
        "nextId": total,
        "documentIds": {str(number): number for number in range(total)},
        "fieldIds": {name: number for number, name in enumerate(_FIELDS)},
        "fieldLength": lengths,
        "averageFieldLength": averages,
        "storedFields": {},
        "dirtCount": 0,
        "index": [[term, terms[term]] for term in sorted(terms)],
        "serializationVersion": 2,
    }


def script(content: dict[str, Any]) -> str:
    """The index as a script: a page that was opened from a folder may load scripts, but no other files."""
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return f"window.planSearch = {written};\n"
