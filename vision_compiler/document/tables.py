"""Indicators → the table that the city prints, with ★ notes below it."""

from msgspec.structs import replace

from vision_compiler.document.desk import Desk
from vision_compiler.document.inline import Notes, definition
from vision_compiler.document.nodes import Cell, IndicatorRow, IndicatorTable, Inline, NoteCall
from vision_compiler.document.numbers import counted
from vision_compiler.model.plan import Plan
from vision_compiler.model.settings import Labels
from vision_compiler.model.strategy import Indicator
from vision_compiler.model.text import TermMark, pieces
from vision_compiler.model.values import AtLeastBaseline, NoValue, Number, Parts, Value


def indicator_table(desk: Desk, indicators: tuple[Indicator, ...], place: str) -> IndicatorTable:
    """The table of some indicators that stand at one place."""
    notes = desk.notes(place, "★")
    desk.places.indicators.update(indicator.id for indicator in indicators)
    return IndicatorTable(
        headings=indicator_headings(desk.plan),
        rows=tuple(
            IndicatorRow(
                indicator.id, indicator_name(desk.plan, indicator, notes), indicator_cells(desk.plan, indicator)
            )
            for indicator in indicators
        ),
        notes=tuple(notes.calls.values()),
    )


def indicator_headings(plan: Plan) -> tuple[tuple[str, str], ...]:
    """The heads of the columns, with their years."""
    labels = plan.settings.labels
    targets = ((labels.target, f"（{year}）") for year in plan.settings.target_years)
    return ((labels.indicator_name, ""), (labels.baseline, ""), *targets)


def indicator_cells(plan: Plan, indicator: Indicator) -> tuple[Cell, ...]:
    """The baseline and the targets of an indicator."""
    values = (indicator.baseline, *(indicator.targets[year] for year in plan.settings.target_years))
    return tuple(_cell(indicator, value, plan.settings.labels) for value in values)


def indicator_name(plan: Plan, indicator: Indicator, notes: Notes) -> Inline:
    """The name with its ★, its parts where they are printed in it, and the sign of a cumulative number."""
    runs: list[str | NoteCall] = []
    own = indicator.note_after if indicator.note else None
    for piece in pieces(indicator.name):
        if isinstance(piece, TermMark):
            term = plan.terms[piece.words]
            runs += [piece.words, *_mark(notes.term(term, definition(plan, term)))]
        elif own and own in str(piece):
            before, _, after = str(piece).partition(own)
            runs += [before + own, *_mark(notes.call(indicator.id, indicator.note or "")), *([after] if after else [])]
            own = None
        else:
            runs.append(str(piece))
    if indicator.note and not indicator.note_after:
        runs += _mark(notes.call(indicator.id, indicator.note))
    if indicator.parts_inline:
        runs.append("・".join(f"（{part}）" for part in indicator.parts))
    if indicator.cumulative:
        runs.append(plan.settings.labels.cumulative)
    return tuple(runs)


def _mark(call: NoteCall | None) -> list[NoteCall]:
    """The mark alone: the text of a ★ note stands under the table, not at the foot of the page."""
    return [replace(call, text="")] if call else []


def _cell(indicator: Indicator, value: Value, labels: Labels) -> Cell:
    unit = indicator.unit or ""
    match value:
        case Number(amount):
            return Cell((("", counted(amount) + unit),))
        case NoValue():
            return Cell((("", labels.none),))
        case AtLeastBaseline(words):
            return Cell((("", words),))
        case Parts(numbers):
            texts = [counted(number.amount) + unit for number in numbers]
            if indicator.parts_inline:
                return Cell((("", "・".join(texts)),))
            return Cell(tuple(zip(indicator.parts, texts, strict=True)))
        case _:
            return Cell((("", labels.undecided + (f"（{unit}）" if unit else "")),), is_undecided=True)
