"""The tag tree of a whole PDF: the sections of the plan, and in them the elements of the galleys, in reading order."""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

import pydyf
from msgspec import Struct

from vision_compiler.render.piece import Piece
from vision_compiler.typeset.makeup import SetPiece
from vision_compiler.typeset.shapes import Element, Galley, Mark

#: Piece, note or -1, row.
_Row = tuple[int, int, int]
_ROLES = {"section": "Sect", "nav": "TOC"}
#: Who defines an attribute.
_OWNERS = {"ListNumbering": "/List", "TextAlign": "/Layout"}
#: Elements that are a link as a whole if they have one.
_MARKS = ("Reference", "Lbl")


class Places(Struct, frozen=True):
    """Where rows came to stand.

    ``stretches``: row and number of the stretch → page and number of the marked content on it. ``annotations``: row and
    number of the link → what was made of it. ``zeros``: row → how high above the foot of its page its galley begins.
    """

    stretches: dict[tuple[int, int, int, int], tuple[int, int]] = {}
    annotations: dict[tuple[int, int, int, int], pydyf.Dictionary] = {}
    zeros: dict[_Row, float] = {}


def add_tags(pdf: pydyf.PDF, pieces: Sequence[SetPiece], places: Places, pages: Sequence[pydyf.Dictionary]) -> None:
    """Put the tree into the PDF."""
    _Tree(pdf, places, pages).grow(pieces)


class _Tree:
    def __init__(self, pdf: pydyf.PDF, places: Places, pages: Sequence[pydyf.Dictionary]) -> None:
        self.pdf, self.places, self.pages = pdf, places, pages
        self.owners: list[dict[int, bytes]] = [{} for _ in pages]
        self.links: list[bytes] = []
        self.names: dict[str, bytes] = {}
        self.notes = count(1)

    def grow(self, pieces: Sequence[SetPiece]) -> None:
        root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        self.pdf.add_object(root)
        document = self._element("Document", root)
        root["K"] = pydyf.Array([document.reference])
        divisions: dict[tuple[str, ...], pydyf.Dictionary] = {(): document}
        for number, each in enumerate(pieces):
            division = self._division(each.piece, divisions)
            self._plant(each.galley, division, number, -1)
            for note, galley in enumerate(each.notes):
                self._plant(galley, division, number, note)
        numbers = pydyf.Array()
        for page, owners in enumerate(self.owners):
            numbers += [page, pydyf.Array([owners[mark] for mark in sorted(owners)])]
        for index, reference in enumerate(self.links, len(self.pages)):
            numbers += [index, reference]
        tree = pydyf.Dictionary({"Nums": numbers})
        self.pdf.add_object(tree)
        root["ParentTree"] = tree.reference
        root["ParentTreeNextKey"] = len(self.pages) + len(self.links)
        if self.names:
            named = [part for name in sorted(self.names) for part in (pydyf.String(name), self.names[name])]
            root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(named)})
        self.pdf.catalog["StructTreeRoot"] = root.reference
        self.pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})

    def _division(self, piece: Piece, divisions: dict[tuple[str, ...], pydyf.Dictionary]) -> pydyf.Dictionary:
        """The element of the innermost surrounding of a piece, made when it is first met."""
        path: tuple[str, ...] = ()
        for surrounding in piece.around:
            outer, path = path, (*path, surrounding.id)
            if path not in divisions:
                role = _ROLES.get(surrounding.tag)
                divisions[path] = self._child(role, divisions[outer]) if role else divisions[outer]
        return divisions[path]

    def _plant(self, galley: Galley, parent: pydyf.Dictionary, piece: int, note: int) -> None:
        for element in galley.tree:
            self._grown(element, parent, piece, note)

    def _grown(self, element: Element, parent: pydyf.Dictionary, piece: int, note: int) -> None:
        made = self._child(element.role, parent)
        self._dress(made, element, piece, note)
        if element.role in _MARKS and any(isinstance(kid, Mark) and kid.is_link for kid in element.kids):
            made = self._child("Link", made)
        for kid in element.kids:
            match kid:
                case Element():
                    self._grown(kid, made, piece, note)
                case Mark(is_link=True):
                    self._link(kid, made, piece, note)
                case Mark():
                    self._mark(kid, made, piece, note)

    def _dress(self, made: pydyf.Dictionary, element: Element, piece: int, note: int) -> None:
        """The attributes of an element: what a figure shows and where, what a head of a table heads."""
        found: dict[str, Any] = dict(element.attributes)
        if element.role == "Note":
            self._name(made, f"note-{next(self.notes)}")
        if "ID" in found:
            self._name(made, f"head-{piece}-{found.pop('ID')}")
        for key in {"Alt", "Lang"} & found.keys():
            made[key] = pydyf.String(found.pop(key))
        if "BBox" in found:
            area = self._area(element, found["BBox"], piece, note)
            made["A"] = pydyf.Dictionary({"O": "/Layout", "Placement": "/Block", "BBox": area})
        elif found:
            made["A"] = pydyf.Dictionary(dict(_attributes(found, piece)))

    def _name(self, made: pydyf.Dictionary, name: str) -> None:
        made["ID"] = pydyf.String(name)
        self.names[name] = made.reference

    def _area(self, element: Element, box: tuple[float, ...], piece: int, note: int) -> pydyf.Array:
        """An area of the galley on the page: from its lower left corner to its upper right."""
        zero = self.places.zeros[piece, note, next(_rows(element))]
        left, top, right, bottom = box
        return pydyf.Array([round(each, 3) for each in (left, zero - bottom, right, zero - top)])

    def _mark(self, mark: Mark, element: pydyf.Dictionary, piece: int, note: int) -> None:
        page, number = self.places.stretches[piece, note, mark.row, mark.number]
        here = self.pages[page].reference
        element.setdefault("Pg", here)
        if element["Pg"] == here:
            element["K"].append(number)
        else:
            element["K"].append(pydyf.Dictionary({"Type": "/MCR", "Pg": here, "MCID": number}))
        self.owners[page][number] = element.reference

    def _link(self, mark: Mark, element: pydyf.Dictionary, piece: int, note: int) -> None:
        annotation = self.places.annotations[piece, note, mark.row, mark.number]
        element["K"].append(pydyf.Dictionary({"Type": "/OBJR", "Obj": annotation.reference, "Pg": annotation["P"]}))
        annotation["StructParent"] = len(self.pages) + len(self.links)
        self.links.append(element.reference)

    def _child(self, role: str, parent: pydyf.Dictionary) -> pydyf.Dictionary:
        made = self._element(role, parent)
        parent["K"].append(made.reference)
        return made

    def _element(self, role: str, parent: pydyf.Dictionary) -> pydyf.Dictionary:
        made = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{role}", "P": parent.reference, "K": pydyf.Array()})
        self.pdf.add_object(made)
        return made


def _rows(element: Element) -> Iterator[int]:
    """The rows in which an element has something, in reading order."""
    for kid in element.kids:
        if isinstance(kid, Mark):
            yield kid.row
        else:
            yield from _rows(kid)


def _attributes(found: dict[str, Any], piece: int) -> Iterator[tuple[str, Any]]:
    """The attributes of a list, of a paragraph, or of a cell of a table."""
    yield "O", _OWNERS.get(next(iter(found)), "/Table")
    for name, value in found.items():
        match name:
            case "Headers":
                yield name, pydyf.Array([pydyf.String(f"head-{piece}-{each}") for each in value.split()])
            case "Scope" | "ListNumbering" | "TextAlign":
                yield name, f"/{value}"
            case _:
                yield name, value
