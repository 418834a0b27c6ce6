"""The table as Markdown, for a comment at a pull request.

The texts come from plans of strangers. Every sign of ASCII is written by its number, so that none is Markdown or HTML.
But GitHub looks for names (@…) and issues (#…, GH-…) in what is finished: these signs are parted from what follows.
"""

import re
from collections.abc import Iterable

from vision_compiler.comparison.sheet import ComparisonTable, Row
from vision_compiler.comparison.words import Runs
from vision_compiler.report.markdown import literal
from vision_compiler.report.places import valid

#: Which comment is ours: the workflow looks for it.
MARKER = "<!-- vision diff -->"
#: How many characters a comment can have, less those for what others add.
COMMENT = 64_000
#: Kept for the line that says how many rows were left out.
_RESERVE = 300
_NUMBERED = {f"&#{ord(sign)};" for sign in "@#-"}
_SIGN = re.compile(r"&#\d+;")


def markdown(table: ComparisonTable, room: int = 10**9) -> str:
    """The summary and the table; rows that do not fit ``room`` (in characters) are counted only."""
    head = f"{MARKER}\n## {quiet(table.title)}\n\n{_intro(table)}\n{_summary(table)}"
    rows = [_row(row, table) for row in table.rows]
    fitting = _fitting(rows, room - len(head) - _RESERVE)
    body = f"{_head(table)}{''.join(fitting)}" if fitting else ""
    left = len(rows) - len(fitting)
    tail = f"\nこのほかに{left}行あります。「vision diff」で全てを見られます。\n" if left else ""
    return valid(f"{head}{body}{tail}")


def quiet(text: str) -> str:
    """The text as Markdown that shows it as it is and calls nobody."""
    encoded = literal(text)
    return _SIGN.sub(lambda sign: sign[0] + ("&#8203;" if sign[0] in _NUMBERED else ""), encoded)


def _intro(table: ComparisonTable) -> str:
    lines = [f"{quiet(side.heading)}: {quiet(side.plan)}  " for side in (table.new, table.old)]
    lines += [f"{quiet(table.totals)}  "]
    if table.touched:
        lines.append(f"変わる文書: {quiet(table.touched_documents)}  ")
    lines += [f"idだけの変更: {quiet(f'{title}（{old} → {new}）')}  " for title, old, new in table.renamed_ids]
    if table.hidden:
        hidden = "<br>".join(f"{quiet(row.place)}　{quiet(row.title)}" for row in table.hidden)
        lines.append(f"<details><summary>印刷されない変更 {len(table.hidden)}件</summary>{hidden}</details>\n")
    return "\n".join(lines) + "\n"


def _summary(table: ComparisonTable) -> str:
    if not table.counts:
        return ""
    rows = (
        f"| {quiet(each.group)} | {each.added} | {each.removed} | {each.changed} | {quiet(each.documents)} |\n"
        for each in table.counts
    )
    return f"| 章 | 新設 | 削除 | 変更 | 変わる文書 |\n|---|---:|---:|---:|---|\n{''.join(rows)}\n"


def _head(table: ComparisonTable) -> str:
    titles = ["箇所", *(quiet(side.heading) for side in table.sides), "備考", *(["理由"] if table.has_reasons else [])]
    return f"| {' | '.join(titles)} |\n{'|---' * len(titles)}|\n"


def _row(row: Row, table: ComparisonTable) -> str:
    pages = f"<br>{quiet(table.pages(row))}" if table.pages(row) else ""
    place = f"{quiet(row.place)}<br>{quiet(row.title)}{'（つづき）' if row.is_continued else ''}{pages}"
    sides = ("<br>".join(_said(line.label, line.on(side)) for line in row.lines) for side in table.sides)
    cells = [place, *sides, quiet(row.remark), *([quiet(row.reason)] if table.has_reasons else [])]
    return f"| {' | '.join(cells)} |\n"


def _said(label: str, runs: Runs) -> str:
    words = "".join(f"<ins>{quiet(run.text)}</ins>" if run.is_changed else quiet(run.text) for run in runs)
    return f"{quiet(label)}：{words}" if label and words else words


def _fitting(rows: Iterable[str], room: int) -> list[str]:
    fitting = []
    for row in rows:
        room -= len(row)
        if room < 0:
            break
        fitting.append(row)
    return fitting
