"""The booklet for residents (共創冊子): a few pages with headings of their own, which quote the plan."""

from vision_compiler.document.chapters import chapter_section
from vision_compiler.document.covers import bound
from vision_compiler.document.desk import Desk, Level
from vision_compiler.document.nodes import Document
from vision_compiler.model.plan import Plan

_LEVELS = (Level("chapter", ""), Level("section", ""), Level("card", ""))


def assemble_booklet(plan: Plan) -> Document:
    """The whole publication."""
    document = plan.document("booklet")
    assert document is not None, "the pipeline asks only for documents of plan.yaml"
    desk = Desk(plan, _LEVELS)
    return bound(plan, document, tuple(chapter_section(desk, plan.chapters[id], "") for id in document.contents))
