"""Rules on how the plan hangs together."""

from collections.abc import Iterator

from vision_compiler.diagnostics import Severity
from vision_compiler.model.base import Node
from vision_compiler.model.chapter import (
    Chapter,
    ExcerptSection,
    QuoteBlock,
    QuoteSection,
    Section,
)
from vision_compiler.model.field import PolicyField
from vision_compiler.model.plan import Plan
from vision_compiler.model.settings import STRATEGIES, DocumentSettings
from vision_compiler.model.strategy import Strategy
from vision_compiler.rules.registry import Problem, rule


@rule("PLAN001", "ファイルがどの文書にも載らない", Severity.WARNING)
def orphan_file(plan: Plan) -> Iterator[Problem]:
    """章は plan.yaml の文書の目次に、重点戦略は plan.yaml の strategies に書かれたものだけが印刷されます。"""
    printed = {id for document in plan.settings.documents for id in document.chapters}
    quoted = {node.quote for node in plan.of(QuoteSection)} | {node.quote for node in plan.of(QuoteBlock)}
    chosen = {strategy.id for strategy in plan.strategies}
    for file in plan.files.values():
        if isinstance(file, Chapter) and file.id not in printed | quoted:
            yield _not_listed(file, f"章「{file.title}」は、どの文書の目次にもありません", f"contents に {file.id}")
        if isinstance(file, Strategy) and file.id not in chosen:
            yield _not_listed(file, f"重点戦略「{file.title}」は、順番の一覧にありません", f"strategies に {file.id}")
        if isinstance(file, PolicyField) and file.id not in plan.settings.fields:
            yield _not_listed(file, f"分野「{file.title}」は、順番の一覧にありません", f"fields に {file.id}")
    inserted = any(name == STRATEGIES for document in plan.settings.documents for name, _ in plan.insertions(document))
    if STRATEGIES not in printed and not inserted and not plan.document("pamphlet"):
        message = "重点戦略は、どの文書の目次にもないので印刷されません"
        help = f"総合戦略の contents に {STRATEGIES} と書くか、章の body に「- insert: {STRATEGIES}」と書いてください。"
        yield Problem(plan.settings.key_span("strategies"), message, help)


def _not_listed(file: Node, message: str, entry: str) -> Problem:
    return Problem(file.span("id"), message, f"plan.yaml の {entry} を書き足すか、使わないファイルなら消してください。")


@rule("PLAN002", "期間の終わりが初めより前にある")
def period_reversed(plan: Plan) -> Iterator[Problem]:
    """計画の期間も文書の期間も、初年度から最終年度まで続きます。"""
    periods = [
        plan.settings.period,
        *(document.period for document in plan.settings.documents if document.period),
    ]
    for period in periods:
        if period.end < period.start:
            message = f"最終年度 {period.end} が、初年度 {period.start} より前です"
            yield Problem(period.span("end"), message, "start と end の年度を確かめてください。")


@rule("PLAN003", "同じものが二度載っている")
def listed_twice(plan: Plan) -> Iterator[Problem]:
    """章は一つの文書に一度だけ、重点戦略と分野は計画に一度だけ載ります。文書も同じものは一つです。"""
    settings, measures = plan.settings, [measure for strategy in plan.strategies for measure in strategy.measures]
    lists: list[tuple[Node, str, tuple[str, ...]]] = [(settings, "strategies", settings.strategies)]
    lists += [(settings, "fields", settings.fields)]
    lists += [(each, "fields", each.fields) for each in measures if isinstance(each.fields, tuple)]
    lists += [(settings, "documents", tuple(document.id for document in settings.documents))]
    for owner, key, ids in lists:
        for index, id in enumerate(ids):
            if id in ids[:index]:
                yield Problem(
                    owner.span(key, index), f"「{id}」が {key} に二度書かれています", "片方を消してください。"
                )
    for document in plan.settings.documents:
        yield from _chapters_twice(document)


def _chapters_twice(document: DocumentSettings) -> Iterator[Problem]:
    seen: set[str] = set()
    for owner, key in document.listings:
        for index, id in enumerate(getattr(owner, key)):
            if id in seen:
                message = f"「{id}」が {key} に二度書かれています"
                yield Problem(owner.span(key, index), message, "片方を消してください。")
            seen.add(id)


@rule("PLAN004", "目標年度が順に並んでいない")
def target_years_unordered(plan: Plan) -> Iterator[Problem]:
    """表の欄は目標年度の順に並びます。早い年度から順に、一度ずつ書きます。"""
    years = plan.settings.target_years
    if list(years) != sorted(set(years)):
        listed = ", ".join(str(year) for year in sorted(set(years)))
        message = "目標年度が、早い年度から順に一度ずつ並んでいません"
        yield Problem(plan.settings.span("target_years"), message, f"[{listed}] と書いてください。")


@rule("PLAN005", "章や節に内容がない")
def empty_section(plan: Plan) -> Iterator[Problem]:
    """見出しだけの章や節は、文章の入れ忘れです。"""
    headed: list[Chapter | Section | ExcerptSection] = [*plan.of(Chapter), *plan.of(Section), *plan.of(ExcerptSection)]
    for node in headed:
        if _is_hollow(node):
            message = f"「{node.title}」に内容がありません"
            yield Problem(node.span("title"), message, "この見出しの下に内容を書くか、見出しを消してください。")


def _is_hollow(node: Chapter | Section | ExcerptSection) -> bool:
    if isinstance(node, ExcerptSection):
        return not (node.bullets or node.numbers or node.sections)
    return not (node.body or node.sections or node.missing)
