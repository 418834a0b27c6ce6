"""All pages of the site, and what stands on every one of them: its name, its menu, who publishes it."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from vision_compiler.document import assemble
from vision_compiler.document.agreement import SHORT_TITLES
from vision_compiler.document.covers import draft_stage, imprint
from vision_compiler.document.diagrams import vision_diagram
from vision_compiler.document.inline import Writer
from vision_compiler.document.nodes import Document, Imprint, Section
from vision_compiler.document.numbers import fiscal_years, year_and_month
from vision_compiler.document.panels import PamphletDocument
from vision_compiler.document.tables import indicator_headings
from vision_compiler.model.plan import Plan
from vision_compiler.web.addresses import DOWNLOADS, FIELDS, GOALS, HOME, INDICATORS, SEARCH, STRATEGIES, TERMS
from vision_compiler.web.documents import document_link, document_pages, documents, own_pages
from vision_compiler.web.goals import goals_with_measures, has_goals, strategies_with_goals
from vision_compiler.web.indicators import indicator_lines
from vision_compiler.web.pages import Download, Kind, Link, Page

_HOME = Link(HOME, "ホーム")
_OVERVIEWS: tuple[Kind, Kind] = ("strategies", "fields")


class Site(Struct, frozen=True):
    """What every page says of the whole; ``menu`` are the pages that every page links to."""

    title: str
    nickname: str
    municipality: str
    period: str
    stage: str
    imprint: Imprint
    licence: str
    menu: tuple[Link, ...]


def site_of(plan: Plan, pages: Iterable[Page]) -> Site:
    """The site of a plan with these pages."""
    settings = plan.settings
    return Site(
        title=settings.title,
        nickname=settings.nickname or "",
        municipality=settings.municipality.name,
        period=fiscal_years(settings.period.start, settings.period.end),
        stage=draft_stage(plan),
        imprint=imprint(plan, settings.title, year_and_month(settings.date)),
        licence=settings.licence or "",
        menu=tuple(_menu(pages)),
    )


def _menu(pages: Iterable[Page]) -> Iterator[Link]:
    """The pages right below the home page, documents by their short titles."""
    for page in pages:
        if page.trail == (_HOME,):
            short = SHORT_TITLES.get(page.path.removesuffix(".html"))
            yield Link(page.path, short) if page.kind == "document" and short else page.link


def site_pages(plan: Plan, downloads: tuple[Download, ...]) -> tuple[Page, ...]:
    """Every page once, in the order of the menu."""
    strategies, fields = _overviews(plan)
    own = {page.path: page for overview in (strategies, fields) for page in overview[1:]}
    books = documents(plan)
    read = {page.path: page for book in books for page in document_pages(_HOME, book, own)}
    found = [
        _home(plan, books, strategies, fields),
        *(read.get(page.path, page) for page in (*strategies, *fields)),
        *(page for path, page in read.items() if path not in own),
        *_lists(plan),
        Page("downloads", Link(DOWNLOADS, "ダウンロード"), (_HOME,), context={"downloads": downloads}),
        Page("search", Link(SEARCH, "検索"), (_HOME,)),
    ]
    return tuple(found)


def _overviews(plan: Plan) -> tuple[tuple[Page, ...], tuple[Page, ...]]:
    """The strategies and the fields, each under a page that lists them; no page lists nothing."""
    strategies, fields = Link(STRATEGIES, plan.settings.labels.strategy), Link(FIELDS, _fields_title(plan))
    own = own_pages(plan, "strategies", (_HOME, strategies)), own_pages(plan, "fields", (_HOME, fields))
    leads = (plan.pamphlet.strategies.lead, plan.pamphlet.policies.lead) if plan.pamphlet else ("", "")
    first, second = (
        Page(kind, link, (_HOME,), context={"sections": _sections(pages), "lead": Writer(plan, None).line(lead)})
        for kind, link, pages, lead in zip(_OVERVIEWS, (strategies, fields), own, leads, strict=True)
    )
    return (first, *own[0]), (second, *own[1]) if own[1] else ()


def _fields_title(plan: Plan) -> str:
    return plan.pamphlet.policies.title if plan.pamphlet else f"{plan.settings.labels.field}別施策"


def _sections(pages: Iterable[Page]) -> tuple[tuple[Link, Section], ...]:
    return tuple((page.link, page.context["section"]) for page in pages)


def _home(plan: Plan, books: tuple[Document, ...], strategies: tuple[Page, ...], fields: tuple[Page, ...]) -> Page:
    pamphlet = assemble(plan, "pamphlet") if plan.document("pamphlet") else None
    assert pamphlet is None or isinstance(pamphlet, PamphletDocument)
    context = {
        "pamphlet": pamphlet,
        "diagram": vision_diagram(plan),
        "strategies": _sections(strategies[1:]),
        "fields": _sections(fields[1:]),
        "fields_title": _fields_title(plan),
        "documents": tuple((document_link(book), SHORT_TITLES[book.id]) for book in books),
    }
    return Page("home", _HOME, context=context)


def _lists(plan: Plan) -> Iterator[Page]:
    """The pages made from the whole plan; that of the terms is filled last, when all mentions are known."""
    above = (_HOME,)
    lines = tuple(indicator_lines(plan))
    indicators = {"lines": lines, "headings": indicator_headings(plan)}
    yield Page("indicators", Link(INDICATORS, "指標一覧"), above, context=indicators)
    if plan.terms:
        yield Page("terms", Link(TERMS, "用語解説"), above)
    if has_goals(plan):
        linked = {"goals": goals_with_measures(plan), "strategies": tuple(strategies_with_goals(plan))}
        yield Page("goals", Link(GOALS, "SDGs"), above, context=linked)
