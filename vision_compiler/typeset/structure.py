"""The tag tree of a galley, from the elements of its HTML: what is a paragraph, a heading, a list, a table."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from unicodedata import normalize

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from vision_compiler.typeset.heads import name_heads
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
_LABELS = ("bullet", "note-mark", "table-note-mark", "point-number", "goals-label", "matrix-key")
_CLASSES = {**dict.fromkeys(_LABELS, "Lbl"), "note": "Note", "table-note": "Note", "mark": "Reference"}
_SCOPES = {"col": "Column", "row": "Row", "rowgroup": "Row"}
#: What holds elements only: words that stand directly in it get a paragraph.
_GROUPS = {"Sect", "TOC", "BlockQuote", "L", "Table", "THead", "TBody", "TR", "Div", "Note"}
#: What labels of lists look like, and what PDF calls such a list.
_NUMBERINGS = ((r"[・•●]", "Disc"), (r"[○◯〇]", "Circle"), (r"[■□◆◇]", "Square"), (r"\(?[0-9]+[).]?", "Decimal"))
_SCALE = 0.75


class Structure:
    """Builds the tree while the boxes of a galley, which begins at ``top``, are visited in reading order."""

    def __init__(self, inside: str, top: float) -> None:
        self.root = Element(_ROLES.get(inside, "Div"))
        self._top = top
        #: What figures stand in, by the id of their elements.
        self._around: dict[int, Element] = {}
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
        name_heads([each for (_, _), each in self._elements.items() if each.role == "Table"])

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
        if here.role == "Figure" and role == "Figure":
            return here
        if here.role == "TOC":
            role = "TOCI"
        # A remark on a figure is no part of it: where the figure is described, its content is not read.
        around = self._around[id(here)] if "remark" in _classes(source) and id(here) in self._around else here
        parent = _parent(around, role)
        made = self._elements[key] = Element(role, self._attributes(source, role, box))
        if source.tag == "figure":
            self._around[id(made)] = parent
        parent.kids.append(made)
        return made

    def _attributes(self, source: Any, role: str, box: Any) -> dict[str, str | int | tuple[float, ...]]:
        match role:
            case "Figure":
                return {"Alt": _alt(source), "BBox": self._area(box)}
            case "Span":
                return {"Lang": source.get("lang")}
            case "L":
                return {"ListNumbering": _numbering(source)}
            case "TH" | "TD":
                scope = {"Scope": _SCOPES.get(source.get("scope", ""), "Column")} if role == "TH" else {}
                return {**scope, **_spans(box)}
            case "P" | "LI":
                return _alignment(box)
            case _:
                return {}

    def _area(self, box: Any) -> tuple[float, ...]:
        left, top = box.border_box_x(), box.border_box_y() - self._top
        edges = (left, top, left + box.border_width(), top + box.border_height())
        return tuple(float(edge * _SCALE) for edge in edges)

    def _holder(self, box: Any, here: Element) -> Element:
        """Words directly in a list item get a body, words in what only holds elements a paragraph."""
        if here.role == "LI":
            return _only(here, "LBody")
        if here.role in _GROUPS:
            key = (id(box.element), "P")
            if key not in self._elements:
                self._elements[key] = Element("P", _alignment(box))
                here.kids.append(self._elements[key])
            return self._elements[key]
        return here


def _classes(source: Any) -> list[str]:
    return list(source.get("class", "").split())


def _role(source: Any) -> str:
    for name in _classes(source):
        if name in _CLASSES:
            return _CLASSES[name]
    if source.tag == "span" and source.get("lang"):
        return "Span"
    if source.tag == "figure":  # a drawing is described; a figure of words, or of several drawings, speaks for itself
        return "Figure" if len(list(source.iter(_TITLE))) == 1 else "Div"
    return _ROLES.get(source.tag, "")


def _parent(here: Element, role: str) -> Element:
    """Where an element goes: blocks of a list item into its body, terms and descriptions of a list into an item, links
    of the contents into a reference."""
    if here.role == "LI" and role != "Lbl":
        return _only(here, "LBody")
    if here.role == "TOCI" and role == "Link":
        return _only(here, "Reference")
    if here.role == "L" and role == "Lbl":
        here.kids.append(Element("LI"))
    if here.role == "L" and role in ("Lbl", "LBody"):
        item = here.kids[-1]
        assert isinstance(item, Element), "a description follows its term"
        return item
    return here


def _only(element: Element, role: str) -> Element:
    """The one kid of this role, made when it is first needed."""
    for kid in element.kids:
        if isinstance(kid, Element) and kid.role == role:
            return kid
    made = Element(role)
    element.kids.append(made)
    return made


def _alignment(box: Any) -> dict[str, str | int | tuple[float, ...]]:
    return {"TextAlign": "Justify"} if box.style["text_align_all"] == "justify" else {}


def _spans(box: Any) -> dict[str, int]:
    spans = {"ColSpan": getattr(box, "colspan", 1), "RowSpan": getattr(box, "rowspan", 1)}
    return {name: span for name, span in spans.items() if span > 1}


def _numbering(source: Any) -> str:
    """What the labels of a list are, if all of its items have the same sort."""
    labels = [_label(item) for item in source.findall("li")]
    found = {next((name for form, name in _NUMBERINGS if re.fullmatch(form, label)), "None") for label in labels}
    return found.pop() if len(found) == 1 else "None"


def _label(item: Any) -> str:
    labels = (each for each in item.iter() if set(_LABELS) & set(_classes(each)))
    found = next(labels, None)
    return "" if found is None else normalize("NFKC", "".join(found.itertext())).strip()


def _alt(source: Any) -> str:
    title = next(source.iter(_TITLE), None)
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
