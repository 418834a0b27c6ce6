"""The lists at the back: 指標一覧, 用語解説, SDGs, strategies against fields, what is undecided."""

from collections.abc import Callable
from itertools import groupby

from msgspec.structs import replace

from vision_compiler.document.desk import Desk
from vision_compiler.document.inline import Notes, definition
from vision_compiler.document.kana import row_of, sort_key
from vision_compiler.document.nodes import (
    Block,
    IndexGroup,
    IndexRow,
    IndicatorIndex,
    Matrix,
    MatrixGroup,
    MatrixRow,
    OpenEntry,
    OpenList,
    Section,
    TermEntry,
    TermIndex,
)
from vision_compiler.document.numbers import accent, fullwidth
from vision_compiler.document.sdgs import GOALS
from vision_compiler.document.strategies import strategy_label
from vision_compiler.document.tables import indicator_cells, indicator_headings, indicator_name
from vision_compiler.model.open_items import OpenItem, open_items
from vision_compiler.model.plan import Plan
from vision_compiler.model.settings import Labels
from vision_compiler.model.strategy import Indicator, Measure
from vision_compiler.model.values import Undecided, Unknown


def indicator_index(desk: Desk) -> IndicatorIndex:
    """Every indicator of the plan, by strategy and measure."""
    labels = desk.plan.settings.labels
    groups = []
    for number, strategy in enumerate(desk.plan.strategies, 1):
        label = strategy_label(desk.plan, number)
        if strategy.target_indicators:
            rows = _rows(desk, strategy.target_indicators)
            groups.append(IndexGroup(label, f"{strategy.title}　{labels.target_indicators}", accent(number), rows))
        for n, measure in enumerate(strategy.measures, 1):
            rows = _rows(desk, measure.kpis)
            groups.append(IndexGroup(_code(number, n), measure.title, accent(number), rows))
    return IndicatorIndex(indicator_headings(desk.plan), labels.page, tuple(groups))


def with_indexes(desk: Desk, section: Section) -> Section:
    """A section whose indexes list what the desk has come to know of the whole publication."""
    content = tuple(_with_indexes(desk, block) for block in section.content)
    is_same = all(one is other for one, other in zip(content, section.content, strict=True))
    return section if is_same else replace(section, content=content)


def _with_indexes(desk: Desk, block: Block) -> Block:
    match block:
        case Section():
            return with_indexes(desk, block)
        case IndicatorIndex():
            return replace(indicator_index(desk), place=block.place)
        case TermIndex():
            return replace(term_index(desk), place=block.place)
        case _:
            return block


def _rows(desk: Desk, indicators: tuple[Indicator, ...]) -> tuple[IndexRow, ...]:
    return tuple(
        IndexRow(
            anchor=indicator.id if indicator.id in desk.known.indicators else "",
            name=tuple(run for run in indicator_name(desk.plan, indicator, Notes("", "★", {})) if isinstance(run, str)),
            cells=indicator_cells(desk.plan, indicator),
        )
        for indicator in indicators
    )


def _code(strategy: int, measure: int) -> str:
    return f"{strategy}-（{fullwidth(measure)}）"


def term_index(desk: Desk) -> TermIndex:
    """The terms that this publication notes, in the order of their readings."""
    plan = desk.plan
    entries = [
        TermEntry(term.term, term.reading, definition(plan, term), tuple(desk.known.calls.get(term.term, ())))
        for term in sorted(plan.terms.values(), key=lambda term: sort_key(term.reading))
        if term.term in desk.known.calls
    ]
    rows = groupby(entries, lambda entry: row_of(entry.reading))
    return TermIndex(plan.settings.labels.page, tuple((row, tuple(found)) for row, found in rows))


def goal_matrix(plan: Plan) -> Matrix:
    """Measures against the seventeen goals."""
    columns = tuple(str(number) for number in range(1, len(GOALS) + 1))
    return _matrix(plan, columns, GOALS, lambda measure: measure.sdgs, tuple(range(1, len(GOALS) + 1)))


