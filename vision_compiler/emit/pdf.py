"""A publication as PDF."""

from dataclasses import dataclass

from vision_compiler.document.nodes import Document
from vision_compiler.render import Rendered
from vision_compiler.typeset.requirements import demand_libraries


@dataclass(frozen=True, slots=True)
class Output:
    """A file for build/: its name, what it holds, and for a publication how many pages it has."""

    name: str
    title: str
    content: bytes
    pages: int


def emit_pdf(document: Document, rendered: Rendered) -> Output:
    """The PDF of a publication. Raises ``ProjectError`` if a library or a font is missing."""
    demand_libraries()
    from vision_compiler.typeset.pages import typeset  # noqa: PLC0415 - loads Pango, which may be missing

    pages = typeset(rendered)
    return Output(f"{document.id}.pdf", document.title, pages.pdf, pages.pages)
