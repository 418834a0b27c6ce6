"""Characters that look like others or that not every machine shows alike, and what to write instead."""

import re
from enum import Enum
from functools import cache
from importlib.resources import files
from unicodedata import normalize


@cache
def repertoire() -> frozenset[str]:
    """Every character that all our fonts (BIZ UD) have; the list is part of the program and a test compares it."""
    return frozenset((files(__package__) / "repertoire.txt").read_text(encoding="utf-8"))


class Fault(Enum):
    """What is wrong with a character."""

    PLATFORM = "機種依存文字"
    HALF_KANA = "半角のカタカナ"
    RADICAL = "部首の文字"
    COMPATIBILITY = "互換漢字"


#: Stretches of the code table that hold signs made of several characters. ℃ and Å are ordinary signs.
_PLATFORM = (
    (0x2116, 0x2116),  # №
    (0x2120, 0x2122),  # ℠ ℡ ™
    (0x213B, 0x213B),  # ℻
    (0x2160, 0x217F),  # Ⅰ … ⅿ
    (0x2474, 0x24E9),  # ⑴ ⒈ ⒜ Ⓐ ⓩ
    (0x3200, 0x3250),  # ㈠ ㈱ ㉐
    (0x3260, 0x32B0),  # ㊀ ㊤ ㊥
    (0x32C0, 0x33FF),  # ㋀ ㋿ ㍉ ㍻ ㎜ ㏍
)
_HALF_KANA = (0xFF61, 0xFF9F)
_RADICALS = (0x2E80, 0x2FDF)
_COMPATIBILITY = ((0xF900, 0xFAFF), (0x2F800, 0x2FA1F))
#: Radicals that Unicode does not connect with their kanji, and those that it connects with the old form.
_KANJI = dict(
    zip(
        "⺝⺟⺠⺡⺧⺩⺪⺬⺶⺼⺽⻁⻄⻅⻆⻑⻗⻘⻝⻣⻤⻨⻩⻫⻭⻯⻲⼾⿊⾭⿆⿈⿒⿔",
        "月母民氵牛王疋示羊月臼虎西見角長雨青食骨鬼麦黄斉歯竜亀戸黒青麦黄歯亀",
        strict=True,
    )
)
_SQUARED = {
    "㎡": "平方メートル",
    "㎢": "平方キロメートル",
    "㎥": "立方メートル",
    "㎠": "平方センチメートル",
    "℡": "電話",
}


#: Runs of characters that may have a fault.
SUSPECTS = re.compile(
    "[" + "".join(f"{chr(a)}-{chr(b)}" for a, b in (*_PLATFORM, _HALF_KANA, _RADICALS, *_COMPATIBILITY)) + "]+"
)


def fault_of(character: str) -> Fault | None:
    """What is wrong with a character, if anything."""
    code = ord(character)
    if any(first <= code <= last for first, last in _PLATFORM):
        return Fault.PLATFORM
    if _HALF_KANA[0] <= code <= _HALF_KANA[1]:
        return Fault.HALF_KANA
    if _RADICALS[0] <= code <= _RADICALS[1]:
        return Fault.RADICAL
    # Some of the compatibility ideographs are kanji of their own (﨑).
    if any(first <= code <= last for first, last in _COMPATIBILITY) and normalize("NFKC", character) != character:
        return Fault.COMPATIBILITY
    return None


def ordinary(words: str) -> str | None:
    """What to write instead of faulty characters; None where that cannot be known."""
    usual = _SQUARED.get(words) or "".join(_KANJI.get(character, character) for character in words)
    usual = normalize("NFKC", usual)
    return usual.replace("(", "（").replace(")", "）") if usual != words else None
