"""Chapters of running text → sections. Numbers are derived from order: １, （１）, ◆."""

from vision_compiler.document.diagrams import diagram
from vision_compiler.document.inline import Notes, Writer
from vision_compiler.document.nodes import (
    Block,
    Bullets,
    Excerpt,
    ExcerptPart,
    Figure,
    Paragraph,
    Remark,
    Section,
)
from vision_compiler.document.numbers import circled, fullwidth
from vision_compiler.model import chapter as kinds
from vision_compiler.model.plan import Plan


def chapter_section(plan: Plan, chapter: kinds.Chapter, number: int) -> Section:
    """A chapter with everything in it; its notes are counted through."""
    writer = Writer(plan, Notes())
    content = (*_body(plan, writer, chapter.body), *_sections(plan, writer, chapter.sections, level=2))
    return Section("chapter", 1, fullwidth(number), chapter.title, chapter.id, content)


def _sections(
    plan: Plan, writer: Writer, entries: tuple[kinds.Section | kinds.QuoteSection, ...], level: int
) -> tuple[Section, ...]:
    return tuple(_section(plan, writer, entry, number, level) for number, entry in enumerate(entries, 1))


def _section(plan: Plan, writer: Writer, entry: kinds.Section | kinds.QuoteSection, number: int, level: int) -> Section:
    """Sections directly under the chapter are numbered （１）; deeper ones and quotations bear ◆."""
    if isinstance(entry, kinds.QuoteSection):
        return _quotation(plan, entry, level)
    content = (*_body(plan, writer, entry.body), *_sections(plan, writer, entry.sections, level + 1))
    if level == 2:
        return Section("section", level, f"（{fullwidth(number)}）", entry.title, entry.id, content)
    return Section("point", level, "◆", entry.title, entry.id, content)


def _quotation(plan: Plan, entry: kinds.QuoteSection, level: int) -> Section:
    item = plan.quotable[entry.quote]
    content = tuple(Paragraph(line) for line in Writer(plan, None).paragraphs(item.direction))
    return Section("point", level, "◆", item.title, f"quote-{item.id}", content)


def _body(plan: Plan, writer: Writer, blocks: tuple[kinds.Block, ...]) -> tuple[Block, ...]:
    return tuple(found for block in blocks for found in _blocks(plan, writer, block))


def _blocks(plan: Plan, writer: Writer, block: kinds.Block) -> tuple[Block, ...]:
    match block:
        case kinds.TextBlock():
            return tuple(Paragraph(line) for line in writer.paragraphs(block.text))
        case kinds.BulletsBlock():
            return (bullets(writer, block.bullets, "・"),)
        case kinds.RemarkBlock():
            return (Remark("※", writer.line(block.remark)),)
        case kinds.ExcerptBlock():
            return (Excerpt(block.excerpt.title, _parts(writer, block.excerpt.sections, depth=1)),)
        case kinds.FigureBlock():
            return _figure(plan, block.figure)


def bullets(writer: Writer, texts: tuple[str, ...], mark: str) -> Bullets:
    """A list whose entries all bear the same mark."""
    return Bullets(tuple((mark, writer.line(text)) for text in texts))


def _parts(writer: Writer, sections: tuple[kinds.ExcerptSection, ...], depth: int) -> tuple[ExcerptPart, ...]:
    parts = []
    for number, section in enumerate(sections, 1):
        content: list[Bullets | ExcerptPart] = []
        if section.bullets:
            content.append(bullets(writer, section.bullets, "・"))
        if section.numbers:
            content.append(Bullets(tuple((circled(n), writer.line(text)) for n, text in enumerate(section.numbers, 1))))
        content.extend(_parts(writer, section.sections, depth + 1))
        mark = fullwidth(number) if depth == 1 else f"（{fullwidth(number)}）"
        parts.append(ExcerptPart(mark, section.title, tuple(content)))
    return tuple(parts)


def _figure(plan: Plan, figure: kinds.Figure) -> tuple[Block, ...]:
    """A figure whose content is missing is not printed; ``vision check`` lists it."""
    if figure.diagram is None:
        return ()
    several = len(figure.remarks) > 1
    remarks = tuple(
        Remark(f"【備考{fullwidth(number) if several else ''}】", (text,))
        for number, text in enumerate(figure.remarks, 1)
    )
    return (Figure(figure.id, figure.title or "", diagram(plan, figure.diagram), remarks),)
