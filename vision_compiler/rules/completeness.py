"""Rules on what some items of a kind have and others lack, and on names that two items share."""

import re
from collections.abc import Iterator
from typing import Any

from vision_compiler.diagnostics import Related, Severity
from vision_compiler.model.base import Node
from vision_compiler.model.chapter import Chapter, Section
from vision_compiler.model.field import Policy, PolicyField
from vision_compiler.model.plan import Plan
from vision_compiler.model.stances import Stance
from vision_compiler.model.strategy import Initiative, Measure, Strategy
from vision_compiler.model.text import folded
from vision_compiler.rules.registry import Problem, rule


@rule("PLAN012", "一部の分野別施策だけ、DX・GXの取組がない", Severity.WARNING)
def policy_without_dxgx(plan: Plan) -> Iterator[Problem]:
    """どれかの分野別施策に dxgx（デジタル化・脱炭素化の主な取組）があれば、全ての分野別施策にあるはずです。"""
    policies = plan.of(Policy)
    if any(policy.dxgx for policy in policies):
        for policy in policies:
            if not policy.dxgx:
                message = f"分野別施策「{policy.title}」に、デジタル化・脱炭素化の取組がありません"
                yield Problem(policy.span("title"), message, "dxgx に取組を書き足してください。")


@rule("PLAN013", "一部の施策だけ、SDGsの目標や関連する分野がない", Severity.WARNING)
def measure_without_links(plan: Plan) -> Iterator[Problem]:
    """どれかの施策に sdgs や fields があれば、全ての施策にあるはずです。決まっていなければ 未定 と書きます。"""
    measures = [measure for strategy in plan.strategies for measure in strategy.measures]
    for key, what in (("sdgs", "SDGsの目標"), ("fields", "関連する分野")):
        if any(getattr(measure, key) is not None for measure in measures):
            for measure in measures:
                if getattr(measure, key) is None:
                    message = f"施策「{measure.title}」に、{what}がありません"
                    yield Problem(measure.span("title"), message, f"{key} を書き足してください。")


#: What looks like a printed number at the head of a title: 第１章, （１）, １ , 1., ①.
_NUMBER = re.compile(
    r"^(?:第[0-9０-９一二三四五六七八九十]+[編章節]|[（(][0-9０-９]+[）)]|[0-9０-９]+[ 　.．、]|[①-⑳])"
)


_NUMBERED: tuple[type[Any], ...] = (Chapter, Section, Strategy, Measure, PolicyField, Policy, Stance, Initiative)


@rule("PLAN015", "見出しに番号が書かれている", Severity.WARNING)
def typed_number(plan: Plan) -> Iterator[Problem]:
    """章・節・施策などの番号は、順番から自動で付きます。見出しに書くと二重になります。"""
    for node in plan.of(*_NUMBERED):
        key = "text" if isinstance(node, Initiative) else "title"
        if found := _NUMBER.match(getattr(node, key)):
            message = f"見出し「{getattr(node, key)}」に、番号「{found[0].strip()}」が書かれています"
            yield Problem(node.find(found[0], key), message, "番号を消してください。順番から自動で付きます。")


@rule("PLAN017", "同じ名前の項目が二つある", Severity.WARNING)
def same_title_twice(plan: Plan) -> Iterator[Problem]:
    """重点戦略・施策・分野・分野別施策の名前は、それぞれ計画に一つです。"""
    for items in (plan.of(Strategy), plan.of(Measure), plan.of(PolicyField), plan.of(Policy)):
        first: dict[str, Node] = {}
        for node in items:
            words = folded(node.title)
            if words in first:
                help = "片方を消すか、違いが分かる名前にしてください。"
                related = (Related("先に書かれている場所", first[words].span("title")),)
                yield Problem(node.span("title"), f"「{node.title}」という{node.LABEL}が二つあります", help, related)
            first.setdefault(words, node)
