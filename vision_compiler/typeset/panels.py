"""How much room is left on designed sheets, or how much is missing: from where their boxes came to stand."""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from vision_compiler.typeset.shapes import Panel

_PX_PER_MM = 96 / 25.4
#: Two lengths within this many px are the same.
_TOLERANCE = 0.05


def panels(found: Sequence[Any]) -> Iterator[Panel]:
    """Every box of a height of its own that has a heading, and text below it."""
    for box in found:
        if _is_panel(box):
            yield _measured(box)
        yield from panels(_children(box))


def _is_panel(box: Any) -> bool:
    if not isinstance(box, boxes.BlockBox) or box.element is None or box.style["height"] == "auto":
        return False
    return bool(_name(box)) and any(True for _ in _flowing(box))


def _measured(box: Any) -> Panel:
    """What flows must end above the padding of the panel, and above what is fixed to its foot."""
    flowing = list(_flowing(box))
    bottom = max(map(_bottom, flowing))
    fixed = (child._box for child in box.children if isinstance(child, AbsolutePlaceholder))
    at_foot = (each.position_y for each in fixed if each.style["bottom"] != "auto" and each.style["top"] == "auto")
    free = min(box.content_box_y() + box.height, *at_foot, float("inf")) - bottom
    free = 0.0 if abs(free) < _TOLERANCE else free
    return Panel(_name(box), free / _PX_PER_MM, _characters(flowing, -free) if free < 0 else 0)


def _bottom(box: Any) -> float:
    """The lower edge of a box or of what stands out of it."""
    edge = box.position_y + box.height if isinstance(box, boxes.LineBox) else box.border_box_y() + box.border_height()
    return max([float(edge), *(_bottom(child) for child in _flowing(box))])


def _flowing(box: Any) -> Iterator[Any]:
    """What stands in a box as blocks or lines."""
    for child in _children(box):
        if isinstance(child, boxes.LineBox | boxes.BlockLevelBox) and child.is_in_normal_flow():
            yield child


def _children(box: Any) -> Sequence[Any]:
    box = box._box if isinstance(box, AbsolutePlaceholder) else box
    return list(getattr(box, "children", ()))


def _characters(found: Sequence[Any], missing: float) -> int:
    """About how many characters of its longest text are too many, as that is where something can be cut."""
    longest = max((each for box in found for each in _texts(box)), key=lambda each: len(each.children))
    line = longest.children[0]
    lines, in_line = ceil(round(missing / line.height, 2)), round(longest.width / longest.style["font_size"])
    return int(lines * in_line)


def _texts(box: Any) -> Iterator[Any]:
    if any(isinstance(child, boxes.LineBox) for child in _children(box)):
        yield box
    for child in _flowing(box):
        yield from _texts(child)


def _name(box: Any) -> str:
    """What the first heading in it says."""
    inside = (each for each in box.element.iter() if each is not box.element)
    return next((name for each in inside if (name := each.get("data-head"))), "")
