"""A publication as PDF."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vision_compiler.document import Publication

if TYPE_CHECKING:
    from vision_compiler.typeset.pages import Pages


@dataclass(frozen=True, slots=True)
class Output:
    """A file for build/: its name, what it holds, and for a publication how many pages it has."""

    name: str
    title: str
    content: bytes
    pages: int


def emit_pdf(document: Publication, pages: "Pages") -> Output:
    """The PDF of a publication, named after its id."""
    return Output(f"{document.id}.pdf", document.title, pages.pdf, pages.count)
