"""The reader's page: a plain tree of sections and blocks, one assembler per publication."""

from collections.abc import Callable
from typing import Protocol

from vision_compiler.document.basic_plan import assemble_basic_plan
from vision_compiler.document.booklet import assemble_booklet
from vision_compiler.document.pamphlet import assemble_pamphlet
from vision_compiler.document.strategy import assemble_strategy
from vision_compiler.model.plan import Plan


class Publication(Protocol):
    """What can be printed; its id is the name of its folder of templates."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def date(self) -> str: ...


#: Document id → its assembler.
ASSEMBLERS: dict[str, Callable[[Plan], Publication]] = {
    "pamphlet": assemble_pamphlet,
    "basic-plan": assemble_basic_plan,
    "strategy": assemble_strategy,
    "booklet": assemble_booklet,
}


def assemble(plan: Plan, document: str) -> Publication:
    """The publication with this id; the plan has resolved, so nothing here can be the author's fault."""
    return ASSEMBLERS[document](plan)
