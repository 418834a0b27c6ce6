"""What ``vision build`` does: nothing, if nothing changed; else check the plan, make the outputs, write all or none."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from vision_compiler.diagnostics import ProjectError
from vision_compiler.manifest import Build, Entry, entry_of
from vision_compiler.origins import Circumstances
from vision_compiler.outputs import Outputs
from vision_compiler.project import output_folder, read_file, shelf, template_folder

if TYPE_CHECKING:
    from vision_compiler.emit.pdf import Output
    from vision_compiler.inspection import Inspection
    from vision_compiler.model.plan import Plan
    from vision_compiler.pipeline import Analysis, Workshop
    from vision_compiler.shelf import Shelf
    from vision_compiler.typeset.printing import PrintRun
    from vision_compiler.verifying import Check

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


@dataclass(frozen=True, slots=True)
class Verified:
    """Where outputs are, and for each whether it is what would come out now. Or why that can't be told."""

    folder: Path
    checks: tuple["Check", ...] = ()
    failed: "Analysis | None" = None


def build(folder: Path, asked: Sequence[str], progress: Progress, run: "PrintRun | None" = None) -> Made:
    """The PDFs of the documents with these ids (of all, if none is named), for readers or for the run of a printer."""
    return _Build(folder, progress, run).run(asked, _documents)


def build_report(folder: Path, progress: Progress) -> Made:
    """The report on what stands on which page of every document."""
    return _Build(folder, progress).run(["agreement"], _report)


def verify(folder: Path, asked: Sequence[str], progress: Progress, run: "PrintRun | None" = None) -> Verified:
    """Whether the PDFs in build/ are what comes out if they are made from nothing. Writes nothing."""
    return _Build(folder, progress, run).verify(asked)


def current_pdfs(folder: Path) -> dict[Path, str]:
    """The PDFs that were made from the plan as it is now, with their titles."""
    outputs, inputs = Outputs(output_folder(folder)), Circumstances(folder).inputs
    return {
        outputs.folder / name: build.outputs[name].title
        for build in outputs.manifest.builds
        if build.origin.inputs == inputs
        for name in build.documents
        if name in build.outputs and outputs.stands(name, build.outputs[name])
    }


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
        self.now = Circumstances(folder, print_run)
        # What is for the printer or a proof lies apart, and so does what is known of it.
        self.outputs = Outputs(output_folder(folder) / (print_run.folder if print_run else ""))

    def run(self, asked: Sequence[str], making: "Making") -> Made:
        if standing := self._standing(asked):
            return standing
        kept = shelf(self.folder)
        self._hire(not self.outputs.manifest.builds, kept)
        from vision_compiler.report.text import summary  # noqa: PLC0415 - loaded while the workers get ready

        analysis = self._analysed()
        if analysis.plan is None:
            return Made(failed=analysis)
        made = list(making(analysis.plan, self._workshop(kept), self.progress, asked))
        notices = summary(analysis.diagnostics) if analysis.diagnostics else ""
        entries = {each.name: entry_of(each.content, each.title, each.pages, each.panels) for each in made}
        origin = self.now.origin(analysis.plan.settings.date)
        build = Build(origin, _names(analysis.plan), notices, entries)
        self.outputs.put({each.name: each.content for each in made}, build)
        return self._told(entries, notices)

    def verify(self, asked: Sequence[str]) -> Verified:
        from vision_compiler.verifying import checks  # noqa: PLC0415 - seldom asked for

        self._hire(for_all=True)
        analysis = self._analysed()
        if analysis.plan is None:
            return Verified(self.outputs.folder, failed=analysis)
        made = {each.name: each.content for each in _documents(analysis.plan, self._workshop(), self.progress, asked)}
        now, manifest = self.now.origin(analysis.plan.settings.date), self.outputs.manifest
        old = () if asked else (name for build in manifest.builds for name in build.documents if name in build.outputs)
        return Verified(self.outputs.folder, checks(self.outputs, made, old, now))

    def _hire(self, for_all: bool, kept: "Shelf | None" = None) -> None:
        from vision_compiler.typeset.engraver import get_ready  # noqa: PLC0415 - only now is there work
        from vision_compiler.typeset.plates import are_kept  # noqa: PLC0415
        from vision_compiler.typeset.workers import hire  # noqa: PLC0415

        get_ready(for_all and not are_kept(kept))
        hire(for_all)

    def _analysed(self) -> "Analysis":
        from vision_compiler.pipeline import analyse  # noqa: PLC0415 - loaded while the workers get ready

        with self.progress("計画を検査しています"):
            return analyse(self.now.sources)

    def _workshop(self, kept: "Shelf | None" = None) -> "Workshop":
        from vision_compiler.pipeline import Workshop  # noqa: PLC0415 - see above

        now = self.now
        return Workshop(template_folder(), now.sources, kept, now.typesetter, self.print_run, now.given_date)

    def _standing(self, asked: Sequence[str]) -> Made | None:
        """The outputs that were asked for, if they are there and would come out the same."""
        build = next((build for build in self.outputs.manifest.builds if self.now.hold(build.origin)), None)
        if build is None:
            return None
        wanted = {f"{id}.pdf" for id in asked} or set(build.documents)
        names = [name for name in (*build.documents, _REPORT) if name in wanted and name in build.outputs]
        entries = {name: build.outputs[name] for name in names}
        is_whole = len(names) == len(wanted) and all(self.outputs.stands(*each) for each in entries.items())
        return self._told(entries, build.notices) if is_whole else None

    def _told(self, entries: Mapping[str, Entry], notices: str) -> Made:
        files = tuple((self.outputs.folder / name, entry.title, entry.pages) for name, entry in entries.items())
        panels = {self.outputs.folder / name: entry.panels for name, entry in entries.items()}
        return Made(files, notices, None, self.print_run.remark if self.print_run else "", panels)


def _names(plan: "Plan") -> tuple[str, ...]:
    return tuple(f"{document.id}.pdf" for document in plan.settings.documents)


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
        # The longest is set first, so that not all wait for it in the end: it is the one in parts.
        ranked = sorted(chosen, key=lambda document: (bool(document.parts), len(document.chapters)))
        making = {
            document.id: desks.submit(publish, plan, document.id, workshop, urgency)
            for urgency, document in reversed(list(enumerate(ranked)))
        }
        try:
            yield from (making[document.id].result() for document in chosen)
        except BaseException:
            dismiss()
            raise


def _report(plan: "Plan", workshop: "Workshop", progress: Progress, _asked: Sequence[str]) -> "Iterator[Output]":
    from vision_compiler.pipeline import publish_agreement  # noqa: PLC0415

    with progress("全ての文書を組んで、ページを調べています"):
        yield publish_agreement(plan, workshop)
