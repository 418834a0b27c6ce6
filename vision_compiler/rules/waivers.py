"""Findings that an item waives (``waive:``), and waivers that are wrong themselves."""

from collections import defaultdict
from collections.abc import Iterator

from vision_compiler.diagnostics import Diagnostic, Severity
from vision_compiler.model.base import Waivable, Waiver
from vision_compiler.model.plan import Plan
from vision_compiler.rules.registry import RULES, Problem, check, diagnostic, rule
from vision_compiler.source import Span


@rule("WAIVE001", "見逃す指摘が、もう出ていない", Severity.WARNING)
def unused_waiver(plan: Plan) -> Iterator[Problem]:  # noqa: ARG001 - every rule takes the plan
    """waive に書いた指摘が、その項目に出なくなったときに知らせます。残しておくと、次に同じ誤りがあっても見逃します。"""
    yield from ()  # ``findings`` knows which waivers were of use


@rule("WAIVE002", "見逃せない指摘を見逃そうとしている")
def impossible_waiver(plan: Plan) -> Iterator[Problem]:
    """waive には、vision check が示す規則の番号を書きます。そのままでは文書を作れない誤りは、見逃せません。"""
    for _, waiver in _waivers(plan):
        known = RULES.get(waiver.rule)
        if known is None:
            message = f"「{waiver.rule}」という番号の規則はありません"
            yield Problem(waiver.span("rule"), message, "vision check が [ ] の中に示す番号を書いてください。")
        elif not known.is_waivable:
            message = f"「{waiver.rule}」（{known.title}）は見逃せません"
            yield Problem(waiver.span("rule"), message, "指摘のとおりに直し、この見逃しの指定を消してください。")


def findings(plan: Plan) -> list[Diagnostic]:
    """What all rules find, without what an item waives, and with the waivers that waive nothing."""
    waivers = list(_waivers(plan))
    kept, used = _unwaived(check(plan), waivers)
    for item, waiver in waivers:
        if waiver.span("rule") not in used and waiver.rule in RULES and RULES[waiver.rule].is_waivable:
            name = getattr(item, "id", "この項目")
            message = f"「{name}」には、見逃す指摘 {waiver.rule} が出ていません"
            problem = Problem(waiver.span("rule"), message, "この見逃しの指定を消してください。")
            kept.append(diagnostic("WAIVE001", problem))
    return kept


def errors(plan: Plan) -> list[Diagnostic]:
    """What keeps a plan from being printed: the errors among the findings, found in a fraction of the time."""
    return _unwaived(check(plan, [Severity.ERROR]), list(_waivers(plan)))[0]


def _unwaived(found: list[Diagnostic], waivers: list[tuple[Waivable, Waiver]]) -> tuple[list[Diagnostic], set[Span]]:
    """The findings that no item waives, and the places of the waivers that waived one."""
    extents: dict[str, list[tuple[Span, Waiver]]] = defaultdict(list)
    for item, waiver in waivers:
        extents[waiver.rule].append((item.extent(), waiver))
    used: set[Span] = set()
    kept = []
    for each in found:
        owners = [waiver for extent, waiver in extents[each.code] if _encloses(extent, each.span)]
        if owners and RULES[each.code].is_waivable:
            used.update(waiver.span("rule") for waiver in owners)
        else:
            kept.append(each)
    return kept, used


def _waivers(plan: Plan) -> Iterator[tuple[Waivable, Waiver]]:
    for node in plan.of(Waivable):
        yield from ((node, waiver) for waiver in node.waive)


def _encloses(outer: Span, inner: Span) -> bool:
    return outer.file == inner.file and outer.start <= inner.start and inner.end <= outer.end
