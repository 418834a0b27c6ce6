"""The web edition as a whole: Plan → the files of build/html/. Nothing here can be the author's fault."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from jinja2 import BaseLoader

from vision_compiler.model.plan import Plan
from vision_compiler.render.html import Draw
from vision_compiler.web.filling import Filling
from vision_compiler.web.open_data import COLUMNS, Download, open_data
from vision_compiler.web.pages import Link, Page
from vision_compiler.web.reading import Passage, passages
from vision_compiler.web.search import Found, index, script
from vision_compiler.web.sitemap import site_of, site_pages
from vision_compiler.web.terms import term_rows

#: Taken over as they are; the stylesheet is filled.
_ASSETS = ("finding.js", "icon.svg", "search.js", "tables.js", "terms.js")
_VENDORED = ("minisearch.js", "minisearch-LICENSE.txt", "design-tokens-LICENSE.txt")
_STYLESHEET, _INDEX = "assets/style.css", "assets/search-index.js"


def site(plan: Plan, loader: BaseLoader, draw: Draw, offered: Mapping[str, tuple[str, bytes]]) -> dict[str, bytes]:
    """Every file by its name. ``offered`` are files of other editions to be downloaded: name → title, content."""
    files = {f"pdf/{name}": content for name, (_, content) in offered.items()}
    downloads = [Download(f"pdf/{name}", title, "PDF", len(content)) for name, (title, content) in offered.items()]
    for path, (title, form, text) in open_data(plan).items():
        files[path] = text.encode()
        downloads.append(Download(path, title, form, len(files[path])))
    pages = site_pages(plan, tuple(downloads))
    filling = Filling(plan, loader, draw, {"site": site_of(plan, pages), "columns": COLUMNS})
    texts = {**dict(_filled(plan, filling, pages)), **_assets(filling)}
    found = (each for page in pages for each in _found(page, texts[page.path]))
    texts[_INDEX] = script(index(found))
    return {**{path: text.encode() for path, text in texts.items()}, **files}


def _filled(plan: Plan, filling: Filling, pages: tuple[Page, ...]) -> Iterator[tuple[str, str]]:
    """The pages as text. First all that mention terms, then the page of the terms, then the one that lists all."""
    last = {"terms": 1, "search": 2}
    outline: list[tuple[Link, int, tuple[Passage, ...]]] = []
    for page in sorted(pages, key=lambda page: last.get(page.kind, 0)):
        context = dict(page.context)
        if page.kind == "terms":
            context["rows"] = term_rows(plan, filling.mentions)
        if page.kind == "search":
            context["outline"] = tuple(outline)
        text = filling.page(replace(page, context=context))
        headings = tuple(each for each in passages(_main(text)) if each.level == 2)
        outline.append((page.link, len(page.trail), headings))
        yield page.path, text


def _found(page: Page, text: str) -> Iterator[Found]:
    """What a search finds on a page, with the headings above it; on the page of the search itself, nothing."""
    if page.kind == "search":
        return
    above: list[tuple[int, str]] = []
    for each in passages(_main(text)):
        if each.level < 2:
            yield Found(page.path, "", page.link.words, each.content)
            continue
        above = [(level, title) for level, title in above if level < each.level]
        place = "＞".join([page.link.words, *(title for _, title in above)])
        yield Found(f"{page.path}#{each.anchor}", place, each.title, each.content)
        above.append((each.level, each.title))


def _main(text: str) -> str:
    """What stands between the menu and the foot of a page."""
    return text.partition("<main")[2].partition(">")[2].partition("</main>")[0]


def _assets(filling: Filling) -> dict[str, str]:
    own = {f"assets/{name}": filling.source(f"web/assets/{name}") for name in _ASSETS}
    vendored = {f"assets/{name}": filling.source(f"web/assets/vendor/{name}") for name in _VENDORED}
    return {_STYLESHEET: filling.text("web/assets/style.css.j2"), **own, **vendored}
