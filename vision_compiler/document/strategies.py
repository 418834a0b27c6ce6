"""A strategy with its measures → sections: direction, indicators, initiatives, SDGs."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from vision_compiler.document.desk import Desk
from vision_compiler.document.nodes import (
    Block,
    Bullets,
    GoalList,
    Lead,
    Notice,
    Paragraph,
    Section,
)
from vision_compiler.document.numbers import accent, fullwidth
from vision_compiler.document.places import begun_at, placed, written_at
from vision_compiler.document.progress import indicator_charts
from vision_compiler.document.tables import indicator_table
from vision_compiler.model.base import Node
from vision_compiler.model.plan import Plan
from vision_compiler.model.settings import Labels
from vision_compiler.model.strategy import Measure, Strategy
from vision_compiler.model.values import Undecided, Unknown

#: Where the SDGs stand: in one list for the strategy (総合戦略), or under each measure (基本計画).
GoalsAt = Literal["strategy", "measure"]


def strategy_sections(desk: Desk, depth: int, goals_at: GoalsAt) -> tuple[Section, ...]:
    """All strategies of the plan, with their headings at ``depth``."""
    composer = _Composer(desk, desk.heading(depth), goals_at)
    return tuple(composer.strategy(strategy, number) for number, strategy in enumerate(desk.plan.strategies, 1))


def strategy_label(plan: Plan, number: int) -> str:
    """重点戦略１."""
    return f"{plan.settings.labels.strategy}{fullwidth(number)}"


class _Composer(Struct, frozen=True):
    """Writes strategies whose headings have the rank ``level``."""

    desk: Desk
    level: int
    goals_at: GoalsAt

    def strategy(self, strategy: Strategy, number: int) -> Section:
        label = strategy_label(self.desk.plan, number)
        measures = (self._measure(measure, n, accent(number)) for n, measure in enumerate(strategy.measures, 1))
        content = (*self._points(strategy, accent(number)), *measures)
        place = written_at(strategy, "title")
        return Section("strategy", self.level, label, strategy.title, strategy.id, content, accent(number), place=place)

    def _points(self, strategy: Strategy, colour: int) -> Iterator[Section]:
        """What stands before the measures."""
        labels, writer, level = self.desk.plan.settings.labels, self.desk.writer(strategy.id), self.level + 1
        if strategy.effect:
            lead = Lead(writer.paragraphs(strategy.effect))
            yield _point(level, labels.effect, f"{strategy.id}.effect", begun_at(strategy, "effect"), lead)
        lead = Lead(writer.paragraphs(strategy.direction))
        place = begun_at(strategy, "direction")
        yield _point(level, labels.direction, f"{strategy.id}.direction", place, lead)
        if strategy.dxgx:
            entries = Bullets(tuple(("●", writer.line(text)) for text in strategy.dxgx), "initiatives")
            yield _point(level, labels.strategy_dxgx, f"{strategy.id}.dxgx", written_at(strategy, "dxgx"), entries)
        if strategy.target_indicators:
            anchor = f"{strategy.id}.targets"
            table = indicator_table(self.desk, strategy.target_indicators, anchor)
            place, remark = written_at(strategy, "target_indicators"), _remark(strategy, "targets_remark")
            charts = indicator_charts(self.desk.plan, strategy.target_indicators, table, colour)
            yield _point(level, labels.target_indicators, anchor, place, table, *remark, *charts)
        if self.goals_at == "strategy" and any(measure.sdgs is not None for measure in strategy.measures):
            place, goals = written_at(strategy, "measures"), _goal_list(strategy, labels)
            yield _point(level, labels.sdgs, f"{strategy.id}.sdgs", place, goals)

    def _measure(self, measure: Measure, number: int, colour: int) -> Section:
        labels, writer, level = self.desk.plan.settings.labels, self.desk.writer(measure.id), self.level + 2
        direction = Lead(writer.paragraphs(measure.direction))
        initiatives = Bullets(tuple(("●", writer.line(entry.text)) for entry in measure.initiatives), "initiatives")
        table = indicator_table(self.desk, measure.kpis, f"{measure.id}.kpis")
        charts = indicator_charts(self.desk.plan, measure.kpis, table, colour)
        kpis = (table, *_remark(measure, "kpis_remark"), *charts)
        points: list[tuple[str, str, str, tuple[Block, ...]]] = [
            (labels.direction, "direction", begun_at(measure, "direction"), (direction,)),
            (labels.initiatives, "initiatives", written_at(measure, "initiatives"), (initiatives,)),
            (labels.kpis, "kpis", written_at(measure, "kpis"), kpis),
        ]
        if self.goals_at == "measure" and measure.sdgs is not None:
            points.append((labels.sdgs, "sdgs", written_at(measure, "sdgs"), (_own_goals(measure, labels),)))
        content = tuple(_point(level, title, f"{measure.id}.{key}", place, *of) for title, key, place, of in points)
        label, place = f"（{fullwidth(number)}）", written_at(measure, "title")
        return Section("measure", level - 1, label, measure.title, measure.id, content, colour, place=place)


def _point(level: int, title: str, anchor: str, place: str, *blocks: Block) -> Section:
    return Section("point", min(level, 6), "◆", title, anchor, placed(blocks, place), place=place)


def _remark(node: Node, key: str) -> tuple[Block, ...]:
    text = getattr(node, key)
    return (Notice(text, place=written_at(node, key)),) if text else ()


def _own_goals(measure: Measure, labels: Labels) -> Block:
    if isinstance(measure.sdgs, Undecided) and labels.undecided_goals:
        return Notice(labels.undecided_goals)
    return Paragraph((goals(measure, labels),))


def goals(measure: Measure, labels: Labels) -> str:
    """The goals of a measure as words: their numbers, or why there are none."""
    match measure.sdgs:
        case Undecided():
            return labels.undecided
        case Unknown():
            return labels.unknown
        case numbers:
            return "、".join(map(str, numbers or ()))


def _goal_list(strategy: Strategy, labels: Labels) -> GoalList:
    return GoalList(
        tuple(
            (f"（{fullwidth(number)}）", measure.title, goals(measure, labels))
            for number, measure in enumerate(strategy.measures, 1)
        )
    )
