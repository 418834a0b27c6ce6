"""Rules on facts: numbers that are written once and quoted."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from unicodedata import normalize

from vision_compiler.diagnostics import Related, Severity
from vision_compiler.model.base import Node
from vision_compiler.model.diagrams import ChartLine, PopulationChart
from vision_compiler.model.facts import Derived, Series
from vision_compiler.model.plan import Fact, Plan
from vision_compiler.model.text import FactMark, folded, pieces
from vision_compiler.rules.registry import Problem, rule

Interval = tuple[Decimal, Decimal]


@rule("FACT001", "数値がどこからも引かれていない", Severity.WARNING)
def unused_fact(plan: Plan) -> Iterator[Problem]:
    """population.yaml の数値は、本文の {{id}} から引かれたときと、グラフの点や計算のもとになるときだけ使われます。
    どこからも引かれない数値は、本文にじかに書かれているか、消し忘れです。
    """
    used = plan.quoted(FactMark)
    used |= {id for fact in plan.facts.values() if isinstance(fact.origin, Derived) for id in fact.origin.of}
    used |= {id for line in plan.of(ChartLine) for id in line.points}
    for id, fact in plan.facts.items():
        if id not in used:
            yield Problem(
                fact.origin.span("value"),
                f"数値「{id}」は、本文のどこからも引かれていません",
                f"本文の数を {{{{{id}}}}} に置き換えるか、使わない数値なら消してください。",
            )


@rule("FACT003", "減少率のもとの値が0以下になっている")
def decline_from_nothing(plan: Plan) -> Iterator[Problem]:
    """減少率は、もとの値で割って求めます。もとの値が0以下では計算できません。"""
    declines = [fact.origin for fact in plan.facts.values() if isinstance(fact.origin, Derived)]
    bases = dict.fromkeys(derived.of[0] for derived in declines if derived.formula == "decline")
    for id in bases:
        if plan.facts[id].amount <= 0:
            message = f"数値「{id}」が0以下なので、これをもとにした減少率を計算できません"
            yield Problem(plan.facts[id].origin.span("value"), message, "値を確かめてください。")


@rule("FACT002", "計算で決まる値が、もとの値と合わない")
def derived_fact_off(plan: Plan) -> Iterator[Problem]:
    """減少率や差は、もとの二つの値から決まります。どの値も丸めて書かれているので、丸める前の値として
    ありうる幅で比べ、どう丸めても合わないときだけ誤りとします。印刷する値を計算し直すことはありません。
    """
    for fact in plan.facts.values():
        if isinstance(fact.origin, Derived):
            if fact.origin.formula == "decline" and plan.facts[fact.origin.of[0]].amount <= 0:
                continue
            low, high = _computed(plan, fact.origin)
            printed_low, printed_high = _interval(fact)
            if printed_high < low or high < printed_low:
                yield Problem(
                    fact.origin.span("value"),
                    f"{fact.origin.title}の値 {fact.amount:,} が、計算した値（{_range(low, high)}）と合いません",
                    "この値と、もとの二つの値（下の「関連」）を確かめてください。",
                    tuple(Related(f"もとの値 {id}", plan.facts[id].origin.span("value")) for id in fact.origin.of),
                )


@rule("FACT004", "数値の印の前後に「約」や単位が重なっている")
def doubled_words_around_fact(plan: Plan) -> Iterator[Problem]:
    """{{数値のid}} は「約」と単位も付けて印刷します。前後に同じ言葉を書くと「約約18万9千人人」になります。"""
    for node, keys, text in plan.texts:
        for before, mark, after in _neighbours(text) if "{{" in text else ():
            fact = plan.facts[mark.words]
            words = "約" if fact.approximate and before.endswith("約") else ""
            words = words or (fact.unit if fact.unit and after.startswith(fact.unit) else "")
            if words:
                message = f"「{words}」は、数値の印から自動で付きます"
                yield Problem(node.find(str(mark), *keys), message, f"印の前後の「{words}」を消してください。")


def _neighbours(text: str) -> Iterator[tuple[str, FactMark, str]]:
    """Every fact quoted in a text, with the words before and after it."""
    found = pieces(text)
    for index, piece in enumerate(found):
        if isinstance(piece, FactMark):
            before = found[index - 1] if index else ""
            after = found[index + 1] if index + 1 < len(found) else ""
            yield (before if isinstance(before, str) else ""), piece, (after if isinstance(after, str) else "")


def _computed(plan: Plan, derived: Derived) -> Interval:
    first, second = (_interval(plan.facts[id]) for id in derived.of)
    return _decline(first, second) if derived.formula == "decline" else _difference(first, second)


def _range(low: Decimal, high: Decimal) -> str:
    return f"{low:,.1f}" if f"{low:,.1f}" == f"{high:,.1f}" else f"{low:,.1f}～{high:,.1f}"


def _interval(fact: Fact) -> Interval:
    """What the unrounded number may have been: half a unit of the last digit that is not a filling zero."""
    if not fact.approximate:
        return fact.amount, fact.amount
    exponent = fact.amount.normalize().as_tuple().exponent
    half = Decimal((0, (5,), int(exponent) - 1))
    return fact.amount - half, fact.amount + half


def _difference(first: Interval, second: Interval) -> Interval:
    return first[0] - second[1], first[1] - second[0]


def _decline(first: Interval, second: Interval) -> Interval:
    """Percentage by which the second is below the first."""
    rates = [(a - b) / a * 100 for a in first for b in second]
    return min(rates), max(rates)


@rule("FACT005", "数値が本文にじかに書かれている", Severity.WARNING)
def bare_number(plan: Plan) -> Iterator[Problem]:
    """population.yaml にある数値は、本文では {{id}} で引きます。じかに書くと、値が変わったときに文書ごとに違います。
    千人以上の人数は、ごく近い値（1％未満の違い）も、写し間違いや古い値として知らせます。
    小さな整数は、たまたま同じことが多いので調べません。
    """
    known = _Known(plan.facts.values())
    for node, keys, text in plan.texts:
        for words, amount, unit in _numbers(text) if _NUMBER.search(text) else ():
            if fact := known.fact(amount, unit):
                same = "同じ" if fact.amount == amount else "近い"
                message = f"「{words}」は、population.yaml の {fact.id} と{same}数値です"
                yield Problem(node.find(words, *keys), message, f"{{{{{fact.id}}}}} と書いて引用してください。")


_SCALES = {"億": 100_000_000, "万": 10_000, "千": 1_000, "": 1}
_NUMBER = re.compile(r"(?:[0-9０-９][0-9０-９,，.．]*[億万千]?)+(?P<unit>[^\s0-9０-９、。（）「」]?)")


def _numbers(text: str) -> Iterator[tuple[str, Decimal, str]]:
    """Numbers typed in a text that may be a fact, outside marks, as (words, amount, the character that follows)."""
    for piece in pieces(text):
        for found in _NUMBER.finditer(piece) if isinstance(piece, str) else ():
            words = found[0].removesuffix(found["unit"])
            if len(words) < 4 and words.isdecimal():
                continue  # too small to be told from any other number
            plain = normalize("NFKC", words).replace(",", "").rstrip(".")
            parts = re.findall(r"([0-9]+(?:\.[0-9]+)?)([億万千]?)", plain)
            yield words, sum((Decimal(digits) * _SCALES[scale] for digits, scale in parts), Decimal(0)), found["unit"]


class _Known:
    """All facts in the order of their amounts, so that a typed number is compared with its neighbours only."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.sorted = sorted(enumerate(facts), key=lambda each: each[1].amount)
        self.amounts = [fact.amount for _, fact in self.sorted]

    def fact(self, amount: Decimal, unit: str) -> Fact | None:
        """The fact that a typed number means, the first of the plan."""
        if amount < 1000 and amount == int(amount):
            return None
        reach = amount / 50 if amount >= 1000 else 0
        first, end = bisect_left(self.amounts, amount - reach), bisect_right(self.amounts, amount + reach)
        meant = (each for each in self.sorted[first:end] if _is_meant(each[1], amount, unit))
        return min(meant, default=(0, None), key=lambda each: each[0])[1]


