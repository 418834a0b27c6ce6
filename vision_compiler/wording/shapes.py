"""A value of the wrong shape: one in place of many, a list or a mapping in place of text, and what it was meant for."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from vision_compiler.model.base import ID_PATTERN
from vision_compiler.model.chapter import BLOCKS
from vision_compiler.source import Empty
from vision_compiler.wording.choices import MEANINGS, with_meanings
from vision_compiler.wording.problem import Problem, shown
from vision_compiler.wording.words import QUOTE, Wording

#: Keys whose value is an id, or a list of ids that are names of files.
_IDS = {"id", "quote", "of", "highlight"}
_FILES = {"strategies", "contents", "front", "fields"}
#: Keys of running text, and titles of other keys of that name.
_PROSE = {"text", "verse", "direction", "effect", "passage", "definition", "summary"}
_NO_PROSE = {"取組の名称", "できごと", "指針の文", "説明", "概要版での名称"}
#: How true is said in words.
_REASON = "理由を文で書いてください。"
_IN_WORDS = {
    "provisional": _REASON,
    "missing": _REASON,
    "mark": "◆ や ○ のような印を書いてください。",
    "placeholder": "何がいつ載るかを文で書いてください。",
}


# Text.


def text_expected(p: Problem) -> Wording:
    """Something else in place of text."""
    message = f"{p.name}には文字を書きます（いまは{shown(p.value)}）"
    if isinstance(p.value, dict):
        return _pairs(p, p.value, message)
    if isinstance(p.value, list):
        return Wording("SHAPE003", message, _one_of(p, p.value))
    if isinstance(p.value, bool):
        return Wording("SHAPE003", message, _in_words(p))
    if p.key in {"id", "quote", "date", "code", "strategies", "contents"}:
        return Wording("SHAPE003", message, f"例：{p.example}")
    return Wording("SHAPE003", message, f'"{p.value}" のように引用符で囲んでください。')


def _in_words(p: Problem) -> str:
    if p.value is False:
        return "当てはまらないときは、この行を消してください。"
    return _IN_WORDS.get(p.key, "true ではなく、文字で書いてください。")


def _pairs(p: Problem, value: Mapping[str, Any], message: str) -> Wording:
    """A colon in a text, or lines that belong somewhere else."""
    block = next((key for key in value if key in BLOCKS), "")
    if not all(re.fullmatch("[a-z_]+", key) for key in value):
        return Wording("SHAPE003", message, f"文の中に「: 」があるときは、{QUOTE}")
    if p.key in _FILES:
        parts = "編は parts に書きます。" if {"contents", "title"} & set(value) else ""
        return Wording("SHAPE003", message, f"{parts}{p.key} には、idだけを「- opening」のように書いてください。")
    if p.is_entry and block:
        message = f"「{p.key}」の中に「- {block}:」は入れられません"
        help = f"字下げを減らして「- {p.key}:」の行とそろえ、別の内容にしてください。"
        return Wording("SHAPE003", message, help)
    return Wording("SHAPE003", message, "「- 」の後に、文だけを書いてください。" if p.is_entry else _beside(p, value))


def _beside(p: Problem, value: Mapping[str, Any]) -> str:
    """The text and the other keys of a content, which stand below its key instead of beside it."""
    siblings = BLOCKS[p.key].model_fields if p.key in BLOCKS else {}
    text = next((entry for key, entry in value.items() if key not in siblings and isinstance(entry, str)), "…")
    help = f"「{p.key}: {shown(text).strip('「」')}」のように、同じ行に文を書いてください。"
    if others := [key for key in value if key in siblings]:
        help += f"{''.join(f'「{key}:」' for key in others)}の行は、字下げを「{p.key}:」とそろえます。"
    return help


def _one_of(p: Problem, value: list[Any]) -> str:
    if p.key in BLOCKS and p.key in _IDS:
        return _on_lines([f"{p.key}: {entry}" for entry in value])
    if p.key in _PROSE and p.title not in _NO_PROSE:
        line = "一行ずつ" if p.key == "verse" else "一行に一文ずつ"
        return f"「{p.key}: |」と書き、次の行から字下げして、「- 」を付けずに{line}書いてください。"
    return f"「- 」や [ ] を付けずに一つだけ書いてください。[ で始まる文なら、{QUOTE}"


def _on_lines(entries: list[str]) -> str:
    lines = "".join(f"「- {entry}」" for entry in entries[:3])
    return f"一つずつ、{lines}のように行を分けて書いてください。"


def pattern(p: Problem) -> Wording:
    """A word that does not have the form of its key."""
    several = [entry for entry in re.split(r"[、，,・\s]+", str(p.value)) if entry]
    are_ids = len(several) > 1 and all(re.fullmatch(ID_PATTERN, entry) for entry in several)
    if p.key not in _IDS | _FILES or _is_fact(p):
        return Wording("SHAPE009", f"{p.name}の{shown(p.value)}が、決まった形ではありません", _form(p))
    message = f"id{shown(p.value)}は、idの決まりに合いません"
    if are_ids and (p.is_entry or p.key in BLOCKS):
        message = f"{shown(p.value)}は、一つのidではありません"
        prefix = f"{p.key}: " if p.key in BLOCKS else ""
        return Wording("SHAPE009", message, _on_lines([prefix + entry for entry in several]))
    if p.key == "highlight":
        return Wording("SHAPE009", message, f"この施策の取組のidを書くか、この行を消してください。例：{p.example}")
    return Wording("SHAPE009", message, _id_help(p))


def _id_help(p: Problem) -> str:
    plain = unicodedata.normalize("NFKC", str(p.value)).strip().lower().removesuffix(".yaml").replace("_", "-")
    if re.fullmatch(ID_PATTERN, plain):
        return f"{plain} と書いてください。"
    if p.key in {"quote", "of"}:
        return "題名ではなく、引用する項目の id: に書いてあるものを写してください。例：learning-support"
    if p.key in _FILES:
        return "ファイル名から .yaml を取ったもの（半角の英小文字・数字・ハイフン）を書いてください。"
    return "半角の英小文字と数字を、ハイフン一つでつなぎ、英字から書いてください。例：learning-support"


def _is_fact(p: Problem) -> bool:
    """Whether the key holds the name of a number, whose parts have points between them."""
    return "\\." in str(p.context.get("pattern", ""))


def _form(p: Problem) -> str:
    if marked := re.fullmatch(r"\{\{\s*(.+?)\s*\}\}", str(p.value)):
        return f"{{{{ }}}} を取って、{marked[1]} と書いてください。"
    if p.key == "goal_icons":
        return (
            "このファイルの隣に置いたフォルダーの名前だけを、半角の英小文字・数字・ハイフンで書いてください。例：icons"
        )
    if p.key == "id":
        return "半角の英小文字・数字・ハイフンを点でつないで書いてください。例：population.actual"
    return f"例：{p.example}" if p.example != "…" else "ほかの項目の、同じキーの値と見比べてください。"


# Lists.


def list_expected(p: Problem) -> Wording:
    """A single value in place of a list."""
    message = f"{p.name}には一覧を書きます（いまは{shown(p.value)}）"
    help = "行の初めに「- 」を付け、一行に一つずつ書いてください。"
    if _long_dash(p.value):
        message = f"{p.name}の一覧の初めが、半角のハイフンではありません"
        help = "長音（ー）や全角の横棒ではなく、半角のハイフンと半角の空白「- 」にしてください。"
    elif p.key in {"body", "closing"}:
        first = next((key for key in p.value if key in BLOCKS), "text") if isinstance(p.value, dict) else "text"
        help = f"「{p.key}:」の次の行から、「- {first}:」のように、「- 」と種類で始めて書いてください。"
    elif p.key in _LINES:
        help = f"「{p.key}:」の次の行から、{_mapping_help(p._replace(is_entry=True))}"
    elif p.example.startswith("["):
        help = f"例：{p.key}: {p.example}（半角の [ ] と「, 」）"
    elif entries := _as_list(p.value):
        help = f"「{p.key}: {entries}」と書くか、次の行から「- 」を付けて、一行に一つずつ書いてください。"
    return Wording("SHAPE003", message, help)


def _as_list(value: Any) -> str:
    """The list in brackets that was meant: of one entry, or of the ids between commas."""
    ids = [entry for entry in re.split(r"[、，,・\s]+", str(value)) if entry]
    if all(re.fullmatch(ID_PATTERN, entry) for entry in ids):
        return f"[{', '.join(ids)}]"
    is_plain = isinstance(value, str) and re.fullmatch(r"[^\[\]{}:#\"'\n,]{1,40}", value)
    return f"[{value}]" if is_plain else ""


def _long_dash(value: Any) -> bool:
    first = next(iter(value), "") if isinstance(value, dict) else value
    return isinstance(first, str) and re.match(r"[-－ー―・]", first) is not None


# Mappings.

#: The lines of a mapping, by the key that it stands under.
_LINES = {
    "timeline": ("period: 2024年", "text: 計画の策定"),
    "contacts": ("name: 企画課", "phone: 03-0000-0000"),
    "quotation": ("of: 引用する項目のid", "text: 抜粋の文"),
    "figure": ("id: 図のid", "title: 図の題名", "placeholder: 未定"),
    "excerpt": ("title: もとの文書の題名", "sections:"),
    "sections": ("id: 節のid", "title: 見出し"),
    "diagram": ("kind: vision",),
    "terms": ("id: ict", "term: ICT", "reading: あいしーてぃー", "definition: 情報通信技術のこと。"),
    "initiatives": ("id: learning-support", "text: 学びの支援"),
    "measures": ("id: learning", "title: 学びを広げる"),
    "kpis": ("id: lessons", "name: 講座の参加者数", "baseline: 17.9"),
    "target_indicators": ("id: lessons", "name: 講座の参加者数", "baseline: 17.9"),
    "guidelines": ("id: guideline-learning", "text: 学び合うまち"),
    "stances": ("id: stance-cooperation", "title: 連携するまち"),
    "documents": ("id: strategy", "title: 総合戦略"),
    "parts": ("id: part-introduction", "title: 序論", "contents:"),
    "points": ("at: 2040", "value: 258500"),
    "layers": ("id: basic-plan", "title: 基本計画", "text: この層で定めること"),
    "waive": ("rule: FACT005", "reason: 見逃してよい理由"),
}


#: Titles of the sections of an excerpt, which are no sections of the plan.
_EXCERPTED = {"項目", "下の項目"}


def mapping_expected(p: Problem) -> Wording:
    """Something else in place of keys with values."""
    what = "の一つ一つは「キー: 値」の組で" if p.is_entry else "には「キー: 値」の組を"
    return Wording("SHAPE003", f"{p.name}{what}書きます（いまは{shown(p.value)}）", _mapping_help(p))


def _mapping_help(p: Problem) -> str:
    if p.example.startswith("{"):
        return f"例：{p.key}: {p.example}（半角の {{ }} と「: 」と「, 」）"
    if p.key == "period":
        return "例：period: {start: 2024, end: 2031}（半角の { } と「: 」と「, 」）"
    is_id = isinstance(p.value, str) and re.fullmatch(ID_PATTERN, p.value)
    if is_id and p.key == "sections" and p.title not in _EXCERPTED:
        return f"「- quote: {p.value}」と書くと、その項目を節として載せられます。"
    if is_id and p.key in {"figure", "quotation"}:
        return (
            f"ほかの所の図や文をそのまま載せるなら、「- quote: {p.value}」と書いてください。新しく書くなら、{_lines(p)}"
        )
    return _lines(p)


def _lines(p: Problem) -> str:
    first, *others = _LINES.get(p.key, ("キー: 値",)) if p.title not in _EXCERPTED else ("title: 見出し", "bullets:")
    if p.key == "timeline" and (entry := re.fullmatch(r"(\S+)[\s　]+(\S.*)", str(p.value))):
        first, *others = f"period: {entry[1]}", f"text: {entry[2]}"
    if not p.is_entry:
        lines = "".join(f"「{line}」" for line in (first, *others))
        return f"「{p.key}:」の次の行から、字下げして{lines}のように書いてください。"
    below = "".join(f"「{line}」" for line in others)
    return f"一つ一つを「- {first}」" + (f"と、その下の行の{below}" if below else "") + "のように書いてください。"


# The content of a chapter.


def kind_of_content(p: Problem) -> Wording:
    """No key that says what it is."""
    if p.key == "diagram":
        return _kind_of_diagram(p)
    colon = re.match(rf"(?P<kind>{'|'.join(BLOCKS)}) ?(?P<colon>[:：])", p.value) if isinstance(p.value, str) else None
    if colon and colon["colon"] == "：":
        help = f"「- {colon['kind']}: 」のように、半角のコロンと半角の空白に直してください。"
        return Wording("YAML010", "コロンが全角（：）です", help)
    if colon:
        help = f"「- {colon['kind']}: 」のように、コロンの後に半角の空白を一つ入れてください。"
        return Wording("YAML012", "コロンの後に空白がありません", help)
    help = "「- text: |」のように種類を書き、次の行から字下げして文章を書いてください。"
    return Wording("SHAPE001", "内容の種類が書かれていません", help)


def _kind_of_diagram(p: Problem) -> Wording:
    if isinstance(p.value, Empty):
        help = f"「diagram: {{kind: vision}}」のように、図の種類を書いてください。{with_meanings(MEANINGS['kind'])}"
        return Wording("SHAPE004", f"{p.name}の値が空です", help)
    message = f"{p.name}に「kind」（種類）がありません"
    help = f"「kind: vision」のような行を書き足してください。{with_meanings(MEANINGS['kind'])}"
    return Wording("SHAPE002", message, help)
