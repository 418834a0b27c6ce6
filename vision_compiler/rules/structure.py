"""Rules on how the plan hangs together."""

from collections.abc import Iterator

from vision_compiler.diagnostics import Severity
from vision_compiler.model.base import Node
from vision_compiler.model.chapter import (
    Chapter,
    Division,
    ExcerptSection,
    InsertBlock,
    QuoteBlock,
    QuoteSection,
    Section,
)
from vision_compiler.model.diagrams import LayersDiagram, PeriodDiagram
from vision_compiler.model.field import PolicyField
from vision_compiler.model.plan import Plan
from vision_compiler.model.settings import STRATEGIES, DocumentSettings, Part
from vision_compiler.model.strategy import Strategy
from vision_compiler.rules.registry import Problem, rule


@rule("PLAN001", "ファイルがどの文書にも載らない", Severity.WARNING)
def orphan_file(plan: Plan) -> Iterator[Problem]:
    """章は plan.yaml の文書の目次に、重点戦略は plan.yaml の strategies に書かれたものだけが印刷されます。"""
    printed = {id for document in plan.settings.documents for id in document.chapters}
    quoted = {node.quote for node in _nodes(plan) if isinstance(node, QuoteSection | QuoteBlock)}
    chosen = {strategy.id for strategy in plan.strategies}
    for file in plan.files.values():
        if isinstance(file, Chapter) and file.id not in printed | quoted:
            yield _not_listed(file, f"章「{file.title}」は、どの文書の目次にもありません", f"contents に {file.id}")
        if isinstance(file, Strategy) and file.id not in chosen:
            yield _not_listed(file, f"重点戦略「{file.title}」は、順番の一覧にありません", f"strategies に {file.id}")
        if isinstance(file, PolicyField) and file.id not in plan.settings.fields:
            yield _not_listed(file, f"分野「{file.title}」は、順番の一覧にありません", f"fields に {file.id}")
    inserted = any(STRATEGIES in insertions(plan, document) for document in plan.settings.documents)
    if STRATEGIES not in printed and not inserted and not plan.document("pamphlet"):
        message = "重点戦略は、どの文書の目次にもないので印刷されません"
        help = f"総合戦略の contents に {STRATEGIES} と書くか、章の body に「- insert: {STRATEGIES}」と書いてください。"
        yield Problem(plan.settings.key_span("strategies"), message, help)


def _nodes(plan: Plan) -> Iterator[Node]:
    return iter(plan.nodes)


def insertions(plan: Plan, document: DocumentSettings) -> list[str]:
    """What the chapters of a document insert, also through the chapters that they quote."""
    found: list[str] = []

    def follow(division: Division) -> None:
        for node in division.nodes():
            if isinstance(node, InsertBlock):
                found.append(node.insert)
            elif isinstance(node, QuoteSection | QuoteBlock):
                item = plan.quotable[node.quote]
                if isinstance(item, Division):
                    follow(item)

    for id in document.chapters:
        if id in plan.chapters:
            follow(plan.chapters[id])
    return found


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
    """章は一つの文書に一度だけ、重点戦略は計画に一度だけ載ります。文書も同じものは一つです。"""
    lists: list[tuple[Node, str, tuple[str, ...]]] = [(plan.settings, "strategies", plan.settings.strategies)]
    lists += [(plan.settings, "documents", tuple(document.id for document in plan.settings.documents))]
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
    owners: list[tuple[DocumentSettings | Part, str]] = [(document, "front"), (document, "contents")]
    for owner, key in (*owners, *((part, "contents") for part in document.parts)):
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
    for node in plan.nodes:
        if _is_hollow(node):
            message = f"「{getattr(node, 'title', '')}」に内容がありません"
            yield Problem(node.span("title"), message, "この見出しの下に内容を書くか、見出しを消してください。")


def _is_hollow(node: Node) -> bool:
    match node:
        case Chapter() | Section():
            return not (node.body or node.sections or node.missing)
        case ExcerptSection():
            return not (node.bullets or node.numbers or node.sections)
        case _:
            return False


@rule("PLAN006", "文書の目次がない")
def document_without_contents(plan: Plan) -> Iterator[Problem]:
    """総合戦略（strategy）と共創冊子（booklet）は contents に章を並べ、基本計画（basic-plan）は parts に編を並べます。
    概要版（pamphlet）は決まった枠に計画の項目を載せるので、目次を書きません。
    """
    for document in plan.settings.documents:
        keys = _CONTENT_KEYS[document.id]
        if keys and not getattr(document, keys[0]):
            message = f"「{document.title}」の目次（{keys[0]}）がありません"
            yield Problem(document.span("id"), message, _CONTENTS_REMEDY[keys[0]])


#: Which keys a document takes its chapters from; the first has to be there.
_CONTENT_KEYS: dict[str, tuple[str, ...]] = {
    "strategy": ("contents",),
    "booklet": ("contents",),
    "basic-plan": ("parts", "front"),
    "pamphlet": (),
}
_CONTENTS_REMEDY = {
    "contents": "contents に、章のidを順に並べてください（総合戦略では strategies の一行も要ります）。",
    "parts": "parts に、編（id、title、contents）を順に並べてください。",
}


@rule("PLAN007", "文書にその文書では使われない目次がある")
def contents_not_used(plan: Plan) -> Iterator[Problem]:
    """目次の書き方は文書ごとに違います。使われない所に並べた章は印刷されません。"""
    for document in plan.settings.documents:
        for key in ("front", "contents", "parts"):
            if getattr(document, key) and key not in _CONTENT_KEYS[document.id]:
                used = "、".join(_CONTENT_KEYS[document.id])
                help = f"{used} に書いてください。" if used else "この行から下の目次を消してください。"
                yield Problem(document.key_span(key), f"「{document.title}」では、{key} は使われません", help)


@rule("PLAN008", "一覧のもとになるものが計画にない")
def nothing_to_insert(plan: Plan) -> Iterator[Problem]:
    """insert: の一覧や、計画から描く図は、そのもとになるファイルがあって初めて作れます。"""
    framework = plan.framework
    viewpoints = framework.viewpoints if framework else None
    sources = {"fields": plan.fields, "policies": plan.fields, "stances": plan.stances, "viewpoints": viewpoints}
    files = {"fields": "fields/", "policies": "fields/", "stances": "stances.yaml"}
    for node in _nodes(plan):
        if isinstance(node, InsertBlock) and not sources.get(node.insert, True):
            file = files.get(node.insert, "framework.yaml の viewpoints")
            yield Problem(
                node.span("insert"),
                f"「{node.insert}」のもとになる {file} がありません",
                f"{file} を書くか、この行を消してください。",
            )
        if isinstance(node, LayersDiagram | PeriodDiagram) and framework is None:
            message = "この図のもとになる framework.yaml がありません"
            yield Problem(node.span("kind"), message, "framework.yaml を書くか、この図を消してください。")


@rule("PLAN009", "同じ一覧が一つの文書に二度入っている")
def inserted_twice(plan: Plan) -> Iterator[Problem]:
    """重点戦略、分野、基本姿勢は、一つの文書に一度だけ載ります。二度載ると、目次や指標一覧のページが定まりません。"""
    for document in plan.settings.documents:
        found = insertions(plan, document)
        for name in ("strategies", "fields", "stances"):
            if found.count(name) > 1:
                message = f"「{document.title}」に「insert: {name}」が{found.count(name)}回あります"
                yield Problem(document.span("id"), message, "章の body の insert の行を、一つだけ残してください。")
