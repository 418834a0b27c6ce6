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
from vision_compiler.source import KeyPath, Span

_JAPANESE = "[\u3041-\u30ff\u4e00-\u9fff]"
#: What is left when two lines, or two entries of a list, have become one.
_MERGED = re.compile(rf"(?:。|、)[ \t]+(?={_JAPANESE})|(?<={_JAPANESE}) - (?={_JAPANESE})")
_NOT_TEXT = re.compile(r"^\s*(?P<sign>#|-) +\S", re.MULTILINE)


def _strings(plan: Plan) -> Iterator[tuple[Node, KeyPath, str]]:
    for file in plan.files.values():
        yield from file.texts()


@rule("TEXT001", "同じ文や同じ項目が続いている", Severity.WARNING)
def repeated_text(plan: Plan) -> Iterator[Problem]:
    """続く二行が同じ文のときや、一覧に同じ言葉が二度あるときは、写すときの誤りがほとんどです。"""
    for node, keys, text in _strings(plan):
        lines = [line.strip() for line in text.split("\n")]
        for before, line in pairwise(lines):
            if line and line == before:
                yield Problem(
                    node.find(line, *keys, occurrence=1), "同じ文が二度続いています", "片方の行を消してください。"
                )
    for node in plan.nodes:
        yield from _repeated_entries(node)


def _repeated_entries(node: Node) -> Iterator[Problem]:
    for name in type(node).model_fields:
        entries = getattr(node, name)
        if not isinstance(entries, tuple):
            continue
        words = [_words(entry) for entry in entries]
        for index, word in enumerate(words):
            if word and word in words[:index]:
                message = f"「{word}」が同じ一覧に二度あります"
                yield Problem(
                    _place(node, name, index), message, "片方を消すか、違いが分かるように書き分けてください。"
                )


def _place(node: Node, name: str, index: int) -> Span:
    """Where the repeated words stand."""
    entry = getattr(node, name)[index]
    key = next((key for key in _KEYS if getattr(entry, key, None)), None)
    return entry.span(key) if isinstance(entry, Node) and key else node.span(name, index)


_KEYS = ("text", "name", "title", "quote")


def _words(entry: object) -> str:
    """What an entry of a list says: itself, or its text, name or title. Lists of ids have a rule of their own."""
    if isinstance(entry, Series | Indicator):  # FACT008 and KPI012 know better
        return ""
    if isinstance(entry, str):
        return "" if re.fullmatch(ID_PATTERN, entry) else entry
    return next((text for key in _KEYS if isinstance(text := getattr(entry, key, None), str)), "")


@rule("TEXT002", "文の間に半角の空白やハイフンがある", Severity.WARNING)
def merged_text(plan: Plan) -> Iterator[Problem]:
    """二つの行や一覧の二つの項目が一行になると、「。 また」や「共存する - お互いを」のように、
    間に半角の空白やハイフンが残ったまま印刷されます。
    """
    for node, keys, text in _strings(plan):
        if found := _MERGED.search(text):
            span = node.find(found[0], *keys)
            yield Problem(
                span, "文の間に、半角の空白やハイフンがあります", "空白を消すか、二つの行や項目に分けてください。"
            )


@rule("TEXT003", "文章の中に覚え書きや箇条書きの行がある", Severity.WARNING)
def note_in_text(plan: Plan) -> Iterator[Problem]:
    """「|」の下の文章では、# や - で始まる行も、そのまま文章として印刷されます。"""
    for node, keys, text in _strings(plan):
        if found := _NOT_TEXT.search(text):
            sign = found["sign"]
            help = "覚え書きは、文章の外（上の「キー:」の行より前）に書いてください。"
            if sign == "-":
                help = "箇条書きにするときは、「- bullets:」の下に並べてください。"
            yield Problem(
                node.find(found[0].strip(), *keys), f"「{sign}」で始まるこの行は、文章の一部として印刷されます", help
            )
