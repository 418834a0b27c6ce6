"""A publication as PDF."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vision_compiler.document import Publication
from vision_compiler.document.agreement import PrintedPage

if TYPE_CHECKING:
    from vision_compiler.typeset.pages import Pages


@dataclass(frozen=True, slots=True)
class Output:
    """A file for build/: its name, what it holds, and what is printed on its pages."""

    name: str
    title: str
    content: bytes
    printed: tuple[PrintedPage, ...]

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self.printed)


def emit_pdf(document: Publication, pages: "Pages") -> Output:
    """The PDF of a publication, named after its id."""
    return Output(f"{document.id}.pdf", document.title, pages.pdf, pages.printed)
