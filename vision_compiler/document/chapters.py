"""Chapters of running text → sections. Numbers are derived from order, and their form from the publication."""

from msgspec import Struct
from msgspec.structs import replace

from vision_compiler.document.desk import Desk
from vision_compiler.document.diagrams import diagram
from vision_compiler.document.inline import Writer
from vision_compiler.document.inserts import insertion
from vision_compiler.document.nodes import (
    Block,
    Bullets,
    Contact,
    Contacts,
    Excerpt,
    ExcerptPart,
    Figure,
    Notice,
    Placeholder,
    Quotation,
    Remark,
    Section,
    Timeline,
    Verse,
)
from vision_compiler.document.numbers import circled, fullwidth
from vision_compiler.document.places import paragraphs, placed, written_at
from vision_compiler.model import chapter as kinds
from vision_compiler.model.dxgx import CrossInitiative
from vision_compiler.model.plan import Quotable
from vision_compiler.model.settings import FINAL
from vision_compiler.model.strategy import Strategy


def chapter_section(desk: Desk, chapter: kinds.Chapter, label: str) -> Section:
    """A chapter with everything in it; its notes are counted through."""
    composer = _Composer(desk, desk.writer(chapter.id), chapter.id, "")
    content = composer.division(chapter, depth=0)
    return Section(
        "chapter", desk.heading(0), label, chapter.title, chapter.id, content, place=written_at(chapter, "title")
    )


class _Composer(Struct, frozen=True):
    """Writes one chapter. Inside a quotation the anchors bear a ``prefix``, and terms are not noted."""

    desk: Desk
    writer: Writer
    owner: str
    prefix: str

    def division(self, division: kinds.Division, depth: int) -> tuple[Block, ...]:
        """What stands under a heading at ``depth``."""
        missing = Notice(self.desk.plan.settings.labels.missing, place=written_at(division, "missing"))
        notice = (missing,) if division.missing else ()
        body, closing = self._body(division.body, depth), self._body(division.closing, depth)
        return (*notice, *body, *self._sections(division.sections, depth + 1), *closing)

    def _body(self, blocks: tuple[kinds.Block, ...], depth: int) -> tuple[Block, ...]:
        return numbered(tuple(found for block in blocks for found in self._blocks(block, depth)))

    def _sections(self, entries: tuple[kinds.Section | kinds.QuoteSection, ...], depth: int) -> tuple[Section, ...]:
        number, sections = 0, []
        for entry in entries:
            mark = entry.mark if isinstance(entry, kinds.Section) else None
            number += mark is None
            sections.append(self._section(entry, mark or self.desk.level(depth).label(number), depth))
        return tuple(sections)

    def _section(self, entry: kinds.Section | kinds.QuoteSection, label: str, depth: int) -> Section:
        level = self.desk.level(depth)
        has_mark = isinstance(entry, kinds.Section) and entry.mark
        style = "point" if has_mark and level.style != "card" else level.style
        item: Quotable
        if isinstance(entry, kinds.QuoteSection):
            item = self.desk.plan.quotable[entry.quote]
            anchor = self.desk.quote_anchor(self.prefix + self.owner, item.id)
            content = self._quoted(item, anchor, depth)
        else:
            item, anchor = entry, self.prefix + entry.id
            content = replace(self, owner=entry.id).division(entry, depth)
        place = written_at(item, "title")
        return Section(style, self.desk.heading(depth), label, item.title or "", anchor, content, place=place)

    def _quoted(self, item: Quotable, anchor: str, depth: int) -> tuple[Block, ...]:
        """What an item says, taken over without its title and its notes."""
        inside = replace(self, writer=Writer(self.desk.plan, None), prefix=f"{anchor}.")
        match item:
            case kinds.Figure():
                return inside._figure(item)
            case kinds.Division():
                return replace(inside, owner=item.id).division(item, depth)
            case Strategy() | CrossInitiative():
                return paragraphs(inside.writer, item, "direction")

    def _blocks(self, block: kinds.Block, depth: int) -> tuple[Block, ...]:
        return placed(self._unplaced(block, depth), written_at(block))

    def _unplaced(self, block: kinds.Block, depth: int) -> tuple[Block, ...]:  # noqa: PLR0911 - one line a kind
        match block:
            case kinds.TextBlock():
                return paragraphs(self.writer, block, "text")
            case kinds.BulletsBlock():
                return (bullets(self.writer, block.bullets, "・"),)
            case kinds.RemarkBlock():
                return (Remark("※", self.writer.line(block.remark)),)
            case kinds.ExcerptBlock():
                return (Excerpt(block.excerpt.title, _parts(self.writer, block.excerpt.sections, depth=1)),)
            case kinds.FigureBlock():
                return self._figure(block.figure)
            case kinds.QuoteBlock():
                anchor = self.desk.quote_anchor(self.prefix + self.owner, block.quote)
                return self._quoted(self.desk.plan.quotable[block.quote], anchor, depth)
            case kinds.InsertBlock():
                return insertion(self.desk, block.insert, depth)
            case _:
                return (self._own_block(block),)

    def _own_block(
        self,
        block: kinds.PlaceholderBlock
        | kinds.TimelineBlock
        | kinds.VerseBlock
        | kinds.QuotationBlock
        | kinds.ContactsBlock,
    ) -> Block:
        match block:
            case kinds.PlaceholderBlock():
                return Placeholder(block.placeholder)
            case kinds.TimelineBlock():
                return Timeline(tuple((entry.period, entry.text) for entry in block.timeline))
            case kinds.VerseBlock():
                stanzas = block.verse.split("\n\n")
                return Verse(tuple(tuple(self.writer.line(line) for line in s.strip().split("\n")) for s in stanzas))
            case kinds.QuotationBlock():
                quotation = block.quotation
                title = quotation.title or self.desk.plan.originals[quotation.of].title
                return Quotation("", title, self.writer.paragraphs(quotation.text))
            case kinds.ContactsBlock():
                return Contacts(tuple(_contact(entry) for entry in block.contacts))

    def _figure(self, figure: kinds.Figure) -> tuple[Block, ...]:
        """A figure whose content is missing is a frame in a draft; in a settled plan it is left to ``vision check``."""
        settings = self.desk.plan.settings
        if figure.missing and (settings.stage == FINAL or not figure.title):
            return ()
        several = len(figure.remarks) > 1
        remarks = tuple(
            Remark(f"【備考{fullwidth(number) if several else ''}】", (text,))
            for number, text in enumerate(figure.remarks, 1)
        )
        frame = Placeholder(figure.placeholder or settings.labels.missing_figure)
        drawn = diagram(self.desk.plan, figure.diagram) if figure.diagram else frame
        return (Figure(self.prefix + figure.id, figure.title or "", drawn, remarks, place=written_at(figure)),)


def numbered(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with their excerpts counted: （１）, （２）."""
    count = 0
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, Quotation):
            count += 1
            result.append(replace(block, label=f"（{fullwidth(count)}）"))
        else:
            result.append(block)
    return tuple(result)


def bullets(writer: Writer, texts: tuple[str, ...], mark: str) -> Bullets:
    """A list whose entries all bear the same mark."""
    return Bullets(tuple((mark, writer.line(text)) for text in texts))


def _contact(entry: kinds.Contact) -> Contact:
    postal_code = f"〒{entry.postal_code}" if entry.postal_code else ""
    address = " ".join(part for part in (postal_code, entry.address) if part)
    return Contact(entry.name, address, entry.phone or "")


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
