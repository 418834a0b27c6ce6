"""Rules on characters that can be printed."""

import re
import unicodedata
from collections.abc import Iterator

from vision_compiler.model.characters import Fault, fault_of, repertoire
from vision_compiler.model.plan import Plan
from vision_compiler.rules.registry import Problem, rule

#: A letter with marks of its own (か゚, ə̀).
_MARKED = re.compile("[^\u0300-\u036f\u3099\u309a][\u0300-\u036f\u3099\u309a]+")


@rule("FONT001", "書体にない文字がある")
def glyph_missing(plan: Plan) -> Iterator[Problem]:
    """印刷に使う書体（BIZ UD）にない文字は、豆腐（□）になってしまうので、印刷する前に誤りとします。
    漢字に似た部首の文字も書体にありませんが、CHAR003 が知らせます。一つの字に重ねられる記号は、一つだけです。
    """
    printable = repertoire() | {"\n"}
    whole = "".join(text for _, _, text in plan.texts)
    if set(whole) <= printable and not _MARKED.search(whole):
        return  # one look at all of them, and nearly always enough
    for node, keys, text in plan.texts:
        for character in dict.fromkeys(text):
            if character not in printable and fault_of(character) is not Fault.RADICAL:
                yield Problem(
                    node.find(character, *keys),
                    f"{_named(character)}は、印刷に使う書体にありません",
                    _remedy(character),
                )
        for letter in filter(_is_overloaded, dict.fromkeys(_MARKED.findall(text))):
            message = f"「{letter}」のように記号を重ねた字は、印刷に使う書体にありません"
            yield Problem(node.find(letter, *keys), message, "字に重ねる記号は、一つだけにしてください。")


def _is_overloaded(letter: str) -> bool:
    """Whether a letter has more than one mark: a font has no glyph for that, and nobody could copy it from a PDF."""
    return len(unicodedata.normalize("NFD", letter)) > 2


def _named(character: str) -> str:
    code = f"U+{ord(character):04X}"
    return (
        f"「{character}」（{code}）"
        if character.isprintable() and unicodedata.category(character) != "Mn"
        else f"文字 {code} "
    )


def _remedy(character: str) -> str:
    if character == "\t":
        return "タブを消してください。"
    if unicodedata.category(character) in {"Mn", "Cf"}:
        return "前の字に付いた、異体字を表す見えない印です。その字を打ち直してください。"
    usual = unicodedata.normalize("NFKC", character)
    if usual != character and all(part in repertoire() for part in usual):
        return f"よく似た「{usual}」に直してください。"
    return "別の字（異体字や仮名）に直すか、言葉を言い換えてください。"
