"""Calls of notes in what WeasyPrint laid out: of notes at the foot of the page, and of those below a table."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from weasyprint.formatting_structure import boxes

from vision_compiler.render.piece import JOINER, PARTING
from vision_compiler.typeset.marks import Area, area_of, to_note, to_text
from vision_compiler.typeset.shapes import Link

#: The classes of a mark in the text, of that of a note at the foot, and of one below a table.
_CALL, _AT_FOOT, _BELOW_TABLE = "mark", "note-mark", "table-note-mark"
_SCALE = 0.75


def mark_links(rows: Sequence[Sequence[Any]], down: Callable[[float], float]) -> Iterator[tuple[int, Any, Link]]:
    """The links of all marks in the boxes of some rows: number of the row, element, link.

    ``down`` tells the points below the top of the galley.
    """
    found = [(row, box, text_of(box.element)) for row, inside in enumerate(rows) for box in inside if _kind(box)]
    below = {mark: row for row, box, mark in found if _kind(box) == _BELOW_TABLE}
    called = {mark: row for row, box, mark in reversed(found) if _kind(box) == _CALL}
    for row, box, mark in found:
        area, note = _area(box, down), box.element.get("data-note")
        if note is not None:
            yield row, box.element, to_note(mark, area, (int(note), 0))
        elif _kind(box) == _AT_FOOT:
            yield row, box.element, to_text(mark, area)
        elif mark in below and _kind(box) == _CALL:
            yield row, box.element, to_note(mark, area, (-1, below[mark]))
        elif mark in called:
            yield row, box.element, to_text(mark, area, (-1, called[mark]))


def text_of(element: Any) -> str:
    """The text of an element, without what only says where it may be parted."""
    return "".join(element.itertext()).replace(JOINER, "").replace(PARTING, "")


def _kind(box: Any) -> str:
    """The class of a mark; empty for what is none."""
    if not isinstance(box, boxes.TextBox) or box.element is None:
        return ""
    classes = box.element.get("class", "").split()
    return next((name for name in (_CALL, _AT_FOOT, _BELOW_TABLE) if name in classes), "")


def _area(box: Any, down: Callable[[float], float]) -> Area:
    left, right = float(box.position_x * _SCALE), float((box.position_x + box.width) * _SCALE)
    return area_of(left, right, down(box.position_y + box.baseline), float(box.style["font_size"] * _SCALE))
