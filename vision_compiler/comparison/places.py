"""Where an item stands, as readers say it: 重点戦略１（２）, 1-①, 総合戦略 ４（３）."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vision_compiler.document import assemble
from vision_compiler.document.agreement import SHORT_TITLES
from vision_compiler.document.nodes import Document, Section
from vision_compiler.document.numbers import circled, fullwidth
from vision_compiler.document.strategies import strategy_label
from vision_compiler.model.base import Node
from vision_compiler.model.chapter import Chapter
from vision_compiler.model.chapter import Section as ChapterSection
from vision_compiler.model.plan import Plan

#: A sign in place of a number.
_MARK = re.compile(r"[^\w（(]+")
#: Numbers that stand at the number above them: ４（３）, ２（２）ア.
_CLOSE = "（(アイウエオカキクケコ"


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a plan's numbered items: by the item, and those of chapters and sections by their ids."""

    numbered: Mapping[int, str]
    sections: Mapping[str, str]

    def of(self, node: Node, parent: str, role: str) -> str:
        """The place of a node; what has no number of its own stands in its parent."""
        if isinstance(node, Chapter | ChapterSection):
            return self.sections.get(node.id) or parent or node.LABEL
        return self.numbered.get(id(node)) or " ".join(part for part in (parent, role) if part) or node.LABEL


def places_of(plan: Plan) -> Places:
    """The places as the documents of the plan number them."""
    sections: dict[str, str] = {}
    for settings in plan.settings.documents:
        document = assemble(plan, settings.id)
        if isinstance(document, Document):
            for section in (*document.front, *document.sections):
                for anchor, place in _walked(section, SHORT_TITLES[settings.id]):
                    sections.setdefault(anchor, place)
    return Places(dict(_numbered(plan)), sections)


def _walked(section: Section, above: str) -> Iterator[tuple[str, str]]:
    """The place of a section and of those below it. A heading without a number is called by its words."""
    has_number = section.label and not _MARK.fullmatch(section.label)
    own = section.label if has_number else f"{section.label}{section.title}"
    is_close = has_number and section.style not in ("part", "chapter", "strategy") and section.label[0] in _CLOSE
    place = f"{above}{'' if is_close else ' '}{own}"
    yield section.anchor, place
    for block in section.content:
        if isinstance(block, Section):
            yield from _walked(block, place)


def _numbered(plan: Plan) -> Iterator[tuple[int, str]]:
    for number, strategy in enumerate(plan.strategies, 1):
        label = strategy_label(plan, number)
        yield id(strategy), label
        for n, measure in enumerate(strategy.measures, 1):
            yield id(measure), f"{label}（{fullwidth(n)}）"
    for number, field in enumerate(plan.fields, 1):
        yield id(field), f"{plan.settings.labels.field}{fullwidth(number)}"
        for n, policy in enumerate(field.policies, 1):
            yield id(policy), f"{plan.settings.labels.field}{fullwidth(number)} {number}-{circled(n)}"
