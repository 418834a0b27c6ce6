"""Where the words on a page were written: for items, and for covers, contents and designed sheets without places."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from vision_compiler.document.inline import definition
from vision_compiler.document.places import place_of, written_at
from vision_compiler.model.passages import Passage
from vision_compiler.model.plan import Plan
from vision_compiler.model.text import folded

#: Shorter words stand in so many texts that they prove nothing, unless they are all that there is.
_SHORTEST = 4
_WITHOUT_WORDS = "\ufffc"


class Found(NamedTuple):
    """Words of the plan in a text: where they begin in it, where they were written, and how they begin."""

    at: int
    place: str
    words: str


class _Text(NamedTuple):
    words: str
    passage: Passage
    shown: str

    @property
    def place(self) -> str:
        return place_of(self.passage.span(0, len(self.shown)))


@dataclass(frozen=True, eq=False)
class Provenance:
    """The words of a plan, to be found on its pages."""

    plan: Plan

    @cached_property
    def indicators(self) -> dict[str, str]:
        """Where each indicator was written."""
        return {indicator.id: written_at(indicator) for indicator in self.plan.indicators}

    def definition(self, words: str) -> str:
        """Where the definition at the end of a note was written; empty if it is none."""
        end = folded(words)
        return next((place for text, place in self._definitions if end.endswith(text)), "")

    @cached_property
    def _definitions(self) -> tuple[tuple[str, str], ...]:
        terms = self.plan.terms.values()
        return tuple((folded(definition(self.plan, term)), written_at(term, "definition")) for term in terms)

    def within(self, words: str, file: str = "") -> list[Found]:
        """The texts of the plan in these words, in their order. Of equal ones that of the ``file`` is meant."""
        rest, found = folded(words), list[Found]()
        for text in self._longest_first(file):
            at = rest.find(text.words)
            if at >= 0 and (len(text.words) >= _SHORTEST or text.words == rest):
                found.append(Found(at, text.place, text.shown))
                # What is found is found once, and nothing is found across it.
                rest = rest[:at] + _WITHOUT_WORDS * len(text.words) + rest[at + len(text.words) :]
        return sorted(found)

    def of(self, words: str, file: str) -> str:
        """Where the text was written that these words are, but for numbers and marks; empty if they are part of one."""
        line = folded(words)
        fitting = (text for text in self._longest_first(file) if 2 * len(text.words) >= max(len(line), _SHORTEST))
        return next((text.place for text in fitting if text.words in line), "")

    def _longest_first(self, file: str) -> tuple[_Text, ...]:
        if file not in self._by_file:
            meant = {text.words: text for text in sorted(self._texts, key=lambda text: text.passage.file == file)}
            self._by_file[file] = tuple(sorted(meant.values(), key=lambda text: -len(text.words)))
        return self._by_file[file]

    @cached_property
    def _by_file(self) -> dict[str, tuple[_Text, ...]]:
        return {}

    @cached_property
    def _texts(self) -> tuple[_Text, ...]:
        found = tuple(text for passage in self.plan.passages if (text := _beginning(passage)))
        return found[::-1]  # of two the first is meant


def _beginning(passage: Passage) -> _Text | None:
    """The first words of a text that are printed as they are written; a mark ends them."""
    shown = next(_stretches(passage.words), "")
    return _Text(folded(shown), passage, shown) if folded(shown) else None


def _stretches(words: str) -> Iterator[str]:
    first = words.partition("\n")[0]
    return (stretch for stretch in first.split(_WITHOUT_WORDS) if stretch.strip())
