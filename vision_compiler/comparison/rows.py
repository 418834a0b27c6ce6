"""The edits of an item → rows of the table, none so long that it fills a page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from math import ceil

from vision_compiler.comparison.changes import Change, Comparison, ItemChange, Kind
from vision_compiler.comparison.items import name_key
from vision_compiler.comparison.sheet import Line, Request, Row
from vision_compiler.comparison.whereabouts import whereabouts
from vision_compiler.comparison.words import Runs, marked, pieces_of, plain
from vision_compiler.model.settings import ComparisonStyle

#: A longer wording has a row of its own.
_SHORT = 80
#: How many lines of how many characters a row may have, so that it leaves room for others on a page.
_LINES, _WIDTH = 14, 30
#: What stands in the column of remarks where an id is no help.
BY_WORDS = "idが変わり、文の近さで対応させた"


def rows_of(comparison: Comparison, change: ItemChange, request: Request) -> Iterator[Row]:
    """The rows of an item."""
    return _Writer(comparison, comparison.new.settings.comparison, request).rows(change)


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
        edits = (long,) if long else [each for each in change.changes if each.kind in kinds]
        old_pages, new_pages = whereabouts(change, edits, request.old_printed, request.new_printed)
        row = Row(
            id=item.id or item.place,
            group=item.root.place,
            place=item.place,
            title=f"{item.title}　{long.label}" if long else item.title,
            kinds=kinds,
            lines=(),
            remark="・".join(kind.value for kind in kinds) + (f"（{BY_WORDS}）" if change.by_words else ""),
            reason=request.reasons.get(item.id, request.reasons.get("", "")),
            old_pages=old_pages,
            new_pages=new_pages,
        )
        for number, part in enumerate(_parts(_labelled_once(lines))):
            yield replace(row, lines=part, is_continued=number > 0)


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
