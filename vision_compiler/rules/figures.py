"""Rules on figures (図)."""

from collections.abc import Iterator

from vision_compiler.diagnostics import Severity
from vision_compiler.model.diagrams import PopulationChart
from vision_compiler.model.plan import Fact, Plan
from vision_compiler.model.settings import FINAL
from vision_compiler.rules.registry import Problem, rule


@rule("FIG001", "図の内容が分からず、印刷されない", Severity.INFO)
def figure_missing(plan: Plan) -> Iterator[Problem]:
    """missing の付いた図は、内容が分からないので印刷されません（素案と案では、題名と枠だけが印刷されます）。
    黙って抜けることがないように、ここに挙げます。
    """
    for figure in plan.figures:
        if figure.missing and not figure.diagram:
            name = f"図「{figure.title or figure.id}」"
            is_framed = plan.settings.stage != FINAL and figure.title
            yield Problem(
                figure.span("missing"),
                f"{name}は、題名と枠だけが印刷されます" if is_framed else f"{name}は印刷されません",
                "図の内容が分かったら、missing の行を消して図を書いてください。",
            )


@rule("FIG002", "図に内容がないか、二つある")
def figure_without_content(plan: Plan) -> Iterator[Problem]:
    """図には、計画から描く diagram か、これから載せる図の placeholder か、載せられない理由 missing の、
    どれか一つを書きます。
    """
    for figure in plan.figures:
        found = [key for key in ("diagram", "placeholder", "missing") if getattr(figure, key) is not None]
        if len(found) != 1:
            state = f"{' と '.join(found)} があります" if found else "内容がありません"
            yield Problem(
                figure.span("id"),
                f"図「{figure.title or figure.id}」に{state}",
                "描く図なら diagram、これから載せる図なら placeholder、内容が分からない図なら missing を、"
                "一つだけ書いてください。",
            )


@rule("FIG003", "グラフに描けない数値がある")
def chart_cannot_be_drawn(plan: Plan) -> Iterator[Problem]:
    """グラフは、同じ単位の正の数を、二つ以上の違う年について、古い順に並べて描きます。"""
    for chart in plan.of(PopulationChart):
        first = plan.facts[chart.estimate.points[0]]
        for line in (chart.estimate, chart.outlook):
            facts = [plan.facts[id] for id in line.points]
            for index, fact in enumerate(facts):
                if message := _fault(fact, first, facts[:index]):
                    yield Problem(line.span("points", index), message, "グラフに載せる数値を選び直してください。")


def _fault(fact: Fact, first: Fact, before: list[Fact]) -> str:
    if not fact.year:
        return f"数値「{fact.id}」には年がないので、グラフに載せられません"
    if fact.unit != first.unit:
        return f"数値「{fact.id}」の単位が、初めの数値の単位「{first.unit}」と違います"
    if fact.amount <= 0:
        return f"数値「{fact.id}」は正の数でないので、グラフに載せられません"
    if before and fact.year <= before[-1].year:
        return f"数値「{fact.id}」（{fact.year}年）が、前の数値（{before[-1].year}年）より後の年ではありません"
    return ""
