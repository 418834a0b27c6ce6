"""Where the parser stumbled: what an author most likely did wrong. Its English words are never used."""

import re
from bisect import bisect_left
from collections.abc import Iterable

from vision_compiler.source.files import SourceError, SourceFile
from vision_compiler.source.read import first_unprintable

_LEAD = r"^\s*(?:- +)*(?:[\w-]+: +)?"
_KEYED = r"^\s*(?:(?:- +)+(?:[\w-]+: +)?|[\w-]+: +)"

#: (kind, what a line looks like), the surest first; each is looked for on all lines that come into question.
_SYMPTOMS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("conflict", r"^(?P<at>(?:<{7}|={7}|>{7}).*)$"),
        ("document", r"^(?P<at>%.*|---.*)$"),
        ("tab", r"^ *(?:-\s*)?(?P<at>\t)"),
        ("wide-space", r"^ *(?:-(?= *\u3000))? *(?P<at>\u3000+)[ \u3000]*(?:- |[\w-]+:)"),
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
        ("after-bar", r"^\s*(?:- +)*(?:[\w-]+: +)?[|>] *(?P<at>[^\s|>#+\-0-9].*)$"),
        ("wide-bracket", r"^\s*(?:- +)*[\w-]+: +(?P<at>[｛［（【]).*[:：]"),
        ("wide-bracket", r"[\[{][^\]}]*(?P<at>[｝］）])\s*$"),
        ("open-brace", r"^\s*(?:- +)*[\w-]+: +(?P<at>[0-9]{4}: .*)$"),
        ("comma-missing", r"\{[^}]*?[^,\s{](?P<at>\s+)[0-9]{4}: "),
        ("merged", r"[\]}\"']\s+(?P<at>(?:- )?[a-z_]{2,}: .*)$"),
        ("merged", r"^\s*(?:- +)*[\w-]+: +(?P<at>[a-z_]{2,}: .*)$"),
        ("percent", _KEYED + r"(?P<at>%)\s*$"),
        ("sign-at-start", _KEYED + r"(?P<at>[%@`&*!?,}\]](?:\s.*|)|[%@`&*!|>,}\]][^\s].*)$"),
        ("sign-at-start", _KEYED + r"(?P<at>(?:\[[^\]]*\]|\{[^}]*\})\s*[^\s#,\]}:].*)$"),
        ("quote", _LEAD + r"(?P<at>\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')\s*[^\s#,\]}:]"),
        ("backslash", _LEAD + r"\"[^\"]*(?P<at>\\[^\"\\/abefnrtvx0uUN_LP ])"),
        ("open-quote", _LEAD + r"(?P<at>\"[^\"]*|'[^']*)$"),
        ("merged", r"^\s*(?:- +)*[\w-]+: +[^\"'\[{|>#]*?\s(?P<at>[a-z_]{2,}: .*)$"),
        ("colon-in-text", r"^\s*(?:- +)*[\w-]+: +[^\"'\[{|>#].*?(?P<at>:)\s"),
        ("no-key", r"^\s*(?:- +)*(?P<at>: .*)$"),
        ("no-colon", r"^\s*(?:- +)*(?P<at>[a-z_]{2,}(?:\s*[;=]|\s+\S).*)$"),
        ("no-colon", r"^\s*(?P<at>[a-z_]{2,})\s*$"),
    )
)
#: A text in double quotes up to its end, or that of its line.
_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*+')
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(?P<sign>[^xuU])|[xuU])")
#: What stands for one character by its name.
_ESCAPED = {"0": 0, "a": 7, "b": 8, "v": 11, "f": 12, "r": 13, "e": 27, "N": 0x85, "_": 0xA0, "L": 0x2028, "P": 0x2029}
_PAIR_ENTRY = re.compile(r"^\s*- +[\w-]+:(?:\s|$)")
_PAIR_OR_ENTRY = re.compile(r"^\s*(?:-(?:\s|$)|[\w-]+:(?:\s|$)|#|[\[\]{}\"'])")


