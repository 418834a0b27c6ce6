"""What stands where on a page, and where in the plan it was written."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from vision_compiler.document.inline import definition
from vision_compiler.document.places import written_at
from vision_compiler.model.plan import Plan
from vision_compiler.model.text import folded
from vision_compiler.preview.bench import Preview
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


class _Origins(NamedTuple):
    """Where items stand that a page bears in rows of their own: indicators by id, notes by their words."""

    indicators: dict[str, str]
    definitions: dict[str, str]


def regions(preview: Preview, number: int) -> list[Region]:
    """The areas of a page that lead to a place in the plan, from top to bottom."""
    page, origins = preview.sheets[number].page, _origins(preview.plan)
    placed = ((_place(each, preview, origins), each) for each in page.placed if not each.artifact)
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
    origins = _origins(preview.plan)
    for number, sheet in enumerate(preview.sheets):
        for place in (_place(each, preview, origins) for each in sheet.page.placed if not each.artifact):
            file, _, line = place.rpartition(":")
            if file:
                found.setdefault(file, {}).setdefault(int(line), number)
    return {file: sorted(lines.items()) for file, lines in found.items()}


def _place(placed: Placed, preview: Preview, origins: _Origins) -> str:
    if placed.piece < 0:
        return ""
    place = preview.pieces[placed.piece].piece.place
    if placed.note >= 0:
        words = folded("".join(row.words for row in placed.galley.rows))
        return next((at for text, at in origins.definitions.items() if words.endswith(text)), place)
    names = (name for name, _ in _row(placed).anchors)
    return next((origins.indicators[name] for name in names if name in origins.indicators), place)


def _row(placed: Placed) -> Row:
    return placed.galley.rows[placed.row]


@lru_cache(maxsize=2)
def _origins(plan: Plan) -> _Origins:
    indicators = {indicator.id: written_at(indicator) for indicator in plan.indicators}
    return _Origins(indicators, dict(_definitions(plan)))


def _definitions(plan: Plan) -> Iterator[tuple[str, str]]:
    for term in plan.terms.values():
        yield folded(definition(plan, term)), written_at(term, "definition")
