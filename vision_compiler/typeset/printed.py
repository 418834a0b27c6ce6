"""What stands on laid-out pages: the words of each page, and the facts that it quotes."""

from collections.abc import Iterable, Iterator
from typing import Any

from vision_compiler.document.agreement import PrintedPage

#: What is printed on a page without a number of its own.
COVER = "表紙"


def printed_pages(boxes: Iterable[Any]) -> tuple[PrintedPage, ...]:
    """The pages of WeasyPrint's page boxes. A publication without folios is counted through."""
    found = list(boxes)
    folios = [_folio(box) for box in found]
    if not any(folios):
        folios = [str(number) for number in range(1, len(found) + 1)]
    return tuple(
        PrintedPage(folio or COVER, "".join(_words(box)), frozenset(_facts(box)))
        for folio, box in zip(folios, found, strict=True)
    )


def overfull_sheets(boxes: Iterable[Any]) -> list[str]:
    """The headings of designed sheets (class ``sheet``) that do not fit on their one page."""
    seen: dict[int, str] = {}
    overfull = []
    for sheet in (box for page in boxes for box in _sheets(page)):
        if id(sheet.element) in seen:
            overfull.append(seen[id(sheet.element)])
        heading = sheet.element.find(".//h1")
        seen[id(sheet.element)] = "".join(heading.itertext()) if heading is not None else COVER
    return overfull


def _sheets(box: Any) -> Iterator[Any]:
    if box.element is not None and "sheet" in box.element.get("class", "").split():
        yield box
    else:
        for child in getattr(box, "children", ()):
            yield from _sheets(child)


def _folio(page: Any) -> str:
    margins = (box for box in page.children if getattr(box, "at_keyword", "") == "@bottom-center")
    return "".join(text for box in margins for text in _words(box))


def _words(box: Any) -> Iterator[str]:
    """The text of a box in reading order, without the marks of notes; margin boxes only if asked for themselves."""
    if text := getattr(box, "text", ""):
        yield text
    for child in getattr(box, "children", ()):
        if not hasattr(child, "at_keyword") and not _is_mark(child):
            yield from _words(child)


def _is_mark(box: Any) -> bool:
    element = box.element
    is_sup = element is not None and "mark" in element.get("class", "").split()
    return is_sup or str(box.element_tag).endswith("::footnote-call")


def _facts(box: Any) -> Iterator[str]:
    if box.element is not None:
        yield from box.element.get("data-fact", "").split()
    for child in getattr(box, "children", ()):
        yield from _facts(child)
