"""The results as tables: for the terminal, and as docs/benchmarks.md with a chart of the growth."""

import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unicodedata import east_asian_width

from benchmarks.chart import Line, chart
from benchmarks.measure import Run
from benchmarks.pairs import Pairs, Results, Spread, Task
from benchmarks.tools import Tool

CHART = "benchmarks.svg"


@dataclass(frozen=True, slots=True)
class Table:
    """Headings, and rows of texts; the first column is flush left, the others right."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def text(self) -> str:
        """In columns, for the terminal."""
        lines = (self.headings, *self.rows)
        widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
        return "\n".join(
            "  ".join(_padded(cell, width, index) for index, (cell, width) in enumerate(zip(line, widths, strict=True)))
            for line in lines
        )

    def markdown(self) -> str:
        rule = ("---", *("---:" for _ in self.headings[1:]))
        return "\n".join(f"| {' | '.join(line)} |" for line in (self.headings, rule, *self.rows))


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _padded(cell: str, width: int, column: int) -> str:
    space = " " * (width - _width(cell))
    return f"{cell}{space}" if column == 0 else f"{space}{cell}"


def _wall(run: Run) -> float:
    return run.wall


def _cpu(run: Run) -> float:
    return run.cpu


def _peak(run: Run) -> float:
    return run.peak


# ---------------------------------------------------------------- numbers


def _ratio(spread: Spread) -> str:
    return f"{_short(spread.middle)}（{_short(spread.low)}–{_short(spread.high)}）"


def _short(value: float) -> str:
    """Three digits that mean something."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _seconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{_short(seconds)} s"


# ---------------------------------------------------------------- tables

_RATIOS = ("ページ", "初回", "初回CPU", "一文を直す", "変更なし", "最大メモリ")
_AMOUNTS = ("初回", "初回CPU", "一文を直す", "変更なし", "最大メモリ")


def ratios(results: Results, tools: Sequence[Tool]) -> Table:
    """How many times as much each peer takes as the reference: median (least–most) of the pairs."""
    reference = results.reference
    rows = [_ratio_row(tool, results) for tool in tools if tool.id in results.compared]
    if reference and reference.id not in results.compared:
        rows.insert(0, (f"{reference.name}（基準）", str(results.counted[reference.id]), *["1"] * 5))
    rows += [(tool.name, *["測っていません"] * 6) for tool in tools if tool.id in results.unmeasured]
    return Table(("倍率", *_RATIOS), tuple(rows))


def _ratio_row(tool: Tool, results: Results) -> tuple[str, ...]:
    pairs = results.compared[tool.id]
    asked = ((Task.COLD, _wall), (Task.COLD, _cpu), (Task.EDIT, _wall), (Task.SAME, _wall), (Task.COLD, _peak))
    return (tool.name, str(results.counted[tool.id]), *(_ratio(pairs.ratio(task, what)) for task, what in asked))


def amounts(results: Results, tools: Sequence[Tool]) -> Table:
    """Medians of seconds and MiB."""
    rows = []
    for tool in tools:
        if middle := _middles(tool, results):
            asked = ((Task.COLD, _wall), (Task.COLD, _cpu), (Task.EDIT, _wall), (Task.SAME, _wall))
            times = (_seconds(middle(task, what)) for task, what in asked)
            rows.append((tool.name, *times, f"{middle(Task.COLD, _peak):.0f} MiB"))
    if results.checks:
        check = (_seconds(Spread.of([what(run) for run in results.checks]).middle) for what in (_wall, _cpu))
        rows.append(
            ("vision check", *check, "", "", f"{Spread.of([run.peak for run in results.checks]).middle:.0f} MiB")
        )
    return Table(("中央値", *_AMOUNTS), tuple(rows))


