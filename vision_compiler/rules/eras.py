"""Rules on years of the Japanese eras (和暦) and on dates."""

import re
from calendar import monthrange
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from vision_compiler.diagnostics import Severity
from vision_compiler.model.passages import Passage
from vision_compiler.model.plan import Plan
from vision_compiler.rules.registry import Problem, rule


class Era(NamedTuple):
    """An era: the year before its first, its last year, and from and to which month it lasted."""

    zero: int
    last: int | None
    first_month: int = 1
    last_month: int = 12


ERAS = {
    "明治": Era(1867, 45, last_month=7),
    "大正": Era(1911, 15, 7, 12),
    "昭和": Era(1925, 64, 12, 1),
    "平成": Era(1988, 31, 1, 4),
    "令和": Era(2018, None, 5),
}
_ANY_ERA = re.compile("|".join(ERAS))
_DIGITS = "0-9０-９"
_YEAR = rf"(?P<era>{'|'.join(ERAS)})[ \u3000]?(?P<number>元|[{_DIGITS}]+)"
_MONTH = rf"(?P<month>[{_DIGITS}]+)月"
_ERA_YEAR = re.compile(rf"(?P<words>{_YEAR}[ \u3000]?年(?!間|代|前|後)度?)(?:{_MONTH})?")


@rule("ERA001", "実在しない元号の年がある", Severity.WARNING)
def no_such_era_year(plan: Plan) -> Iterator[Problem]:
    """平成は31年4月まで、昭和は64年1月までのように、元号の年には初めと終わりがあります。
    令和の年は、計画の期間と、population.yaml の数値の年までを正しいとします。
    """
    horizon = max(plan.settings.period.end, *(fact.year for fact in plan.facts.values()), 0)
    for passage, found in _finds(_with_era(plan), _ERA_YEAR):
        era, number = ERAS[found["era"]], _number(found["number"])
        last = era.last or horizon - era.zero
        if not 1 <= number <= last:
            message = f"「{found['words']}」は、実在しない年です"
            if number > last and era.last is None:
                message = f"「{found['words']}」は、計画の期間と数値の年（{horizon}年まで）より後の年です"
            yield Problem(passage.span(*found.span("words")), message, _remedy(found["era"], number))
        elif found["month"] and not _lasted(era, number, _number(found["month"])):
            message = f"「{found[0]}」は、{found['era']}の期間に入りません"
            yield Problem(passage.span(*found.span()), message, "改元の前か後かを確かめ、正しい元号に直してください。")


def _remedy(era: str, number: int) -> str:
    year, last = ERAS[era].zero + number, ERAS[era].last
    later = next((name for name in reversed(ERAS) if year > ERAS[name].zero), era)
    if number < 1:
        return f"{era}は元年からです。年を確かめて直してください。"
    if later != era:
        number = year - ERAS[later].zero
        return f"{era}は{last}年までです。「{later}{number}年」（{year}年）に直してください。"
    return "年を確かめて直してください。"


def _lasted(era: Era, number: int, month: int) -> bool:
    if month > 12:
        return True  # ERA003 says so
    return not (number == 1 and month < era.first_month) and not (number == era.last and month > era.last_month)


_AD = rf"(?P<ad>(?<![{_DIGITS},，.．])[12１２][{_DIGITS}]{{3}})"
_UNIT = r"[ \u3000]?(?P<{0}>年度|年)"
_OPEN, _CLOSE = r"[ \u3000]?[（(]", "[）)]"
_SINCE = rf"(?:[{_DIGITS}]+月(?:[{_DIGITS}]+日)?)?"
_PAIRS = (
    # 2024年（令和６年）, 2024年２月（令和６年２月）
    re.compile(f"{_AD}{_UNIT.format('before')}{_SINCE}{_OPEN}{_YEAR}(?:{_UNIT.format('after')})?{_SINCE}{_CLOSE}"),
    # 2024（令和６）年
    re.compile(f"{_AD}{_OPEN}{_YEAR}{_CLOSE}{_UNIT.format('before')}(?P<after>)"),
    # 令和６年（2024年）
    re.compile(f"{_YEAR}{_UNIT.format('before')}{_SINCE}{_OPEN}{_AD}(?:{_UNIT.format('after')})?{_SINCE}{_CLOSE}"),
    # 令和６（2024）年
    re.compile(f"{_YEAR}{_OPEN}{_AD}{_CLOSE}{_UNIT.format('before')}(?P<after>)"),
)


