"""Rules on the overview pamphlet (概要版), whose sheets have a fixed size."""

from collections.abc import Iterator
from unicodedata import east_asian_width

from vision_compiler.diagnostics import Related, Severity
from vision_compiler.model import pamphlet as slots
from vision_compiler.model.base import Node
from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Initiative, Measure
from vision_compiler.model.text import printed
from vision_compiler.rules.registry import Problem, rule


@rule("PAM001", "概要版に要るファイルがない")
def pamphlet_without_its_words(plan: Plan) -> Iterator[Problem]:
    """概要版（pamphlet）は、概要版だけの文（pamphlet.yaml）、計画の枠組み（framework.yaml）、
    基本姿勢（stances.yaml）がそろって初めて作れます。
    """
    document = plan.document("pamphlet")
    if document:
        files = {"pamphlet.yaml": plan.pamphlet, "framework.yaml": plan.framework, "stances.yaml": plan.stances}
        for file, found in files.items():
            if found is None:
                message = f"概要版を作るのに要る {file} がありません"
                yield Problem(
                    document.span("id"), message, f"{file} を作るか、文書の一覧から pamphlet を消してください。"
                )


@rule("PAM002", "概要版の枠に入らない")
def text_too_long_for_its_slot(plan: Plan) -> Iterator[Problem]:
    """概要版は1枚ごとに枠の大きさが決まっています。枠に入る文字数を超えた文は、印刷する前に誤りとします。"""
    if plan.document("pamphlet"):
        for node, key, text, limit in _slots(plan):
            length = _length(printed(text))
            if length > limit:
                message = f"概要版の枠に入りません（全角で{length}文字。入るのは{limit}文字まで）"
                yield Problem(node.span(key), message, _shorten(node))


def _shorten(node: Node) -> str:
    if isinstance(node, Initiative) and node.summary is None:
        return "summary に概要版だけの短い名称を、summary_of に今の名称を書き足してください。"
    return "入る文字数まで短くしてください。"


def _length(text: str) -> int:
    """The length of a text in full-width characters; two half-width ones take the place of one."""
    halves = sum(2 if east_asian_width(character) in "FWA" else 1 for character in text if character != "\n")
    return -(-halves // 2)


def _slots(plan: Plan) -> Iterator[tuple[Node, str, str, int]]:
    """Every text of the plan that the pamphlet prints in a slot: (owner, key, text, how many characters fit)."""
    for strategy in plan.strategies:
        yield strategy, "direction", strategy.direction, slots.STRATEGY_DIRECTION
        for measure in strategy.measures:
            if chosen := _highlighted(measure):
                key = "summary" if chosen.summary else "text"
                yield chosen, key, chosen.summary or chosen.text, slots.INITIATIVE
    for stance in plan.stances.stances if plan.stances else ():
        yield stance, "summary", stance.summary or "", slots.STANCE_SUMMARY
    for field in plan.fields:
        for policy in field.policies:
            yield policy, "title", policy.title, slots.POLICY
            yield policy, "dxgx", policy.dxgx or "", slots.POLICY_DXGX


def _highlighted(measure: Measure) -> Initiative | None:
    return next((entry for entry in measure.initiatives if entry.id == measure.highlight), None)


@rule("PAM003", "概要版の短い名称が、今の名称から決めたものでない", Severity.WARNING)
def stale_summary(plan: Plan) -> Iterator[Problem]:
    """summary は、決めたときの名称 summary_of と一緒に書きます。名称を後から変えると二つが違ってくるので、
    短い名称がまだ合っているかを確かめる合図になります。
    """
    for strategy in plan.strategies:
        for measure in strategy.measures:
            for entry in measure.initiatives:
                if entry.summary and entry.summary_of != printed(entry.text):
                    yield Problem(
                        entry.span("summary"),
                        f"短い名称「{entry.summary}」を決めた後に、名称が「{printed(entry.text)}」に変わっています",
                        f"短い名称がまだ合っていれば、summary_of を {printed(entry.text)} にしてください。",
                        (Related("今の名称", entry.span("text")),),
                    )


@rule("PAM004", "概要版に載せる取組が選ばれていない")
def measure_without_highlight(plan: Plan) -> Iterator[Problem]:
    """概要版には、施策ごとに主な取組を一つ載せます。highlight に、その取組のidを書きます。"""
    if plan.document("pamphlet"):
        for strategy in plan.strategies:
            for measure in strategy.measures:
                if measure.highlight is None:
                    ids = "、".join(entry.id for entry in measure.initiatives)
                    message = f"施策「{measure.title}」に、概要版に載せる取組がありません"
                    yield Problem(measure.span("title"), message, f"highlight に、{ids} のどれかを書いてください。")


@rule("PAM005", "基本姿勢に概要版の文がない")
def stance_without_summary(plan: Plan) -> Iterator[Problem]:
    """概要版には、基本姿勢の全体の文（lead と text）と、基本姿勢ごとの短い文（summary）を載せます。"""
    if plan.document("pamphlet") and plan.stances:
        for key in ("lead", "text"):
            if getattr(plan.stances, key) is None:
                message = f"概要版に載せる、基本姿勢の全体の文（{key}）がありません"
                yield Problem(plan.stances.span("title"), message, f"{key} を書き足してください。")
        for stance in plan.stances.stances:
            if stance.summary is None:
                message = f"基本姿勢「{stance.title}」に、概要版の文がありません"
                yield Problem(stance.span("title"), message, "summary に短い文を書き足してください。")
