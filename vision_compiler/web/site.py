"""The web edition as a whole: Plan → the files of build/html/. Nothing here can be the author's fault."""

from collections.abc import Iterator, Mapping

from jinja2 import BaseLoader, BytecodeCache
from msgspec.structs import replace

from vision_compiler.document.provenance import Provenance
from vision_compiler.model.plan import Plan
from vision_compiler.opendata.files import published
from vision_compiler.opendata.table import COMMON
from vision_compiler.opendata.tables import tables
from vision_compiler.render.html import Draw
from vision_compiler.web.filling import Filling
from vision_compiler.web.pages import Download, Page
from vision_compiler.web.proofing import STYLESHEET, proofed
from vision_compiler.web.reading import Passage, passages
from vision_compiler.web.search import Found, index, script, spellings
from vision_compiler.web.sitemap import site_of, site_pages
from vision_compiler.web.terms import term_rows

#: Taken over as they are; the stylesheet is filled.
_ASSETS = ("finding.js", "icon.svg", "roles.js", "search.js", "tables.js", "terms.js")
_VENDORED = ("minisearch.js", "minisearch-LICENSE.txt", "design-tokens-LICENSE.txt")
#: Pages that tell of others.
_LAST = {"terms": 1, "search": 2}
_STYLESHEET, _INDEX = "assets/style.css", "assets/search-index.js"


def site(  # noqa: PLR0913, PLR0917 - plan and templates; what has been made before; whom it is for
    plan: Plan,
    loader: BaseLoader,
    draw: Draw,
    offered: Mapping[str, tuple[str, bytes]],
    compiled: BytecodeCache | None = None,
    proof: str = "",
) -> dict[str, bytes]:
    """Every file by its name. ``offered`` are files of other editions to be downloaded: name → title, content.

    ``proof`` makes a site for those who read proofs: it is how they call the plan's folder.
    """
    files = {f"pdf/{name}": content for name, (_, content) in offered.items()}
    downloads = [Download(f"pdf/{name}", title, "PDF", len(content)) for name, (title, content) in offered.items()]
    for file in published(plan):
        files[f"data/{file.name}"] = file.content
        downloads.append(Download(f"data/{file.name}", file.title, file.form, len(file.content)))
    pages = site_pages(plan, tuple(downloads))
    shared = {"site": site_of(plan, pages), "common": COMMON, "tables": tables(plan)}
    filling = Filling(plan, loader, draw, shared, compiled, bool(proof))
    texts, found = _filled(plan, filling, pages)
    if proof:
        provenance = Provenance(plan)
        texts = {path: proofed(text, path, provenance, proof) for path, text in texts.items()}
        texts[STYLESHEET] = filling.source(f"web/{STYLESHEET}")
    texts |= {_INDEX: script(index(found, spellings(plan.dictionary))), **_assets(filling)}
    return {**{path: text.encode() for path, text in texts.items()}, **files}


def _filled(plan: Plan, filling: Filling, pages: tuple[Page, ...]) -> tuple[dict[str, str], list[Found]]:
    """The pages as text, and what a search finds: first all that mention terms, then the terms, then the search."""
    texts: dict[str, str] = {}
    found: list[Found] = []
    outline: list[tuple[Page, list[Passage]]] = []
    for page in sorted(pages, key=lambda page: _LAST.get(page.kind, 0)):
        rows = {"rows": term_rows(plan, filling.mentions)} if page.kind == "terms" else {}
        context = {**page.context, **rows, "outline": outline}
        texts[page.path] = filling.page(replace(page, context=context))
        read = list(passages(texts[page.path]))
        outline.append((page, [each for each in read if each.level == 2]))
        found += _found(page, read)
    return texts, found


def _found(page: Page, read: list[Passage]) -> Iterator[Found]:
    """What a search finds on a page, with the headings above it; on the page of the search itself, nothing."""
    above: list[Passage] = []
    for each in read if page.kind != "search" else ():
        if each.level < 2:
            yield Found(page.path, "", page.link.words, each.content)
            continue
        above = [heading for heading in above if heading.level < each.level]
        place = "＞".join([page.link.words, *(heading.title for heading in above)])
        yield Found(f"{page.path}#{each.anchor}", place, each.title, each.content)
        above.append(each)


def _assets(filling: Filling) -> dict[str, str]:
    own = {f"assets/{name}": filling.source(f"web/assets/{name}") for name in _ASSETS}
    vendored = {f"assets/{name}": filling.source(f"web/assets/vendor/{name}") for name in _VENDORED}
    return {_STYLESHEET: filling.text("web/assets/style.css.j2"), **own, **vendored}
