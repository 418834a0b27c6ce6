"""A publication as PDF."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vision_compiler.document import Publication
from vision_compiler.document.agreement import PrintedPage

if TYPE_CHECKING:
    from vision_compiler.typeset.composing import Forme


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


def emit_pdf(document: Publication, forme: "Forme", sources: Mapping[str, bytes]) -> Output:
    """The PDF of a publication, named after its id, with the plan's files inside."""
    from vision_compiler.typeset.archive import Attachment, Imprint  # noqa: PLC0415 - loaded by those who print

    imprint = Imprint(document.title, document.author, document.date)
    attachments = [
        Attachment(f"plan/{name}", content, "application/yaml", "この文書のもとになった計画のデータ")
        for name, content in sources.items()
    ]
    return Output(f"{document.id}.pdf", document.title, forme.pdf(imprint, attachments), forme.printed())
