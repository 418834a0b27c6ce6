"""The basic plan (基本計画): parts with their chapters, and at the back the lists that are made from the whole."""

from dataclasses import replace

from vision_compiler.document.chapters import chapter_section
from vision_compiler.document.covers import bound
from vision_compiler.document.desk import Desk, Level
from vision_compiler.document.nodes import Document, Paragraph, Section
from vision_compiler.model.plan import Plan
from vision_compiler.model.settings import DocumentSettings, Part

_LEVELS = (
    Level("chapter", "第○章"),
    Level("section", "○"),
    Level("subsection", "（○）"),
    Level("item", "ア"),
    Level("point", "◆"),
)


def assemble_basic_plan(plan: Plan) -> Document:
    """The whole publication; put together twice, because its indexes point to places in it."""
    document = plan.document("basic-plan")
    assert document is not None, "the pipeline asks only for documents of plan.yaml"
    first = Desk(plan, _LEVELS, first_level=2)
    _parts(first, document)
    desk = replace(first, places=type(first.places)(), known=first.places)
    front = tuple(chapter_section(desk, plan.chapters[id], "") for id in document.front)
    return bound(plan, document, _parts(desk, document), front)


def _parts(desk: Desk, document: DocumentSettings) -> tuple[Section, ...]:
    return tuple(_part(desk, part) for part in document.parts)


def _part(desk: Desk, part: Part) -> Section:
    text = tuple(Paragraph(line) for line in desk.writer(part.id).paragraphs(part.text or ""))
    label = Level("chapter", part.chapter_label)
    chapters = (
        chapter_section(desk, desk.plan.chapters[id], label.label(number)) for number, id in enumerate(part.contents, 1)
    )
    return Section("part", 1, "", part.title, part.id, (*(text if part.text else ()), *chapters))
