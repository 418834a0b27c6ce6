"""The plan while it is edited: what is wrong with it now, and the pages of its last good state."""

import traceback
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from threading import RLock

from vision_compiler.diagnostics import Diagnostic, ProjectError, has_errors, in_order
from vision_compiler.load import Memory, load
from vision_compiler.model.plan import Plan
from vision_compiler.pipeline import Workshop
from vision_compiler.preview.bench import Bench, Preview, Spot, is_enough, touched
from vision_compiler.preview.pictures import Pictures
from vision_compiler.resolve import resolve
from vision_compiler.rules import errors, findings
from vision_compiler.source import SourceFile

_BUG = "ページを組めませんでした。プログラムの不具合です。端末に表示された内容を、開発した人に知らせてください。"


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of the plan as it is written now. Until ``is_complete``, only what makes it wrong."""

    diagnostics: tuple[Diagnostic, ...] = ()
    sources: Mapping[str, SourceFile] = field(default_factory=dict)
    is_complete: bool = False
    problem: str = ""

    @property
    def is_good(self) -> bool:
        """Whether pages can be made of it."""
        return not has_errors(self.diagnostics) and not self.problem


class Session:
    """One plan, from edit to edit. ``lock`` is held by whoever works with it."""

    def __init__(self, workshop: Workshop) -> None:
        self.lock = RLock()
        self.pictures = Pictures()
        #: When the program ends, what fails for that reason is not reported.
        self.is_open = True
        self.checked = Checked()
        #: The last state that was good.
        self.plan: Plan | None = None
        #: What the last edit changed, by document.
        self.touched: dict[str, Spot] = {}
        #: Grows with every edit that pages were made of.
        self.edits = 0
        #: Why a document has no pages of the newest state, by its id.
        self.problems: dict[str, str] = {}
        self._workshop = workshop
        self._benches: dict[str, Bench] = {}
        self._texts: Mapping[str, str | bytes] = {}
        self._memory: Memory = {}
        self._warm: set[str] = set()

    def update(self, texts: Mapping[str, str | bytes], viewed: Collection[str]) -> Iterator[None]:
        """Take in what the files hold now. Each step shows more: the pages that are looked at, then all findings."""
        files = {name for name in {*texts, *self._texts} if texts.get(name) != self._texts.get(name)}
        self._texts = texts
        with self.lock:
            plan = self._check(texts)
            if plan:
                self._show(plan, viewed, files)
        yield
        if not plan:
            return
        for spot, preview in self._new_pages(viewed):
            self.pictures.picture(preview.sheets[spot.page])
        yield
        for bench in self._benches.values():
            if bench.preview and bench.preview.put_off and bench.preview.plan is plan:
                with self.lock:
                    self._make(bench, plan)
                yield
        with self.lock:
            found = in_order([*self.checked.diagnostics, *findings(plan)])
            self.checked = Checked(tuple(found), self.checked.sources, is_complete=True)
        yield

    def preview(self, document: str) -> Preview | None:
        """The pages of a document in the last good state; made now if nobody looked at it since the last edit."""
        with self.lock:
            if self.plan is None or self.plan.document(document) is None:
                return None
            bench = self._benches.setdefault(document, Bench(document, self._workshop))
            if bench.tried is not self.plan:
                self._make(bench, self.plan)
            return bench.preview

    def warm(self, document: str) -> None:
        """Let the workers get ready for edits of a document. What hinders them is told where pages are made."""
        if document in self._benches and document not in self._warm:
            self._warm.add(document)
            with suppress(ProjectError):
                self._benches[document].warm()

    def fail(self, problem: str) -> None:
        """The files can't be read at all."""
        with self.lock:
            self.checked = Checked((), {}, is_complete=True, problem=problem)
            self._texts = {}

    def renew(self) -> None:
        """Templates changed: nothing that was set counts any more."""
        with self.lock:
            for bench in self._benches.values():
                bench.renew()

    def _check(self, texts: Mapping[str, str | bytes]) -> Plan | None:
        """The plan, if pages can be made of it. All that only advises is found out later."""
        loaded = load(texts, self._memory)
        found, plan = loaded.diagnostics, None
        if not has_errors(found):
            plan, unresolved = resolve(loaded.files, loaded.icons)
            found = [*found, *(errors(plan) if plan else unresolved)]
        if has_errors(found):
            self.checked = Checked(tuple(in_order(found)), loaded.sources, is_complete=True)
            return None
        self.checked = Checked(tuple(in_order(found)), loaded.sources)
        return plan

    def _show(self, plan: Plan, viewed: Collection[str], files: Collection[str]) -> None:
        self.plan = plan
        self.touched, self.problems, self.edits = {}, {}, self.edits + 1
        for document in viewed:
            bench = self._benches.get(document)
            before = bench.preview if bench else None
            if bench:
                self._make(bench, plan, in_a_hurry=True)
                if bench.preview and not is_enough(before, bench.preview):
                    self._make(bench, plan)
            after = self.preview(document)
            if after and (spot := touched(before, after, files)):
                self.touched[document] = spot

    def _make(self, bench: Bench, plan: Plan, in_a_hurry: bool = False) -> None:
        try:
            bench.make(plan, in_a_hurry)
            self.problems.pop(bench.id, None)
        except ProjectError as error:
            self.problems[bench.id] = (
                "。".join(part.rstrip("。") for part in (error.message, error.help) if part) + "。"
            )
        except Exception:  # our bug: what is on the screen stays, and the next edit gets its chance
            if self.is_open:
                traceback.print_exc()
            self.problems[bench.id] = _BUG

    def _new_pages(self, viewed: Collection[str]) -> Iterator[tuple[Spot, Preview]]:
        for document in viewed:
            spot, preview = self.touched.get(document), self.preview(document)
            if spot and preview:
                yield spot, preview
