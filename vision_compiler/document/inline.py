"""Marked text → what stands in a line: words, numbers in the house style, calls of numbered notes."""

from collections.abc import Iterator, Mapping

from vision_compiler.document.nodes import Inline, NoteCall, Quantity
from vision_compiler.document.numbers import fullwidth, quoted
from vision_compiler.model.glossary import Term
from vision_compiler.model.plan import Fact, Plan
from vision_compiler.model.text import FactMark, TermMark, paragraphs, pieces


class Notes:
    """Counts the notes of one section: a term is noted where it first stands, and only there."""

    def __init__(self, sign: str = "※") -> None:
        self.sign = sign
        self.calls: dict[str, NoteCall] = {}

    def call(self, word: str, definition: str) -> NoteCall | None:
        """The call for a term that was not noted yet in this section."""
        if word in self.calls:
            return None
        self.calls[word] = NoteCall(f"{self.sign}{fullwidth(len(self.calls) + 1)}", definition)
        return self.calls[word]


class Writer:
    """Turns the plan's texts into lines. ``notes`` is None where a text is quoted without its notes."""

    def __init__(self, plan: Plan, notes: Notes | None) -> None:
        self.terms: Mapping[str, Term] = plan.terms
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
                yield Quantity(self.fact(self.facts[piece.words]))
            elif isinstance(piece, TermMark):
                yield piece.words
                if call := self.notes and self.notes.call(piece.words, self.terms[piece.words].definition):
                    yield call
            else:
                yield piece
