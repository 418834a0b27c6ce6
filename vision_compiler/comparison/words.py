"""Two wordings of one text, with the words that differ marked: whole words, never single characters of them."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import chain, groupby
from typing import NamedTuple

from budoux import Parser, load_default_japanese_parser


class Run(NamedTuple):
    """A stretch of a text, and whether the other wording has something else there."""

    text: str
    is_changed: bool


Runs = tuple[Run, ...]

#: Numbers with their separators and 億・万・千, Latin words, signs one by one, and what is left of a phrase.
_ATOM = re.compile(
    r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*(?:[億万千]?[0-9０-９]+(?:[.,][0-9]+)*)*[億万千]?|[A-Za-zＡ-Ｚａ-ｚ]+"
    r"|[^\w々〆ー]|[^\W0-9０-９A-Za-zＡ-Ｚａ-ｚ]+"
)
#: What follows a word in its phrase (BudouX leaves it there) and is no part of it; okurigana are.
_PARTICLES = re.compile(
    r"(?<=[一-鿿々ァ-ヶーA-Za-z0-9])(?:とともに|について|において|における|に対する|に対して|により|による|として"
    r"|から|まで|より|など|では|には|とは|への|での|との|[はがをにへとのもや])$"
)
#: Words that two different sentences share by chance.
_LIGHT = re.compile(r"(?:[ぁ-ん]{1,2}|[^\w々〆ー])*")
#: Two characters between which nothing is parted.
_INSIDE = re.compile(r"[0-9０-９.,．，][0-9０-９.,．，]|[A-Za-zＡ-Ｚａ-ｚ]{2}")
_SENTENCE = re.compile(r"[^。]*。|[^。]+$")


def marked(old: str, new: str, *, pad: bool = False, omit: str = "") -> tuple[Runs, Runs]:
    """Both wordings, each with its words marked that the other has not.

    ``pad`` leaves room for them there; ``omit`` is the sign in place of whole sentences in which nothing changed.
    """
    before, after = words(old), words(new)
    found = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    pairs = [_Pair("".join(before[a:b]), "".join(after[c:d]), tag != "equal") for tag, a, b, c, d in found]
    pairs = _joined(_without_crumbs(_from_sentences(pairs)))
    if omit:
        pairs = [_shortened(pairs, index, omit) for index in range(len(pairs))]
    if pad:
        pairs = [_padded(pair) for pair in pairs]
    one = _merged(Run(pair.old, pair.is_changed) for pair in pairs)
    return one, _merged(Run(pair.new, pair.is_changed) for pair in pairs)


def plain(text: str, is_changed: bool = False) -> Runs:
    """A text as a single run."""
    return (Run(text, is_changed),) if text else ()


class _Pair(NamedTuple):
    """What stands at one place of both wordings; the same, unless it changed."""

    old: str
    new: str
    is_changed: bool


def _from_sentences(pairs: list[_Pair]) -> list[_Pair]:
    """Whole sentences that were added or removed begin where sentences begin, not at the full stop before them."""
    found = list(pairs)
    for index in range(1, len(found) - 1):
        before, change, after = found[index - 1 : index + 2]
        words = change.old or change.new
        if not (change.old and change.new) and words.startswith("。") and after.old.startswith("。"):
            moved = f"{words[1:]}。"
            found[index - 1] = before._replace(old=f"{before.old}。", new=f"{before.new}。")
            found[index] = change._replace(old=moved if change.old else "", new=moved if change.new else "")
            found[index + 1] = after._replace(old=after.old[1:], new=after.new[1:])
    return found


def _padded(pair: _Pair) -> _Pair:
    return pair._replace(old=pair.old or "\u3000" * len(pair.new), new=pair.new or "\u3000" * len(pair.old))


def _joined(pairs: list[_Pair]) -> list[_Pair]:
    """Neighbours of one sort as one."""
    groups = ((is_changed, list(group)) for is_changed, group in groupby(pairs, lambda pair: pair.is_changed))
    return [_Pair("".join(p.old for p in group), "".join(p.new for p in group), changed) for changed, group in groups]


def _without_crumbs(pairs: list[_Pair]) -> list[_Pair]:
    """What is the same between two changes counts as changed if it is no more than a particle or a sign."""
    return [
        pair._replace(is_changed=pair.is_changed or (0 < index < len(pairs) - 1 and _is_crumb(pairs, index)))
        for index, pair in enumerate(pairs)
    ]


def _is_crumb(pairs: list[_Pair], index: int) -> bool:
    """Whether it is light, and its neighbours have words on both sides: where words were only added, the rest stays."""
    beside = (pairs[index - 1], pairs[index + 1])
    return bool(_LIGHT.fullmatch(pairs[index].old)) and all(pair.old and pair.new for pair in beside)


def _shortened(pairs: list[_Pair], index: int, sign: str) -> _Pair:
    """An unchanged stretch without its whole sentences, but for those that a change stands in, or was added to."""
    pair = pairs[index]
    if pair.is_changed or len(pairs) == 1:
        return pair
    sentences = _SENTENCE.findall(pair.old)
    head = 0 if index == 0 else 1
    tail = len(sentences) if index == len(pairs) - 1 or _ends_before(pairs[index + 1], pair) else len(sentences) - 1
    if tail <= head:
        return pair
    text = "".join([*sentences[:head], sign, *sentences[tail:]])
    return _Pair(text, text, False)


def _ends_before(change: _Pair, pair: _Pair) -> bool:
    """Whether a change of words begins with a sentence."""
    return pair.old.endswith("。") and bool(change.old and change.new)


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """A text cut into words: the phrases of BudouX without the particles and signs at their ends."""
    return tuple(chain.from_iterable(map(_of_phrase, _phrases(text)))) if text else ()


def _phrases(text: str) -> list[str]:
    """The phrases of BudouX, which may cut inside a number or a Latin word."""
    found: list[str] = []
    for phrase in _parser().parse(text):
        if found and _INSIDE.fullmatch(f"{found[-1][-1]}{phrase[0]}"):
            found[-1] += phrase
        else:
            found.append(phrase)
    return found


def _of_phrase(phrase: str) -> list[str]:
    found: list[str] = []
    for atom in _ATOM.findall(phrase):
        ending = _PARTICLES.search(atom)
        found += [atom[: ending.start()], ending[0]] if ending and ending.start() else [atom]
    return found


@cache
def _parser() -> Parser:
    return load_default_japanese_parser()


def pieces_of(runs: Runs, size: int) -> list[Runs]:
    """The runs cut into pieces of about this many characters, after sentences where there are any."""
    pieces: list[list[Run]] = [[]]
    room = size
    for run in runs:
        for sentence in _SENTENCE.findall(run.text):
            for start in range(0, len(sentence), size):
                part = sentence[start : start + size]
                if len(part) > room and pieces[-1]:
                    pieces.append([])
                    room = size
                pieces[-1].append(Run(part, run.is_changed))
                room -= len(part)
    return [_merged(piece) for piece in pieces if piece]


def _merged(runs: Iterable[Run]) -> Runs:
    """Neighbours of one sort as one run."""
    grouped = groupby((run for run in runs if run.text), lambda run: run.is_changed)
    return tuple(Run("".join(run.text for run in group), is_changed) for is_changed, group in grouped)
