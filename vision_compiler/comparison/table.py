"""Changes → 新旧対照表 as the city hands it out: rows of two wordings, with place, kind and reason, and a summary."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from math import ceil

from vision_compiler.comparison.changes import Change, Comparison, ItemChange, Kind
from vision_compiler.comparison.items import Item, name_key
from vision_compiler.comparison.printed import Printed, found_in
from vision_compiler.comparison.words import Runs, marked, pieces_of, plain
from vision_compiler.document.numbers import year_and_month
from vision_compiler.model.facts import Derived, Series
from vision_compiler.model.plan import Plan
from vision_compiler.model.settings import ComparisonStyle

#: A longer wording has a row of its own.
_SHORT = 80
#: How many lines of how many characters a row may have, so that it leaves room for others on a page.
_LINES, _WIDTH = 14, 30
#: What stands in the column of remarks where an id is no help.
BY_WORDS = "idが変わり、文の近さで対応させた"


@dataclass(frozen=True, slots=True)
class Line:
    """A wording beside the other; ``label`` says of what, where the row has several."""

    label: str
    old: Runs
    new: Runs

    def on(self, side: "Side") -> Runs:
        """The wording of a side."""
        return self.new if side.is_new else self.old


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table. ``pages`` are where each side is printed, by document; the pages empty if not laid out."""

    id: str
    group: str
    place: str
    title: str
    kinds: tuple[Kind, ...]
    lines: tuple[Line, ...]
    remark: str
    reason: str = ""
    old_pages: tuple[tuple[str, str], ...] = ()
    new_pages: tuple[tuple[str, str], ...] = ()
    is_continued: bool = False

    @property
    def is_printed(self) -> bool:
        """Whether a document prints what changed."""
        return self.kinds != (Kind.UNPRINTED,)


@dataclass(frozen=True, slots=True)
class Count:
    """How many items of a chapter were added, removed, changed."""

    group: str
    added: int
    removed: int
    changed: int


