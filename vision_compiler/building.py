"""What ``vision build`` does: nothing, if nothing changed; else check the plan, make the outputs, write all or none."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from vision_compiler.diagnostics import ProjectError
from vision_compiler.ledger import Entry, Ledger, content_digest, digest_of, read_ledger
from vision_compiler.project import output_folder, read_file, read_plan, shelf, template_folder, write_whole

if TYPE_CHECKING:
    from vision_compiler.emit.pdf import Output
    from vision_compiler.inspection import Inspection
    from vision_compiler.model.plan import Plan
    from vision_compiler.pipeline import Analysis, Workshop
    from vision_compiler.typeset.printing import PrintRun

_REPORT = "agreement.pdf"
#: Shows a message while something takes time.
Progress = Callable[[str], AbstractContextManager[None]]
Making = Callable[["Plan", "Workshop", Progress, Sequence[str]], Iterable["Output"]]


@dataclass(frozen=True, slots=True)
class Made:
    """The outcome: files with their titles and pages, and how many notices the check has. Or why there is none.

    ``remark`` is what there is to say about all of the files, ``panels`` are the millimetres left on designed sheets.
    """

    files: tuple[tuple[Path, str, int], ...] = ()
    notices: str = ""
    failed: "Analysis | None" = None
    remark: str = ""
    panels: Mapping[Path, Sequence[tuple[str, float]]] = field(default_factory=dict)


def build(folder: Path, asked: Sequence[str], progress: Progress, run: "PrintRun | None" = None) -> Made:
    """The PDFs of the documents with these ids (of all, if none is named), for readers or for the run of a printer."""
    return _Build(folder, progress, run).run(asked, _documents)


def build_report(folder: Path, progress: Progress) -> Made:
    """The report on what stands on which page of every document."""
    return _Build(folder, progress).run(["agreement"], _report)


def current_pdfs(folder: Path) -> dict[Path, str]:
    """The PDFs that were made from the plan as it is now, with their titles."""
    last = _Build(folder, lambda _message: nullcontext())
    if last.ledger.written_in != last.written_in:
        return {}
    names = last.ledger.complete
    standing = (last.ledger.standing(last.target, [name], last.ledger.made_from) or {} for name in names)
    return {last.target / name: entry.title for found in standing for name, entry in found.items()}


def inspections(made: Made, progress: Progress) -> "Iterator[tuple[str, Inspection, Sequence[tuple[str, float]]]]":
    """The titles of the outputs, each with how it is set: read from the file itself, also if it was not made again."""
    from vision_compiler.inspection import inspect  # noqa: PLC0415 - only who asks for it waits for it

    for path, title, _ in made.files:
        with progress(f"「{title}」を測っています"):
            found = inspect(read_file(path))
        yield title, found, made.panels.get(path, ())


class _Build:
    def __init__(self, folder: Path, progress: Progress, print_run: "PrintRun | None" = None) -> None:
        self.folder, self.progress, self.print_run = folder, progress, print_run
        self.sources = read_plan(folder)
        # What is for the printer lies apart, and so does what is known of it.
        self.target = output_folder(folder) / ("print" if print_run else "")
        self.shelf, self.ledger_name = shelf(folder), "ledger-print" if print_run else "ledger"
        self.ledger = read_ledger(self.shelf.take(self.ledger_name))
        self.written_in = digest_of(self.sources.items())

    @cached_property
    def made_from(self) -> str:
        """The digest of all that an output is made from."""
        run = str(self.print_run).encode()
        return digest_of([("plan", self.written_in.encode()), ("compiler", _compiler().encode()), ("run", run)])

    def run(self, asked: Sequence[str], making: "Making") -> Made:
        if standing := self._standing(asked):
            return self._told(standing, self.ledger.notices)
        from vision_compiler.typeset.workers import hire, send_home  # noqa: PLC0415 - only now is there work

        hire(for_all=not self.ledger.entries)
        from vision_compiler.pipeline import Workshop, analyse  # noqa: PLC0415 - loaded while the workers get ready
        from vision_compiler.report.text import summary  # noqa: PLC0415
        from vision_compiler.typeset.maker import maker  # noqa: PLC0415

        with self.progress("計画を検査しています"):
            analysis = analyse(self.sources)
        if analysis.plan is None:
            return Made(failed=analysis)
        workshop = Workshop(template_folder(), self.sources, self.shelf, maker(), self.print_run)
        outputs = list(making(analysis.plan, workshop, self.progress, asked))
        send_home()
        write_whole({self.target / output.name: output.content for output in outputs})
        notices = summary(analysis.diagnostics) if analysis.diagnostics else ""
        entries = {output.name: self._entry(output) for output in outputs}
        self._record(analysis.plan, entries, notices)
        return self._told(entries, notices)

    def _standing(self, asked: Sequence[str]) -> dict[str, Entry] | None:
        """The outputs that were asked for, if they are there and would come out the same."""
        if self.ledger.written_in != self.written_in or self.ledger.made_from != self.made_from:
            return None
        wanted = {f"{id}.pdf" for id in asked} or set(self.ledger.complete)
        names = [name for name in (*self.ledger.complete, _REPORT) if name in wanted]
        return self.ledger.standing(self.target, names, self.made_from) if len(names) == len(wanted) else None

    def _entry(self, output: "Output") -> Entry:
        return Entry(self.made_from, content_digest(output.content), output.title, output.pages, output.panels)

    def _record(self, plan: "Plan", entries: Mapping[str, Entry], notices: str) -> None:
        complete = tuple(f"{document.id}.pdf" for document in plan.settings.documents)
        known = {**(self.ledger.entries or {}), **entries}
        self.shelf.put(self.ledger_name, Ledger(self.made_from, self.written_in, complete, notices, known).written())

    def _told(self, entries: Mapping[str, Entry], notices: str) -> Made:
        files = tuple((self.target / name, entry.title, entry.pages) for name, entry in entries.items())
        panels = {self.target / name: entry.panels for name, entry in entries.items()}
        return Made(files, notices, None, self.print_run.remark if self.print_run else "", panels)


def _documents(plan: "Plan", workshop: "Workshop", progress: Progress, asked: Sequence[str]) -> "Iterator[Output]":
    from vision_compiler.pipeline import publish  # noqa: PLC0415
    from vision_compiler.typeset.workers import dismiss  # noqa: PLC0415
    from vision_compiler.wording import did_you_mean  # noqa: PLC0415

    known = [document.id for document in plan.settings.documents]
    for name in asked:
        if name not in known:
            raise ProjectError(f"「{name}」という文書はありません", did_you_mean(name, known))
    chosen = [document for document in plan.settings.documents if not asked or document.id in asked]
    names = "".join(f"「{document.title}」" for document in chosen)
    # While one document waits for its type, others are made up and linked.
    with progress(f"{names}を組んでいます"), ThreadPoolExecutor() as desks:
        longest_first = sorted(chosen, key=lambda document: -len(document.chapters))
        making = {document.id: desks.submit(publish, plan, document.id, workshop) for document in longest_first}
        try:
            yield from (making[document.id].result() for document in chosen)
        except BaseException:
            dismiss()
            raise


def _report(plan: "Plan", workshop: "Workshop", progress: Progress, _asked: Sequence[str]) -> "Iterator[Output]":
    from vision_compiler.pipeline import publish_agreement  # noqa: PLC0415

    with progress("全ての文書を組んで、ページを調べています"):
        yield publish_agreement(plan, workshop)


@cache
def _compiler() -> str:
    """The compiler itself: its code, its templates, and what sets the type."""
    from vision_compiler.typeset.maker import maker  # noqa: PLC0415

    package, templates = Path(__file__).parent, template_folder()
    files = sorted([*package.rglob("*.py"), *package.rglob("*.txt"), *templates.rglob("*")])
    contents = ((str(file.name), file.read_bytes()) for file in files if file.is_file())
    return digest_of([*contents, ("maker", maker().encode())])
