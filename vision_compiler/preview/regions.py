"""What stands where on a page, and where in the plan it was written."""

from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from vision_compiler.document.provenance import Provenance
from vision_compiler.model.plan import Plan
from vision_compiler.preview.bench import Preview
from vision_compiler.typeset.proofing import place_of_row
from vision_compiler.typeset.shapes import Placed, Row

#: The area of a block reaches so many points into the margins.
_REACH = 6.0


class Region(NamedTuple):
    """An area of a page, in points from its upper left corner, and the place of what it shows."""

    left: float
    top: float
    right: float
    bottom: float
    place: str


def regions(preview: Preview, number: int) -> list[Region]:
    """The areas of a page that lead to a place in the plan, from top to bottom."""
    page, provenance = preview.sheets[number].page, _provenance(preview.plan)
    placed = ((place_of_row(each, preview.pieces, provenance), each) for each in page.placed if not each.artifact)
    found = []
    for place, rows in groupby(placed, key=lambda pair: pair[0]):
        tops, bottoms = zip(*((each.y, each.y + _row(each).height) for _, each in rows), strict=True)
        if place:
            left, right = page.area.left - _REACH, page.area.right + _REACH
            found.append(Region(left, min(tops), right, max(bottoms), place))
    return found


def pages_of(preview: Preview) -> dict[str, list[tuple[int, int]]]:
    """For every file the lines that are printed, each with the page (from 0), in the order of the lines."""
    found: dict[str, dict[int, int]] = {}
    provenance = _provenance(preview.plan)
    for number, sheet in enumerate(preview.sheets):
        rows = (each for each in sheet.page.placed if not each.artifact)
        for place in (place_of_row(each, preview.pieces, provenance) for each in rows):
            file, _, line = place.rpartition(":")
            if file:
                found.setdefault(file, {}).setdefault(int(line), number)
    return {file: sorted(lines.items()) for file, lines in found.items()}


def _row(placed: Placed) -> Row:
    return placed.galley.rows[placed.row]


@lru_cache(maxsize=2)
def _provenance(plan: Plan) -> Provenance:
    return Provenance(plan)
