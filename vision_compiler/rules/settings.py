"""Rules on plan.yaml: codes, years, dates."""

from collections.abc import Iterator

from vision_compiler.diagnostics import Severity
from vision_compiler.model.plan import Plan
from vision_compiler.rules.registry import Problem, rule

_WEIGHTS = (6, 5, 4, 3, 2)


@rule("PLAN010", "目標年度が計画期間の外にある", waivable=True)
def target_year_outside(plan: Plan) -> Iterator[Problem]:
    """目標年度は、計画の初年度から最終年度までの間にあります。"""
    period = plan.settings.period
    if period.end < period.start:  # PLAN002
        return
    for index, year in enumerate(plan.settings.target_years):
        if not period.start <= year <= period.end:
            message = f"目標年度 {year} が、計画期間（{period.start}年度から{period.end}年度まで）の外にあります"
            yield Problem(plan.settings.span("target_years", index), message, "目標年度か計画期間を直してください。")


@rule("PLAN011", "文書の期間が計画期間の外にある", Severity.WARNING)
def document_period_outside(plan: Plan) -> Iterator[Problem]:
    """文書の期間は、計画期間の中にあります。"""
    whole = plan.settings.period
    for document in plan.settings.documents:
        period = document.period
        if period and whole.start <= whole.end and not (whole.start <= period.start and period.end <= whole.end):
            message = (
                f"「{document.title}」の期間（{period.start}～{period.end}）が、"
                f"計画期間（{whole.start}～{whole.end}）の外に出ています"
            )
            yield Problem(document.span("period"), message, "どちらかの年度を直してください。")


@rule("PLAN014", "全国地方公共団体コードの検査数字が合わない", waivable=True)
def wrong_check_digit(plan: Plan) -> Iterator[Problem]:
    """コードの6桁目は、初めの5桁から決まる検査数字です（総務省「全国地方公共団体コード」）。写し間違いが分かります。"""
    municipality = plan.settings.municipality
    total = sum(int(digit) * weight for digit, weight in zip(municipality.code, _WEIGHTS, strict=False))
    if int(municipality.code[-1]) != (11 - total % 11) % 10:
        message = f"コード {municipality.code} の最後の数字が、初めの5桁から決まる検査数字と合いません"
        yield Problem(municipality.span("code"), message, "総務省の一覧で、6桁のコードを確かめてください。")


@rule("PLAN019", "計画の層の年数や見直しが、計画期間と合わない", Severity.WARNING)
def layer_does_not_fit(plan: Plan) -> Iterator[Problem]:
    """計画の層の年数は計画期間より短く、見直しは層の途中にあり、毎年度見直す層には年数があります。"""
    period = plan.settings.period
    total = period.end - period.start + 1
    for layer in plan.framework.layers if plan.framework else ():
        years = layer.years or total
        if layer.years and layer.years > total:
            message = f"「{layer.title}」の年数 {layer.years} が、計画期間の{total}年より長くなっています"
            yield Problem(layer.span("years"), message, "年数か計画期間を直してください。")
        if layer.review_after and (layer.review_after >= years or layer.rolling):
            message = f"「{layer.title}」の{layer.review_after}年後の見直しは、図に描けません"
            help = "層の途中の年数にするか、毎年度見直す（rolling: true）なら review_after の行を消してください。"
            yield Problem(layer.span("review_after"), message, help)
        if layer.rolling and not 1 < years < total:
            message = f"「{layer.title}」は毎年度見直すのに、計画期間より短い年数がありません"
            yield Problem(layer.span("rolling"), message, "years に、3 のような年数を書いてください。")


@rule("PLAN016", "発行の年月が計画期間より後にある", Severity.WARNING)
def published_after_the_period(plan: Plan) -> Iterator[Problem]:
    """計画は、期間が終わる前に策定されます。"""
    year, period = int(plan.settings.date[:4]), plan.settings.period
    if year > period.end >= period.start:
        message = f"発行の年 {year} が、計画の最終年度 {period.end} より後です"
        yield Problem(plan.settings.span("date"), message, "date か period の年を確かめてください。")
