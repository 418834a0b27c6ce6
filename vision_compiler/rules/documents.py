"""Rules on what each document takes in: contents, insertions, and what these are made from."""

from collections.abc import Iterator

from vision_compiler.diagnostics import Related, Severity
from vision_compiler.model.chapter import InsertBlock
from vision_compiler.model.diagrams import LayersDiagram, PeriodDiagram
from vision_compiler.model.plan import Plan
from vision_compiler.model.settings import STRATEGIES
from vision_compiler.rules.registry import Problem, rule
from vision_compiler.source import Span


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
    for node in plan.of(InsertBlock, LayersDiagram, PeriodDiagram):
        if isinstance(node, InsertBlock) and not sources.get(node.insert, True):
            file = files.get(node.insert, "framework.yaml の viewpoints")
            yield Problem(
                node.span("insert"),
                f"「{node.insert}」のもとになる {file} がありません",
                f"{file} を書くか、この行を消してください。",
            )
        if isinstance(node, InsertBlock) and node.insert == "stances" and plan.stances:
            for stance in (stance for stance in plan.stances.stances if stance.text is None):
                message = f"基本姿勢「{stance.title}」に、一覧に載せる本文（text）がありません"
                yield Problem(stance.span("title"), message, "text を書き足してください。")
        if isinstance(node, LayersDiagram | PeriodDiagram) and framework is None:
            message = "この図のもとになる framework.yaml がありません"
            yield Problem(node.span("kind"), message, "framework.yaml を書くか、この図を消してください。")


@rule("PLAN009", "同じ一覧が一つの文書に二度入っている")
def inserted_twice(plan: Plan) -> Iterator[Problem]:
    """重点戦略、分野、基本姿勢は、一つの文書に一度だけ載ります。二度載ると、目次や指標一覧のページが定まりません。"""
    for document in plan.settings.documents:
        first: dict[str, Span] = {}
        for name, span in plan.insertions(document):
            if name in first and name in ("strategies", "fields", "stances"):
                message = f"「{document.title}」に「{name}」の一覧が二度入ります"
                related = (Related("初めに入る所", first[name]),)
                yield Problem(span, message, "この行か、初めの方の行の、どちらかを消してください。", related)
            first.setdefault(name, span)


@rule("PLAN018", "文書に重点戦略が載らない", Severity.WARNING)
def document_without_strategies(plan: Plan) -> Iterator[Problem]:
    """総合戦略は重点戦略のための文書です。指標一覧のある文書も、重点戦略が載って初めてページを示せます。"""
    for document in plan.settings.documents:
        names = [name for name, _ in plan.insertions(document)]
        if document.id == "strategy" and document.contents and STRATEGIES not in names:
            message = f"「{document.title}」に、重点戦略が載りません"
            yield Problem(document.span("id"), message, f"contents に {STRATEGIES} の一行を書き足してください。")
        if "indicators" in names and STRATEGIES not in names:
            message = f"「{document.title}」に指標一覧がありますが、重点戦略が載りません"
            help = f"重点戦略を載せる章の body に「- insert: {STRATEGIES}」と書いてください。"
            yield Problem(document.span("id"), message, help)


@rule("PLAN020", "その文書では作れない一覧がある", Severity.WARNING)
def index_without_pages(plan: Plan) -> Iterator[Problem]:
    """指標一覧と用語解説はページを示すので、基本計画（basic-plan）だけで作れます。"""
    for document in plan.settings.documents:
        for name, span in plan.insertions(document) if document.id != "basic-plan" else ():
            if name in ("indicators", "terms"):
                message = f"「{document.title}」では、「{name}」のページを示せません"
                yield Problem(span, message, "この一覧は、基本計画（basic-plan）の章に入れてください。")


@rule("PLAN021", "章の番号の形に、番号の入る所がない")
def label_without_number(plan: Plan) -> Iterator[Problem]:
    """chapter_label の ○ の所に、章の番号が入ります。○ がないと、どの章も同じ見出しになります。"""
    for part in (part for document in plan.settings.documents for part in document.parts):
        if "○" not in part.chapter_label:
            message = f"章の番号の形「{part.chapter_label}」に ○ がありません"
            yield Problem(part.span("chapter_label"), message, "「第○章」や「資料○」のように書いてください。")
