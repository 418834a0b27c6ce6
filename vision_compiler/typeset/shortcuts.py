"""Questions that WeasyPrint asks hundreds of thousands of times, answered sooner (70.0, pinned).

What a style says is the same for every box in that style, so it is worked out once and kept with it. WeasyPrint changes
a style only after it has copied it, and a copy is none of ours (``KeptStyle``).
"""

import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import pydyf
from weasyprint.css import AnonymousStyle
from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background, percent
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.text import line_break

from vision_compiler.typeset.styles import KeptStyle

_SIDES = ("top", "right", "bottom", "left")
_LENGTHS = frozenset(
    {f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES}
    | {f"{limit}{axis}" for limit in ("", "min_", "max_") for axis in ("width", "height")}
)
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)
_RADII = frozenset(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
#: What the height of a line depends on.
_OF_LINES = ("font_family", "font_size", "font_weight", "line_height")
#: What is painted behind a box, by what says that there is nothing of it.
_BEHIND: dict[str, Callable[[Any], bool]] = {
    "background_color": lambda colour: colour != "currentcolor" and colour.alpha == 0,
    "background_image": lambda images: all(kind == "none" for kind, _ in images),
    "border_image_source": lambda source: source[0] == "none",
    "mask_border_source": lambda source: source[0] == "none",
    "box_shadow": lambda shadows: not shadows,
    **dict.fromkeys(_RADII, lambda radii: (0, "px") in radii),
}

_resolved: Callable[..., None] = percent.resolve_percentages
_laid_behind: Callable[..., None] = background.layout_box_backgrounds
_in_flow: Callable[..., bool] = boxes.Box.is_in_normal_flow
_strut: Callable[..., tuple[float, float]] = line_break.strut
_bytes: Callable[..., bytes] = pydyf._to_bytes


def install() -> None:
    """Take the shortcuts from here on."""
    boxes.Box.is_in_normal_flow = _is_in_normal_flow
    for old, new in ((_resolved, _resolve), (_laid_behind, _lay_behind), (_strut, _kept_strut), (_bytes, _as_bytes)):
        _replace(old, new)


def _replace(old: Callable[..., Any], new: Callable[..., Any]) -> None:
    """Put a function of ours in place of another one wherever that was imported."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("weasyprint.", "pydyf")) and vars(module).get(old.__name__) is old:
            setattr(module, old.__name__, new)


def _resolve(box: Any, containing_block: Any) -> None:
    """The lengths of a box. Those in pixels are the same, wherever it stands."""
    style = box.style
    if type(style) is AnonymousStyle and style.keys().isdisjoint(_LENGTHS):
        _tell(box, _NO_LENGTHS)
    elif not (known := getattr(style, "our_lengths", None)):
        _resolved(box, containing_block)
        if type(style) is KeptStyle and known is None:
            vary = style["border_collapse"] == "collapse" or not all(_is_fixed(style[name]) for name in _LENGTHS)
            style.our_lengths = {} if vary else {name: getattr(box, name) for name in (*_LENGTHS, *_BORDERS)}
    else:
        _tell(box, known)


def _tell(box: Any, values: Mapping[str, Any]) -> None:
    vars(box._box if type(box) is AbsolutePlaceholder else box).update(values)


def _is_fixed(value: Any) -> bool:
    return value == "auto" or (type(value) is Dimension and value.unit == "px")


#: The lengths of a box that no stylesheet says anything of.
_NO_LENGTHS = (
    {name: 0 for name in (*_LENGTHS, *_BORDERS)}
    | {"width": "auto", "height": "auto"}
    | {name: float("inf") for name in ("max_width", "max_height")}
)


def _lay_behind(page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None) -> None:
    """What is painted behind a box: mostly nothing."""
    if style is not None or not _is_bare(box.style):
        _laid_behind(page, box, get_image, layout_children, style)
        return
    _tell(box, _SQUARE)
    if layout_children:
        for child in box.all_children():
            _lay_behind(page, child, get_image)


_SQUARE = {**dict.fromkeys(_RADII, (0, 0)), "background": None}


def _is_bare(style: Any) -> bool:
    """Whether nothing is painted behind boxes of a style, whose corners are square."""
    if type(style) is AnonymousStyle:
        return bool(style.keys().isdisjoint(_BEHIND))
    if type(style) is not KeptStyle:
        return False
    if not hasattr(style, "our_bareness"):
        style.our_bareness = all(is_none(style[name]) for name, is_none in _BEHIND.items())
    return bool(style.our_bareness)


def _is_in_normal_flow(box: Any) -> bool:
    style = box.style
    return (style["float"] == "none" and style["position"] in ("static", "relative")) or _in_flow(box)


def _kept_strut(style: Any) -> tuple[float, float]:
    """The height and the baseline of a line without words: of an anonymous box, those of its parent."""
    parent = style.parent_style if type(style) is AnonymousStyle else style
    if type(parent) is not KeptStyle or any(style[name] is not parent[name] for name in _OF_LINES):
        return _strut(style)
    if not hasattr(parent, "our_strut"):
        parent.our_strut = _strut(parent)
    found: tuple[float, float] = parent.our_strut
    return found


def _as_bytes(item: Any) -> bytes:
    return item if type(item) is bytes else _number(item) if type(item) is float else _bytes(item)


@lru_cache(maxsize=1 << 14)
def _number(value: float) -> bytes:
    return _bytes(value)
