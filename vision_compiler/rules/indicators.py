"""Rules on indicators (指標)."""

from collections.abc import Iterator

from vision_compiler.diagnostics import Related, Severity
from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Indicator
from vision_compiler.model.text import folded, pieces
from vision_compiler.model.values import AtLeastBaseline, Number, Parts, Value
from vision_compiler.rules.described import indicators, value_label
from vision_compiler.rules.registry import Problem, rule


@rule("KPI001", "目標値の年度が、計画の目標年度と違う")
def target_years_differ(plan: Plan) -> Iterator[Problem]:
    """表の欄は、plan.yaml の target_years の年度ごとにあります。年度が足りないと欄が空になり、
    余分な年度は印刷されません。全ての指標が同じ年度で書かれているときは、target_years の方を疑います。
    """
    years = set(plan.settings.target_years)
    used = {frozenset(indicator.targets) for indicator in plan.indicators}
    if len(plan.indicators) > 1 and len(used) == 1 and used != {frozenset(years)}:
        listed = "、".join(str(year) for year in sorted(next(iter(used))))
        message = f"目標年度が、全ての指標の目標値の年度（{listed}）と違います"
        yield Problem(plan.settings.span("target_years"), message, f"[{listed.replace('、', ', ')}] ではありませんか。")
        return
    for indicator, name in indicators(plan):
        if problem := _years_problem(indicator, name, years):
            yield problem


def _years_problem(indicator: Indicator, name: str, years: set[int]) -> Problem | None:
    missing, extra = sorted(years - set(indicator.targets)), sorted(set(indicator.targets) - years)
    wanted = "・".join(map(str, missing))
    if extra:
        message = f"{name}の目標値の年度 {extra[0]} は、計画の目標年度にありません"
        help = f"{wanted} の書き間違いではありませんか。" if missing else "この年度の値を消してください。"
        return Problem(indicator.key_span("targets", str(extra[0])), message, help)
    if missing:
        message = f"{name}に {wanted} 年度の目標値がありません"
        help = f"targets に「{missing[0]}: 値」を書き足してください。決まっていなければ 未定 と書きます。"
        return Problem(indicator.key_span("targets"), message, help)
    return None


@rule("KPI002", "注の位置を示す言葉が、指標名にない")
def note_after_not_in_name(plan: Plan) -> Iterator[Problem]:
    """★は note_after の言葉の直後に付きます。その言葉が指標名にないと、どこにも付けられません。"""
    for indicator, name in indicators(plan):
        words = indicator.note_after
        if words and not any(isinstance(piece, str) and words in piece for piece in pieces(indicator.name)):
            yield Problem(
                indicator.span("note_after"),
                f"「{words}」という言葉は、{name}の指標名の中にありません",
                "指標名の中の、[[ ]] の外の言葉をそのまま書くか、末尾に付けるなら note_after の行を消してください。",
            )
        if words and not indicator.note:
            yield Problem(
                indicator.span("note_after"),
                f"{name}に注の位置がありますが、注がありません",
                "note に説明を書くか、note_after の行を消してください。",
            )


@rule("KPI003", "内訳の数と値の数が違う")
def parts_and_values_differ(plan: Plan) -> Iterator[Problem]:
    """内訳（小学校・中学校など）がある指標では、実績値と目標値も同じ数だけ、同じ順に並べます。
    全ての値が同じ数だけあるときは、内訳の方を疑います。
    """
    for indicator, name in indicators(plan):
        counts = {
            keys: count
            for keys, value in _values(indicator)
            if (count := _count(value, bool(indicator.parts))) is not None
        }
        wrong = {keys: count for keys, count in counts.items() if count != len(indicator.parts)}
        if len(wrong) > 1 and wrong == counts and len(set(counts.values())) == 1:
            message = f"{name}の内訳（parts）が、値の数（一つの年度に{max(counts.values())}）と合いません"
            span = indicator.key_span("parts") if indicator.parts else indicator.key_span("baseline")
            yield Problem(span, message, "parts に、値と同じ数の内訳の名前を [ ] の中に並べてください。")
            continue
        for keys, count in wrong.items():
            message = f"{name}の内訳（parts）は{len(indicator.parts)}ですが、値の数は{count}です"
            help = "内訳と同じ数の値を、同じ順に [ ] の中に並べてください。"
            if not indicator.parts:
                message = f"{name}には内訳（parts）がないのに、値が [ ] で囲まれています"
                help = "[ ] を取って数だけを書くか、parts に内訳の名前を書いてください。"
            yield Problem(indicator.span(*keys), message, help)


@rule("KPI004", "実績値以上を表す言葉が、計画で決めた言葉と違う")
def unknown_words_for_at_least(plan: Plan) -> Iterator[Problem]:
    """数の代わりに書ける言葉は、plan.yaml の labels の at_least_baseline に並べたものだけです。"""
    known = plan.settings.labels.at_least_baseline
    for indicator, name in indicators(plan):
        for keys, value in _values(indicator):
            if isinstance(value, AtLeastBaseline) and value.words not in known:
                yield Problem(
                    indicator.span(*keys),
                    f"{name}の{value_label(plan, keys)}に「{value.words}」は書けません",
                    f"書けるのは {'、'.join(known)} です。増やすときは plan.yaml の at_least_baseline に書き足します。",
                )


def _count(value: Value, has_parts: bool) -> int | None:
    """How many parts a value has; None for what stands for all parts, and for a number where there are none."""
    match value:
        case Parts(numbers):
            return len(numbers)
        case Number():
            return 1 if has_parts else None
        case _:
            return None


def _values(indicator: Indicator) -> Iterator[tuple[tuple[str, ...], Value]]:
    yield ("baseline",), indicator.baseline
    for year, value in indicator.targets.items():
        yield ("targets", str(year)), value


@rule("KPI012", "同じ指標が二度ある", Severity.WARNING)
def same_indicator_twice(plan: Plan) -> Iterator[Problem]:
    """同じ名前の指標が二つあると、どちらかの値を直し忘れます。"""
    first: dict[str, tuple[Indicator, str]] = {}
    for indicator, name in indicators(plan):
        words = folded(indicator.name)
        if words in first and first[words][0] is not indicator:
            other, place = first[words]
            help = "片方を消すか、違いが分かる名前にしてください。"
            related = (Related("先に書かれている指標", other.span("name")),)
            yield Problem(indicator.span("name"), f"{name}は、{place}と同じ名前です", help, related)
        first.setdefault(words, (indicator, name))


@rule("KPI013", "指標名に、自動で付くものが書かれている", Severity.WARNING)
def typed_in_the_name(plan: Plan) -> Iterator[Problem]:
    """【累計】の印は cumulative: true から、単位は unit から付きます。指標名に書くと二重になります。"""
    cumulative = plan.settings.labels.cumulative
    for indicator, name in indicators(plan):
        if cumulative in indicator.name:
            message = f"{name}の指標名に「{cumulative}」が書かれています"
            help = "指標名から消して、cumulative: true と書いてください。"
            yield Problem(indicator.find(cumulative, "name"), message, help)
        if unit := _typed_unit(indicator):
            message = f"{name}の指標名に「{unit}」が書かれています"
            yield Problem(indicator.find(unit, "name"), message, "指標名から消してください。単位は unit から付きます。")


def _typed_unit(indicator: Indicator) -> str:
    """The unit in brackets that ends the name; empty if none does."""
    ends = (f"{opening}{indicator.unit}{closing}" for opening in "（(" for closing in "）)")
    return next((end for end in ends if indicator.unit and indicator.name.endswith(end)), "")
