"""Which documents print a wording, and on which pages, if they were laid out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgspec import Struct

from vision_compiler.document import assemble
from vision_compiler.document.agreement import SHORT_TITLES, Pages, PrintedPage
from vision_compiler.document.nodes import NoteCall, Quantity
from vision_compiler.model.plan import Plan
from vision_compiler.model.text import folded

#: Titles of documents with the pages on which something was found, in short; empty if they were not laid out.
Found = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A document as readers have it: its pages with their words; one page without a number if it was not laid out."""

    id: str
    title: str
    pages: Pages


def assembled(plan: Plan) -> tuple[Printed, ...]:
    """Every document of the plan, without its pages."""
    return tuple(
        Printed(document.id, SHORT_TITLES[document.id], (_as_one_page(assemble(plan, document.id)),))
        for document in plan.settings.documents
    )


def laid_out(id: str, pages: Pages) -> Printed:
    """A document whose pages are known."""
    found = (PrintedPage(page.folio, folded(page.text), page.facts) for page in pages)
    return Printed(id, SHORT_TITLES[id], tuple(found))


def found_in(documents: Sequence[Printed], words: str, facts: frozenset[str], sentences: Sequence[str]) -> Found:
    """The documents that print these words or quote one of these facts."""
    pages = ((each.title, _pages(each.pages, folded(words), facts, sentences)) for each in documents)
    return tuple((title, "、".join(dict.fromkeys(found))) for title, found in pages if found)


def _pages(pages: Pages, wanted: str, facts: frozenset[str], sentences: Sequence[str]) -> list[str]:
    found = [page.folio for page in pages if facts & page.facts or (wanted and wanted in page.text)]
    if found:
        return found
    # A paragraph may run on on another page.
    parts = [folded(sentence) for sentence in sentences]
    return [page.folio for page in pages if any(part in page.text for part in parts)]


def _as_one_page(document: object) -> PrintedPage:
    said = list(_said(document))
    facts = frozenset(each.fact for each in said if isinstance(each, Quantity))
    return PrintedPage("", folded("".join(each if isinstance(each, str) else each.text for each in said)), facts)


def _said(value: object) -> Iterator[str | Quantity]:
    """All words of a document in their order, without notes."""
    match value:
        case str() | Quantity():
            yield value
        case NoteCall():
            pass
        case tuple():
            for each in value:
                yield from _said(each)
        case Struct():
            for name in value.__struct_fields__:
                yield from _said(getattr(value, name))
