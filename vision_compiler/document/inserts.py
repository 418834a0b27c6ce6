"""``insert:`` → what is made from the plan's items at that place."""

from collections.abc import Callable

from vision_compiler.document.desk import Desk
from vision_compiler.document.indexes import (
    goal_matrix,
    indicator_index,
    open_list,
    relation_matrix,
    term_index,
)
from vision_compiler.document.nodes import Block, Bullets, Policy, PolicyTable, Section
from vision_compiler.document.numbers import circled, fullwidth
from vision_compiler.document.places import paragraphs, placed, written_at
from vision_compiler.document.strategies import strategy_sections
from vision_compiler.model.chapter import Insertion
from vision_compiler.model.field import PolicyField


def insertion(desk: Desk, name: Insertion, depth: int) -> tuple[Block, ...]:
    """The blocks of an insertion under a heading at ``depth``."""
    return _INSERTIONS[name](desk, depth)


def _strategies(desk: Desk, depth: int) -> tuple[Block, ...]:
    return strategy_sections(desk, depth + 1, "measure")


def _fields(desk: Desk, depth: int) -> tuple[Block, ...]:
    level = desk.heading(depth + 1)
    return tuple(
        Section(
            "field",
            level,
            field_label(desk, n),
            field.title,
            field.id,
            placed((_policy_table(desk, ((n, field),)),), written_at(field, "policies")),
            place=written_at(field, "title"),
        )
        for n, field in enumerate(desk.plan.fields, 1)
    )


def field_label(desk: Desk, number: int) -> str:
    """分野１."""
    return f"{desk.plan.settings.labels.field}{fullwidth(number)}"


def _policies(desk: Desk) -> tuple[Block, ...]:
    return (_policy_table(desk, tuple(enumerate(desk.plan.fields, 1)), whole=True),) if desk.plan.fields else ()


def _policy_table(desk: Desk, fields: tuple[tuple[int, PolicyField], ...], whole: bool = False) -> PolicyTable:
    """The policies of some fields; the table of the ``whole`` plan names the fields and leaves out the initiatives."""
    labels = desk.plan.settings.labels
    groups = tuple(
        (
            field_label(desk, number) if whole else "",
            field.title if whole else "",
            tuple(
                Policy(f"{number}-{circled(n)}", policy.title, policy.dxgx or "")
                for n, policy in enumerate(field.policies, 1)
            ),
        )
        for number, field in fields
    )
    has_dxgx = not whole and any(policy.dxgx for _, _, policies in groups for policy in policies)
    return PolicyTable((labels.field if whole else "", labels.policy), labels.policy_dxgx if has_dxgx else "", groups)


def _stances(desk: Desk, depth: int) -> tuple[Block, ...]:
    level = desk.level(depth + 1)
    stances = desk.plan.stances.stances if desk.plan.stances else ()
    return tuple(
        Section(
            level.style,
            desk.heading(depth + 1),
            level.label(number),
            stance.title,
            stance.id,
            paragraphs(desk.writer(stance.id), stance, "text"),
            place=written_at(stance, "title"),
        )
        for number, stance in enumerate(stances, 1)
    )


def _viewpoints(desk: Desk) -> tuple[Block, ...]:
    framework = desk.plan.framework
    if framework is None or framework.viewpoints is None:
        return ()
    points, place = framework.viewpoints.points, written_at(framework.viewpoints, "points")
    return (Bullets(tuple(("・", (point,)) for point in points), place=place),)


_INSERTIONS: dict[Insertion, Callable[[Desk, int], tuple[Block, ...]]] = {
    "strategies": _strategies,
    "fields": _fields,
    "policies": lambda desk, _: _policies(desk),
    "stances": _stances,
    "viewpoints": lambda desk, _: _viewpoints(desk),
    "indicators": lambda desk, _: (indicator_index(desk),),
    "terms": lambda desk, _: (term_index(desk),),
    "goals": lambda desk, _: (goal_matrix(desk.plan),),
    "relations": lambda desk, _: (relation_matrix(desk.plan),),
    "undecided": lambda desk, _: (open_list(desk.plan),),
}
