"""The compiler in three functions. Read them beside the picture in README.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vision_compiler.diagnostics import Diagnostic, has_errors, in_order
from vision_compiler.load import load
from vision_compiler.model.plan import Plan
from vision_compiler.resolve import resolve
from vision_compiler.rules import findings
from vision_compiler.source import SourceFile

if TYPE_CHECKING:
    from vision_compiler.document import Publication
    from vision_compiler.emit.pdf import Output


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
    plan, unresolved = resolve(loaded.files)
    if plan is None:
        return Analysis(None, in_order([*loaded.diagnostics, *unresolved]), loaded.sources)
    found = in_order([*loaded.diagnostics, *findings(plan)])
    return Analysis(None if has_errors(found) else plan, found, loaded.sources)


# What follows is loaded where it is needed, so that `vision check` starts without Jinja, BudouX and the renderer.


def publish(plan: Plan, name: str, templates: Path) -> "Output":
    """From plan to printed pages, with the templates of a folder. Nothing here can be the author's fault."""
    from vision_compiler.document import assemble  # noqa: PLC0415

    return _printed(assemble(plan, name), templates)


def publish_agreement(plan: Plan, templates: Path) -> "Output":
    """Every document of the plan laid out, then the report on what stands on which of their pages."""
    from vision_compiler.document.agreement import Pages, assemble_agreement  # noqa: PLC0415

    documents = plan.settings.documents
    printed: dict[str, Pages] = {document.id: publish(plan, document.id, templates).printed for document in documents}
    return _printed(assemble_agreement(plan, printed), templates)


def _printed(document: "Publication", templates: Path) -> "Output":
    from jinja2 import FileSystemLoader  # noqa: PLC0415

    from vision_compiler.emit.pdf import emit_pdf  # noqa: PLC0415
    from vision_compiler.render import render  # noqa: PLC0415
    from vision_compiler.typeset import typeset  # noqa: PLC0415

    pages = typeset(render(document, FileSystemLoader(templates)))
    return emit_pdf(document, pages)
