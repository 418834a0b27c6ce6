"""A comparison → 新旧対照表 or 正誤表 as the city hands it out, with a summary."""

from collections.abc import Sequence

from vision_compiler.comparison.changes import Comparison, ItemChange, Kind
from vision_compiler.comparison.rows import rows_of
from vision_compiler.comparison.sheet import ComparisonTable, Count, Request, Row, Side, Touched
from vision_compiler.document.numbers import year_and_month
from vision_compiler.model.plan import Plan


def table(comparison: Comparison, request: Request) -> ComparisonTable:
    """The table of a comparison."""
    settings = comparison.new.settings
    style = settings.comparison
    rows = [row for change in comparison.items for row in rows_of(comparison, change, request)]
    printed = tuple(row for row in rows if row.is_printed)
    old, new = (style.wrong, style.right) if request.is_errata else (style.old, style.new)
    return ComparisonTable(
        id="comparison",
        title=f"{settings.title}　{style.errata_title if request.is_errata else style.title}",
        author=settings.municipality.name,
        date=settings.date,
        printed_date=year_and_month(settings.date),
        old=Side(old, _plan_name(comparison.old, request.old_name), is_new=False),
        new=Side(new, _plan_name(comparison.new, request.new_name), is_new=True),
        is_new_first=style.order == "new-first" and not request.is_errata,
        is_errata=request.is_errata,
        rows=printed,
        hidden=tuple(row for row in rows if not row.is_printed),
        counts=_counts(comparison.items, printed),
        touched=_touched(printed, request),
        renamed_ids=tuple((one.title, one.id, other.id) for one, other in comparison.renamed_ids),
        has_reasons=any(row.reason for row in rows),
    )


def _plan_name(plan: Plan, name: str) -> str:
    return f"{plan.settings.title} {plan.settings.stage}（{year_and_month(plan.settings.date)}、{name}）"


def _counts(items: Sequence[ItemChange], rows: Sequence[Row]) -> tuple[Count, ...]:
    shown = [change for change in items if change.kinds != (Kind.UNPRINTED,)]
    places = dict.fromkeys(change.item.root.place for change in shown)
    return tuple(
        _count(
            place,
            [change for change in shown if change.item.root.place == place],
            [row for row in rows if row.group == place],
        )
        for place in places
    )


def _count(place: str, items: Sequence[ItemChange], rows: Sequence[Row]) -> Count:
    added = sum(change.old is None for change in items)
    removed = sum(change.new is None for change in items)
    found = [pair for row in rows for pair in row.new_pages or row.old_pages]
    pages = {title: _listed([page for name, page in found if name == title]) for title, _ in found}
    documents = "、".join(f"{title} {listed}ページ" if listed else title for title, listed in pages.items())
    return Count(place, added, removed, len(items) - added - removed, documents)


def _touched(rows: Sequence[Row], request: Request) -> tuple[Touched, ...]:
    titles = dict.fromkeys(each.title for each in (*request.new_printed, *request.old_printed))
    found = []
    for title in titles:
        old = [page for row in rows for name, page in row.old_pages if name == title]
        new = [page for row in rows for name, page in row.new_pages if name == title]
        count = sum(any(name == title for name, _ in (*row.old_pages, *row.new_pages)) for row in rows)
        if count:
            found.append(Touched(title, count, _listed(old), _listed(new)))
    return tuple(found)


def _listed(pages: Sequence[str]) -> str:
    single = {page for each in pages for page in each.split("、") if page}
    return "、".join(sorted(single, key=lambda page: (not page.isdigit(), page.zfill(4))))
