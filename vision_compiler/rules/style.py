"""Rules on how sentences end, and on signs and digits in the house style."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from vision_compiler.diagnostics import Severity
from vision_compiler.model.chapter import ExcerptSection, VerseBlock
from vision_compiler.model.field import Policy
from vision_compiler.model.passages import Passage
from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Initiative, Strategy
from vision_compiler.rules.registry import Problem, rule

_POLITE = r"(?:です|でした|でしょう|ます|ました|ません|ましょう|ください)"
_POLITE_END = re.compile(rf"{_POLITE}[かねよ]?。$")
# The classes of all kanji take long to compile, so these two wait for the first sentence that is not polite.
#: Precise endings only: no noun of everyday plans ends so.
_PLAIN_END = (
    r"(?:であ(?:る|った|ろう)|[うくすつぬむるいきしちびみりぎえけせてねべめれげっん][ただ]|な(?:い|かった)|だった|だ"
    r"|[一-龠々ぁ-ん]る|(?![一二三四五六七八九幾]つ)[一-龠々][うぐすつぬぶむ]|(?![近多早遠深全])[一-龠々]く)。$"
)
#: No ending is longer.
_ENDING = 8
_LAST_WORD = "[一-龠々ァ-ヶー]*[ぁ-ん]*。$"
#: Without the possessive + and the optional 。, a text without 。 would be read again from each of its characters.
_SENTENCE = re.compile(r"[^。\n]++。?")
_NESTED = re.compile(r"「[^「」『』（）]*」|『[^「」『』（）]*』|（[^「」『』（）]*）")


class Ending(NamedTuple):
    """The end of a sentence, with its 。; where it is polite, the whole sentence."""

    passage: Passage
    start: int
    end: int
    is_polite: bool


@rule("STYLE001", "です・ますの文章に、である の文がある", Severity.WARNING)
def plain_sentence(plan: Plan) -> Iterator[Problem]:
    """本文は、ファイルごとに、です・ます か である のどちらかにそろえます。です・ます の文が多いファイルの中の、
    である や、動詞の言い切り（進める。図る。）で終わる文を知らせます。かっこやかぎかっこの中は調べません。
    """
    endings: dict[str, list[Ending]] = defaultdict(list)
    for passage in plan.passages:
        if _is_running(passage):
            endings[passage.file] += _endings(passage)
    for found in endings.values():
        plain = [ending for ending in found if not ending.is_polite]
        for passage, start, end, _ in plain if len(plain) * 2 < len(found) else ():
            message = f"です・ます の文章の中に、「{passage.text[start:end]}」で終わる文があります"
            yield Problem(passage.span(start, end), message, "文の終わりを、です・ます に直してください。")


def _is_running(passage: Passage) -> bool:
    is_running = passage.key in ("text", "direction", "effect", "summary", "lead")
    return is_running and not isinstance(passage.node, Initiative | VerseBlock | ExcerptSection)


def _endings(passage: Passage) -> Iterator[Ending]:
    text = _outermost(passage.words)
    for sentence in _SENTENCE.finditer(text):
        ending = sentence[0][-_ENDING:]  # without 。 no pattern fits
        if _POLITE_END.search(ending):
            yield Ending(passage, sentence.start(), sentence.end(), is_polite=True)
        elif re.search(_PLAIN_END, ending):
            last_word = re.search(_LAST_WORD, sentence[0])
            start = last_word.start() if last_word else 0
            yield Ending(passage, sentence.start() + start, sentence.end(), is_polite=False)


def _outermost(text: str) -> str:
    """A text in which nothing stands in brackets any more, at the same places."""
    while (emptied := _NESTED.sub(lambda found: "\ufffc" * len(found[0]), text)) != text:
        text = emptied
    return text


_SENTENCE_END = re.compile(rf"{_POLITE}?。$|{_POLITE}$")


@rule("STYLE002", "主な取組が文の形で終わっている", Severity.WARNING)
def initiative_as_sentence(plan: Plan) -> Iterator[Problem]:
    """主な取組は「…の推進」のように、言葉で止めて書きます。「。」や、です・ます では終わりません。"""
    for passage in plan.passages:
        is_dxgx = passage.key == "dxgx" and isinstance(passage.node, Strategy | Policy)
        if (isinstance(passage.node, Initiative) or is_dxgx) and (found := _SENTENCE_END.search(passage.words)):
            message = f"主な取組が「{found[0]}」で終わっています"
            help = "「…の推進」「…への支援」のように、言葉で止める形に直してください。"
            yield Problem(passage.span(*found.span()), message, help)


_DIGITS = "0-9０-９"
_AFTER = "程度|前後|ほど|くらい|ぐらい"
_TWICE = re.compile(
    rf"約[{_DIGITS}][{_DIGITS},，.．億万千百]*(?:分の[{_DIGITS}]+)?[^、。（）「」\s{_DIGITS}はがをにでともの]{{0,5}}?(?:{_AFTER})"
    r"|(?:およそ|おおよそ|おおむね|概ね|ほぼ)約|約(?:およそ|おおよそ|おおむね|概ね|ほぼ)"
)
_FACT = re.compile(
    rf"(?P<before>およそ|おおよそ|おおむね|概ね|ほぼ)?\{{\{{(?P<id>[^{{}}\n]+)\}}\}}(?P<after>{_AFTER})?"
)


@rule("STYLE003", "「約」と「程度」のように、おおよその言葉が重なっている", Severity.WARNING)
def approximate_twice(plan: Plan) -> Iterator[Problem]:
    """「約３千人程度」「およそ約３千人」は、おおよそであることを二度言っています。どちらか一つにします。
    「約」の付く数値の印（{{id}}）の前後も調べます。
    """
    for passage in plan.passages:
        for found in _TWICE.finditer(passage.words) if "約" in passage.words else ():
            message = f"「{found[0]}」は、おおよその言葉が重なっています"
            yield Problem(
                passage.span(*found.span()), message, "「約」か、もう一つの言葉か、どちらかを消してください。"
            )
        for fact in _FACT.finditer(passage.text) if "{{" in passage.text else ():
            extra, known = fact["before"] or fact["after"], plan.facts.get(fact["id"].strip())
            if extra and known and known.approximate:
                key = "before" if fact["before"] else "after"
                message = f"数値の印には「約」が付くので、「{extra}」と重なります"
                yield Problem(passage.span(*fact.span(key)), message, f"「{extra}」を消してください。")


_DOUBLED = re.compile("[、。]{2,}")


@rule("STYLE004", "句読点が重なっている", Severity.WARNING)
def doubled_punctuation(plan: Plan) -> Iterator[Problem]:
    """「。。」「、、」「。、」のように句読点が続くのは、文を直したときの消し忘れです。"""
    for passage in plan.passages:
        for found in _DOUBLED.finditer(passage.words):
            message = f"句読点が「{found[0]}」と重なっています"
            yield Problem(passage.span(*found.span()), message, "一つだけ残してください。")


_PAIRS = {"「": "」", "『": "』", "（": "）", "【": "】", "［": "］", "“": "”"}
_BRACKET = re.compile(f"[{''.join(_PAIRS)}{''.join(_PAIRS.values())}]")
#: １）, ア） and the like at the head of a line open no bracket.
_LABEL = re.compile(rf"^[ \u3000]*(?:[{_DIGITS}]{{1,2}}|[ア-ンa-zａ-ｚ①-⑳])）", re.MULTILINE)


@rule("STYLE005", "かっこの片方がない", Severity.WARNING)
def bracket_without_partner(plan: Plan) -> Iterator[Problem]:
    """「」『』（）【】［］“” は、同じ文の中で開いて閉じます。"""
    for passage in plan.passages:
        for index in sorted(_alone(passage.words)) if _BRACKET.search(passage.words) else ():
            sign = passage.text[index]
            partner = _PAIRS.get(sign) or next(start for start, end in _PAIRS.items() if end == sign)
            message = f"かっこの {sign} に、対になる {partner} がありません"
            yield Problem(passage.span(index, index + 1), message, f"{partner} を補うか、{sign} を消してください。")


def _alone(text: str) -> list[int]:
    """Where the brackets stand that have no partner."""
    alone, opened = [], []
    labels = {found.end() - 1 for found in _LABEL.finditer(text)}
    for index, sign in ((found.start(), found[0]) for found in _BRACKET.finditer(text)):
        if sign in _PAIRS:
            opened.append(index)
        elif sign in _PAIRS.values() and index not in labels:
            partners = [at for at in opened if _PAIRS[text[at]] == sign]
            if partners:
                alone += [at for at in opened if at > partners[-1]]
                opened = [at for at in opened if at < partners[-1]]
            else:
                alone.append(index)
    return alone + opened


_CODE = r"A-Za-zＡ-Ｚａ-ｚ/_.:#&=@①-⑳‐–−－\-"
_NUMBER = re.compile(rf"(?<![{_CODE}{_DIGITS}])[{_DIGITS}]+(?:[,，.．][{_DIGITS}]+)*(?![{_CODE}{_DIGITS}])")
_ADDRESSES = ("postal_code", "address", "phone")
_HALF = str.maketrans("０１２３４５６７８９，．", "0123456789,.")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@rule("STYLE006", "数字の全角と半角が、計画の決まりと違う", Severity.WARNING)
def digits_of_other_width(plan: Plan) -> Iterator[Problem]:
    """plan.yaml の style の digits で決めたとおりに数字を書きます。one-wide では、１桁の数は全角、2桁以上の数と、
    小数や万・千の付く数は半角です。CO2、A4、1-① のような記号や番号、住所と電話番号は調べません。
    """
    if plan.settings.style.digits is None:
        return
    for passage in plan.passages:
        for found in _NUMBER.finditer(passage.words if passage.key not in _ADDRESSES else ""):
            is_wide = plan.settings.style.digits == "one-wide" and _is_single(found)
            wanted = found[0].translate(_WIDE if is_wide else _HALF)
            if wanted != found[0]:
                sort = "1桁の数" if is_wide else "2桁以上や万・千の付く数" if len(wanted) == 1 else "2桁以上の数"
                message = f"「{found[0]}」は、{'全角' if is_wide else '半角'}で書く数です（{sort}）"
                yield Problem(passage.span(*found.span()), message, f"「{wanted}」に直してください。")


def _is_single(found: re.Match[str]) -> bool:
    before = found.string[: found.start()].rstrip(" \u3000")[-1:]
    after = found.string[found.end() :].lstrip(" \u3000")[:1]
    return len(found[0]) == 1 and (not before or before not in "兆億万千") and (not after or after not in "兆億万千")


_HALF_PERCENT = re.compile("%(?![0-9A-F]{2})")


@rule("STYLE007", "半角の％がある", Severity.WARNING)
def half_width_percent(plan: Plan) -> Iterator[Problem]:
    """plan.yaml の style の digits が one-wide の計画では、％も全角で書きます。"""
    if plan.settings.style.digits != "one-wide":
        return
    for passage in plan.passages:
        for found in _HALF_PERCENT.finditer(passage.words):
            yield Problem(passage.span(*found.span()), "「%」が半角です", "全角の「％」に直してください。")
