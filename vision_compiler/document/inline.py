"""Marked text → what stands in a line: words, numbers in the house style, calls of numbered notes."""

from collections.abc import Iterator, Mapping

from vision_compiler.document.nodes import Inline, NoteCall, Quantity
from vision_compiler.document.numbers import fullwidth, quoted
from vision_compiler.model.glossary import Term
from vision_compiler.model.plan import Fact, Plan
from vision_compiler.model.text import FactMark, TermMark, paragraphs, pieces
from vision_compiler.model.values import UNDECIDED_WORD


class Notes:
    """Counts the notes of one place: a term is noted where it first stands, and only there.

    ``calls`` collects the anchors of the calls of each term, for the index of terms.
    """

    def __init__(self, place: str, sign: str, calls: dict[str, list[str]]) -> None:
        self.place, self.sign, self.anchors = place, sign, calls
        self.calls: dict[str, NoteCall] = {}

    def call(self, word: str, text: str, anchor: str = "") -> NoteCall | None:
        """The call for a word that was not noted yet at this place."""
        if word in self.calls:
            return None
        self.calls[word] = NoteCall(f"{self.sign}{fullwidth(len(self.calls) + 1)}", text, anchor)
        return self.calls[word]

    def term(self, term: Term, text: str) -> NoteCall | None:
        """The call for a term of the glossary."""
        call = self.call(term.term, text, f"note.{self.place}.{len(self.calls) + 1}")
        if call:
            self.anchors.setdefault(term.term, []).append(call.anchor)
        return call


def definition(plan: Plan, term: Term) -> str:
    """What the note of a term says."""
    return plan.settings.labels.undecided_definition if term.definition == UNDECIDED_WORD else term.definition


class Writer:
    """Turns the plan's texts into lines. ``notes`` is None where a text is quoted without its notes."""

    def __init__(self, plan: Plan, notes: Notes | None) -> None:
        self.plan = plan
        self.facts: Mapping[str, Fact] = plan.facts
        self.notes = notes

    def line(self, text: str) -> Inline:
        return tuple(self._runs(text))

    def paragraphs(self, prose: str) -> tuple[Inline, ...]:
        return tuple(self.line(paragraph) for paragraph in paragraphs(prose))

    def fact(self, fact: Fact) -> str:
        """A fact in the house style."""
        return quoted(fact.amount, fact.unit, fact.approximate)

    def _runs(self, text: str) -> Iterator[str | NoteCall | Quantity]:
        for piece in pieces(text):
            if isinstance(piece, FactMark):
                yield Quantity(self.fact(self.facts[piece.words]), piece.words)
            elif isinstance(piece, TermMark):
                yield piece.words
                term = self.plan.terms[piece.words]
                if call := self.notes and self.notes.term(term, definition(self.plan, term)):
                    yield call
            else:
                yield piece
