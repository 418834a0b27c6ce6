"""Rules on running text and on the entries of lists."""

import re
from collections.abc import Iterator
from itertools import pairwise

from vision_compiler.diagnostics import Severity
from vision_compiler.model.base import ID_PATTERN, Node
from vision_compiler.model.facts import Series
from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Indicator
from vision_compiler.rules.registry import Problem, rule
from vision_compiler.source import Span

_JAPANESE = "[\u3041-\u30ff\u4e00-\u9fff]"
#: What is left when two lines, or two entries of a list, have become one; compiled only where there may be some.
_MERGED = rf"(?:。|、)[ \t]+(?={_JAPANESE})|(?<={_JAPANESE}) - (?={_JAPANESE})"
_PERHAPS_MERGED = re.compile(r"[。、][ \t]| - ")
_ID = re.compile(ID_PATTERN)
_NOT_TEXT = re.compile(r"^\s*(?P<sign>#|-) +\S", re.MULTILINE)


@rule("TEXT001", "同じ文や同じ項目が続いている", Severity.WARNING)
def repeated_text(plan: Plan) -> Iterator[Problem]:
    """続く二行が同じ文のときや、一覧に同じ言葉が二度あるときは、写すときの誤りがほとんどです。"""
    for node, keys, text in plan.texts:
        lines = [line.strip() for line in text.split("\n")] if "\n" in text else []
        for before, line in pairwise(lines):
            if line and line == before:
                yield Problem(
                    node.find(line, *keys, occurrence=1), "同じ文が二度続いています", "片方の行を消してください。"
                )
    for node in plan.nodes:
        yield from _repeated_entries(node)


def _repeated_entries(node: Node) -> Iterator[Problem]:
    for name, entries in vars(node).items():
        if not isinstance(entries, tuple):
            continue
        seen: set[str] = set()
        for index, word in enumerate(map(_words, entries)):
            if word and word in seen:
                message = f"「{word}」が同じ一覧に二度あります"
                yield Problem(
                    _place(node, name, index), message, "片方を消すか、違いが分かるように書き分けてください。"
                )
            seen.add(word)


def _place(node: Node, name: str, index: int) -> Span:
    """Where the repeated words stand."""
    entry = getattr(node, name)[index]
    key = next((key for key in _KEYS if getattr(entry, key, None)), None)
    return entry.span(key) if isinstance(entry, Node) and key else node.span(name, index)


_KEYS = ("text", "name", "title", "quote")


#: FACT008 and KPI012 know better.
_NAMED_ELSEWHERE = (Series, Indicator)


def _words(entry: object) -> str:
    """What an entry of a list says: itself, or its text, name or title. Lists of ids have a rule of their own."""
    if isinstance(entry, _NAMED_ELSEWHERE):
        return ""
    if isinstance(entry, str):
        return "" if _ID.fullmatch(entry) else entry
    fields = vars(entry) if isinstance(entry, Node) else {}
    return next((text for key in _KEYS if isinstance(text := fields.get(key), str)), "")


@rule("TEXT002", "文の間に半角の空白やハイフンがある", Severity.WARNING)
def merged_text(plan: Plan) -> Iterator[Problem]:
    """二つの行や一覧の二つの項目が一行になると、「。 また」や「共存する - お互いを」のように、
    間に半角の空白やハイフンが残ったまま印刷されます。
    """
    for node, keys, text in plan.texts:
        if _PERHAPS_MERGED.search(text) and (found := re.search(_MERGED, text)):
            span = node.find(found[0], *keys)
            yield Problem(
                span, "文の間に、半角の空白やハイフンがあります", "空白を消すか、二つの行や項目に分けてください。"
            )


@rule("TEXT003", "文章の中に覚え書きや箇条書きの行がある", Severity.WARNING)
def note_in_text(plan: Plan) -> Iterator[Problem]:
    """「|」の下の文章では、# や - で始まる行も、そのまま文章として印刷されます。"""
    for node, keys, text in plan.texts:
        if ("# " in text or "- " in text) and (found := _NOT_TEXT.search(text)):
            sign = found["sign"]
            help = "覚え書きは、文章の外（上の「キー:」の行より前）に書いてください。"
            if sign == "-":
                help = "箇条書きにするときは、「- bullets:」の下に並べてください。"
            yield Problem(
                node.find(found[0].strip(), *keys), f"「{sign}」で始まるこの行は、文章の一部として印刷されます", help
            )
