"""Styles worked out once: WeasyPrint computes 300 properties of every element again for every run of pieces.

Elements that the same declarations match, under parents of the same style, have the same style; WeasyPrint knows that
within one document. This keeps them for all pieces that are set in one stylesheet (70.0, pinned).
"""

from functools import cached_property
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.css import ComputedStyle, InitialStyle, StyleFor
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.css.targets import TargetCollector
from weasyprint.text.fonts import FontConfiguration

#: Properties that are more than their own value.
_OTHERS = frozenset(name for name in INITIAL_VALUES if name.startswith("text_decoration_")) | {
    "page",
    "position",
    "float",
    "display",
}
_FROM_PARENT = INHERITED - _OTHERS
_INITIAL = {
    name: value
    for name, value in INITIAL_VALUES.items()
    if name not in INHERITED and name not in INITIAL_NOT_COMPUTED and name not in _OTHERS
}
#: Styles written at an element are new in every run, so there may be many; then all are forgotten.
_MOST = 5000


class Wardrobe:
    """The styles of one stylesheet, by what they are made of."""

    def __init__(self, css: CSS, fonts: FontConfiguration) -> None:
        self.css, self.fonts = css, fonts
        self._made: dict[tuple[Any, ...], ComputedStyle] = {}

    def styles(self, source: HTML, targets: TargetCollector) -> StyleFor:
        """The styles of the elements of a document."""
        if len(self._made) > _MOST:
            self._made.clear()
        return _Styles(source, self, targets)

    def style(self, parent: ComputedStyle | None, root: Any, cascaded: dict[str, Any], pseudo: str | None) -> Any:
        """The style under a parent that these declarations make. What is kept keeps the parts of its name alive."""
        key = (id(parent), pseudo, *((name, _name(value)) for name, (value, _) in cascaded.items()))
        if key not in self._made:
            no_page = {"box": None, "area": None}
            self._made[key] = _Style(parent, cascaded, pseudo, root, None, self.fonts, no_page)
        return self._made[key]


class _Style(ComputedStyle):  # type: ignore[misc]  # WeasyPrint ships no types
    """Most properties are those of the parent or have their initial value, which is sooner said than worked out."""

    def __missing__(self, key: str) -> Any:
        if key in self.cascaded or self.parent_style is None or self._is_logical:
            return super().__missing__(key)
        if key in _FROM_PARENT:
            value = self[key] = self.parent_style[key]
        elif key in _INITIAL:
            value = self[key] = _INITIAL[key]
        else:
            value = super().__missing__(key)
        return value

    @cached_property
    def _is_logical(self) -> bool:
        """Whether a margin or the like is given by the direction of the text (``margin-inline``)."""
        return any("inline" in name or "block" in name for name in self.cascaded)


def _name(value: Any) -> Any:
    """What tells a value from others: itself, or which object it is (the stylesheet's, if it is no plain value)."""
    try:
        hash(value)
    except TypeError:
        return id(value)
    return value


class _Styles(StyleFor):  # type: ignore[misc]  # WeasyPrint ships no types
    def __init__(self, source: HTML, wardrobe: Wardrobe, targets: TargetCollector) -> None:
        self._wardrobe = wardrobe
        super().__init__(source, [(wardrobe.css, "user", None)], False, wardrobe.fonts, targets)

    def set_computed_styles(
        self, element: Any, parent: Any, root: Any = None, pseudo_type: str | None = None, **_: Any
    ) -> None:
        """Like StyleFor.set_computed_styles, but a style that there is already is taken."""
        computed = self.get_computed_styles()
        cascaded = self.get_cascaded_styles().get((element, pseudo_type), {})
        if parent is None:
            style = self._wardrobe.style(None, InitialStyle(self._wardrobe.fonts), cascaded, pseudo_type)
        else:
            style = self._wardrobe.style(computed[parent, None], computed[root, None], cascaded, pseudo_type)
        computed[element, pseudo_type] = style
