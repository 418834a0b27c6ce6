"""The house style of charts: what every Vega-Lite specification of ours has in common.

A specification is data and nothing is measured for it, so it is drawn alike on every machine. Colours are names of
tokens.css; what they are is filled in when the chart is printed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

Spec = dict[str, Any]
#: Vega-Lite's name for a row of data.
Row = Mapping[str, Any]

INK, SOFT_INK, RULE, BASE = "var(--ink)", "var(--soft-ink)", "var(--rule)", "var(--base)"
_FONT = "Plan Gothic"


class Frame(Struct, frozen=True):
    """The place of what is plotted, in points, and the white around it for words."""

    width: float
    height: float
    left: float = 0
    top: float = 0
    right: float = 0
    bottom: float = 0


def specification(alt: str, frame: Frame, shared: Spec, layers: Sequence[Spec]) -> Spec:
    """A chart out of layers with ``shared`` channels. Vega neither moves nor leaves out a word of it."""
    axis = {"labelOverlap": False, "labelLimit": 0, "labelBound": False, "title": None, "ticks": False}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": alt,
        "autosize": "none",
        "width": frame.width,
        "height": frame.height,
        "padding": {"left": frame.left, "top": frame.top, "right": frame.right, "bottom": frame.bottom},
        "encoding": shared,
        "layer": list(layers),
        "config": {
            "background": None,
            "view": {"stroke": None},
            "axis": {**axis, "labelFont": _FONT, "labelColor": INK},
            "text": {"font": _FONT},
        },
    }


def layer(mark: Mapping[str, Any], rows: Sequence[Row], **encoding: Any) -> Spec:
    """One kind of mark for some rows of data."""
    return {"data": {"values": list(rows)}, "mark": dict(mark), "encoding": encoding}


def accent_colour(accent: int) -> str:
    """The colour of a strategy; of the plan for what belongs to none."""
    return f"var(--accent-{accent})" if accent else BASE