@rule("ERA002", "西暦と和暦の組が合わない", Severity.WARNING)
def years_disagree(plan: Plan) -> Iterator[Problem]:
    """「2024年（令和６年）」のように西暦と和暦を並べて書くときは、同じ年にします。年度どうしも同じです。
    片方が年で、もう片方が年度のときは、一年ずれることがあるので調べません。
    """
    for pattern in _PAIRS:
        for passage, found in _finds(_with_era(plan), pattern):
            year, number = _number(found["ad"]), _number(found["number"])
            unit = found["before"]
            if found["after"] not in (None, "", unit) or ERAS[found["era"]].zero + number == year:
                continue
            if _exists(found["era"], number):
                right = "・".join(f"{name}{unit}" for name in _names(year)) or "明治より前"
                message = f"「{found[0]}」の西暦と和暦が合いません（{year}{unit}は{right}です）"
                yield Problem(
                    passage.span(*found.span()), message, "西暦と和暦のどちらが正しいかを確かめ、直してください。"
                )


def _exists(era: str, number: int) -> bool:
    """Whether ERA001 has nothing to say of it."""
    return number >= 1 and number <= (ERAS[era].last or number)


def _names(year: int) -> Iterator[str]:
    for name, era in ERAS.items():
        if era.zero < year <= era.zero + (era.last or year):
            number = year - era.zero
            yield f"{name}{'元' if number == 1 else number}"


_DATE = re.compile(
    rf"(?:(?:(?P<year>(?<![{_DIGITS}])[12１２][{_DIGITS}]{{3}})|{_YEAR})年度?)?"
    rf"(?<![{_DIGITS},，.．])(?P<month>[{_DIGITS}]{{1,2}})月"
    rf"(?:(?P<day>[{_DIGITS}]{{1,2}})日(?!間)|(?![齢間分目以未数額ぶ{_DIGITS}]))"
)


@rule("ERA003", "ありえない日付がある", Severity.WARNING)
def impossible_date(plan: Plan) -> Iterator[Problem]:
    """２月30日や13月のように、暦にない日付です。年が書かれていれば、２月29日のある年かどうかも確かめます。"""
    for passage, found in _finds([passage for passage in plan.passages if "月" in passage.words], _DATE):
        month = _number(found["month"])
        words = found[0][found.start("month") - found.start() :]
        if not 1 <= month <= 12:
            message = f"「{words}」という月はありません"
        elif found["day"] and not 1 <= _number(found["day"]) <= monthrange(_year(found), month)[1]:
            message = f"「{words}」という日はありません"
        else:
            continue
        yield Problem(passage.span(found.start("month"), found.end()), message, "月と日を確かめて直してください。")


def _year(found: re.Match[str]) -> int:
    """The year of a date; a leap year where none is said, or none that exists."""
    if found["year"]:
        return _number(found["year"])
    if found["era"]:
        return ERAS[found["era"]].zero + _number(found["number"])
    return 2024


@lru_cache(maxsize=1)
def _with_era(plan: Plan) -> list[Passage]:
    """The texts in which an era stands; the patterns with eras are tried on no others."""
    return [passage for passage in plan.passages if _ANY_ERA.search(passage.words)]


def _finds(passages: list[Passage], pattern: re.Pattern[str]) -> Iterator[tuple[Passage, re.Match[str]]]:
    for passage in passages:
        for found in pattern.finditer(passage.words):
            yield passage, found


def _number(words: str) -> int:
    return 1 if words == "元" else int(normalize("NFKC", words))
