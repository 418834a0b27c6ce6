"""A strategy with its measures → sections: direction, indicators, initiatives, SDGs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

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
from vision_compiler.document.tables import indicator_table
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


@dataclass(frozen=True)
class _Composer:
    """Writes strategies whose headings have the rank ``level``."""

    desk: Desk
    level: int
    goals_at: GoalsAt

    def strategy(self, strategy: Strategy, number: int) -> Section:
        label = strategy_label(self.desk.plan, number)
        measures = (self._measure(measure, n, accent(number)) for n, measure in enumerate(strategy.measures, 1))
        content = (*self._points(strategy), *measures)
        return Section("strategy", self.level, label, strategy.title, strategy.id, content, accent(number))

    def _points(self, strategy: Strategy) -> Iterator[Section]:
        """What stands before the measures."""
        labels, writer, level = self.desk.plan.settings.labels, self.desk.writer(strategy.id), self.level + 1
        if strategy.effect:
            lead = Lead(writer.paragraphs(strategy.effect))
            yield _point(level, labels.effect, f"{strategy.id}.effect", lead)
        lead = Lead(writer.paragraphs(strategy.direction))
        yield _point(level, labels.direction, f"{strategy.id}.direction", lead)
        if strategy.dxgx:
            entries = Bullets(tuple(("●", writer.line(text)) for text in strategy.dxgx), "initiatives")
            yield _point(level, labels.strategy_dxgx, f"{strategy.id}.dxgx", entries)
        if strategy.target_indicators:
            anchor = f"{strategy.id}.targets"
            table = indicator_table(self.desk, strategy.target_indicators, anchor)
            yield _point(level, labels.target_indicators, anchor, table, *_remark(strategy.targets_remark))
        if self.goals_at == "strategy" and any(measure.sdgs is not None for measure in strategy.measures):
            yield _point(level, labels.sdgs, f"{strategy.id}.sdgs", _goal_list(strategy, labels))

    def _measure(self, measure: Measure, number: int, colour: int) -> Section:
        labels, writer, level = self.desk.plan.settings.labels, self.desk.writer(measure.id), self.level + 2
        direction = Lead(writer.paragraphs(measure.direction))
        initiatives = Bullets(tuple(("●", writer.line(entry.text)) for entry in measure.initiatives), "initiatives")
        table = indicator_table(self.desk, measure.kpis, f"{measure.id}.kpis")
        content = [
            _point(level, labels.direction, f"{measure.id}.direction", direction),
            _point(level, labels.initiatives, f"{measure.id}.initiatives", initiatives),
            _point(level, labels.kpis, f"{measure.id}.kpis", table, *_remark(measure.kpis_remark)),
        ]
        if self.goals_at == "measure" and measure.sdgs is not None:
            content.append(_point(level, labels.sdgs, f"{measure.id}.sdgs", _own_goals(measure, labels)))
        label = f"（{fullwidth(number)}）"
        return Section("measure", level - 1, label, measure.title, measure.id, tuple(content), colour)


def _point(level: int, title: str, anchor: str, *blocks: Block) -> Section:
    return Section("point", min(level, 6), "◆", title, anchor, blocks)


def _remark(text: str | None) -> tuple[Block, ...]:
    return (Notice(text),) if text else ()


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
