"""Styles worked out once: WeasyPrint computes 300 properties of every element again for every run of pieces.

Elements that the same declarations match, under parents of the same style, have the same style; WeasyPrint knows that
within one document. This keeps them for all pieces that are set in the same stylesheets (70.0, pinned), and also what
the selectors that match an element come to.
"""

from collections.abc import Sequence
from math import inf
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.css import (
    ComputedStyle,
    InitialStyle,
    StyleFor,
    declaration_precedence,
    find_style_attributes,
    preprocess_declarations,
)
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.text.fonts import FontConfiguration

#: Properties that are more than their own value.
_OTHERS = frozenset(name for name in INITIAL_VALUES if name.startswith("text_decoration_")) | {
    "page",
    "position",
    "float",
    "display",
}
_FROM_PARENT = (INHERITED - _OTHERS) | {"page"}
_INITIAL = {
    name: value
    for name, value in INITIAL_VALUES.items()
    if name not in INHERITED and name not in INITIAL_NOT_COMPUTED and name not in _OTHERS
}
_LINES = ("border_top", "border_right", "border_bottom", "border_left", "outline")
_IN_FLOW = {"position": INITIAL_VALUES["position"], "float": INITIAL_VALUES["float"]}
#: Styles written at an element are new in every run, so there may be many; then all are forgotten.
_MOST = 5000
#: Declarations by their property: (value, weight).
_Cascaded = dict[str, tuple[Any, Any]]
_NOTHING: _Cascaded = {}


class Wardrobe:
    """The styles of some stylesheets (each overrules those before it), by what they are made of."""

    def __init__(self, sheets: Sequence[CSS], fonts: FontConfiguration) -> None:
        self.sheets, self.fonts = sheets, fonts
        self._made: dict[tuple[Any, ...], ComputedStyle] = {}
        self._cascaded: dict[tuple[Any, ...], dict[str | None, _Cascaded]] = {}
        self._equal: dict[tuple[Any, ...], _Cascaded] = {}
        self._usual: dict[int, dict[str, Any]] = {}

    def styles(self, source: HTML) -> StyleFor:
        """The styles of the elements of a document."""
        if len(self._made) > _MOST:
            for kept in (self._made, self._cascaded, self._equal, self._usual):
                kept.clear()
        return _Styles(source, self)

    def style(self, parent: ComputedStyle | None, root: Any, cascaded: _Cascaded, pseudo: str | None) -> Any:
        """The style under a parent that these declarations (``one_of`` their kind) make.

        What is kept keeps the parts of its name alive.
        """
        key = (id(parent), pseudo, id(cascaded))
        if key not in self._made:
            no_page = {"box": None, "area": None}
            self._made[key] = made = KeptStyle(parent, cascaded, pseudo, root, None, self.fonts, no_page)
            if parent is not None:
                if id(cascaded) not in self._usual:
                    self._usual[id(cascaded)] = _usual(cascaded)
                made.begin(self._usual[id(cascaded)])
        return self._made[key]

    def cascaded(self, element: Any) -> dict[str | None, _Cascaded]:
        """What the stylesheets say of an element, and (by their names) of what stands before and after it."""
        matched = [sheet.matcher.match(element) for sheet in self.sheets]
        key = tuple(tuple(order for _, order, _, _ in found) for found in matched)
        if key not in self._cascaded:
            said: dict[str | None, _Cascaded] = {}
            for sheet, found in zip(self.sheets, matched, strict=True):
                for specificity, _, pseudo, (declarations, layer) in found:
                    rank = inf if layer is None else sheet.layers.index(layer)
                    _add(said.setdefault(pseudo, {}), declarations, "user", rank, specificity)
            self._cascaded[key] = {pseudo: self.one_of(each) for pseudo, each in said.items()}
        return self._cascaded[key]

    def one_of(self, cascaded: _Cascaded) -> _Cascaded:
        """Of equal declarations, as important as each other, always the same."""
        key = tuple((name, _name(value), weight[0]) for name, (value, weight) in cascaded.items())
        return self._equal.setdefault(key, cascaded)


