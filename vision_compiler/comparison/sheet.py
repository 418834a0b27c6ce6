"""新旧対照表 as data: rows of two wordings, what heads them, and the summary above. Every format prints from this."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vision_compiler.comparison.changes import Kind
from vision_compiler.comparison.printed import Found, Printed
from vision_compiler.comparison.words import Runs


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
    old_pages: Found = ()
    new_pages: Found = ()
    is_continued: bool = False

    @property
    def is_printed(self) -> bool:
        """Whether a document prints what changed."""
        return self.kinds != (Kind.UNPRINTED,)


@dataclass(frozen=True, slots=True)
class Count:
    """How many items of a chapter were added, removed, changed; the documents (with pages) that print them."""

    group: str
    added: int
    removed: int
    changed: int
    documents: str


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