def _middles(tool: Tool, results: Results) -> Callable[[Task, Callable[[Run], float]], float] | None:
    """The medians of a tool; those of the reference come from its rounds with all peers."""
    if tool.id in results.compared:
        pairs = results.compared[tool.id]
        return lambda task, what: pairs.of_peer(task, what).middle
    if tool is results.reference and results.compared:
        together = Pairs(tuple(each for pairs in results.compared.values() for each in pairs.rounds))
        return lambda task, what: together.of_reference(task, what).middle
    return None


def warm(results: Results) -> str:
    """The line on edits in processes that stay."""
    ours = [mine for mine, _ in results.warm if mine is not None]
    typst = [theirs for _, theirs in results.warm if theirs is not None]
    both = [theirs / mine for mine, theirs in results.warm if mine is not None and theirs is not None]
    parts = [
        f"{name} {_seconds(Spread.of(times).middle)}（{_seconds(min(times))}–{_seconds(max(times))}）"
        if times
        else f"{name} 測っていません"
        for name, times in (("vision", ours), ("Typst", typst))
    ]
    if both:
        parts.append(f"倍率 {_ratio(Spread.of(both))}")
    return f"常駐で一文を直す： {'、'.join(parts)}"


# ---------------------------------------------------------------- around the tables


def conditions(tools: Sequence[Tool], pairs: str) -> Iterator[str]:
    """When, on what, and with which versions."""
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    yield f"日付： {date.today().isoformat()}"
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    yield f"機械： {_processor()}、CPU {cores}"
    yield f"システム： {system}、Python {sys.version.split()[0]}"
    yield f"組の数： {pairs}"
    for tool in tools:
        state = tool.version if tool.is_installed else "入っていません（測っていません）"
        yield f"{tool.name}： {state}{f'（{tool.note}）' if tool.note else ''}"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor()
    )


def of_size(results: Results, tools: Sequence[Tool], form: Callable[[Table], str]) -> Iterator[str]:
    """The tables of one size."""
    yield form(ratios(results, tools))
    yield form(amounts(results, tools))
    if results.warm:
        yield warm(results)
    for tool in tools:
        if tool.id in results.unmeasured:
            yield f"測っていません： {tool.name}（{results.unmeasured[tool.id]}）"


_HOW = """倍率は、{reference}の何倍かかったかです。1より大きければ、{reference}の方が速い（少ない）ことを示します。
{reference}と相手を同じ内容で交互に動かし、組ごとの比の中央値（最小–最大）を示します。
時間はプロセスの始めから終わりまで、CPUは子のプロセスを含みます。メモリは、いちばん大きい一つのプロセスの最大値です
（ブラウザーは多くのプロセスに分かれるので、合計はこれより大きくなります）。
前の結果を使わない相手は、一文を直したときも、何も変えないときも、初回と同じことをします。
測り方は benchmarks/README.md にあります。"""


def document(all_results: Sequence[Results], tools: Sequence[Tool], pairs: str) -> str:
    """docs/benchmarks.md."""
    reference = next((results.reference.name for results in all_results if results.reference), "")
    parts = ["# ベンチマーク", "`python -m benchmarks --write` が書きました。手で直さないでください。"]
    parts.append("\n".join(f"- {line}" for line in conditions(tools, pairs)))
    parts.append(_HOW.format(reference=reference))
    parts.append(f"![ページ数と時間]({CHART})")
    for results in all_results:
        parts.append(f"## {results.pages:,}ページ")
        parts += of_size(results, tools, Table.markdown)
    return "\n\n".join(parts) + "\n"


def growth(all_results: Sequence[Results], tools: Sequence[Tool]) -> str:
    """The chart: wall time over pages, of every tool; of those that keep something, edits too."""
    lines = []
    for tool in tools:
        for task in (Task.COLD, Task.EDIT) if tool.keeps else (Task.COLD,):
            points = [
                (results.counted[tool.id], middle(task, _wall))
                for results in all_results
                if (middle := _middles(tool, results))
            ]
            if points:
                lines.append(Line(tool.name.partition("（")[0], task.value, tuple(points), task is Task.EDIT))
    return chart(lines, [results.pages for results in all_results])
