"""What the plan consists of, one item a row: strategies with measures and initiatives, fields with policies.

What belongs to an item and has no id of its own gets one with a full stop, which no id of an author has.
"""

from collections.abc import Iterable, Iterator

from vision_compiler.document.sdgs import GOALS
from vision_compiler.model.dxgx import CrossInitiative
from vision_compiler.model.field import Policy, PolicyField
from vision_compiler.model.plan import Plan
from vision_compiler.model.stances import Stance
from vision_compiler.model.strategy import Initiative, Measure, Strategy
from vision_compiler.model.values import UNDECIDED_WORD, UNKNOWN_WORD, Undecided, Unknown
from vision_compiler.model.vision import Guideline, Leading, Vision
from vision_compiler.opendata.table import Column, Row, Table, common_to
from vision_compiler.opendata.texts import prose, words

_COLUMNS = (
    Column("kind", "項目の種類", "string", "重点戦略、施策、取組、分野、分野別施策など", True),
    Column("id", "項目ID", "string", "項目の名札。番号や名称が変わっても変わらない", True),
    Column("parent_id", "上の項目のID", "string", "属する項目の名札。上の項目がなければ空"),
    Column("number", "番号", "integer", "同じ種類の項目の中での順番。SDGsの目標では目標の番号。分からなければ空"),
    Column("title", "名称", "string", "名称または題名。番号は含まない", True),
    Column("text", "本文", "string", "基本的な方向性などの文。なければ空。段落の区切りは含まない"),
)
_DXGX, _EFFECT, _GOAL, _RELATED = "デジタル化・脱炭素化の取組", "効果", "SDGsの目標", "関連する分野"
_PHRASE = "将来像の言葉"


def item_table(plan: Plan) -> Table:
    """Every item of the plan that has a place in its system."""
    return Table(
        "items",
        "計画の体系",
        "重点戦略、施策、取組、分野、分野別施策など、計画を作る項目。一行に一つの項目",
        _COLUMNS,
        tuple(_rows(plan)),
        key="id",
        common=common_to(plan),
    )


def _rows(plan: Plan) -> Iterator[Row]:
    yield from _vision(plan)
    for number, guideline in enumerate(plan.vision.guidelines, 1):
        yield _row(Guideline.LABEL, guideline.id, None, number, guideline.text)
    for number, stance in enumerate(plan.stances.stances if plan.stances else (), 1):
        yield _row(Stance.LABEL, stance.id, None, number, stance.title, _of(plan, stance.text or stance.summary))
    for number, cross in enumerate(plan.cross, 1):
        yield _row(CrossInitiative.LABEL, cross.id, None, number, cross.title, _of(plan, cross.direction))
    for number, strategy in enumerate(plan.strategies, 1):
        yield from _strategy(plan, strategy, number)
    for number, field in enumerate(plan.fields, 1):
        yield _row(PolicyField.LABEL, field.id, None, number, field.title)
        for n, policy in enumerate(field.policies, 1):
            yield _row(Policy.LABEL, policy.id, field.id, n, policy.title)
            yield from _listed(plan, policy.id, _DXGX, "dxgx", [policy.dxgx] if policy.dxgx else [])


def _vision(plan: Plan) -> Iterator[Row]:
    yield _row(Vision.LABEL, "plan.vision", None, 1, plan.vision.goal)
    if leading := plan.vision.leading:
        yield _row(Leading.LABEL, "plan.leading", None, 1, leading.title, leading.motto)
        for number, phrase in enumerate(leading.phrases, 1):
            yield _row(_PHRASE, f"plan.leading.{number}", "plan.leading", number, phrase)


def _strategy(plan: Plan, strategy: Strategy, number: int) -> Iterator[Row]:
    yield _row(Strategy.LABEL, strategy.id, None, number, strategy.title, prose(plan, strategy.direction))
    if strategy.effect:
        effect = prose(plan, strategy.effect)
        yield _row(_EFFECT, f"{strategy.id}.effect", strategy.id, 1, plan.settings.labels.effect, effect)
    yield from _listed(plan, strategy.id, _DXGX, "dxgx", strategy.dxgx)
    for n, measure in enumerate(strategy.measures, 1):
        yield _row(Measure.LABEL, measure.id, strategy.id, n, measure.title, prose(plan, measure.direction))
        for k, initiative in enumerate(measure.initiatives, 1):
            yield _row(Initiative.LABEL, initiative.id, measure.id, k, words(plan, initiative.text))
        yield from _goals(measure)
        yield from _related(plan, measure)


def _listed(plan: Plan, owner: str, kind: str, key: str, texts: Iterable[str]) -> Iterator[Row]:
    for number, text in enumerate(texts, 1):
        yield _row(kind, f"{owner}.{key}.{number}", owner, number, words(plan, text))


def _goals(measure: Measure) -> Iterator[Row]:
    if isinstance(measure.sdgs, Undecided | Unknown):
        yield _row(_GOAL, f"{measure.id}.sdgs", measure.id, None, _word(measure.sdgs))
        return
    for goal in measure.sdgs or ():
        yield _row(_GOAL, f"{measure.id}.sdgs.{goal}", measure.id, goal, GOALS[goal - 1])


def _related(plan: Plan, measure: Measure) -> Iterator[Row]:
    if isinstance(measure.fields, Undecided | Unknown):
        yield _row(_RELATED, f"{measure.id}.fields", measure.id, None, _word(measure.fields))
        return
    places = {field.id: (number, field.title) for number, field in enumerate(plan.fields, 1)}
    for id in measure.fields or ():
        yield _row(_RELATED, f"{measure.id}.fields.{id}", measure.id, *places[id])


def _word(value: Undecided | Unknown) -> str:
    return UNDECIDED_WORD if isinstance(value, Undecided) else UNKNOWN_WORD


def _of(plan: Plan, text: str | None) -> str | None:
    return prose(plan, text) if text else None


def _row(kind: str, id: str, parent: str | None, number: int | None, title: str, text: str | None = None) -> Row:  # noqa: PLR0913, PLR0917 - a parameter a column
    return {"kind": kind, "id": id, "parent_id": parent, "number": number, "title": title, "text": text}