@dataclass(frozen=True, slots=True)
class Touched:
    """A document that prints something else now; the pages, if they are known, of the old and of the new one."""

    title: str
    rows: int
    old_pages: str = ""
    new_pages: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two plans: what heads its column, and which plan it is."""

    heading: str
    plan: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """新旧対照表 or 正誤表, as a publication."""

    id: str
    title: str
    author: str
    date: str
    printed_date: str
    old: Side
    new: Side
    is_new_first: bool
    is_errata: bool
    rows: tuple[Row, ...]
    hidden: tuple[Row, ...]
    counts: tuple[Count, ...]
    touched: tuple[Touched, ...]
    renamed_ids: tuple[tuple[str, str, str], ...]
    has_reasons: bool

    @property
    def sides(self) -> tuple[Side, Side]:
        """The columns from left to right."""
        return (self.new, self.old) if self.is_new_first else (self.old, self.new)

    @property
    def totals(self) -> str:
        """How many items were added, removed and changed."""
        added, removed = sum(each.added for each in self.counts), sum(each.removed for each in self.counts)
        changed = sum(each.changed for each in self.counts)
        rest = f"（ほかに、印刷されない変更 {len(self.hidden)}件）" if self.hidden else ""
        if not (added or removed or changed):
            return f"印刷される内容は変わっていません{rest}。"
        return f"新設 {added}件、削除 {removed}件、変更 {changed}件{rest}"

    @property
    def touched_documents(self) -> str:
        """The documents that print something else now, with their pages, if these are known."""
        return "、".join(self._touched(each) for each in self.touched)

    def _touched(self, each: Touched) -> str:
        sides = ((self.new, each.new_pages), (self.old, each.old_pages))
        pages = [f"{side.heading} {found}ページ" for side, found in sides if found]
        return f"{each.title}（{'、'.join([f'{each.rows}か所', *pages])}）"

    def pages(self, row: Row) -> str:
        """Where a row is printed: in the new documents, if it is there; errata, in those that were published."""
        found = (row.old_pages or row.new_pages) if self.is_errata else (row.new_pages or row.old_pages)
        return "、".join(f"{title} {pages}ページ" for title, pages in found if pages)


@dataclass(frozen=True, slots=True)
class Request:
    """What the table is made for: the names of both plans, reasons by id (empty: of all others), pages, 正誤表."""

    old_name: str
    new_name: str
    reasons: Mapping[str, str]
    old_printed: Sequence[Printed] = ()
    new_printed: Sequence[Printed] = ()
    is_errata: bool = False


def table(comparison: Comparison, request: Request) -> ComparisonTable:
    """The table of a comparison."""
    settings = comparison.new.settings
    style = settings.comparison
    rows = [row for change in comparison.items for row in _Writer(comparison, style, request).rows(change)]
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
        counts=_counts(comparison.items),
        touched=_touched(printed, request),
        renamed_ids=tuple((one.title, one.id, other.id) for one, other in comparison.renamed_ids),
        has_reasons=any(row.reason for row in rows),
    )


def _plan_name(plan: Plan, name: str) -> str:
    return f"{plan.settings.title} {plan.settings.stage}（{year_and_month(plan.settings.date)}、{name}）"


@dataclass(frozen=True)
class _Writer:
    comparison: Comparison
    style: ComparisonStyle
    request: Request

    def rows(self, change: ItemChange) -> Iterator[Row]:
        """The rows of an item: its short edits in one, every long wording in one of its own."""
        if change.kinds in ((Kind.ADDED,), (Kind.REMOVED,)):
            yield from self._finished(change, change.kinds, self._whole(change))
            return
        hidden = [each for each in change.changes if each.kind is Kind.UNPRINTED]
        short = [each for each in change.changes if each.kind is not Kind.UNPRINTED and not _is_long(each)]
        if short:
            yield from self._finished(change, _kinds(short), (*self._name(change, short), *map(self._line, short)))
        for each in change.changes:
            if each.kind is not Kind.UNPRINTED and _is_long(each):
                yield from self._finished(change, (each.kind,), (replace(self._line(each), label=""),), each)
        if hidden:
            yield from self._finished(change, (Kind.UNPRINTED,), tuple(map(self._line, hidden)))

    def _whole(self, change: ItemChange) -> tuple[Line, ...]:
        said = list(self.comparison.content(change.item))
        sign = plain(self.style.added if change.new else self.style.removed)
        lines = [Line(label, (), plain(text, is_changed=True)) for label, text in said]
        if not change.new:
            lines = [Line(line.label, line.new, line.old) for line in lines]
        first = lines[0] if lines else Line("", (), ())
        first = replace(first, old=sign) if change.new else replace(first, new=sign)
        return (first, *lines[1:])

    def _name(self, change: ItemChange, short: Sequence[Change]) -> Iterator[Line]:
        """The name of the item, where nothing says it yet."""
        key = name_key(change.item.kind)
        old, new = (item.name if item else "" for item in (change.old, change.new))
        if new and all(each.route != (key,) for each in short):
            label = next((each.label for each in change.item.passages if each.route == (key,)), "")
            yield Line(label, plain(old), plain(new))

    def _line(self, change: Change) -> Line:
        if change.old is None:
            return Line(change.label, plain(self.style.added), plain(change.new or "", is_changed=True))
        if change.new is None:
            return Line(change.label, plain(change.old, is_changed=True), plain(self.style.removed))
        if change.kind in (Kind.MOVED, Kind.REORDERED, Kind.DECIDED):
            return Line(change.label, plain(change.old, is_changed=True), plain(change.new, is_changed=True))
        omit = self.style.omitted if self.style.omit else ""
        old, new = marked(change.old, change.new, pad=self.style.pad, omit=omit)
        return Line(change.label, old, new)

    def _finished(
        self, change: ItemChange, kinds: tuple[Kind, ...], lines: Sequence[Line], long: Change | None = None
    ) -> Iterator[Row]:
        """The row with all that stands beside its wordings; in parts if it is too long."""
        item, request = change.item, self.request
        telling = long or _telling([each for each in change.changes if each.kind in kinds])
        old, new = (telling.old, telling.new) if telling else (None, None)
        row = Row(
            id=item.id or item.place,
            group=_root(item).place,
            place=item.place,
            title=f"{item.title}　{long.label}" if long else item.title,
            kinds=kinds,
            lines=(),
            remark="・".join(kind.value for kind in kinds) + (f"（{BY_WORDS}）" if change.by_words else ""),
            reason=request.reasons.get(item.id, request.reasons.get("", "")),
            old_pages=found_in(request.old_printed, *_needles(change.old, old)),
            new_pages=found_in(request.new_printed, *_needles(change.new, new)),
        )
        for number, part in enumerate(_parts(_labelled_once(lines))):
            yield replace(row, lines=part, is_continued=number > 0)


def _telling(changes: Sequence[Change]) -> Change | None:
    """The edit whose words are looked for on the pages; None: the name of the item is."""
    is_text = all(change.kind is Kind.TEXT for change in changes)
    return max(changes, key=_length) if is_text and changes else None


def _labelled_once(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of a list with their label at the first only."""
    before = ["", *(line.label for line in lines)]
    return [
        replace(line, label="") if line.label == label else line for line, label in zip(lines, before, strict=False)
    ]


