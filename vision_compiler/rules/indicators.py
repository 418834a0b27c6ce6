"""Rules on indicators (指標)."""

from collections.abc import Iterator

from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Indicator
from vision_compiler.model.values import Parts, Value
from vision_compiler.rules.registry import Problem, rule


@rule("KPI001", "目標値の年度が、計画の目標年度と違う")
def target_years_differ(plan: Plan) -> Iterator[Problem]:
    """表の欄は、plan.yaml の target_years の年度ごとにあります。年度が足りないと欄が空になり、
    余分な年度は印刷されません。
    """
    years = plan.settings.target_years
    listed = "・".join(str(year) for year in years)
    for indicator in plan.indicators:
        for year in years:
            if year not in indicator.targets:
                yield Problem(
                    indicator.key_span("targets"),
                    f"指標「{indicator.name}」に {year} 年度の目標値がありません",
                    f"targets に「{year}: 値」を書き足してください。決まっていなければ 未定 と書きます。",
                )
        for year in indicator.targets:
            if year not in years:
                yield Problem(
                    indicator.span("targets", str(year)),
                    f"指標「{indicator.name}」の目標値の年度 {year} は、計画の目標年度（{listed}）にありません",
                    f"年度を {listed} のどれかに直してください。",
                )


@rule("KPI002", "注の位置を示す言葉が、指標名にない")
def note_after_not_in_name(plan: Plan) -> Iterator[Problem]:
    """★は note_after の言葉の直後に付きます。その言葉が指標名にないと、どこにも付けられません。"""
    for indicator in plan.indicators:
        words = indicator.note_after
        if words and words not in indicator.name:
            yield Problem(
                indicator.span("note_after"),
                f"「{words}」という言葉は、指標名「{indicator.name}」の中にありません",
                "指標名の中の言葉をそのまま書くか、末尾に付けるなら note_after の行を消してください。",
            )
        if words and not indicator.note:
            yield Problem(
                indicator.span("note_after"),
                f"指標「{indicator.name}」に注の位置がありますが、注がありません",
                "note に説明を書くか、note_after の行を消してください。",
            )


@rule("KPI003", "内訳の数と値の数が違う")
def parts_and_values_differ(plan: Plan) -> Iterator[Problem]:
    """内訳（小学校・中学校など）がある指標では、実績値と目標値も同じ数だけ、同じ順に並べます。"""
    for indicator in plan.indicators:
        for keys, value in _values(indicator):
            if isinstance(value, Parts) and len(value.numbers) != len(indicator.parts):
                yield Problem(
                    indicator.span(*keys),
                    f"指標「{indicator.name}」の内訳は{len(indicator.parts)}つですが、値が{len(value.numbers)}つあります",
                    "parts と同じ数の値を、同じ順に [ ] の中に並べてください。",
                )


def _values(indicator: Indicator) -> Iterator[tuple[tuple[str, ...], Value]]:
    yield ("baseline",), indicator.baseline
    for year, value in indicator.targets.items():
        yield ("targets", str(year)), value
