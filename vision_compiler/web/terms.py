"""用語解説: every term in the order of the readings, with the pages on which it stands."""

from collections.abc import Mapping
from itertools import groupby

from msgspec import Struct

from vision_compiler.document.inline import definition
from vision_compiler.document.kana import row_of, sort_key
from vision_compiler.model.plan import Plan
from vision_compiler.web.pages import Link


class Entry(Struct, frozen=True):
    """A term with its reading, its definition and the pages where it stands."""

    id: str
    term: str
    reading: str
    definition: str
    pages: tuple[Link, ...]


def term_rows(plan: Plan, mentions: Mapping[str, Mapping[str, Link]]) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """The terms under the row of their first kana (あ, か, …); ``mentions`` are the pages of each by address."""
    entries = [
        Entry(term.id, term.term, term.reading, definition(plan, term), tuple(mentions[term.term].values()))
        for term in sorted(plan.terms.values(), key=lambda term: sort_key(term.reading))
    ]
    return tuple((row, tuple(found)) for row, found in groupby(entries, lambda entry: row_of(entry.reading)))
