"""Rules on characters that stand where an ordinary one belongs."""

import re
from collections.abc import Iterator
from itertools import groupby

from vision_compiler.diagnostics import Severity
from vision_compiler.model.characters import SUSPECTS, Fault, fault_of, ordinary, repertoire
from vision_compiler.model.passages import Passage
from vision_compiler.model.plan import Plan
from vision_compiler.rules.registry import Problem, rule


@rule("CHAR001", "機種依存文字がある", Severity.WARNING)
def platform_character(plan: Plan) -> Iterator[Problem]:
    """㈱、№、㎜、Ⅳ のように一字に組まれた文字は、機器によって化けたり、読み上げられなかったりします。
    普通の文字を並べて書きます。①のような丸で囲んだ数字は使えます。
    """
    for passage, start, words in _found(plan, Fault.PLATFORM):
        for index, character in enumerate(words, start):
            usual = ordinary(character)
            help = f"「{usual}」のように、普通の文字で書いてください。" if usual else "普通の文字で書いてください。"
            yield Problem(passage.span(index, index + 1), f"「{character}」は、機器によって化ける文字です", help)


@rule("CHAR002", "半角のカタカナがある", Severity.WARNING)
def half_width_katakana(plan: Plan) -> Iterator[Problem]:
    """半角のカタカナ（ｱｲｳ）や、半角の句読点・かぎかっこは、古い機器のための文字です。全角で書きます。"""
    for passage, start, words in _found(plan, Fault.HALF_KANA):
        message = f"半角の文字（{words}）があります"
        yield Problem(passage.span(start, start + len(words)), message, f"全角の {ordinary(words)} に直してください。")


@rule("CHAR003", "漢字の代わりに、部首の文字がある")
def radical_for_kanji(plan: Plan) -> Iterator[Problem]:
    """PDFから文を写すと、「方」が部首の「⽅」に変わるように、見分けのつかない別の文字になることがあります。
    検索で見つからず、印刷に使う書体にもないので、正しい漢字に直します。
    """
    for passage, start, words in _found(plan, Fault.RADICAL):
        yield from _lookalikes(passage, start, words)


@rule("CHAR005", "漢字の代わりに、互換漢字がある", Severity.WARNING)
def compatibility_for_kanji(plan: Plan) -> Iterator[Problem]:
    """「塚」のような互換漢字は、普通の「塚」と見分けがつかないか、形が少し違うだけですが、検索では別の字になります。
    人の名前のために使うときは、waive に理由を書きます。
    """
    for passage, start, words in _found(plan, Fault.COMPATIBILITY):
        yield from _lookalikes(passage, start, words)


def _lookalikes(passage: Passage, start: int, words: str) -> Iterator[Problem]:
    for index, character in enumerate(words, start):
        usual = ordinary(character)
        help = f"「{usual}」に直してください。" if usual else "その漢字を打ち直してください。"
        message = f"「{character}」（U+{ord(character):04X}）は、漢字に似た別の文字です"
        yield Problem(passage.span(index, index + 1), message, help)


def _found(plan: Plan, fault: Fault) -> Iterator[tuple[Passage, int, str]]:
    """Every run of characters with a fault, which no other rule reports: (passage, where it starts, the run)."""
    for passage in plan.suspects:
        for suspects in SUSPECTS.finditer(passage.text):
            for found, group in groupby(enumerate(suspects[0], suspects.start()), lambda each: fault_of(each[1])):
                run = [each for each in group if fault is Fault.RADICAL or each[1] in repertoire()]
                if found is fault and run:
                    yield passage, run[0][0], "".join(character for _, character in run)


_ANY_SDGS = re.compile("[SsＳｓ][DdＤｄ][GgＧｇ]")
_LATIN = "A-Za-zＡ-Ｚａ-ｚ"
_SDGS = re.compile(rf"(?<![{_LATIN}./@_-])[SsＳｓ][DdＤｄ][GgＧｇ]['’‘＇´`]?[SsＳｓ](?![{_LATIN}./@_-])")


@rule("CHAR004", "SDGsの書き方が違う", Severity.WARNING)
def sdgs_misspelled(plan: Plan) -> Iterator[Problem]:
    """SDGsは、大文字のSDGと小文字のsで書きます。SDGｓのような全角と半角の混ざりや、SDGS、SDG'sは誤りです。
    全て全角のＳＤＧｓは使えます。
    """
    for passage in plan.passages:
        for found in _SDGS.finditer(passage.text) if _ANY_SDGS.search(passage.text) else ():
            if found[0] not in ("SDGs", "ＳＤＧｓ"):
                message = f"「{found[0]}」は、SDGsの正しい書き方ではありません"
                yield Problem(passage.span(*found.span()), message, "「SDGs」に直してください。")