def relation_matrix(plan: Plan) -> Matrix:
    """Measures against the fields that their initiatives come from."""
    columns = tuple(f"{plan.settings.labels.field}{fullwidth(n)}" for n in range(1, len(plan.fields) + 1))
    titles = tuple(field.title for field in plan.fields)
    return _matrix(plan, columns, titles, lambda measure: measure.fields, tuple(field.id for field in plan.fields))


Links = tuple[int, ...] | tuple[str, ...] | Undecided | Unknown | None


def _matrix(
    plan: Plan,
    columns: tuple[str, ...],
    titles: tuple[str, ...],
    links: Callable[[Measure], Links],
    keys: tuple[int | str, ...],
) -> Matrix:
    labels = plan.settings.labels
    groups = tuple(
        MatrixGroup(
            strategy_label(plan, number),
            strategy.title,
            accent(number),
            tuple(
                _matrix_row(_code(number, n), measure.title, links(measure), keys, labels)
                for n, measure in enumerate(strategy.measures, 1)
            ),
        )
        for number, strategy in enumerate(plan.strategies, 1)
    )
    return Matrix(labels.measure, columns, titles, groups)


def _matrix_row(label: str, title: str, links: Links, keys: tuple[int | str, ...], labels: Labels) -> MatrixRow:
    match links:
        case Undecided():
            return MatrixRow(label, title, (), labels.undecided)
        case Unknown():
            return MatrixRow(label, title, (), labels.unknown)
        case None:
            return MatrixRow(label, title, (), labels.none)
        case _:
            return MatrixRow(label, title, tuple(key in links for key in keys), "")


def open_list(plan: Plan) -> OpenList:
    """What is undecided and who owes it; several values of one item are one entry."""
    labels, places = plan.settings.labels, _places(plan)
    entries = []
    for _, items in groupby(open_items(plan), lambda item: id(item.node)):
        found = list(items)
        first = found[0]
        place = places.get(first.chapter or getattr(first.node, "id", ""), "")
        entries.append(OpenEntry(place, _name(first, labels), _missing_parts(found, labels), _owner(plan, first)))
    return OpenList((labels.place, labels.item, labels.what, labels.owner), tuple(entries))


def _name(item: OpenItem, labels: Labels) -> str:
    is_cumulative = isinstance(item.node, Indicator) and item.node.cumulative
    return item.title + (labels.cumulative if is_cumulative else "")


def _owner(plan: Plan, item: OpenItem) -> str:
    """Who owes it: who is named; for values the owner that the plan names for all; else who publishes."""
    settings = plan.settings
    for_values = settings.undecided_owner if item.what in ("baseline", "target") else None
    return item.owner or for_values or settings.publisher.name


def _missing_parts(items: list[OpenItem], labels: Labels) -> str:
    """策定時実績値、目標値（2027・2031）."""
    years = "・".join(str(item.keys[-1]) for item in items if item.what == "target")
    parts = [_missing_part(item, labels) for item in items if item.what != "target"]
    return "、".join([*parts, *([f"{labels.target}（{years}）"] if years else [])])


def _missing_part(item: OpenItem, labels: Labels) -> str:
    if item.what == "placeholder":
        return str(getattr(item.node, "placeholder", ""))
    words = {"baseline": labels.baseline, "sdgs": labels.sdgs, "fields": labels.field}
    return {**words, "definition": labels.definition, "figure": labels.figure}[item.what]


def _places(plan: Plan) -> dict[str, str]:
    """Where an item stands in the plan: 第２章 …, 重点戦略１, 1-（２）."""
    places = {chapter.id: chapter.title for chapter in plan.chapters.values()}
    for part in (part for document in plan.settings.documents for part in document.parts):
        for number, id in enumerate(part.contents, 1):
            label = part.chapter_label.replace("○", fullwidth(number))
            places[id] = f"{part.title} {label} {plan.chapters[id].title}"
    for number, strategy in enumerate(plan.strategies, 1):
        label = strategy_label(plan, number)
        places |= {indicator.id: label for indicator in strategy.target_indicators}
        for n, measure in enumerate(strategy.measures, 1):
            places |= dict.fromkeys((measure.id, *(kpi.id for kpi in measure.kpis)), _code(number, n))
    return places
