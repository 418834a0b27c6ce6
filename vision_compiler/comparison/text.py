"""A comparison for the terminal: the counts, then what changed, the old wording above the new."""

import re
from collections.abc import Iterator

import typer

from vision_compiler.comparison.sheet import ComparisonTable, Line, Row
from vision_compiler.comparison.words import Runs
from vision_compiler.report.text import visible

_STYLE = re.compile(r"\x1b\[\d+m")


def text(table: ComparisonTable) -> str:
    """The table as lines; the words that changed are underlined where a terminal can."""
    parts = ["\n".join(_head(table))]
    parts += ["\n".join(_row(row, table.pages(row))) for row in (*table.rows, *table.hidden)]
    return "\n\n".join(parts)


def unstyled(words: str) -> str:
    """The lines for a file: without what only a terminal understands."""
    return _STYLE.sub("", words)


def _head(table: ComparisonTable) -> Iterator[str]:
    yield visible(f"{table.old.heading}: {table.old.plan}")
    yield visible(f"{table.new.heading}: {table.new.plan}")
    yield table.totals
    for each in table.counts:
        documents = f"（{each.documents}）" if each.documents else ""
        yield visible(f"  {each.group}: 新設 {each.added}、削除 {each.removed}、変更 {each.changed}{documents}")
    if table.touched:
        yield f"変わる文書: {table.touched_documents}"
    for title, old, new in table.renamed_ids:
        yield visible(f"  idだけの変更: {title}（{old} → {new}）")


def _row(row: Row, pages: str) -> Iterator[str]:
    continued = "（つづき）" if row.is_continued else ""
    yield typer.style(visible(f"{row.place}　{row.title}{continued}"), bold=True) + visible(f"　{row.remark}")
    if pages:
        yield visible(f"    {pages}")
    if row.reason:
        yield visible(f"    理由: {row.reason}")
    for line in row.lines:
        yield from _line(line)


def _line(line: Line) -> Iterator[str]:
    label = f"{line.label}: " if line.label else ""
    if line.old == line.new:
        yield f"    {visible(label)}{_runs(line.new)}"
        return
    for sign, runs, colour in (("-", line.old, "red"), ("+", line.new, "green")):
        if runs:
            yield typer.style(f"  {sign} ", fg=colour) + visible(label) + _runs(runs)


def _runs(runs: Runs) -> str:
    return "".join(
        typer.style(visible(run.text), underline=True) if run.is_changed else visible(run.text) for run in runs
    )