def _is_long(change: Change) -> bool:
    return change.kind is Kind.TEXT and _length(change) > _SHORT


def _length(change: Change) -> int:
    return max(len(change.old or ""), len(change.new or ""))


def _kinds(changes: Sequence[Change]) -> tuple[Kind, ...]:
    found = {change.kind for change in changes}
    return tuple(kind for kind in Kind if kind in found)


def _root(item: Item) -> Item:
    return _root(item.parent) if item.parent else item


def _needles(item: Item | None, text: str | None) -> tuple[str, frozenset[str]]:
    """By which words, or by which facts, an item is found on the pages."""
    if item is None:
        return "", frozenset()
    if isinstance(item.node, Series):
        return "", frozenset(f"{item.id}.{point.at}" for point in item.node.points)
    if isinstance(item.node, Derived):
        return "", frozenset({item.id})
    first = item.passages[0].text if item.passages else ""
    return text or item.name or first, frozenset()


def _parts(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    """The lines in parts that fit a page."""
    part: list[Line] = []
    room = _LINES
    for line in chain.from_iterable(map(_pieces, lines)):
        need = ceil((max(_words(line.old), _words(line.new)) + len(line.label)) / _WIDTH)
        if part and need > room:
            yield tuple(part)
            part, room = [], _LINES
        part.append(line)
        room -= need
    if part:
        yield tuple(part)


def _pieces(line: Line) -> Iterator[Line]:
    old, new = (pieces_of(runs, _LINES * _WIDTH) for runs in (line.old, line.new))
    for number in range(max(len(old), len(new), 1)):
        label = line.label if number == 0 else ""
        yield Line(label, old[number] if number < len(old) else (), new[number] if number < len(new) else ())


def _words(runs: Runs) -> int:
    return sum(len(run.text) for run in runs)


def _counts(items: Sequence[ItemChange]) -> tuple[Count, ...]:
    shown = [change for change in items if change.kinds != (Kind.UNPRINTED,)]
    places = dict.fromkeys(_root(change.item).place for change in shown)
    return tuple(_count(place, [change for change in shown if _root(change.item).place == place]) for place in places)


def _count(place: str, items: Sequence[ItemChange]) -> Count:
    added = sum(change.old is None for change in items)
    removed = sum(change.new is None for change in items)
    return Count(place, added, removed, len(items) - added - removed)


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
