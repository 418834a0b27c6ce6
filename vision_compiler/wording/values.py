"""Validator errors in the editors' words, by pydantic's error ``type``, never by its English text."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from vision_compiler.source import Empty, UnquotedScalar
from vision_compiler.wording.words import QUOTE, Wording, did_you_mean

#: What a value may look like, by its title, or by its key where all titles of the key mean the same; messages show the
#: first one, editors all of them. A quoted one is quoted in the file, too.
EXAMPLES: dict[str, tuple[str, ...]] = {
    "id": ("learning-support", "health-checkup"),
    "name": ("講座の参加者数",),
    "text": ("学びの支援",),
    "title": ("学びを広げる",),
    "unit": ("人", "％"),
    "date": ('"2024-02"',),
    "code": ('"011002"',),
    "start": ("2024", "2028"),
    "end": ("2031", "2035"),
    "years": ("3", "4"),
    "review_after": ("4", "5"),
    "at": ('"2024-01-01"', "2040", "2070"),
    "value": ("258500", "1.36"),
    "策定時実績値": ("17.9", "－", "[79.9, 66.3]"),
    "targets": ("{2027: 20.0, 2031: 25.0}", "{2027: [81.0, 67.0], 2031: [83.0, 68.0]}"),
    "target_years": ("[2027, 2031]", "[2028, 2032]"),
    "内訳": ("[小学校, 中学校]", "[男性, 女性]"),
    "関連するSDGsの目標": ("[3, 4]", "未定"),
    "関連する分野": ("[learning, safety]", "未定"),
    "もとになる二つの値": (
        "[population.outlook.2070, population.estimate.2070]",
        "[population.actual.2020, population.estimate.2040]",
    ),
    "通る数値": (
        "[population.actual.2020, population.estimate.2070]",
        "[population.actual.2020, population.estimate.2040, population.estimate.2070]",
    ),
    "gap": ("avoided.2070", "avoided.2040"),
    "引用する項目のid": ("guideline-learning", "stance-cooperation"),
    "highlight": ("learning-support", "health-checkup"),
    "reading": ("あいしーてぃー", "しょうしか"),
    "mark": ("◆", "○"),
    "chapter_label": ("第○章", "第○節"),
    "時期": ("2022年７月", "2022年７月～９月"),
    "postal_code": ("100-0001", "060-0001"),
    "phone": ("03-0000-0000", "011-000-0000"),
    "rule": ("FACT005", "PAM003"),
    "stage": ("策定",),
    "kind": ("vision（ほかに structure、strategy-map、system、layers、period、population、backcasting）",),
}


def examples_of(key: str, title: str) -> tuple[str, ...]:
    """What the value of a key may look like, as it is written in the file."""
    return EXAMPLES.get(title) or EXAMPLES.get(key, ())


class Problem(NamedTuple):
    """A validator error with what is known of its place."""

    key: str
    title: str
    value: Any
    context: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The key with its Japanese title, as messages say it."""
        return f"「{self.key}」（{self.title}）" if self.title and self.title != self.key else f"「{self.key}」"

    @property
    def example(self) -> str:
        """What may stand there; … where nothing is known."""
        return next(iter(examples_of(self.key, self.title)), "…")


def shown(value: Any) -> str:
    """A value as the author wrote it, in few words."""
    if isinstance(value, bool):
        return "「true」" if value else "「false」"
    if isinstance(value, Empty) or value is None:
        return "空"
    if isinstance(value, dict | list):
        return "一覧" if isinstance(value, list) else "「キー: 値」の組"
    text = " ".join(str(value).split())
    return f"「{text[:30]}…」" if len(text) > 30 else f"「{text}」"


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


def _text_expected(p: Problem) -> Wording:
    message = f"{p.name}には文字を書きます（いまは{shown(p.value)}）"
    if isinstance(p.value, dict):
        return Wording("SHAPE003", message, f"文の中に「: 」があるときは、{QUOTE}")
    if isinstance(p.value, list):
        return Wording("SHAPE003", message, f"「- 」や [ ] を付けずに一つだけ書いてください。[ で始まる文なら、{QUOTE}")
    if p.key in {"id", "quote", "date", "code", "strategies", "contents"}:
        return Wording("SHAPE003", message, f"例：{p.example}")
    return Wording("SHAPE003", message, f'"{p.value}" のように引用符で囲んでください。')


def _unquoted(p: Problem) -> Wording:
    text = p.context.get("text", str(p.value))
    what = "日付" if text.count("-") == 2 and text[:4].isdigit() else "値"
    return Wording(
        "SHAPE005",
        f"{p.name}の{what}「{text}」が引用符で囲まれていません",
        f'数や日付として読み替えられないように、"{text}" と書いてください。',
    )


def _list_expected(p: Problem) -> Wording:
    help = "行の初めに「- 」を付け、一行に一つずつ書いてください。"
    if isinstance(p.value, str) and re.match(r"[-－ー・]", p.value):
        help = "行の初めは、半角のハイフンと半角の空白「- 」にしてください。"
    elif p.example.startswith("["):
        help = f"例：{p.key}: {p.example}（半角の [ ] と「, 」）"
    return Wording("SHAPE003", f"{p.name}には一覧を書きます（いまは{shown(p.value)}）", help)


