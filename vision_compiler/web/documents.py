"""Documents → pages: one for the contents, one for each chapter. Strategies and fields have pages of their own."""

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from vision_compiler.document import assemble
from vision_compiler.document.agreement import SHORT_TITLES
from vision_compiler.document.desk import Desk, Level
from vision_compiler.document.inserts import insertion
from vision_compiler.document.nodes import Block, Document, Section
from vision_compiler.model.chapter import Insertion
from vision_compiler.model.plan import Plan
from vision_compiler.web.addresses import chapter_path, document_path, field_path, strategy_path
from vision_compiler.web.pages import Link, Page, in_order

#: Sections that have pages of their own: elsewhere a link stands for them.
APART = ("strategy", "field")
_LEVELS = (Level("chapter", ""), Level("section", ""))
#: Above the first chapter, so that what is inserted gets the first heading.
_TOP = -1


class Listing(Struct, frozen=True):
    """A part of a document in the list of its contents."""

    title: str
    text: tuple[Block, ...]
    links: tuple[Link, ...]


def documents(plan: Plan) -> tuple[Document, ...]:
    """The documents that are read chapter by chapter."""
    assembled = (assemble(plan, document.id) for document in plan.settings.documents)
    return tuple(document for document in assembled if isinstance(document, Document))


def document_link(document: Document) -> Link:
    """The page of its contents."""
    return Link(document_path(document.id), document.title)


def document_pages(home: Link, document: Document, own: Mapping[str, Page]) -> Iterator[Page]:
    """The contents of a document and its chapters in order; ``own`` are the pages of strategies and fields."""
    contents = document_link(document)
    above = (home, replace(contents, title=SHORT_TITLES[document.id]))
    first = Page("document", contents, (home,), context={"document": document, "listings": tuple(_listings(document))})
    yield from in_order([first, *(_chapter(document, above, section, own) for section in _chapters(document))])


def _chapter(document: Document, above: tuple[Link, ...], section: Section, own: Mapping[str, Page]) -> Page:
    link = section_link(document.id, section)
    if link.path in own:
        return own[link.path]
    return _section_page(link, above, raised(section, section.level - 1))


def _section_page(link: Link, above: tuple[Link, ...], section: Section) -> Page:
    parts = (block for block in section.content if isinstance(block, Section) and block.style not in APART)
    context = {"section": section, "contents": tuple(part for part in parts if part.title)}
    return Page("section", link, above, context=context)


def _chapters(document: Document) -> Iterator[Section]:
    for section in (*document.front, *document.sections):
        if section.style == "part":
            yield from (block for block in section.content if isinstance(block, Section))
        else:
            yield section


def _listings(document: Document) -> Iterator[Listing]:
    """The contents of a document: parts with their text and chapters; chapters in no part are a list by themselves."""
    loose: list[Link] = []
    for section in (*document.front, *document.sections):
        if section.style != "part":
            loose.append(section_link(document.id, section))
            continue
        if loose:
            yield Listing("", (), tuple(loose))
            loose = []
        text = tuple(block for block in section.content if not isinstance(block, Section))
        chapters = (block for block in section.content if isinstance(block, Section))
        yield Listing(section.title, text, tuple(section_link(document.id, chapter) for chapter in chapters))
    if loose:
        yield Listing("", (), tuple(loose))


def section_link(document: str, section: Section) -> Link:
    """The page of a section."""
    match section.style:
        case "strategy":
            path = strategy_path(section.anchor)
        case "field":
            path = field_path(section.anchor)
        case _:
            path = chapter_path(document, section.anchor)
    return Link(path, section.title, section.label, section.accent)


def own_pages(plan: Plan, kind: Insertion, above: tuple[Link, ...]) -> tuple[Page, ...]:
    """A page for each strategy or field of the plan, in their order."""
    sections = [block for block in insertion(Desk(plan, _LEVELS), kind, _TOP) if isinstance(block, Section)]
    return tuple(in_order(_section_page(section_link("", section), above, section) for section in sections))


def raised(section: Section, by: int) -> Section:
    """The section with its headings so many ranks higher: a page begins with the first."""
    content = tuple(raised(block, by) if isinstance(block, Section) else block for block in section.content)
    return replace(section, level=section.level - by, content=content)
