"""Rules on the spelling that the house dictionary (dictionary.yaml) decides."""

import re
from collections.abc import Iterator
from itertools import chain

from vision_compiler.diagnostics import Severity
from vision_compiler.model.dictionary import Dictionary, Entry
from vision_compiler.model.patterns import PatternError, compiled, united, variants
from vision_compiler.model.plan import Plan
from vision_compiler.rules.registry import Problem, rule

#: (start, end, what to write there)
Correction = tuple[int, int, str]
Patterns = list[re.Pattern[str]]
#: A line is looked at in stretches of this length, so that no pattern can take long.
_STRETCH = 300


@rule("WORD001", "辞書で決めた表記と違う言葉がある", Severity.WARNING)
def other_spelling(plan: Plan) -> Iterator[Problem]:
    """dictionary.yaml には、この計画で決めた表記を書きます。文の中に、決めた表記と違う言葉があれば知らせます。
    直さない名前（protected）の中と、[[ ]] や {{ }} の中は調べません。
    """
    if plan.dictionary is None:
        return
    entries = [(entry, _patterns(entry)) for entry in plan.dictionary.rules]
    any_pattern = united(pattern for _, patterns in entries for pattern in patterns)
    for passage in plan.passages:
        if not any(any_pattern.search(stretch) for _, stretch in _stretches(passage.words)):
            continue
        taken = _protected(passage.words, plan.dictionary)
        for entry, patterns in entries:
            for start, end, wanted in _corrections(patterns, entry.expected, passage.words, taken):
                taken.append((start, end))
                note = f"（{entry.prh}）" if entry.prh else ""
                message = f"「{passage.text[start:end]}」は、この計画では「{wanted}」と書きます{note}"
                help = f"「{wanted}」に直してください。名前なら、dictionary.yaml の protected に書き足してください。"
                yield Problem(passage.span(start, end), message, help)


@rule("WORD002", "辞書の項目が、書かれたとおりに働かない")
def broken_entry(plan: Plan) -> Iterator[Problem]:
    """辞書の specs は、項目が文をどう直すかの試しです。試しのとおりに直せない項目と、
    正規表現として読めないか、調べ終わらないおそれのあるパターンを誤りとします。
    """
    if plan.dictionary is None:
        return
    for entry in plan.dictionary.rules:
        found = list(_faults(entry))
        yield from found or _failed_specs(entry, plan.dictionary)


def _faults(entry: Entry) -> Iterator[Problem]:
    for key, index, source in entry.sources:
        try:
            compiled(source, word_boundary=entry.options.wordBoundary)
        except PatternError as error:
            yield Problem(entry.span(key, index), error.message, error.help)
    if not entry.sources and not _patterns(entry):
        message = f"「{entry.expected}」に、直す書き方（pattern）がありません"
        yield Problem(entry.span("expected"), message, "pattern に、直したい書き方を書いてください。")


def _failed_specs(entry: Entry, dictionary: Dictionary) -> Iterator[Problem]:
    patterns = _patterns(entry)
    for spec in entry.examples:
        result = spec.before
        corrections = list(_corrections(patterns, entry.expected, result, _protected(result, dictionary)))
        for start, end, wanted in reversed(corrections):
            result = f"{result[:start]}{wanted}{result[end:]}"
        if result != spec.to:
            message = f"「{spec.before}」は、この項目では「{result}」になり、「{spec.to}」になりません"
            yield Problem(spec.span("to"), message, "pattern か expected か、この試しを直してください。")


def _patterns(entry: Entry) -> Patterns:
    """The regular expressions of an entry, without those that WORD002 reports."""
    boundary = entry.options.wordBoundary
    if not entry.sources:
        derived = variants(entry.expected, word_boundary=boundary)
        return [derived] if derived else []
    found = []
    for _, _, source in entry.sources:
        try:
            found.append(compiled(source, word_boundary=boundary))
        except PatternError:
            continue
    return found


def _protected(text: str, dictionary: Dictionary) -> list[tuple[int, int]]:
    """Where the names that stay as they are, and the marks, stand in a text."""
    names = (re.escape(name) for name in dictionary.protected if name in text)
    expressions = [*names, "\ufffc+"] if "\ufffc" in text else list(names)
    return [found.span() for expression in expressions for found in re.finditer(expression, text)]


def _corrections(patterns: Patterns, expected: str, text: str, taken: list[tuple[int, int]]) -> list[Correction]:
    """What an entry would write in a text, in order, outside the stretches that are taken."""
    found: list[Correction] = []
    matches = chain.from_iterable(_matches(pattern, text) for pattern in patterns)
    for start, match in sorted(matches, key=lambda each: (each[0], -len(each[1][0]))):
        end, wanted = start + len(match[0]), _expanded(expected, match)
        blocked = [*taken, *(each[:2] for each in found)]
        if start < end and not _is_right(text, start, end, wanted) and not _overlaps(start, end, blocked):
            found.append((start, end, wanted))
    return found


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, re.Match[str]]]:
    for start, stretch in _stretches(text):
        for match in pattern.finditer(stretch):
            yield start + match.start(), match


def _stretches(text: str) -> list[tuple[int, str]]:
    """The lines of a text in pieces of an ordinary length, each with its place."""
    if len(text) <= _STRETCH and "\n" not in text:
        return [(0, text)]
    found, offset = [], 0
    for line in text.split("\n"):
        found += [(offset + begin, line[begin : begin + _STRETCH]) for begin in range(0, len(line), _STRETCH)]
        offset += len(line) + 1
    return found


def _expanded(expected: str, match: re.Match[str]) -> str:
    """The expected words; $1 stands for the first group of the pattern."""

    def group(sign: re.Match[str]) -> str:
        number = int(sign[1])
        return (match[number] or "") if number <= len(match.groups()) else sign[0]

    return re.sub(r"\$([1-9])", group, expected)


def _is_right(text: str, start: int, end: int, wanted: str) -> bool:
    """Whether the place already is, or is part of, what is wanted there."""
    return text.find(wanted, max(0, end - len(wanted)), start + len(wanted)) >= 0


def _overlaps(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in taken)
