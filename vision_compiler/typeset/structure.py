"""The tag tree of a galley, from the elements of its HTML: what is a paragraph, a heading, a list, a table."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from vision_compiler.typeset.ink import ARTIFACT
from vision_compiler.typeset.shapes import Element, Mark

_SVG = "{http://www.w3.org/2000/svg}svg"
_TITLE = "{http://www.w3.org/2000/svg}title"
_ROLES = {
    "section": "Sect", "nav": "TOC", "p": "P", "blockquote": "BlockQuote", "figcaption": "Caption", "a": "Link",
    "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6",
    "ul": "L", "ol": "L", "dl": "L", "li": "LI", "dt": "Lbl", "dd": "LBody",
    "table": "Table", "thead": "THead", "tbody": "TBody", "tr": "TR", "th": "TH", "td": "TD", _SVG: "Figure",
}  # fmt: skip
_CLASSES = {"bullet": "Lbl", "note-mark": "Lbl", "note": "Note"}
_SCOPES = {"col": "Column", "row": "Row", "rowgroup": "Row"}
#: What holds elements only: words that stand directly in it get a paragraph.
_GROUPS = {"Sect", "TOC", "BlockQuote", "L", "Table", "THead", "TBody", "TR", "Div"}


class Structure:
    """Builds the tree while the boxes of a galley are visited in reading order."""

    def __init__(self, inside: str) -> None:
        self.root = Element(_ROLES.get(inside, "Div"))
        self._elements: dict[tuple[int, str], Element] = {}
        self._owners: dict[int, Element] = {}
        self._leaves: list[tuple[int, int, Element]] = []

    def visit(self, box: Any, row: int, parents: tuple[Any, ...] = ()) -> None:
        """Take up the boxes of a row; ``parents`` are the boxes around it, outermost first."""
        here = self.root
        for each in parents:
            here = self._enter(each, here)
        self._visit(box, row, here)

    def owner(self, box: Any) -> Element:
        """The element that the content of a box belongs to."""
        return self._owners[id(box)]

    def settle(self, stretches: Callable[[int], Mapping[int, int]], links: Mapping[int, list[tuple[int, int]]]) -> None:
        """After painting: give every element the stretches of its boxes, and the links (row, number) by element."""
        for row, box, owner in self._leaves:
            if owner is not ARTIFACT and box in stretches(row):
                mark = Mark(row, stretches(row)[box])
                position = next(i for i, kid in enumerate(owner.kids) if kid == Mark(row, -box))
                if mark in owner.kids:
                    del owner.kids[position]
                else:
                    owner.kids[position] = mark
        for (element, _), found in self._elements.items():
            found.kids += [Mark(*each, is_link=True) for each in links.get(element, ())]
        _prune(self.root)

    def tree(self) -> tuple[Element, ...]:
        """The elements of the galley."""
        return tuple(_elements(self.root))

    def _visit(self, box: Any, row: int, here: Element) -> None:
        box = box._box if isinstance(box, AbsolutePlaceholder) else box
        here = self._enter(box, here)
        if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
            owner = here if here is ARTIFACT else self._holder(box, here)
            self._owners[id(box)] = owner
            self._leaves.append((row, id(box), owner))
            if owner is not ARTIFACT:
                owner.kids.append(Mark(row, -id(box)))
        for child in getattr(box, "children", ()):
            self._visit(child, row, here)

    def _enter(self, box: Any, here: Element) -> Element:
        source = box.element
        if source is None or here is ARTIFACT:
            return here
        key = (id(source), "")
        if key in self._elements:
            return self._elements[key]
        role = _role(source)
        if not role:
            return here
        if role == "Figure" and not _alt(source):
            return ARTIFACT
        if here.role == "TOC":
            role = "TOCI"
        parent = _parent(here, role)
        made = self._elements[key] = Element(role, _attributes(source, role, box))
        parent.kids.append(made)
        return made

    def _holder(self, box: Any, here: Element) -> Element:
        """Words directly in a list item get a body, words in what only holds elements a paragraph."""
        if here.role == "LI":
            return _body(here)
        if here.role in _GROUPS:
            key = (id(box.element), "P")
            if key not in self._elements:
                self._elements[key] = Element("P")
                here.kids.append(self._elements[key])
            return self._elements[key]
        return here


def _role(source: Any) -> str:
    for name in source.get("class", "").split():
        if name in _CLASSES:
            return _CLASSES[name]
    if source.get("data-note") is not None:
        return "Reference"
    return _ROLES.get(source.tag, "")


def _parent(here: Element, role: str) -> Element:
    """Where an element goes: blocks of a list item into its body, terms and descriptions of a list into an item."""
    if here.role == "LI" and role != "Lbl":
        return _body(here)
    if here.role == "L" and role == "Lbl":
        here.kids.append(Element("LI"))
    if here.role == "L" and role in ("Lbl", "LBody"):
        item = here.kids[-1]
        assert isinstance(item, Element), "a description follows its term"
        return item
    return here


def _body(item: Element) -> Element:
    for kid in item.kids:
        if isinstance(kid, Element) and kid.role == "LBody":
            return kid
    body = Element("LBody")
    item.kids.append(body)
    return body


def _attributes(source: Any, role: str, box: Any) -> dict[str, str | int]:
    if role == "Figure":
        return {"Alt": _alt(source)}
    if role == "L":
        return {"ListNumbering": "Disc"}
    if role in ("P", "Note", "LI") and box.style["text_align_all"] == "justify":
        return {"TextAlign": "Justify"}
    if role not in ("TH", "TD"):
        return {}
    found: dict[str, str | int] = {}
    if role == "TH":
        found["Scope"] = _SCOPES.get(source.get("scope", ""), "Column")
    for key, name in (("ColSpan", "colspan"), ("RowSpan", "rowspan")):
        if getattr(box, name, 1) > 1:
            found[key] = getattr(box, name)
    return found


def _alt(source: Any) -> str:
    title = source.find(_TITLE)
    return (title.text or "") if title is not None else str(source.get("alt", ""))


def _prune(element: Element) -> None:
    """Leave out what holds nothing, but for the cells and rows of tables."""
    for kid in _elements(element):
        _prune(kid)
    element.kids[:] = [
        kid
        for kid in element.kids
        if not (isinstance(kid, Element) and not kid.kids and kid.role not in ("TD", "TH"))
        and not (isinstance(kid, Mark) and kid.number < 0)
    ]


def _elements(element: Element) -> Iterator[Element]:
    return (kid for kid in list(element.kids) if isinstance(kid, Element))
