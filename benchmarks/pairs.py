"""Measuring in pairs: reference, peer, reference, peer … on the same content, so that both meet the same weather."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from statistics import median

from benchmarks.book import Book, count_pages
from benchmarks.measure import Run, RunError, run
from benchmarks.tools import TOOLS, Ours, Tool
from benchmarks.warm import our_worker, typst_worker


class Task(Enum):
    """What is asked of a program."""

    COLD = "初回"
    EDIT = "一文を直す"
    SAME = "変更なし"


#: One program, once through all tasks.
Round = dict[Task, Run]


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of what was measured, and its ends."""

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Of at least one value."""
        return cls(median(values), min(values), max(values))


@dataclass(frozen=True)
class Pairs:
    """Rounds of the reference and of a peer, one after the other."""

    rounds: tuple[tuple[Round, Round], ...]

    def ratio(self, task: Task, what: Callable[[Run], float]) -> Spread:
        """How many times as much the peer took, pair by pair."""
        return Spread.of([what(peer[task]) / what(reference[task]) for reference, peer in self.rounds])

    def of_reference(self, task: Task, what: Callable[[Run], float]) -> Spread:
        return Spread.of([what(reference[task]) for reference, _ in self.rounds])

    def of_peer(self, task: Task, what: Callable[[Run], float]) -> Spread:
        return Spread.of([what(peer[task]) for _, peer in self.rounds])


@dataclass
class Results:
    """What was measured at one size. ``unmeasured`` says why a tool is not there."""

    pages: int
    counted: dict[str, int] = field(default_factory=dict)
    trials: dict[str, Run] = field(default_factory=dict)
    unmeasured: dict[str, str] = field(default_factory=dict)
    reference: Tool | None = None
    compared: dict[str, Pairs] = field(default_factory=dict)
    checks: tuple[Run, ...] = ()
    #: Seconds of wall time for edits in processes that stay, in pairs: (ours, Typst's), None where there is none.
    warm: tuple[tuple[float | None, float | None], ...] = ()


@dataclass(frozen=True)
class Bench:
    """How to measure: so many pairs, no run longer than ``limit`` seconds."""

    tools: tuple[Tool, ...]
    pairs: int
    limit: float
    say: Callable[[str], None]

    def results(self, book: Book, before: Results | None) -> Results:
        """Everything at the size of the book; ``before`` (a smaller one) tells what would take too long."""
        results = Results(book.pages)
        for tool in self.tools:
            if reason := self._tried(tool, book, results, before):
                results.unmeasured[tool.id] = reason
                self.say(f"{tool.name}: {reason}")
        working = [tool for tool in self.tools if tool.id in results.counted]
        if working:
            results.reference = working[0]
            for peer in working[1:] or working:
                self._compare(peer, book, results)
        results.checks = self._checks(book)
        results.warm = self._warm(book)
        return results

    def _tried(self, tool: Tool, book: Book, results: Results, before: Results | None) -> str:
        """One run that is not measured: does it work, how many pages, how long. Returns why it is left out."""
        if not tool.is_installed:
            return "入っていません"
        if before and tool.id in before.unmeasured:
            return before.unmeasured[tool.id]
        expected = before.trials[tool.id].wall * book.pages / before.pages if before else 0
        if expected > self.limit:
            return f"一度に約{expected:.0f}秒かかる見込みのため、省きました"
        try:
            results.trials[tool.id] = self._run(tool, book)
        except RunError as error:
            return str(error)
        results.counted[tool.id] = count_pages(tool.output(book))
        return ""

    def _run(self, tool: Tool, book: Book) -> Run:
        return run(tool.command(book), book.folder, self.limit, tool.environment)

    def _compare(self, peer: Tool, book: Book, results: Results) -> None:
        assert results.reference
        self.say(f"{results.reference.name} ⇄ {peer.name}")
        try:
            rounds = [(self._round(results.reference, book), self._round(peer, book)) for _ in range(self.pairs)]
        except RunError as error:
            results.unmeasured[peer.id] = str(error)
            self.say(str(error))
        else:
            results.compared[peer.id] = Pairs(tuple(rounds))

    def _round(self, tool: Tool, book: Book) -> Round:
        """A tool that keeps nothing does the same whatever was changed: one run stands for all tasks."""
        book.edit()
        if not tool.keeps:
            return dict.fromkeys(Task, self._run(tool, book))
        book.forget()
        cold, same = self._run(tool, book), self._run(tool, book)
        book.edit()
        return {Task.COLD: cold, Task.SAME: same, Task.EDIT: self._run(tool, book)}

    def _checks(self, book: Book) -> tuple[Run, ...]:
        """Our check alone; nobody else has one."""
        ours = next((tool for tool in self.tools if isinstance(tool, Ours)), None)
        if ours is None:
            return ()
        self.say("vision check")
        try:
            runs = [run(ours.check_command(book), book.folder, self.limit) for _ in range(self.pairs + 1)]
        except RunError as error:
            self.say(str(error))
            return ()
        return tuple(runs[1:])  # the first warms up

    def _warm(self, book: Book) -> tuple[tuple[float | None, float | None], ...]:
        """Edits in processes that stay, in pairs; the first pair warms up."""
        workers = [
            start(book) if any(tool.id == id and tool.is_installed for tool in self.tools) else None
            for id, start in (("vision", our_worker), ("typst", typst_worker))
        ]
        ours, typst = (worker if worker and worker.is_ready else None for worker in workers)
        if not ours and not typst:
            return ()
        self.say("常駐での編集")
        measured = []
        for _ in range(self.pairs + 1):
            book.edit()
            measured.append((ours.rebuild()[0] if ours else None, typst.rebuild()[0] if typst else None))
        for worker in workers:
            if worker:
                worker.close()
        return tuple(measured[1:])


def chosen(ids: Sequence[str] | None) -> tuple[Tool, ...]:
    """The tools with these ids in their order, the first of them being the reference; all without ids."""
    return tuple(next(tool for tool in TOOLS if tool.id == id) for id in ids) if ids else TOOLS
