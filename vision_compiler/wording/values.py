"""Validator errors in the editors' words, by pydantic's error ``type``, never by its English text."""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from vision_compiler.model.base import ID_PATTERN
from vision_compiler.model.values import UNDECIDED_WORD, UNKNOWN_WORD
from vision_compiler.source import Empty, UnquotedScalar
from vision_compiler.wording.choices import choice
from vision_compiler.wording.problem import Problem, shown
from vision_compiler.wording.shapes import kind_of_content, list_expected, mapping_expected, pattern, text_expected
from vision_compiler.wording.words import QUOTE, Wording


def missing(p: Problem) -> Wording:
    """A key that has to be there is not."""
    if p.key.isdigit():
        return Wording("SHAPE002", "値の数が足りません", "二つの値を [ ] の中に「, 」で区切って書いてください。")
    if p.key in {"measures", "kpis", "initiatives", "points", "terms", "guidelines", "phrases", "documents"}:
        return Wording(
            "SHAPE002", f"{p.name}がありません", f"「{p.key}:」の行を書き、次の行から「- 」で始めて並べてください。"
        )
    return Wording(
        "SHAPE002", f"{p.name}がありません", f"この項目に「{p.key}: {p.example}」のような行を書き足してください。"
    )


def _empty(p: Problem) -> Wording:
    help = f"「{p.key}: {p.example}」のように値を書いてください。" if p.example != "…" else "値を書いてください。"
    return Wording("SHAPE004", f"{p.name}の値が空です", help + "要らない項目なら、この行を消します。")


def _unquoted(p: Problem) -> Wording:
    text = p.context.get("text", str(p.value))
    what = "日付" if text.count("-") == 2 and text[:4].isdigit() else "値"
    return Wording(
        "SHAPE005",
        f"{p.name}の{what}{shown(text)}が引用符で囲まれていません",
        f'数や日付として読み替えられないように、"{text}" と書いてください。' if len(text) < 40 else QUOTE,
    )


def _whole_number(p: Problem) -> Wording:
    message = f"{p.name}には整数を書きます（いまは{shown(p.value)}）"
    if p.key in _COUNTS:
        return Wording("SHAPE003", message, _COUNT_HELP)
    help = "半角の数字だけで書いてください。引用符・桁区切り・単位は付けません。例：2027"
    return Wording("SHAPE003", message, help)


#: Keys that hold a number of years.
_COUNTS = {"years", "review_after"}
_COUNT_HELP = "何年かを、1から99までの半角の数で書いてください。例：4"


def _out_of_range(p: Problem) -> Wording:
    if isinstance(p.value, bool):
        return _whole_number(p)
    message = f"{p.name}の{shown(p.value)}が範囲の外です"
    if p.key in _COUNTS:
        return Wording("SHAPE006", message, _COUNT_HELP)
    bound = "・".join(f"{p.context[key]}{word}" for key, word in (("ge", "以上"), ("le", "以下")) if key in p.context)
    return Wording("SHAPE006", message, f"西暦4桁の年度（{bound}）を書いてください。")


def year_key(p: Problem) -> Wording:
    """A target year that is no year."""
    return Wording(
        "SHAPE006",
        f"目標値の年度「{p.key}」が年度として読めません",
        "半角4桁の西暦で「2027: 値」のように書いてください。",
    )


def _number(p: Problem) -> Wording:
    text = p.context["text"]
    if isinstance(p.value, Empty | None) or (isinstance(p.value, list) and not p.value):
        return _empty(p)
    message = f"{p.name}には数だけを書きます（いまは{shown(text if text else p.value)}）"
    if isinstance(p.value, dict):
        return Wording("SHAPE007", message, "内訳があるときは、parts の順に [79.9, 66.3] のように書いてください。")
    return Wording("SHAPE007", message, _number_help(text, p.context.get("words", "")))