def _is_meant(fact: Fact, amount: Decimal, unit: str) -> bool:
    """Whether a number is the same with a decimal point, or a thousand and more within one per cent."""
    is_unit = unit == fact.unit[:1] or not fact.unit
    is_same = fact.amount == amount and amount != int(amount)
    is_near = amount >= 1000 and abs(fact.amount - amount) < fact.amount / 100
    return is_unit and (is_same or (is_near and bool(fact.unit)))


@rule("FACT006", "推計が展望より上にある", Severity.WARNING)
def estimate_above_outlook(plan: Plan) -> Iterator[Problem]:
    """展望は、施策の効果を見込んだ値なので、何も対策を講じない推計より下にはなりません。"""
    for chart in plan.of(PopulationChart):
        estimates = {plan.facts[id].year: plan.facts[id] for id in chart.estimate.points}
        for index, id in enumerate(chart.outlook.points):
            outlook = plan.facts[id]
            estimate = estimates.get(outlook.year)
            if estimate and estimate.amount > outlook.amount:
                message = f"{outlook.year}年の推計 {estimate.amount:,} が、展望 {outlook.amount:,} より上です"
                related = tuple(Related(fact.id, fact.origin.span("value")) for fact in (estimate, outlook))
                yield Problem(chart.outlook.span("points", index), message, "二つの値を確かめてください。", related)


@rule("FACT007", "系列の時点が、古い順に並んでいない", Severity.WARNING)
def points_unordered(plan: Plan) -> Iterator[Problem]:
    """時点が入れ替わっていると、値を取り違えます。"""
    for series in plan.of(Series):
        years = [(point, point.at[:4]) for point in series.points if point.at[:4].isdigit()]
        for (_, before), (point, year) in pairwise(years):
            if year < before:
                message = f"「{series.title}」の時点 {point.at} が、前の時点より古くなっています"
                yield Problem(point.span("at"), message, "古い順に並べ、値が時点と合っているかを確かめてください。")


@rule("FACT008", "同じものの同じ時点の値が二つある", Severity.WARNING)
def two_facts_of_one_thing(plan: Plan) -> Iterator[Problem]:
    """同じ名称の系列に同じ時点の値が二つあると、文書によって違う値を引いてしまいます。"""
    first: dict[tuple[str, str], Node] = {}
    for series in plan.of(Series):
        title = folded(series.title)
        for point in series.points:
            known = first.setdefault((title, point.at), point)
            if known is not point:
                message = f"「{series.title}」の {point.at} の値が二つあります"
                related = (Related("先に書かれている値", known.span("value")),)
                yield Problem(point.span("value"), message, "片方を消すか、系列の名称で違いを示してください。", related)
