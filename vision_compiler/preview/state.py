"""What the browser is told. The classes below are the format; ``templates/preview/preview.js`` reads it."""

from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from vision_compiler.diagnostics import Diagnostic, Severity
from vision_compiler.preview.bench import Preview, Spot
from vision_compiler.preview.regions import pages_of, regions
from vision_compiler.preview.session import Session

_SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}
#: Which bookmarks the chooser of sections shows: those of so many levels.
_LEVELS = 4


class PageState(TypedDict):
    """A page: its picture by digest, its size in points, its printed number (may be empty)."""

    digest: str
    width: float
    height: float
    folio: str


class SectionState(TypedDict):
    """An entry of the chooser; ``page`` counts from 0."""

    level: int
    title: str
    page: int


class FindingState(TypedDict):
    """A finding: ``file`` and ``line`` are where, ``text`` is that line, ``page`` where it is printed (or null)."""

    code: str
    severity: str
    word: str
    message: str
    help: str
    file: str
    line: int
    text: str
    page: int | None


class SpotState(TypedDict):
    """What the last edit changed."""

    page: int
    top: float
    bottom: float


class State(TypedDict):
    """The plan and one document of it.

    ``complete`` says whether all findings are known already; ``edit`` grows with every edit that changed pages.
    """

    version: str
    title: str
    folder: str
    documents: list[dict[str, str]]
    document: str
    pages: list[PageState]
    sections: list[SectionState]
    findings: list[FindingState]
    good: bool
    complete: bool
    problem: str
    touched: SpotState | None
    edit: int


class RegionState(TypedDict):
    """A clickable area, in points from the upper left corner of the page, and the place that it leads to."""

    left: float
    top: float
    right: float
    bottom: float
    file: str
    line: int


def state(session: Session, folder: Path, version: str, document: str) -> State:
    """Everything that a window shows which looks at this document (at the first one, if there is no such)."""
    with session.lock:
        checked, plan = session.checked, session.plan
        known = plan.settings.documents if plan else ()
        if known and document not in [each.id for each in known]:
            document = known[0].id
        preview = session.preview(document)
        return {
            "version": version,
            "title": plan.settings.title if plan else "",
            "folder": folder.as_posix(),
            "documents": [{"id": each.id, "title": each.title} for each in known],
            "document": document,
            "pages": _pages(preview),
            "sections": _sections(preview) if preview else [],
            "findings": _findings(session, preview),
            "good": checked.is_good,
            "complete": checked.is_complete,
            "problem": checked.problem or session.problems.get(document, ""),
            "touched": _spot(session.touched.get(document)),
            "edit": session.edits,
        }


def region_states(preview: Preview, number: int) -> list[RegionState]:
    """The clickable areas of a page."""
    found: list[RegionState] = []
    for region in regions(preview, number):
        file, _, line = region.place.rpartition(":")
        left, top, right, bottom = (round(length, 2) for length in region[:4])
        found.append({"left": left, "top": top, "right": right, "bottom": bottom, "file": file, "line": int(line)})
    return found


def _pages(preview: Preview | None) -> list[PageState]:
    return [
        {
            "digest": sheet.digest,
            "width": sheet.page.area.width,
            "height": sheet.page.area.height,
            "folio": sheet.page.folio,
        }
        for sheet in (preview.sheets if preview else ())
    ]


def _sections(preview: Preview) -> list[SectionState]:
    found: list[SectionState] = []
    for number, sheet in enumerate(preview.sheets):
        rows = (placed.galley.rows[placed.row] for placed in sheet.page.placed if not placed.artifact)
        for mark in (mark for row in rows for mark in row.bookmarks):
            if mark.level <= _LEVELS:
                found.append({"level": mark.level, "title": mark.label, "page": number})
    return found


def _findings(session: Session, preview: Preview | None) -> list[FindingState]:
    if session.checked.is_good and not session.checked.is_complete:
        return []  # those of the state before are still on the screen, and the new ones follow at once
    pages = pages_of(preview) if preview else {}
    diagnostics = sorted(session.checked.diagnostics, key=lambda found: found.severity.rank)
    return [_finding(found, session, pages) for found in diagnostics]


def _finding(found: Diagnostic, session: Session, pages: dict[str, list[tuple[int, int]]]) -> FindingState:
    file, line = found.span.file, found.span.start.line
    source = session.checked.sources.get(file)
    return {
        "code": found.code,
        "severity": _SEVERITIES[found.severity],
        "word": found.severity.value,
        "message": found.message,
        "help": found.help,
        "file": file,
        "line": line,
        "text": source.line(line) if source else "",
        "page": next(_page(pages.get(file, []), line), None),
    }


def _page(lines: list[tuple[int, int]], line: int) -> Iterator[int]:
    """The page of the last block that begins at or above a line."""
    before = bisect_right(lines, (line, len(lines) * 10_000))
    if before:
        yield lines[before - 1][1]


def _spot(spot: Spot | None) -> SpotState | None:
    return {"page": spot.page, "top": spot.top, "bottom": spot.bottom} if spot else None
