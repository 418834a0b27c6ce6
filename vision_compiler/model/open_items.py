"""What a plan has left open: values 未定, placeholders, frames without a figure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from vision_compiler.model.base import Node
from vision_compiler.model.chapter import Division, FigureBlock, PlaceholderBlock
from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Indicator, Measure
from vision_compiler.model.text import printed
from vision_compiler.model.values import UNDECIDED_WORD, Undecided
from vision_compiler.source import KeyPath

What = Literal["baseline", "target", "sdgs", "fields", "definition", "placeholder", "figure"]


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One value or text that is due: where it stands, what is missing of it, and who owes it if that is said.

    ``chapter`` is the id of its chapter, for texts.
    """

    node: Node
    keys: KeyPath
    title: str
    what: What
    owner: str | None = None
    chapter: str = ""


def open_items(plan: Plan) -> Iterator[OpenItem]:
    """Everything undecided, in the order of the plan: texts, strategies, terms."""
    for chapter in plan.chapters.values():
        divisions = (node for node in chapter.nodes() if isinstance(node, Division))
        yield from (item for division in divisions for item in _in_text(division, chapter.id))
    for strategy in plan.strategies:
        for indicator in strategy.target_indicators:
            yield from _in_indicator(indicator)
        for measure in strategy.measures:
            yield from _in_measure(measure)
    for term in plan.terms.values():
        if term.definition == UNDECIDED_WORD:
            yield OpenItem(term, ("definition",), term.term, "definition")


def _in_text(division: Division, chapter: str) -> Iterator[OpenItem]:
    """What is open directly under a heading."""
    for block in (*division.body, *division.closing):
        if isinstance(block, PlaceholderBlock):
            yield OpenItem(block, ("placeholder",), division.title, "placeholder", block.owner, chapter)
        if isinstance(block, FigureBlock) and block.figure.placeholder:
            title = block.figure.title or division.title
            yield OpenItem(block.figure, ("placeholder",), title, "figure", None, chapter)


def _in_measure(measure: Measure) -> Iterator[OpenItem]:
    for indicator in measure.kpis:
        yield from _in_indicator(indicator)
    if isinstance(measure.sdgs, Undecided):
        yield OpenItem(measure, ("sdgs",), measure.title, "sdgs")
    if isinstance(measure.fields, Undecided):
        yield OpenItem(measure, ("fields",), measure.title, "fields")


def _in_indicator(indicator: Indicator) -> Iterator[OpenItem]:
    name = printed(indicator.name)
    if isinstance(indicator.baseline, Undecided):
        yield OpenItem(indicator, ("baseline",), name, "baseline", indicator.owner)
    for year, value in indicator.targets.items():
        if isinstance(value, Undecided):
            yield OpenItem(indicator, ("targets", str(year)), name, "target", indicator.owner)