def _add(cascaded: _Cascaded, declarations: Any, origin: str, rank: float, specificity: Any) -> None:
    """Declarations that do not weigh less than those that are there overrule them."""
    for name, value, is_important in declarations:
        weight = (declaration_precedence(origin, is_important), rank, specificity)
        if name not in cascaded or cascaded[name][1] <= weight:
            cascaded[name] = value, weight


def _usual(cascaded: _Cascaded) -> dict[str, Any]:
    """The values of all properties that are what they are without declarations, whatever the parent is."""
    if any("inline" in name or "block" in name for name in cascaded):
        return {}  # margins and the like may be given by the direction of the text
    found = {name: value for name, value in _INITIAL.items() if name not in cascaded}
    found |= {f"{line}_width": 0 for line in _LINES if f"{line}_style" not in cascaded}
    return found | (_IN_FLOW if _IN_FLOW.keys().isdisjoint(cascaded) else {})


class KeptStyle(ComputedStyle):  # type: ignore[misc]  # WeasyPrint ships no types
    """Most properties are those of the parent or have their initial value, which is sooner said than worked out."""

    def begin(self, usual: dict[str, Any]) -> None:
        """Take over the usual values."""
        self.update(usual)
        if "float" in usual:
            self.specified.update(_IN_FLOW)

    def __missing__(self, key: str) -> Any:
        is_inherited = key in _FROM_PARENT or key.startswith("__")
        if not is_inherited or key in self.cascaded or self.parent_style is None:
            return super().__missing__(key)
        value = self[key] = self.parent_style[key]
        return value


def _name(value: Any) -> Any:
    """What tells a value from others: itself, or which object it is (the stylesheet's, if it is no plain value)."""
    try:
        hash(value)
    except TypeError:
        return id(value)
    return value


class _Styles(StyleFor):  # type: ignore[misc]  # WeasyPrint ships no types
    def __init__(self, source: HTML, wardrobe: Wardrobe) -> None:
        self._wardrobe = wardrobe
        self._sheets = [(sheet, "user", None) for sheet in wardrobe.sheets]
        self.font_config, self.initial_page_sizes = wardrobe.fonts, {"box": None, "area": None}
        self._cascaded_styles: dict[Any, _Cascaded] = {}
        self._computed_styles: dict[Any, ComputedStyle] = {}
        self._root = source.etree_element
        own: dict[Any, list[Any]] = {}
        for specificity, element, declarations, base_url in find_style_attributes(self._root, False, source.base_url):
            own.setdefault(element, []).append((specificity, list(preprocess_declarations(base_url, declarations))))
        for each in source.wrapper_element.iter_subtree():
            element, parent = each.etree_element, each.parent
            said = wardrobe.cascaded(each)
            plain = said.get(None, _NOTHING)
            if element in own:
                plain = dict(plain)
                for specificity, declarations in own[element]:
                    _add(plain, declarations, "author", inf, specificity)
                plain = wardrobe.one_of(plain)
            self._dress(element, None if parent is None else parent.etree_element, plain, None)
            for pseudo, cascaded in said.items():
                if pseudo:
                    self._dress(element, element, cascaded, pseudo)

    def _dress(self, element: Any, parent: Any, cascaded: _Cascaded, pseudo: str | None) -> None:
        computed = self._computed_styles
        root = InitialStyle(self.font_config) if parent is None else computed[self._root, None]
        above = None if parent is None else computed[parent, None]
        computed[element, pseudo] = self._wardrobe.style(above, root, cascaded, pseudo)

    def set_computed_styles(self, element: Any, parent: Any, pseudo_type: str | None = None, **_: Any) -> None:
        """The style of a sheet of paper, under that of the root."""
        cascaded = self._cascaded_styles.get((element, pseudo_type), _NOTHING)
        self._dress(element, parent, self._wardrobe.one_of(cascaded), pseudo_type)