def diagnose(source: SourceFile, offset: int, begun: int) -> SourceError:
    """The error for a place where the parser stumbled while it read what ``begun`` at another."""
    if source.text.startswith('"', begun) and (error := hiding_escape(source, begun)):
        return error
    stumbled, first = source.position(offset).line, source.position(begun).line
    above = max(1, stumbled - 1)
    lines = [line for line in dict.fromkeys((stumbled, above, first)) if not _is_prose(source, line)]
    found = find_symptom(source, lines)
    if found and found.kind == "no-colon" and _beside_entries(source, found.span.start.line):
        return _whole_line("dash-lost", source, found.span.start.line)
    return (
        found
        or _stray_line(source, (first, stumbled, above, *range(1, stumbled)))
        or _crooked_line(source, stumbled, first)
    )


def hiding_escape(source: SourceFile, begun: int) -> SourceError | None:
    """The first escape of the quoted text that stands for nothing, or for what may not be typed."""
    quoted = _QUOTED.match(source.text, begun)
    for escape in _ESCAPE.finditer(source.text, begun, quoted.end() if quoted else begun):
        code = _code_of(escape)
        if code > 0x10FFFF or 0xD800 <= code < 0xE000:
            return SourceError("escape", source, *escape.span(), escape[0])
        if first_unprintable(chr(code)):
            return SourceError("escape-hides", source, *escape.span(), escape[0])
    return None


def _code_of(escape: re.Match[str]) -> int:
    """The character's number; one that is none where digits are missing."""
    if sign := escape["sign"]:
        return _ESCAPED.get(sign, ord(" "))
    return int(next(filter(None, escape.groups()), "FFFFFFFF"), 16)


def _beside_entries(source: SourceFile, number: int) -> bool:
    """Whether a line stands between entries of a list, and has most likely been one."""
    around = (source.line(number - 1), source.line(number + 1))
    return any(line.lstrip().startswith("- ") and not _PAIR_ENTRY.match(line) for line in around)


def indents(source: SourceFile, offset: int) -> str:
    """The indentation of the line at ``offset`` and those that it might have had, for the message."""
    number = source.position(offset).line
    own = smallest = _indent(source.line(number))
    sizes: set[int] = set()
    for above in range(number - 1, 0, -1):
        line = source.line(above)
        is_structure = line.strip() and not line.lstrip().startswith("#") and not _is_prose(source, above)
        if is_structure and (not sizes or _indent(line) < smallest):
            smallest = _indent(line)
            sizes |= {smallest, smallest + 2} if line.lstrip().startswith("- ") else {smallest}
    return f"{own}つ（上の並びは {'、'.join(str(size) for size in sorted(sizes))}）"


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
    before = bisect_left(source.blocks, (start,))
    return before > 0 and start < source.blocks[before - 1][1]


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


def _stray_line(source: SourceFile, numbers: Iterable[int]) -> SourceError | None:
    """A line that is neither a pair nor an entry: text that lost its indentation, or a note without #."""
    for number in numbers:
        line = source.line(number)
        if line.strip() and not _PAIR_OR_ENTRY.match(line) and not _is_prose(source, number):
            start = source.line_start(number)
            return SourceError("stray-line", source, start + _indent(line), start + len(line))
    return None


def _crooked_line(source: SourceFile, stumbled: int, first: int) -> SourceError:
    """A list whose first entry has lost its dash, where that is seen; otherwise the indentation is off."""
    number = _list_beginning(source, stumbled)
    if number:
        return _whole_line("dash-missing", source, number, str(stumbled))
    number = stumbled if source.line(stumbled).strip() else first
    if not source.line(number).strip():
        return _whole_line("syntax", source, number)
    return _whole_line("indent", source, number, indents(source, source.line_start(number)))


def _list_beginning(source: SourceFile, stumbled: int) -> int:
    """The line where the list of an entry should have begun with a dash and did not; 0 if it did."""
    entry = source.line(stumbled)
    if not entry.lstrip().startswith("- "):
        return 0
    number = stumbled - 1
    while number > 0 and (not source.line(number).strip() or _indent(source.line(number)) >= _indent(entry)):
        number -= 1
    beginning = source.line(number + 1)
    is_heading = source.line(number).rstrip().endswith(":")
    return number + 1 if is_heading and not beginning.lstrip().startswith(("-", "#")) else 0


def _whole_line(kind: str, source: SourceFile, number: int, detail: str = "") -> SourceError:
    start, line = source.line_start(number), source.line(number)
    return SourceError(kind, source, start + _indent(line), start + len(line), detail)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
