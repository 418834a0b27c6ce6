"""Syntax problems and validator errors in the editors' words: what is the case, and what to write instead.

Validator errors are recognised by pydantic's error ``type``, never by its English text.
"""

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from vision_compiler.source import UnquotedScalar


class Wording(NamedTuple):
    """Code, fact and remedy of a finding."""

    code: str
    message: str
    help: str = ""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that ``word`` is most likely a misspelling of."""
    lowered = {entry.lower(): entry for entry in known}
    found = get_close_matches(word.lower(), lowered, n=1, cutoff=0.6)
    return lowered[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """「…」の書き間違いではありませんか, or the list of what may be written."""
    known = list(known)
    if near := nearest(word, known):
        return f"「{near}」の書き間違いではありませんか。"
    listed = "、".join(known[:12]) + (" など" if len(known) > 12 else "")
    return otherwise or (f"書けるのは {listed} です。" if known else "")


#: kind of ``SourceError`` → what to tell. {0} is the detail of the problem.
SYNTAX = {
    "encoding": Wording(
        "YAML001",
        "文字コードがUTF-8ではありません（{0}）",
        "エディタの「名前を付けて保存」で文字コードにUTF-8を選び、保存し直してください。",
    ),
    "character": Wording(
        "YAML002",
        "目に見えない文字や制御文字（{0}）があります",
        "この文字を消してください。見えないときは、前後の文字ごと消して打ち直します。",
    ),
    "too-long": Wording("YAML003", "ファイルが大きすぎます（上限 {0}）", "章や戦略ごとにファイルを分けてください。"),
    "long-line": Wording("YAML003", "行が長すぎます（上限 {0}）", "一文ごとに改行してください。"),
    "too-deep": Wording(
        "YAML003", "字下げが深すぎるか、項目が多すぎます", "ファイルを分けるか、字下げを見直してください。"
    ),
    "document": Wording(
        "YAML004",
        "一つのファイルに文書が二つあるか、% や --- の行があります",
        "--- や % で始まる行を消してください。",
    ),
    "anchor": Wording(
        "YAML005",
        "YAMLの参照の印（& や *）は使えません",
        '同じ内容でも、そのまま書いてください。文字としての & や * なら、値を " " で囲みます。',
    ),
    "tag": Wording(
        "YAML006",
        "YAMLの型の印（!）は使えません",
        '! の印を消してください。文字としての ! なら、値を " " で囲みます。',
    ),
    "duplicate-key": Wording(
        "YAML007",
        "「{0}」が二度書かれています",
        "どちらか一方を消してください。別の項目にするときは、行の初めに - を書きます。",
    ),
    "key": Wording(
        "YAML008",
        "キー（: の前の名前）に使えない書き方です",
        '値を " " で囲むか、「キー: 値」の形にしてください。[[ や {{ で始まる値も " " で囲みます。',
    ),
    "tab": Wording("YAML009", "字下げにタブが使われています", "タブを消し、半角の空白で字下げしてください。"),
    "wide-colon": Wording("YAML010", "キーの後のコロンが全角（：）です", "半角のコロンと空白「: 」に直してください。"),
    "wide-space": Wording("YAML011", "行の初めに全角の空白があります", "半角の空白に直してください。"),
    "colon-space": Wording(
        "YAML012",
        "コロンの後に空白がありません",
        "「キー: 値」のように、コロンの後に半角の空白を一つ入れてください。",
    ),
    "dash-space": Wording(
        "YAML013",
        "行の初めの - の後に空白がありません",
        "「- 値」のように、- の後に半角の空白を一つ入れてください。",
    ),
    "mark-at-start": Wording(
        "YAML014",
        "[[ や {{ で始まる値が引用符で囲まれていません",
        '値の全体を " " で囲んでください。例："[[ICT]]の活用"',
    ),
    "sign-at-start": Wording(
        "YAML015", "YAMLの記号で始まる値が引用符で囲まれていません", '値の全体を " " で囲んでください。'
    ),
    "quote": Wording(
        "YAML016",
        "引用符を閉じた後に文字が続いています",
        "値の全体を ' ' で囲むか、中の \" を “ ” や「 」に直してください。",
    ),
    "open-quote": Wording("YAML016", "引用符が閉じていません", "値の終わりに同じ引用符を書いてください。"),
    "colon-in-text": Wording(
        "YAML017",
        "値の中に「: 」（コロンと空白）があります",
        '値の全体を " " で囲むか、全角の「：」に直してください。',
    ),
    "bracket": Wording(
        "YAML018",
        "かっこが閉じていません",
        '「{0}」を書き足すか、文字としてのかっこなら値を " " で囲んでください。',
    ),
    "indent": Wording(
        "YAML019",
        "字下げがそろっていないか、前の行の書き方に誤りがあります",
        "同じ段の項目は、行の初めの空白を同じ数にそろえてください。キーの後には「: 」が要ります。",
    ),
    "syntax": Wording(
        "YAML020", "YAMLとして読めません", "この行と一つ前の行の、字下げ・コロン・引用符を見直してください。"
    ),
}


class Problem(NamedTuple):
    """A validator error with what is known of its place."""

    key: str
    title: str
    value: Any
    context: Mapping[str, Any]
    example: str


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    names = {dict: "キーと値の組", list: "一覧", type(None): "空"}
    text = names.get(type(value)) or str(value)
    return text if len(text) <= 30 else text[:30] + "…"


def _missing(p: Problem) -> Wording:
    return Wording(
        "SHAPE002",
        f"「{p.key}」{p.title}がありません",
        f"この項目に「{p.key}: {p.example}」を書き足してください。",
    )


def _text_expected(p: Problem) -> Wording:
    if p.value is None:
        return Wording(
            "SHAPE004",
            f"「{p.key}」{p.title}の値が空です",
            f"「{p.key}: {p.example}」のように値を書いてください。",
        )
    message = f"「{p.key}」{p.title}には文字を書きます（いまは{_shown(p.value)}）"
    if isinstance(p.value, dict):
        return Wording("SHAPE003", message, '文の中に「: 」があるときは、値の全体を " " で囲んでください。')
    if isinstance(p.value, list):
        return Wording(
            "SHAPE003", message, '一つの文字列として書くか、[ で始まる文なら値の全体を " " で囲んでください。'
        )
    return Wording("SHAPE003", message, f'"{_shown(p.value)}" のように引用符で囲んでください。')


def _unquoted(p: Problem) -> Wording:
    text = p.context["text"]
    what = "日付" if text.count("-") == 2 and text[:4].isdigit() else "値"
    return Wording(
        "SHAPE005",
        f"「{p.key}」{p.title}の{what}「{text}」が引用符で囲まれていません",
        f'数や日付として読み替えられないように、"{text}" と書いてください。',
    )


def _list_expected(p: Problem) -> Wording:
    help = "値を一つずつ、行の初めに「- 」を付けて書いてください。"
    if isinstance(p.value, str) and p.value.startswith("-"):
        help = "- の後に半角の空白を一つ入れてください。"
    return Wording("SHAPE003", f"「{p.key}」{p.title}には一覧を書きます（いまは{_shown(p.value)}）", help)


def _mapping_expected(p: Problem) -> Wording:
    return Wording(
        "SHAPE003",
        f"「{p.key}」{p.title}には「キー: 値」の組を書きます（いまは{_shown(p.value)}）",
        "一段字下げして「キー: 値」の行を書いてください。",
    )


def _whole_number(p: Problem) -> Wording:
    help = "半角の数字で、引用符・桁区切り・単位を付けずに書いてください。例：2027"
    return Wording("SHAPE003", f"「{p.key}」{p.title}には整数を書きます（いまは{_shown(p.value)}）", help)


def _out_of_range(p: Problem) -> Wording:
    bounds = "・".join(
        f"{word}{p.context[key]}" for key, word in (("ge", "最小 "), ("le", "最大 ")) if key in p.context
    )
    return Wording(
        "SHAPE006",
        f"「{p.key}」{p.title}の値 {_shown(p.value)} が範囲の外です（{bounds}）",
        "西暦4桁の年度などの誤りがないか確かめてください。",
    )


def _number(p: Problem) -> Wording:
    text = p.context["text"]
    message = f"「{p.key}」{p.title}の値「{text}」は読めません" if text else f"「{p.key}」{p.title}の値が空です"
    help = "半角の数（小数の桁は印刷するとおり）、－、未定、策定時実績値以上 のどれかを書きます。"
    digits = (
        text.translate(str.maketrans("０１２３４５６７８９．，", "0123456789.,")).replace(",", "").replace("，", "")
    )
    number = digits.rstrip("％%人件回社年箇所団体店舗路線者万トンCO２₂ ")
    if number and number != text and number.replace(".", "", 1).isdigit():
        help = f"単位や桁区切りを付けずに、半角で {number} と書いてください。単位は unit に書きます。"
    return Wording("SHAPE007", message, help)


def _dash(p: Problem) -> Wording:
    return Wording(
        "SHAPE007",
        f"「{p.key}」{p.title}の「{p.context['text']}」は、値がないことの印ではありません",
        "値がないときは「－」（全角のハイフン、U+FF0D）を書いてください。",
    )


def _choice(p: Problem) -> Wording:
    choices = [
        entry.strip(" '")
        for entry in str(p.context.get("expected", p.context.get("expected_tags", ""))).replace(" or ", ",").split(",")
    ]
    return Wording(
        "SHAPE008",
        f"「{p.key}」{p.title}に「{_shown(p.value)}」は書けません",
        did_you_mean(str(p.value), choices),
    )


def _true_or_false(p: Problem) -> Wording:
    return Wording(
        "SHAPE003",
        f"「{p.key}」{p.title}には true か false を書きます（いまは{_shown(p.value)}）",
        "半角で、引用符を付けずに true と書いてください。当てはまらないときは、この行を消します。",
    )


def _pattern(p: Problem) -> Wording:
    if p.key in {"id", "quote"}:
        return Wording(
            "SHAPE009",
            f"id「{_shown(p.value)}」に使えない文字があります",
            "半角の英小文字・数字・ハイフンだけで、英字から書いてください。例：waiting-children",
        )
    return Wording(
        "SHAPE009",
        f"「{p.key}」{p.title}の値「{_shown(p.value)}」が決まった形ではありません",
        f"例：{p.example}",
    )


def _goals(_: Problem) -> Wording:
    return Wording(
        "SHAPE010",
        "「sdgs」にはSDGsの目標の番号を書きます",
        "[3, 4, 5] のように1から17までの番号を並べるか、未定 と書いてください。",
    )


def _length(p: Problem) -> Wording:
    if isinstance(p.value, str):
        return Wording(
            "SHAPE004",
            f"「{p.key}」{p.title}の値が空か、長すぎます",
            "値を書いてください（上限20,000文字）。",
        )
    return Wording("SHAPE004", f"「{p.key}」{p.title}の項目の数が足りないか、多すぎます", "項目を見直してください。")


def _one_line(p: Problem) -> Wording:
    return Wording("SHAPE011", f"「{p.key}」{p.title}は一行で書きます", "改行を取ってください。| や > も要りません。")


def _mark_not_allowed(p: Problem) -> Wording:
    return Wording(
        "SHAPE012",
        f"「{p.key}」{p.title}には {p.context['mark']} の印を使えません",
        "印を取り、言葉だけを書いてください。用語の印は本文・取組・指標名で使えます。",
    )


VALIDATION: dict[str, Callable[[Problem], Wording]] = {
    "missing": _missing,
    "string_type": _text_expected,
    "string_too_short": _length,
    "string_too_long": _length,
    "too_short": _length,
    "too_long": _length,
    "unquoted": _unquoted,
    "tuple_type": _list_expected,
    "list_type": _list_expected,
    "dict_type": _mapping_expected,
    "model_type": _mapping_expected,
    "model_attributes_type": _mapping_expected,
    "union_tag_not_found": _mapping_expected,
    "int_type": _whole_number,
    "int_parsing": _whole_number,
    "int_from_float": _whole_number,
    "bool_type": _true_or_false,
    "greater_than_equal": _out_of_range,
    "less_than_equal": _out_of_range,
    "string_pattern_mismatch": _pattern,
    "literal_error": _choice,
    "union_tag_invalid": _choice,
    "value_not_number": _number,
    "value_dash": _dash,
    "goals": _goals,
    "one_line": _one_line,
    "mark_not_allowed": _mark_not_allowed,
}


def unknown_key(key: str, label: str, known: Iterable[str]) -> Wording:
    """A key that the kind does not have."""
    return Wording("SHAPE001", f"「{key}」というキーは、{label}にはありません", did_you_mean(key, known))


def unknown_block(key: str, known: Iterable[str]) -> Wording:
    """An entry of a body that says with no key what it is."""
    message = f"「{key}」という種類の内容はありません" if key else "内容の種類（text や figure など）が書かれていません"
    return Wording("SHAPE001", message, did_you_mean(key, known))


def describe(kind: str, problem: Problem, fallback: str) -> Wording:
    """The wording for a validator error; the validator's own words where we have none."""
    if isinstance(problem.value, UnquotedScalar) and kind == "string_type":
        return _unquoted(problem)
    if wording := VALIDATION.get(kind):
        return wording(problem)
    return Wording("SHAPE099", f"「{problem.key}」{problem.title}の値を読めません（{fallback}）")
