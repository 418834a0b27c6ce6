"""The mark in a text leads to its note, and that of the note back to the text."""

from vision_compiler.typeset.shapes import Link

Area = tuple[float, float, float, float]
#: Above and below the base line, in parts of the size of the type: what a finger can hit.
_ABOVE, _BELOW = 0.95, 0.2


def area_of(left: float, right: float, baseline: float, size: float) -> Area:
    """Where the type of a mark is."""
    return left, baseline - _ABOVE * size, right, baseline + _BELOW * size


def to_note(mark: str, area: Area, place: tuple[int, int]) -> Link:
    """From a mark in the text to its note."""
    return Link("", f"{mark}の説明へ", area, place)


def to_text(mark: str, area: Area, place: tuple[int, int] | None = None) -> Link:
    """From the mark of a note back to the text that calls it; where that stands is found later if it is not known."""
    return Link("", f"{mark}の箇所へ戻る", area, place)