def _mapping_expected(p: Problem) -> Wording:
    if p.example.startswith("{"):
        help = f"例：{p.key}: {p.example}（半角の {{ }} と「: 」と「, 」）"
    elif p.key == "period":
        help = "例：period: {start: 2024, end: 2031}（半角の { } と「: 」と「, 」）"
    else:
        help = "次の行から、一段字下げして「キー: 値」の行を書いてください。"
    return Wording("SHAPE003", f"{p.name}には「キー: 値」の組を書きます（いまは{shown(p.value)}）", help)


def _kind_of_content(p: Problem) -> Wording:
    if isinstance(p.value, dict):
        return Wording(
            "SHAPE002",
            f"{p.name}に「kind」（種類）がありません",
            f"「kind: {EXAMPLES['kind'][0]}」のように種類を書き足してください。",
        )
    message = "内容の種類が書かれていません"
    if isinstance(p.value, str) and re.match(r"(text|figure|bullets|excerpt|remark)[:：]", p.value):
        return Wording(
            "YAML012", "コロンの後に空白がありません", "「- text: |」のように、半角のコロンと空白を書いてください。"
        )
    return Wording("SHAPE001", message, "「- text: |」のように種類を書き、次の行から字下げして文章を書いてください。")


def _whole_number(p: Problem) -> Wording:
    help = "半角の数字だけで書いてください。引用符・桁区切り・単位は付けません。例：2027"
    return Wording("SHAPE003", f"{p.name}には整数を書きます（いまは{shown(p.value)}）", help)


def _out_of_range(p: Problem) -> Wording:
    if isinstance(p.value, bool):
        return _whole_number(p)
    bound = "・".join(f"{p.context[key]}{word}" for key, word in (("ge", "以上"), ("le", "以下")) if key in p.context)
    return Wording(
        "SHAPE006", f"{p.name}の{shown(p.value)}が範囲の外です", f"西暦4桁の年度（{bound}）を書いてください。"
    )


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


def _choice(p: Problem) -> Wording:
    expected = str(p.context.get("expected", p.context.get("expected_tags", "")))
    choices = [entry.strip(" '") for entry in expected.replace(" or ", ",").split(",")]
    if isinstance(p.value, Empty):
        return _empty(p)
    value = p.value.get("kind", "") if isinstance(p.value, dict) else p.value
    return Wording("SHAPE008", f"{p.name}に{shown(value)}は書けません", did_you_mean(str(value), choices))


def _true_or_false(p: Problem) -> Wording:
    return Wording(
        "SHAPE003",
        f"{p.name}には true か false を書きます（いまは{shown(p.value)}）",
        "当てはまるときは true と書き、当てはまらないときは、この行を消してください。",
    )


def _pattern(p: Problem) -> Wording:
    if p.key in {"id", "quote", "of", "strategies", "contents", "front"}:
        help = "半角の英小文字と数字を、ハイフン一つでつなぎ、英字から書いてください。例：learning-support"
        if p.key in {"strategies", "contents", "front"}:
            help = "ファイル名から .yaml を取ったもの（半角の英小文字・数字・ハイフン）を書いてください。"
        return Wording("SHAPE009", f"id{shown(p.value)}は、idの決まりに合いません", help)
    return Wording("SHAPE009", f"{p.name}の{shown(p.value)}が、決まった形ではありません", f"例：{p.example}")


def _goals(p: Problem) -> Wording:
    if isinstance(p.value, Empty):
        return _empty(p)
    message = "「sdgs」には、SDGsの目標の番号を書きます"
    if wrong := p.context.get("wrong", ""):
        message += f"（{wrong}）"
    return Wording("SHAPE010", message, "[3, 4] のように1から17までの番号を半角で並べるか、未定 と書いてください。")


def _field_ids(p: Problem) -> Wording:
    if isinstance(p.value, Empty):
        return _empty(p)
    help = "[learning, safety] のように fields/ のファイルのidを並べるか、未定 と書いてください。"
    return Wording("SHAPE010", f"{p.name}には、分野のidの一覧を書きます（いまは{shown(p.value)}）", help)


def _too_long(p: Problem) -> Wording:
    limit = p.context.get("max_length", 20_000)
    return Wording("SHAPE004", f"{p.name}が長すぎます（上限{limit:,}文字）", "短くするか、段落や項目に分けてください。")


def _too_few(p: Problem) -> Wording:
    return Wording("SHAPE004", f"{p.name}に一つも書かれていません", "少なくとも一つ書いてください。")


def _one_line(p: Problem) -> Wording:
    return Wording("SHAPE011", f"{p.name}は一行で書きます", "「|」を取り、改行せずに書いてください。")


def _mark_not_allowed(p: Problem) -> Wording:
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
    "string_type": _text_expected,
    "string_too_short": _empty,
    "string_too_long": _too_long,
    "too_short": _too_few,
    "too_long": _too_long,
    "empty_text": _empty,
    "unquoted": _unquoted,
    "tuple_type": _list_expected,
    "list_type": _list_expected,
    "dict_type": _mapping_expected,
    "model_type": _mapping_expected,
    "model_attributes_type": _mapping_expected,
    "union_tag_not_found": _kind_of_content,
    "int_type": _whole_number,
    "int_parsing": _whole_number,
    "int_from_float": _whole_number,
    "bool_type": _true_or_false,
    "greater_than_equal": _out_of_range,
    "less_than_equal": _out_of_range,
    "string_pattern_mismatch": _pattern,
    "no_such_day": _pattern,
    "literal_error": _choice,
    "union_tag_invalid": _choice,
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
