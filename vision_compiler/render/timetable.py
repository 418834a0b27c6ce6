"""Where the bars and labels of a timetable lie. A template draws them."""

from itertools import pairwise

from msgspec import Struct

from vision_compiler.document.figures import PeriodDiagram


class Mark(Struct, frozen=True):
    """A place with the words that are printed there."""

    x: float
    y: float
    text: str


class PlacedBar(Struct, frozen=True):
    """A bar, by its left upper corner and its width."""

    x: float
    y: float
    width: float


class PlacedRow(Struct, frozen=True):
    """A layer: its name at ``y``, its bars, and the words under the years in which it is reviewed."""

    y: float
    title: str
    remark: str
    bars: tuple[PlacedBar, ...]
    reviews: tuple[Mark, ...]


class Timetable(Struct, frozen=True):
    """The years of the plan over the bars of its layers; 480 wide."""

    height: float
    year_width: float
    years: tuple[Mark, ...]
    rows: tuple[PlacedRow, ...]


#: The names of the layers stand left of the bars; a bar is 20 high, and so much lower than the one before it.
_NAMES, _WIDTH, _BAR, _STAIR, _HEAD = 92.0, 384.0, 20.0, 25.0, 40.0


def timetable(diagram: PeriodDiagram) -> Timetable:
    """The bars of the layers: one after the other where a layer is reviewed once, as stairs where it is rolling."""
    step = _WIDTH / len(diagram.years)
    years = tuple(Mark(round(_NAMES + (n + 0.5) * step, 1), 19, f"{year}") for n, year in enumerate(diagram.years))
    rows, y = [], _HEAD
    for row in diagram.rows:
        is_rolling = any(before.start + before.years > bar.start for before, bar in pairwise(row.bars))
        fall = _STAIR if is_rolling else 0.0
        bars = tuple(
            PlacedBar(round(_NAMES + bar.start * step, 1), y + n * fall, round(bar.years * step - 3, 1))
            for n, bar in enumerate(row.bars)
        )
        reviews = () if is_rolling else tuple(Mark(bar.x - 1.5, y + _BAR + 14, row.remark) for bar in bars[1:])
        rows.append(PlacedRow(y + 14, row.title, row.remark if is_rolling else "", bars, reviews))
        y += fall * (len(bars) - 1) + _BAR + (24 if reviews else 14)
    return Timetable(y, round(step, 1), years, tuple(rows))
