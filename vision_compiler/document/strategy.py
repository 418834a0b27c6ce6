"""The comprehensive strategy (総合戦略): chapters of text, and every strategy with its measures."""

from collections.abc import Iterator

from vision_compiler.document.chapters import chapter_section
from vision_compiler.document.covers import bound
from vision_compiler.document.desk import Desk, Level
from vision_compiler.document.nodes import Document, Section
from vision_compiler.document.strategies import strategy_sections
from vision_compiler.model.plan import Plan
from vision_compiler.model.settings import STRATEGIES, DocumentSettings

_LEVELS = (Level("chapter", "○"), Level("section", "（○）"), Level("point", "◆"))


def assemble_strategy(plan: Plan) -> Document:
    """The whole publication."""
    document = plan.document("strategy")
    assert document is not None, "the pipeline asks only for documents of plan.yaml"
    return bound(plan, document, tuple(_chapters(Desk(plan, _LEVELS), document)))


def _chapters(desk: Desk, document: DocumentSettings) -> Iterator[Section]:
    number = 0
    for id in document.contents:
        if id == STRATEGIES:
            yield from strategy_sections(desk, 0, "strategy")
        else:
            number += 1
            yield chapter_section(desk, desk.plan.chapters[id], desk.level(0).label(number))
