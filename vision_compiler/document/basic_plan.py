"""The basic plan (基本計画): parts with their chapters, and at the back the lists that are made from the whole."""

from msgspec.structs import replace

from vision_compiler.document.chapters import chapter_section
from vision_compiler.document.covers import bound
from vision_compiler.document.desk import Desk, Level, Places
from vision_compiler.document.indexes import with_indexes
from vision_compiler.document.nodes import Document, Section
from vision_compiler.document.places import paragraphs, written_at
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
    """The whole publication; its indexes are filled at the end, because they point to places in it."""
    document = plan.document("basic-plan")
    assert document is not None, "the pipeline asks only for documents of plan.yaml"
    desk = Desk(plan, _LEVELS, first_level=2)
    # The front is in no part: its headings are the first, and no index lists what stands there.
    outside = replace(desk, first_level=1, places=Places(quotes=desk.places.quotes))
    front = tuple(chapter_section(outside, plan.chapters[id], "") for id in document.front)
    parts, known = _parts(desk, document), replace(desk, known=desk.places)
    return bound(plan, document, tuple(with_indexes(known, part) for part in parts), front)


def _parts(desk: Desk, document: DocumentSettings) -> tuple[Section, ...]:
    return tuple(_part(desk, part) for part in document.parts)


def _part(desk: Desk, part: Part) -> Section:
    text = paragraphs(desk.writer(part.id), part, "text") if part.text else ()
    label = Level("chapter", part.chapter_label)
    chapters = (
        chapter_section(desk, desk.plan.chapters[id], label.label(number)) for number, id in enumerate(part.contents, 1)
    )
    return Section("part", 1, "", part.title, part.id, (*text, *chapters), place=written_at(part, "title"))
