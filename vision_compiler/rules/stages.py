"""Rules on what is open, provisional or unknown."""

from collections.abc import Iterator

from vision_compiler.diagnostics import Severity
from vision_compiler.model.chapter import Division
from vision_compiler.model.open_items import OpenItem, open_items
from vision_compiler.model.plan import Plan
from vision_compiler.model.settings import FINAL, Labels
from vision_compiler.model.values import UNDECIDED_WORD, UNKNOWN_WORD, Unknown
from vision_compiler.rules.registry import Problem, rule


@rule("STAGE001", "策定した計画に、決まっていないものがある")
def open_when_settled(plan: Plan) -> Iterator[Problem]:
    """素案と案には「未定」や、これから書く文（placeholder）を置けます。策定した計画には置けません。"""
    if plan.settings.stage == FINAL:
        for item in open_items(plan):
            message = f"段階が{FINAL}なのに、「{item.title}」に決まっていないものがあります"
            yield Problem(item.node.span(*item.keys), message, _remedy(item))


def _remedy(item: OpenItem) -> str:
    otherwise = "まだ決まっていなければ、plan.yaml の stage を 素案 か 案 にしてください。"
    if item.what in ("placeholder", "figure"):
        return f"決まった文や図に置き換えてください。{otherwise}"
    if item.what in ("sdgs", "fields"):
        return f"決まったものを書いてください。決まっているのに分からないときは 不詳 と書きます。{otherwise}"
    return f"決まった値を書いてください。{otherwise}"


@rule("STAGE002", "最終の文が分からず、素案などの文を載せている", Severity.INFO)
def provisional_text(plan: Plan) -> Iterator[Problem]:
    """provisional の付いた章や節は、最終の文ではありません。知らずに配ることがないように、ここに挙げます。"""
    for division in _divisions(plan):
        if division.provisional:
            message = f"「{division.title}」の文は、最終のものではありません"
            help = "最終の文が分かったら、文を直して provisional の行を消してください。"
            yield Problem(division.span("provisional"), message, help)


@rule("STAGE003", "章や節の内容が分からない", Severity.INFO)
def missing_text(plan: Plan) -> Iterator[Problem]:
    """missing の付いた章や節は、見出しと、内容がないことわりだけが印刷されます。"""
    for division in _divisions(plan):
        if division.missing and not division.body:
            message = f"「{division.title}」の内容は印刷されません"
            help = "内容が分かったら、missing の行を消して書いてください。"
            yield Problem(division.span("missing"), message, help)


@rule("PLAN022", "内容がないと書いた章や節に、内容がある")
def missing_beside_content(plan: Plan) -> Iterator[Problem]:
    """missing は、内容を載せられない章や節にだけ書きます。"""
    for division in _divisions(plan):
        if division.missing and (division.body or division.sections or division.closing):
            message = f"「{division.title}」に、missing と内容の両方があります"
            yield Problem(
                division.span("missing"), message, "内容があるなら missing の行を、ないなら内容を消してください。"
            )


@rule("STAGE005", "「未定」や「不詳」だけの文字がある")
def open_words(plan: Plan) -> Iterator[Problem]:
    """名前や文の所に「未定」とだけ書くと、そのまま印刷されます。策定した計画には置けません。"""
    if plan.settings.stage == FINAL:
        for node, keys, text in plan.texts:
            if text not in (UNDECIDED_WORD, UNKNOWN_WORD):
                continue
            if not (isinstance(node, Labels) or keys[-1] in ("placeholder", "definition")):
                message = f"段階が{FINAL}なのに、「{text}」とだけ書かれています"
                yield Problem(node.span(*keys), message, "決まった言葉を書くか、この項目を消してください。")


def _divisions(plan: Plan) -> Iterator[Division]:
    yield from plan.of(Division)


@rule("STAGE004", "決まっているはずのSDGsの目標や分野が分からない", Severity.INFO)
def unknown_links(plan: Plan) -> Iterator[Problem]:
    """不詳 は、決まっているはずのことが、手元の資料から分からないときに書きます。「不詳」と印刷されます。"""
    for strategy in plan.strategies:
        for key, what in (("sdgs", "SDGsの目標"), ("fields", "関連する分野")):
            found = [measure for measure in strategy.measures if isinstance(getattr(measure, key), Unknown)]
            if found:
                message = f"「{strategy.title}」の{len(found)}つの施策の{what}が「不詳」です"
                yield Problem(found[0].span(key), message, "分かったら、施策ごとに書いてください。")
