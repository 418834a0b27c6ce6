"""The Document as Typst: the same words, lists, tables and notes; the looks are in prelude.typ."""

import re
from collections.abc import Iterator
from functools import partial, singledispatch
from pathlib import Path

from vision_compiler.document.nodes import (
    Bullets,
    Document,
    GoalList,
    IndicatorCharts,
    IndicatorRow,
    IndicatorTable,
    Inline,
    Lead,
    NoteCall,
    Paragraph,
    Quantity,
    Remark,
    Section,
)
from vision_compiler.render.html import Templates

_SPECIAL = re.compile(r"([\\#*_`$<>@\[\]~=/\-+\"'])")


def typst_source(document: Document, templates: Templates) -> str:
    """The whole publication; its charts are drawn as they are for the templates."""
    _typst.register(IndicatorCharts, partial(_charts, templates))
    prelude = (Path(__file__).parent / "prelude.typ").read_text(encoding="utf-8")
    cover, imprint = document.cover, document.imprint
    opening = _call("book", cover.title, cover.period, cover.date, cover.municipality)
    closing = _call("imprint", imprint.title, imprint.date, imprint.publisher, imprint.address, imprint.phone)
    return "\n".join((prelude, opening, *map(_typst, document.sections), closing, ""))


def _call(function: str, *texts: str) -> str:
    return f"#{function}({', '.join(f'[{_escaped(text)}]' for text in texts)})"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _inline(runs: Inline) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: str | NoteCall | Quantity) -> str:
    match run:
        case NoteCall(mark, text):
            return f"#footnote[{_escaped(text)}]" if text else f"#super[{_escaped(mark)}]"
        case Quantity(text):
            return _escaped(text)
        case _:
            return _escaped(run)


@singledispatch
def _typst(block: object) -> str:
    raise NotImplementedError(f"the synthetic plan has no {type(block).__name__}")


@_typst.register
def _(block: Section) -> str:
    head = f"#{block.style}-head({block.level})[{_escaped(block.label)}][{_escaped(block.title)}]"
    return "\n".join((head, "", *map(_typst, block.content)))


@_typst.register
def _(block: Paragraph) -> str:
    return f"{_inline(block.content)}\n"


@_typst.register
def _(block: Lead) -> str:
    return "#lead[\n" + "\n\n".join(_inline(paragraph) for paragraph in block.paragraphs) + "\n]\n"


@_typst.register
def _(block: Bullets) -> str:
    mark = block.entries[0][0]
    return f"#entries[{mark}]" + "".join(f"[{_inline(content)}]" for _, content in block.entries) + "\n"


@_typst.register
def _(block: Remark) -> str:
    return f"#remark[{_escaped(block.mark)} {_inline(block.content)}]\n"


@_typst.register
def _(block: GoalList) -> str:
    rows = (f"[{_escaped(label)} {_escaped(title)}], [{_escaped(goals)}]" for label, title, goals in block.entries)
    return f"#goals({', '.join(rows)})\n"


@_typst.register
def _(block: IndicatorTable) -> str:
    headings = ", ".join(f"[{_escaped(words)} {_escaped(year)}]" for words, year in block.headings)
    rows = ", ".join(cell for row in block.rows for cell in _cells(row))
    notes = "".join(f"#table-note[{_escaped(note.mark)}][{_escaped(note.text)}]\n" for note in block.notes)
    return f"#indicators(({headings}), {rows})\n{notes}"


def _cells(row: IndicatorRow) -> Iterator[str]:
    yield f"[{_inline(row.name)}]"
    for cell in row.cells:
        lines = (f"{_escaped(label)} {_escaped(text)}" if label else _escaped(text) for label, text in cell.lines)
        yield f"[{' #linebreak() '.join(lines)}]"


def _charts(templates: Templates, block: IndicatorCharts) -> str:
    filters = templates.environment.filters
    beside = filters["beside"](block.charts)
    charts = ", ".join(
        f'[{_escaped(chart.title)} {_escaped(filters["legend"](chart))} #image(bytes({_quoted(svg)}), format: "svg")]'
        for chart in block.charts
        if (svg := str(templates.drawn(filters["progress"](chart, beside))))
    )
    remarks = "".join(_typst(remark) for remark in block.remarks)
    return f"#charts({beside}, {charts})\n{remarks}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
