"""Findings as text for a terminal: the place, the fact, the source line with a marker, and what to write instead."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import PurePath

import typer

from vision_compiler.diagnostics import Diagnostic, Severity
from vision_compiler.report.cells import cells
from vision_compiler.rules import RULES
from vision_compiler.source import SourceFile, Span

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
#: Columns of the source line that are shown; a longer line is cut around the marker.
_WINDOW = 76
#: Nobody reads more at once, and a file copied twice over may have ten thousands.
_MOST = 500


def report(diagnostics: Iterable[Diagnostic], sources: Mapping[str, SourceFile], folder: PurePath) -> str:
    """All findings in order, one block each, then the notices by rule, and a line that counts them.

    File names are shown below ``folder``.
    """
    diagnostics = list(diagnostics)
    heavy = [found for found in diagnostics if found.severity is not Severity.INFO]
    blocks = [_block(found, sources, folder) for found in heavy[:_MOST]]
    notices = [found for found in diagnostics if found.severity is Severity.INFO]
    return "\n".join([*blocks, *_rest(len(heavy) - _MOST), *_notices(notices, folder), summary(diagnostics)])


def _rest(count: int) -> list[str]:
    """What stands for findings that are not shown."""
    how = "上のものを直してから、もう一度調べてください。全ては「vision check --format json」で見られます。"
    return [f"このほかに{count}件あります。{how}\n"] if count > 0 else []


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """How many findings there are of each severity."""
    counts = dict.fromkeys(Severity, 0)
    for found in diagnostics:
        counts[found.severity] += 1
    parts = [f"{severity.value} {count}件" for severity, count in counts.items() if count]
    return "、".join(parts) if parts else "誤りはありません。"


def _notices(found: list[Diagnostic], folder: PurePath) -> Iterator[str]:
    """Notices need no remedy at once: a line each, under the title of their rule."""
    for code, group in groupby(sorted(found, key=lambda each: each.code), lambda each: each.code):
        each_rule = list(group)
        lines = [f"  {_place(each.span, folder)}: {visible(each.message)}" for each in each_rule[:_MOST]]
        lines += [f"  {line.rstrip()}" for line in _rest(len(each_rule) - _MOST)]
        head = typer.style(Severity.INFO.value, fg=_COLOURS[Severity.INFO], bold=True)
        title = RULES[code].title if code in RULES else ""
        yield "\n".join([f"{head} [{code}] {title}（{len(each_rule)}件）", *lines]) + "\n"


def _block(found: Diagnostic, sources: Mapping[str, SourceFile], folder: PurePath) -> str:
    severity = typer.style(found.severity.value, fg=_COLOURS[found.severity], bold=True)
    head = f"{_place(found.span, folder)}: {severity} [{found.code}] {visible(found.message)}"
    lines = [head, *_excerpt(found.span, sources)]
    if found.help:
        lines.append(f"  直し方: {visible(found.help)}")
    for related in found.related:
        lines.append(f"  関連: {_place(related.span, folder)}: {visible(related.message)}")
    return "\n".join(lines) + "\n"


def _place(span: Span, folder: PurePath) -> str:
    return visible(f"{folder / span.file}:{span.start.line}:{span.start.column}")


def _excerpt(span: Span, sources: Mapping[str, SourceFile]) -> list[str]:
    """The source line, and a marker under the stretch of it that the finding speaks of."""
    source = sources.get(span.file)
    if source is None or not source.text:
        return []
    line = source.line(span.start.line)
    start = span.start.column - 1
    end = span.end.column - 1 if span.end.line == span.start.line else len(line)
    far = max(0, start - 3 * _WINDOW)  # nothing beyond can be shown, and a line may have 20,000 characters
    line, start, end = line[far : start + 3 * _WINDOW], start - far, min(end - far, start - far + 3 * _WINDOW)
    shown, start, end = _cut(visible(line), start, max(end, start + 1))
    gutter = f"{span.start.line:>5} | "
    indent = " " * (len(gutter) - 2) + "| " + " " * cells(shown[:start])
    return [gutter + shown, indent + "^" * max(1, cells(shown[start:end]))]


def _cut(line: str, start: int, end: int) -> tuple[str, int, int]:
    """A stretch of the line that fits the window and holds the marker's beginning."""
    if cells(line) <= _WINDOW:
        return line, start, min(end, len(line))
    first = last = min(start, len(line) - 1)
    while cells(line[first:last]) < _WINDOW - 4 and (first > 0 or last < len(line)):
        first = max(0, first - 1) if cells(line[first:start]) < _WINDOW // 4 or last >= len(line) else first
        last = min(len(line), last + 1)
    head, tail = "…" if first else "", "…" if last < len(line) else ""
    return head + line[first:last] + tail, start - first + len(head), min(end, last) - first + len(head)


def visible(text: str) -> str:
    """The text with control characters shown instead of obeyed."""
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "�" if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else character
