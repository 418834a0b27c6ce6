"""What an author can do about a reference that finds nothing."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from vision_compiler.model.base import Node
from vision_compiler.model.chapter import Figure
from vision_compiler.model.field import PolicyField
from vision_compiler.model.glossary import Term
from vision_compiler.model.settings import STRATEGIES, DocumentSettings, Part
from vision_compiler.model.stances import Stance
from vision_compiler.model.strategy import Indicator, Measure
from vision_compiler.model.text import FactMark, TermMark
from vision_compiler.model.vision import Guideline
from vision_compiler.resolve.items import Items
from vision_compiler.wording import guess, listed

#: Shared files that a plan need not have: what they hold, and which ids are of them by their beginning.
_SHARED = (
    ("stances.yaml", "基本姿勢", re.compile(r"stances?(-|$)")),
    ("dxgx.yaml", "全体で進める取組", re.compile(r"(dx|gx|dxgx)$")),
)
_QUOTABLE = "引用できるのは、重点戦略、全体で進める取組（DX・GX）、章、節、図です。"
_EXCERPTED = "抜粋できるのは、重点戦略、施策、全体で進める取組（DX・GX）、章、節、基本姿勢の文です。"
_FILE_NAMES = "idの書き間違いか、その項目のファイルが消えていないかを確かめてください。"
_QUOTATION = "「- quotation:」（下に of: {id} と text: 抜粋の文）"
#: What else to write for an item that cannot be quoted.
_OTHER_WAYS: dict[type[Node], str] = {
    Figure: "節としてではなく、body に「- quote: {id}」と書いてください。",
    Stance: f"まとめて載せるなら「- insert: stances」、文を抜き出すなら{_QUOTATION}と、body に書いてください。",
    Measure: f"文を抜き出すなら{_QUOTATION}と、body に書いてください。全体なら、重点戦略のidを引用します。",
    Guideline: "指針は、図（diagram の kind: vision）で載せるか、文に書いてください。",
    Indicator: "指標は、body に「- insert: indicators」と書くと、一覧で載ります。",
    PolicyField: "分野は、body に「- insert: fields」と書くと、施策とともに載ります。",
    Part: "その中の章を、章のid（ファイル名から .yaml を取ったもの）で引用してください。",
    DocumentSettings: "その中の章を、章のid（ファイル名から .yaml を取ったもの）で引用してください。",
}


class Remedy(NamedTuple):
    """What is the case, what to do, and what it has in common with others (see ``Lost``)."""

    message: str
    help: str
    group: str


def absent_file(found: Items, id: str) -> tuple[str, str] | None:
    """The shared file that an unknown id most likely was of, and what it holds, if there is no such file."""
    files = ((place, what) for place, what, pattern in _SHARED if pattern.match(id) and place not in found.places)
    return next(files, None)


def not_quotable(item: Node, id: str) -> str:
    """How to print what is there but cannot be taken over as a whole."""
    if isinstance(item, Term):
        return f"本文に [[{item.term}]] と書くと注が付きます。一覧は「- insert: terms」で載せます。"
    return _OTHER_WAYS.get(type(item), _QUOTABLE).replace("{id}", id)


def not_excerptable(item: Node, id: str) -> str:
    """How to print what has no text to take an excerpt from."""
    if isinstance(item, Figure):
        return f"図に抜粋する文はありません。図は「- quote: {id}」で載せます。"
    return _EXCERPTED


def unknown_quote(id: str, known: Iterable[str], *, is_excerpt: bool = False) -> str:
    """A guess at the id that was meant, or what may be quoted."""
    known = sorted(known)
    if meant := guess(id, known):
        return f"「{meant}」の書き間違いではありませんか。"
    kinds = _EXCERPTED if is_excerpt else _QUOTABLE
    return kinds + (f"いまは {listed(known)} です。" if 0 < len(known) <= 8 else _FILE_NAMES)


def lost_chapter(found: Items, document: DocumentSettings, id: str) -> Remedy:
    """What to write in place of a chapter that is not there."""
    if id == STRATEGIES or id in found.strategies:
        return _misplaced_strategies(document, id)
    known = {*found.chapters, STRATEGIES} if document.id == "strategy" else set(found.chapters)
    help = lost_file(f"prose/{id}.yaml", id, known - set(document.chapters))
    return Remedy(f"章「{id}」が見つかりません", help, id)


def _misplaced_strategies(document: DocumentSettings, id: str) -> Remedy:
    help = f"重点戦略は、まとめて {STRATEGIES} の一行で書きます。順番は plan.yaml の strategies に書きます。"
    if document.id != "strategy":
        help = f"この行を消し、重点戦略を載せる章の body に「- insert: {STRATEGIES}」と書いてください。"
    message = f"重点戦略「{id}」は章ではありません"
    if id == STRATEGIES:
        message = f"{STRATEGIES} と書けるのは、総合戦略（id が strategy の文書）の contents だけです"
    return Remedy(message, help, f"{'the word' if id == STRATEGIES else 'ids'} in {document.id}")


def lost_file(place: str, id: str, known: Iterable[str]) -> str:
    """A file that a list names and that is not there."""
    meant = guess(id, known)
    otherwise = f"「{meant}」の書き間違いではありませんか。" if meant else "ファイルを置くか、この行を消してください。"
    return f"{place} というファイルがありません。{otherwise}"


def lost_field(found: Items, id: str) -> str:
    """A field that a measure draws on and that is not one of the plan's."""
    if id in found.fields:
        return f"plan.yaml の fields に {id} を書き足してください。"
    if not found.settings.fields:
        return f"fields/{id}.yaml を作り、plan.yaml の fields に {id} と書いてください。"
    meant = guess(id, found.settings.fields)
    return (
        f"「{meant}」の書き間違いではありませんか。" if meant else f"書けるのは {listed(found.settings.fields)} です。"
    )


def lost_initiative(id: str, measure: Measure) -> str:
    """An initiative to highlight that is not one of the measure's."""
    own = [initiative.id for initiative in measure.initiatives]
    if meant := guess(id, own):
        return f"「{meant}」の書き間違いではありませんか。"
    return f"書けるのは {listed(own)} です。"


def lost_mark(found: Items, mark: TermMark | FactMark) -> str:
    """What to write in place of a mark whose words are unknown; nothing if only a guess can help."""
    if isinstance(mark, FactMark):
        return f"用語には [[{mark.words}]] と書いてください。" if mark.words in found.terms else ""
    return _lost_term(found, mark.words)


def _lost_term(found: Items, words: str) -> str:
    if words in found.facts:
        return f"数値には {{{{{words}}}}} と書いてください。"
    for term in found.terms.values():
        if words == term.id:
            return f"idではなく、用語の言葉で [[{term.term}]] と書いてください。"
    longer = [term for term in found.terms if words and words in term]
    return f"[[{longer[0]}]] のように、用語の全体を書いてください。" if longer else ""