_SCALES = {"": 1, "千": 1_000, "万": 10_000, "億": 100_000_000}
_AMOUNT = re.compile(r"約?\s*(?P<amount>-?(?:[0-9]+(?:\.[0-9]+)?\s*[億万千]?)+)(?P<unit>.*)")


def _number_help(text: str, words: str) -> str:
    """What number the author most likely means, read out of ８回, 1,000人, 約6 or 25万8,500人."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace("、", "").replace("_", "")
    found = _AMOUNT.fullmatch(plain)
    if not found or re.search("以上|以下|以内|未満|超|約", plain) or re.search("[0-9]", found["unit"]):
        return f"半角の数を、印刷する桁のとおりに書いてください{words}。"
    parts = re.findall(r"([0-9.]+)\s*([億万千]?)", found["amount"])
    amount = sum((Decimal(digits) * _SCALES[scale] for digits, scale in parts), Decimal(0))
    number = format(amount, "f") if len(parts) == 1 and not parts[0][1] else f"{int(amount)}"
    if plain == number and plain == text:
        return f"引用符を取って {number} と書いてください。"
    return f"引用符・単位・桁区切りを付けずに、半角で {number} と書いてください。単位は unit に書きます。"


def _dash(p: Problem) -> Wording:
    return Wording(
        "SHAPE007",
        f"{p.name}の「{p.context['text']}」は、値がないことの印ではありません",
        "値がないときは、全角の「－」を書いてください（この印を写して使えます）。",
    )


def _true_or_false(p: Problem) -> Wording:
    return Wording(
        "SHAPE003",
        f"{p.name}には true か false を書きます（いまは{shown(p.value)}）",
        "当てはまるときは true と書き、当てはまらないときは、この行を消してください。",
    )


_OTHERWISE = "決まっていなければ 未定、資料から分からなければ 不詳 と書きます。"


def _goals(p: Problem) -> Wording:
    if isinstance(p.value, Empty):
        return _empty(p)
    wrong = p.context.get("wrong") or f"いまは{_entries(p.value)}"
    message = f"「sdgs」には、SDGsの目標の番号を書きます（{wrong}）"
    if word := _bracketed_word(p.value):
        return Wording("SHAPE010", message, f"[ ] を取って、{word} と書いてください。")
    numbers = re.findall("[0-9]+", unicodedata.normalize("NFKC", str(p.value)))
    if numbers and not isinstance(p.value, list) and all(1 <= int(number) <= 17 for number in numbers):
        return Wording("SHAPE010", message, f"[{', '.join(numbers)}] と書いてください。")
    return Wording("SHAPE010", message, f"[3, 4] のように1から17までの番号を半角で並べてください。{_OTHERWISE}")


def _field_ids(p: Problem) -> Wording:
    if isinstance(p.value, Empty):
        return _empty(p)
    message = f"{p.name}には、分野のidを [ ] の中に書きます（いまは{_entries(p.value)}）"
    if word := _bracketed_word(p.value):
        return Wording("SHAPE010", message, f"[ ] を取って、{word} と書いてください。")
    ids = re.split(r"[、，,・\s]+", str(next(iter(p.value), "") if isinstance(p.value, list) else p.value))
    if all(re.fullmatch(ID_PATTERN, id) for id in ids) and _is_single(p.value):
        return Wording("SHAPE010", message, f"[{', '.join(ids)}] と書いてください。")
    help = "名前ではなく、fields/ のファイル名から .yaml を取ったidを、[learning, safety] のように並べてください。"
    return Wording("SHAPE010", message, help + _OTHERWISE)


def _is_single(value: Any) -> bool:
    """Whether it is text, by itself or as the only entry of a list."""
    return isinstance(value, str) or (isinstance(value, list) and len(value) == 1)


def _bracketed_word(value: Any) -> str:
    """未定 or 不詳, if it stands as the only entry of a list."""
    return value[0] if value in ([UNDECIDED_WORD], [UNKNOWN_WORD]) else ""


def _entries(value: Any) -> str:
    """The entries of a short list as the author wrote them."""
    if not isinstance(value, list):
        return shown(value)
    return "".join(shown(entry) for entry in value[:3]) + ("など" if len(value) > 3 else "") if value else "空"


def _too_long(p: Problem) -> Wording:
    limit = p.context.get("max_length", 20_000)
    return Wording("SHAPE004", f"{p.name}が長すぎます（上限{limit:,}文字）", "短くするか、段落や項目に分けてください。")


_NUMERALS = {1: "一つ", 2: "二つ", 3: "三つ"}


def _too_few(p: Problem) -> Wording:
    least, present = p.context.get("min_length", 1), p.context.get("actual_length", 0)
    if not present:
        help = f"少なくとも{_NUMERALS.get(least, least)}書いてください。"
        return Wording("SHAPE004", f"{p.name}に一つも書かれていません", help)
    message = f"{p.name}は、{_NUMERALS.get(least, least)}以上書きます（いまは{_NUMERALS.get(present, present)}）"
    return Wording("SHAPE004", message, "足りないものを書き足してください。")


def _one_line(p: Problem) -> Wording:
    return Wording("SHAPE011", f"{p.name}は一行で書きます", "「|」を取り、改行せずに書いてください。")


def _mark_not_allowed(p: Problem) -> Wording:
    help = "印刷する言葉をそのまま書いてください。数値の印は、本文・取組で使えます。"
    if p.context["mark"] == "[[":
        help = "かっこを取り、言葉だけを書いてください。用語の印は、本文・取組・指標名で使えます。"
    return Wording("SHAPE012", f"{p.name}には {p.context['mark']} の印を使えません", help)


def _key_in_prose(p: Problem) -> Wording:
    return Wording(
        "SHAPE013",
        f"文章の中に「{p.context['words']}」という項目の形の行があります",
        "すぐ上の「キー:」の行が消えていないか、この行の字下げが深すぎないかを確かめてください。",
    )


VALIDATION: dict[str, Callable[[Problem], Wording]] = {
    "missing": missing,
    "string_type": text_expected,
    "string_too_short": _empty,
    "string_too_long": _too_long,
    "too_short": _too_few,
    "too_long": _too_long,
    "empty_text": _empty,
    "unquoted": _unquoted,
    "tuple_type": list_expected,
    "list_type": list_expected,
    "dict_type": mapping_expected,
    "model_type": mapping_expected,
    "model_attributes_type": mapping_expected,
    "union_tag_not_found": kind_of_content,
    "int_type": _whole_number,
    "int_parsing": _whole_number,
    "int_from_float": _whole_number,
    "bool_type": _true_or_false,
    "greater_than_equal": _out_of_range,
    "less_than_equal": _out_of_range,
    "string_pattern_mismatch": pattern,
    "no_such_day": pattern,
    "literal_error": choice,
    "union_tag_invalid": choice,
    "value_not_number": _number,
    "value_dash": _dash,
    "goals": _goals,
    "field_ids": _field_ids,
    "one_line": _one_line,
    "mark_not_allowed": _mark_not_allowed,
    "key_in_prose": _key_in_prose,
}
_EMPTY_IS_EMPTY = {"string_type", "tuple_type", "list_type", "dict_type", "model_type", "int_type", "bool_type"}


def describe(kind: str, problem: Problem, fallback: str) -> Wording:
    """The wording for a validator error; the validator's own words where we have none."""
    if isinstance(problem.value, Empty) and kind in _EMPTY_IS_EMPTY | {"model_attributes_type", "int_parsing"}:
        return _empty(problem)
    if isinstance(problem.value, UnquotedScalar) and kind == "string_type":
        return _unquoted(problem)
    if wording := VALIDATION.get(kind):
        return wording(problem)
    return Wording("SHAPE099", f"{problem.name}の値を読めません", f"値を見直してください（{fallback}）。")
