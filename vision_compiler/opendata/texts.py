"""Texts of the plan as readers meet them, without marks and without notes."""

from vision_compiler.document.inline import Writer
from vision_compiler.document.nodes import NoteCall, Quantity
from vision_compiler.model.plan import Plan
from vision_compiler.model.text import paragraphs


def words(plan: Plan, text: str) -> str:
    """A line; numbers that it quotes are in the house style."""
    return "".join(_printed(run) for run in Writer(plan, None).line(text))


def prose(plan: Plan, text: str, parting: str = "") -> str:
    """Running text; a table has no room for its paragraphs, other files part them."""
    return parting.join(words(plan, paragraph) for paragraph in paragraphs(text))


def _printed(run: str | NoteCall | Quantity) -> str:
    match run:
        case Quantity(text):
            return text
        case NoteCall():
            return ""
        case text:
            return text
