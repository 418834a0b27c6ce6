"""A publication as PDF."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from vision_compiler.document import Publication
from vision_compiler.document.agreement import PrintedPage
from vision_compiler.document.numbers import fiscal_years
from vision_compiler.model.plan import Plan
from vision_compiler.opendata.files import enclosed

if TYPE_CHECKING:
    from vision_compiler.typeset.composing import Forme
    from vision_compiler.typeset.printing import PrintRun


@dataclass(frozen=True, slots=True)
class Output:
    """A file for build/: its name, what it holds, what is printed on its pages, the millimetres left on its sheets."""

    name: str
    title: str
    content: bytes
    printed: tuple[PrintedPage, ...]
    panels: tuple[tuple[str, float], ...] = ()

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self.printed)


def emit_pdf(  # noqa: PLR0913, PLR0917 - all that a file bears
    document: Publication,
    forme: "Forme",
    plan: Plan | None,
    sources: Mapping[str, bytes],
    run: "PrintRun | None" = None,
    date: str = "",
) -> Output:
    """The PDF of a publication, named after its id, with the plan's files and its open data inside.

    What compares two plans belongs to none. ``date`` is a moment for the file to bear instead of the document's.
    """
    from vision_compiler.typeset.archive import Attachment, Imprint  # noqa: PLC0415 - loaded by those who print

    imprint = Imprint(document.title, document.author, date or document.date)
    attachments = [
        Attachment(f"plan/{name}", content, "application/yaml", "この文書のもとになった計画のデータ")
        for name, content in sources.items()
        if name.endswith(".yaml")  # icons are others' work, and are on the pages
    ]
    if plan:
        imprint = replace(imprint, subject=_subject(plan), keywords=_keywords(plan))
        attachments += [
            Attachment(f"data/{file.name}", file.content, file.media_type, f"{file.title}（{file.form}）", "Data")
            for file in enclosed(plan)
        ]
    content = forme.pdf(imprint, attachments, run)
    return Output(f"{document.id}.pdf", document.title, content, forme.printed(), forme.panels())


def _subject(plan: Plan) -> str:
    """What the publication belongs to."""
    settings = plan.settings
    years = fiscal_years(settings.period.start, settings.period.end)
    return f"{settings.title}{settings.nickname or ''}（{years}）"


def _keywords(plan: Plan) -> tuple[str, ...]:
    """Those of the plan; if it names none, what its strategies are called."""
    return plan.settings.keywords or tuple(strategy.title for strategy in plan.strategies)
