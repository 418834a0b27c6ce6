"""Rules on terms (用語) and on the marks of notes."""

import re
from collections.abc import Iterator
from functools import cache

from vision_compiler.diagnostics import Related, Severity
from vision_compiler.model.base import Node
from vision_compiler.model.chapter import Chapter
from vision_compiler.model.glossary import Term
from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Measure
from vision_compiler.model.text import TermMark, folded, pieces
from vision_compiler.model.values import UNDECIDED_WORD
from vision_compiler.rules.registry import Problem, rule
from vision_compiler.source import KeyPath


@rule("TERM001", "用語がどこからも引かれていない", Severity.WARNING)
def unused_term(plan: Plan) -> Iterator[Problem]:
    """用語の解説は、本文の [[用語]] から引かれたときだけ注として印刷されます。
    どこからも引かれない用語は、印の付け忘れか、消し忘れです。
    """
    used = plan.quoted(TermMark)
    for word, term in plan.terms.items():
        if word not in used:
            yield Problem(
                term.span("term"),
                f"用語「{word}」は、本文のどこからも引かれていません",
                f"初めて出てくる場所に [[{word}]] と印を付けるか、使わない用語なら消してください。",
            )


@rule("TERM002", "同じ用語が二つある", Severity.WARNING)
def same_term_twice(plan: Plan) -> Iterator[Problem]:
    """全角と半角だけが違う用語（ＩＣＴ と ICT）は同じ用語です。解説は一度だけ書きます。"""
    first: dict[str, Term] = {}
    for term in plan.terms.values():
        known = first.setdefault(folded(term.term).lower(), term)
        if known is not term:
            related = (Related("先に書かれている用語", known.span("term")),)
            message = f"用語「{term.term}」は、「{known.term}」と同じ用語です"
            yield Problem(term.span("term"), message, "片方を消し、本文の印をそろえてください。", related)


@rule("TERM003", "用語の解説が「。」で終わっていない", Severity.WARNING)
def definition_without_full_stop(plan: Plan) -> Iterator[Problem]:
    """解説は「…のこと。」のように、句点で終わる文にします。途中で切れた解説も見付かります。"""
    for term in plan.terms.values():
        if term.definition != UNDECIDED_WORD and not term.definition.endswith("。"):
            message = f"用語「{term.term}」の解説が「。」で終わっていません"
            yield Problem(term.span("definition"), message, "「…のこと。」のように、文の終わりまで書いてください。")


@rule("TERM004", "用語が、印より前に印なしで使われている", Severity.WARNING)
def used_before_its_mark(plan: Plan) -> Iterator[Problem]:
    """注は、章や施策の中で用語が初めて出る所に付けます。後の方に印があると、読む人は初めの所で意味が分かりません。"""
    for place in (*plan.of(Chapter), *plan.of(Measure)):
        texts = [(node, keys, pieces(text)) for node, keys, text in place.texts()]
        marked = {piece.words for _, _, found in texts for piece in found if isinstance(piece, TermMark)}
        bare: dict[str, tuple[Node, KeyPath]] = {}
        for node, keys, piece in ((node, keys, piece) for node, keys, found in texts for piece in found if marked):
            if isinstance(piece, TermMark) and piece.words in bare:
                owner, where = bare.pop(piece.words)
                message = f"用語「{piece.words}」が、印 [[ ]] のある所より前に出てきます"
                related = (Related("印のある所", node.find(str(piece), *keys)),)
                span = owner.find(piece.words, *where)
                yield Problem(span, message, f"ここを [[{piece.words}]] とし、後の印を取ってください。", related)
            elif isinstance(piece, str):
                bare |= {word: (node, keys) for word in marked if word in piece and word not in bare}


_KATAKANA_WORD = re.compile(r"[ァ-ヶー]{5,}")


@rule("TERM005", "用語を書き間違えたような片仮名の言葉がある", Severity.WARNING)
def misspelt_term(plan: Plan) -> Iterator[Problem]:
    """用語の片仮名（リスキリング）と一、二字だけ違う言葉（リスクリング、リスティング）を知らせます。"""
    known = {word for term in plan.terms for word in _KATAKANA_WORD.findall(term)}
    in_order = sorted(known)

    @cache
    def meant_by(word: str) -> str | None:
        return next((term for term in in_order if word not in known and _is_slip(word, term)), None)

    for node, keys, text in plan.texts:
        for word in dict.fromkeys(_KATAKANA_WORD.findall(text)):
            if meant := meant_by(word):
                message = f"「{word}」は、用語「{meant}」の書き間違いではありませんか"
                yield Problem(node.find(word, *keys), message, f"用語のことなら「{meant}」に直してください。")


def _is_slip(word: str, term: str) -> bool:
    """One character off, or two in a word of six and more."""
    if abs(len(word) - len(term)) > 2:
        return False
    return 0 < _distance(word, term) <= (2 if min(len(word), len(term)) >= 6 else 1)


def _distance(one: str, other: str) -> int:
    """Levenshtein distance."""
    row = list(range(len(other) + 1))
    for number, character in enumerate(one, 1):
        before, row[0] = row[0], number
        for index, expected in enumerate(other, 1):
            before, row[index] = (
                row[index],
                min(row[index] + 1, row[index - 1] + 1, before + (character != expected)),
            )
    return row[-1]


@rule("TERM006", "よみが仮名で書かれていない", Severity.WARNING)
def reading_not_in_kana(plan: Plan) -> Iterator[Problem]:
    """よみは、用語解説を五十音順に並べるために使います。"""
    for term in plan.terms.values():
        if not re.fullmatch(r"[ぁ-ゖァ-ヶー・ 　]+", term.reading):
            message = f"用語「{term.term}」のよみ「{term.reading}」に、仮名でない字があります"
            yield Problem(term.span("reading"), message, "ひらがなで書いてください。")


_TYPED_MARK = re.compile(r"[※★＊][0-9０-９]+")


@rule("TERM007", "注の印が本文に書かれている", Severity.WARNING)
def typed_note_mark(plan: Plan) -> Iterator[Problem]:
    """※１や★１の印と番号は、[[用語]] や note から自動で付きます。"""
    for node, keys, text in plan.texts:
        if found := _TYPED_MARK.search(text):
            help = "印を消し、用語を [[ ]] で囲むか、指標の note に説明を書いてください。"
            yield Problem(node.find(found[0], *keys), f"注の印「{found[0]}」が書かれています", help)
