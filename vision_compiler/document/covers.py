"""What stands around the chapters of every publication: cover, contents, imprint."""

from collections.abc import Iterator

from vision_compiler.document.nodes import ContentsEntry, Cover, Document, Imprint, Section, Style
from vision_compiler.document.numbers import fiscal_years, year_and_month
from vision_compiler.model.plan import Plan
from vision_compiler.model.settings import FINAL, DocumentSettings

#: Which headings the contents list, and at which level.
_LISTED: dict[Style, int] = {"part": 0, "chapter": 1, "strategy": 1, "section": 2, "measure": 2, "field": 2}


def bound(
    plan: Plan, document: DocumentSettings, sections: tuple[Section, ...], front: tuple[Section, ...] = ()
) -> Document:
    """The sections of a publication between its covers."""
    settings, period = plan.settings, document.period or plan.settings.period
    date = year_and_month(settings.date)
    stage = draft_stage(plan)
    cover = Cover(document.title, fiscal_years(period.start, period.end), stage, date, settings.municipality.name)
    return Document(
        id=document.id,
        title=document.title,
        author=settings.municipality.name,
        date=settings.date,
        cover=cover,
        front=front,
        contents=tuple(entry for section in sections for entry in _contents(section)),
        sections=sections,
        imprint=imprint(plan, document.title, date),
        watermark=stage,
        two_sided=document.two_sided,
    )


def draft_stage(plan: Plan) -> str:
    """素案 or 案; empty for a plan that is settled."""
    return "" if plan.settings.stage == FINAL else plan.settings.stage


def _contents(section: Section) -> Iterator[ContentsEntry]:
    """The section and the parts under it that the contents list."""
    if section.style in _LISTED:
        yield ContentsEntry(_LISTED[section.style], section.label, section.title, section.anchor)
        for part in section.content:
            if isinstance(part, Section):
                yield from _contents(part)


def imprint(plan: Plan, title: str, date: str) -> Imprint:
    """Who published the plan, for the last page."""
    publisher = plan.settings.publisher
    postal_code = f"〒{publisher.postal_code}" if publisher.postal_code else ""
    address = " ".join(part for part in (postal_code, publisher.address) if part)
    return Imprint(title, date, publisher.name, address, publisher.phone or "")
