"""Where the parser stumbled: what an author most likely did wrong. Its English words are never used."""

import re
from collections.abc import Iterable

from vision_compiler.source.files import SourceError, SourceFile

_LEAD = r"^\s*(?:- +)*(?:[\w-]+: +)?"
_KEYED = r"^\s*(?:(?:- +)+(?:[\w-]+: +)?|[\w-]+: +)"

#: (kind, what a line looks like), the surest first; each is looked for on all lines that come into question.
_SYMPTOMS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("conflict", r"^(?P<at>(?:<{7}|={7}|>{7}).*)$"),
        ("document", r"^(?P<at>%.*|---.*)$"),
        ("tab", r"^ *(?:- )?(?P<at>\t)"),
        ("wide-space", r"^ *(?:-(?= *\u3000))? *(?P<at>\u3000+)\S"),
        ("wide-space", r"^\s*(?:- +)*[\w-]+:(?P<at>\u3000+)"),
        ("wide-colon", r"^\s*(?:- +)*[\w-]+ ?(?P<at>：)"),
        ("wide-colon", r"[{,] *[\w-]+(?P<at>：)"),
        ("wide-dash", r"^\s*(?P<at>[－・–―‐•◦●]|ー(?=\s)|\*(?= ))"),
        ("colon-space", r"^\s*(?:- +)*[A-Za-z_]+(?P<at>:)[^\s:]"),
        ("colon-space", r"[{,] *[A-Za-z0-9_]+(?P<at>:)[^\s]"),
        ("wide-comma", r"[\[{][^\]}\"']*(?P<at>[，、；;])"),
        ("dash-value", r"^\s*(?:- +)*[\w-]+: +(?P<at>-)(?:\s|$)"),
        ("dash-space", r"^\s*(?P<at>-)[^\s-]"),
        ("mark-at-start", _KEYED + r"(?P<at>(?:\[\[|\{\{).*)$"),
        ("sign-at-start", _KEYED + r"(?P<at>[%@`&*!?,}\]](?:\s.*|)|[%@`&*!|>,}\]][^\s].*)$"),
        ("sign-at-start", _KEYED + r"(?P<at>(?:\[[^\]]*\]|\{[^}]*\})\s*[^\s#,\]}:].*)$"),
        ("quote", _LEAD + r"(?P<at>\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')\s*[^\s#,\]}:]"),
        ("backslash", _LEAD + r"\"[^\"]*(?P<at>\\[^\"\\/abefnrtvx0uUN_LP ])"),
        ("open-quote", _LEAD + r"(?P<at>\"[^\"]*|'[^']*)$"),
        ("merged", r"^\s*(?:- +)*[\w-]+: +[^\"'\[{|>#]*?\s(?P<at>[a-z_]{2,}: .*)$"),
        ("colon-in-text", r"^\s*(?:- +)*[\w-]+: +[^\"'\[{|>#].*?(?P<at>:)\s"),
        ("no-key", r"^\s*(?:- +)*(?P<at>: .*)$"),
        ("no-colon", r"^\s*(?:- +)*(?P<at>[a-z_]{2,}(?:\s*[;=]|\s+\S|$).*)$"),
    )
)
_PAIR_OR_ENTRY = re.compile(r"^\s*(?:-(?:\s|$)|[\w-]+:(?:\s|$)|#|[\[\]{}\"'])")


def diagnose(source: SourceFile, offset: int, begun: int) -> SourceError:
    """The error for a place where the parser stumbled while it read what ``begun`` at another."""
    stumbled, first = source.position(offset).line, source.position(begun).line
    above = max(1, stumbled - 1)
    lines = [line for line in dict.fromkeys((stumbled, above, first)) if not _is_prose(source, line)]
    return (
        find_symptom(source, lines)
        or _stray_line(source, (first, stumbled, above))
        or _crooked_line(source, stumbled, first)
    )


def find_symptom(source: SourceFile, lines: Iterable[int]) -> SourceError | None:
    """The error that the look of one of these lines gives away; the surest symptom on any line counts first."""
    lines = list(lines)
    for kind, symptom in _SYMPTOMS:
        for number in lines:
            if match := symptom.search(source.line(number)):
                start = source.line_start(number)
                return SourceError(kind, source, start + match.start("at"), start + match.end("at"), match["at"])
    return next((found for number in lines if (found := _bracket(source, number))), None)


def _is_prose(source: SourceFile, number: int) -> bool:
    """Whether the line lies inside a literal block, where everything is text."""
    start = source.line_start(number)
    return any(block < start < end for block, end in source.blocks)


def _bracket(source: SourceFile, number: int) -> SourceError | None:
    start, line = source.line_start(number), source.line(number)
    for opening, closing in ("[]", "{}"):
        balance = line.count(opening) - line.count(closing)
        if balance > 0:
            at = start + line.index(opening)
            return SourceError("bracket", source, at, at + 1, closing)
        if balance < 0:
            at = start + line.rindex(closing)
            return SourceError("extra-bracket", source, at, at + 1, closing)
    return None


def _stray_line(source: SourceFile, numbers: tuple[int, ...]) -> SourceError | None:
    """A line that is neither a pair nor an entry: text that lost its indentation, or a note without #."""
    for number in numbers:
        line = source.line(number)
        if line.strip() and not _PAIR_OR_ENTRY.match(line):
            start = source.line_start(number)
            return SourceError("stray-line", source, start + len(line) - len(line.lstrip()), start + len(line))
    return None


def _crooked_line(source: SourceFile, stumbled: int, first: int) -> SourceError:
    """A list that goes on where a mapping began has lost its first dash; otherwise the indentation is off."""
    line, beginning = source.line(stumbled), source.line(first)
    if line.lstrip().startswith("- ") and not beginning.lstrip().startswith("-") and first < stumbled:
        start = source.line_start(first)
        indent = len(beginning) - len(beginning.lstrip())
        return SourceError("dash-missing", source, start + indent, start + len(beginning), str(stumbled))
    number = stumbled if line.strip() else first
    start, line = source.line_start(number), source.line(number)
    indent = len(line) - len(line.lstrip())
    return SourceError("indent" if line.strip() else "syntax", source, start + indent, start + len(line))
