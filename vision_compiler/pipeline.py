"""The compiler in three functions. Read them beside the picture in README.md."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from vision_compiler.diagnostics import Diagnostic, has_errors, in_order
from vision_compiler.load import load
from vision_compiler.model.plan import Plan
from vision_compiler.resolve import resolve
from vision_compiler.rules import findings
from vision_compiler.shelf import Shelf
from vision_compiler.source import SourceFile

if TYPE_CHECKING:
    from vision_compiler.comparison.sheet import ComparisonTable
    from vision_compiler.document import Publication
    from vision_compiler.emit.pdf import Output
    from vision_compiler.render.bytecode import KeptTemplates
    from vision_compiler.typeset.plates import Plates
    from vision_compiler.typeset.printing import PrintRun


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the plan's texts mean (None if they do not hold), what was found, and the texts it was found in."""

    plan: Plan | None
    diagnostics: list[Diagnostic]
    sources: Mapping[str, SourceFile]


def analyse(texts: Mapping[str, str | bytes]) -> Analysis:
    """From text to plan. All mistakes of a stage come out in one run; the next stage sees only what holds."""
    loaded = load(texts)
    if has_errors(loaded.diagnostics):
        return Analysis(None, in_order(loaded.diagnostics), loaded.sources)
    plan, unresolved = resolve(loaded.files, loaded.icons)
    if plan is None:
        return Analysis(None, in_order([*loaded.diagnostics, *unresolved]), loaded.sources)
    found = in_order([*loaded.diagnostics, *findings(plan)])
    return Analysis(None if has_errors(found) else plan, found, loaded.sources)


# What follows is loaded where it is needed, so that `vision check` starts without Jinja, BudouX and the renderer.


@dataclass(frozen=True)
class Workshop:
    """What the printing of a plan needs besides the plan: templates, the plan's files (they go into the PDF), a shelf.

    ``made_by`` stands for the compiler with its libraries and fonts: standing type of another one counts for nothing.
    Without a shelf everything is set anew. ``run`` says what a printer wants, ``date`` is a moment that files bear
    instead of the plan's.
    """

    templates: Path
    sources: Mapping[str, bytes] = field(default_factory=dict)
    shelf: Shelf | None = None
    made_by: str = ""
    run: "PrintRun | None" = None
    date: str = ""

    @cached_property
    def compiled(self) -> "KeptTemplates":
        """The compiled templates, for all publications."""
        from vision_compiler.render.bytecode import KeptTemplates  # noqa: PLC0415

        return KeptTemplates(self.shelf, self.made_by)

    @cached_property
    def plates(self) -> "Plates":
        """The charts, for all publications."""
        from vision_compiler.typeset.plates import Plates  # noqa: PLC0415

        return Plates(self.shelf, self.made_by)

    def keep(self) -> None:
        """Put what is new on the shelf."""
        self.compiled.keep()
        self.plates.keep()


def publish(plan: Plan, name: str, workshop: Workshop, urgency: int = 0) -> "Output":
    """From plan to printed pages. Nothing here can be the author's fault. Of several, the most urgent is set first."""
    from vision_compiler.document import assemble  # noqa: PLC0415

    return _printed(assemble(plan, name), plan, workshop, urgency)


def publish_agreement(plan: Plan, workshop: Workshop) -> "Output":
    """Every document of the plan laid out, then the report on what stands on which of their pages."""
    from vision_compiler.document.agreement import Pages, assemble_agreement  # noqa: PLC0415

    documents = plan.settings.documents
    printed: dict[str, Pages] = {document.id: publish(plan, document.id, workshop).printed for document in documents}
    return _printed(assemble_agreement(plan, printed), plan, workshop)


def publish_table(table: "ComparisonTable", workshop: Workshop) -> "Output":
    """A comparison of two plans as printed pages."""
    return _printed(table, None, workshop)


def _printed(document: "Publication", plan: Plan | None, workshop: Workshop, urgency: int = 0) -> "Output":
    from jinja2 import FileSystemLoader  # noqa: PLC0415

    from vision_compiler.emit.pdf import emit_pdf  # noqa: PLC0415
    from vision_compiler.render.manuscript import manuscript  # noqa: PLC0415
    from vision_compiler.typeset import typeset  # noqa: PLC0415
    from vision_compiler.typeset.standing import StandingType  # noqa: PLC0415

    shelf = workshop.shelf
    written = manuscript(document, FileSystemLoader(workshop.templates), workshop.plates, workshop.compiled)
    standing = StandingType(
        written.css, workshop.made_by, shelf.take(document.id) if shelf is not None else b"", urgency
    )
    forme = typeset(written, standing)
    if plan is not None and workshop.run is not None and workshop.run.proof:
        from vision_compiler.typeset.proofing import proofed  # noqa: PLC0415

        forme = proofed(forme, written, plan, workshop.run.proof, workshop.made_by)
    output = emit_pdf(document, forme, plan, workshop.sources, workshop.run, workshop.date)
    if shelf is not None and (kept := standing.keep()):
        shelf.put(document.id, kept)
    workshop.keep()
    return output
