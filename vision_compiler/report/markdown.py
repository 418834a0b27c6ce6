"""The complete report as Markdown, for the summary page of a GitHub step."""

import re
from collections.abc import Iterable
from pathlib import PurePath

from vision_compiler.diagnostics import Diagnostic
from vision_compiler.report.places import place, valid
from vision_compiler.report.text import summary, visible

_HEAD = "| 場所 | 重さ | 番号 | 指摘 | 直し方 |\n|---|---|---|---|---|\n"
#: Kept for the line that says how many rows were left out.
_RESERVE = 200


def markdown(diagnostics: Iterable[Diagnostic], folder: PurePath, room: int) -> str:
    """A heading, the counts, and a row for each finding; rows that do not fit ``room`` (in bytes) are counted only."""
    diagnostics = list(diagnostics)
    head = f"## 計画の検査: {literal(folder.as_posix())}\n\n{summary(diagnostics)}\n\n"
    if diagnostics:
        head += _HEAD
    rows = _fitting((_row(found, folder) for found in diagnostics), room - len(valid(head).encode()) - _RESERVE)
    rest = len(diagnostics) - len(rows)
    tail = f"\nこのほかに{rest}件あります。「vision check」で全てを見られます。\n" if rest else ""
    return valid(f"{head}{''.join(rows)}{tail}\n")


def literal(text: str) -> str:
    """The text as Markdown that shows it as it is: every sign of ASCII is written by its number."""
    return re.sub(r"[!-/:-@\[-`{-~]", lambda sign: f"&#{ord(sign[0])};", visible(text))


def _row(found: Diagnostic, folder: PurePath) -> str:
    related = [literal(f"関連: {place(each.span, folder)}: {each.message}") for each in found.related]
    cells = (
        literal(place(found.span, folder)),
        found.severity.value,
        literal(found.code),
        "<br>".join([literal(found.message), *related]),
        literal(found.help),
    )
    return f"| {' | '.join(cells)} |\n"


def _fitting(rows: Iterable[str], room: int) -> list[str]:
    fitting = []
    for row in rows:
        room -= len(valid(row).encode())
        if room < 0:
            break
        fitting.append(row)
    return fitting
