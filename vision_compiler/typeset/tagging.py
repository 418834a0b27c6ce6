"""The tag tree of a whole PDF: the sections of the plan, and in them the elements of the galleys, in reading order."""

from collections.abc import Mapping, Sequence
from typing import Any

import pydyf

from vision_compiler.render.piece import Piece
from vision_compiler.typeset.makeup import SetPiece
from vision_compiler.typeset.shapes import Element, Galley, Mark

#: (piece, note or -1, row, stretch) → (page, number of the marked content on it).
Stretches = dict[tuple[int, int, int, int], tuple[int, int]]
Annotations = Mapping[tuple[int, int, int, int], pydyf.Dictionary]

_ROLES = {"section": "Sect", "nav": "TOC"}


def add_tags(
    pdf: pydyf.PDF,
    pieces: Sequence[SetPiece],
    stretches: Stretches,
    annotations: Annotations,
    pages: Sequence[pydyf.Dictionary],
) -> None:
    """Put the tree into the PDF."""
    _Tree(pdf, stretches, annotations, pages).grow(pieces)


class _Tree:
    def __init__(
        self, pdf: pydyf.PDF, stretches: Stretches, annotations: Annotations, pages: Sequence[pydyf.Dictionary]
    ) -> None:
        self.pdf, self.stretches, self.annotations, self.pages = pdf, stretches, annotations, pages
        self.owners: list[dict[int, bytes]] = [{} for _ in pages]
        self.links: list[bytes] = []

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
        _dress(made, element)
        if element.role == "Note":
            made["ID"] = pydyf.String(f"note-{piece}-{note}")
        for kid in element.kids:
            match kid:
                case Element():
                    self._grown(kid, made, piece, note)
                case Mark(is_link=True):
                    self._link(kid, made, piece, note)
                case Mark():
                    self._mark(kid, made, piece, note)

    def _mark(self, mark: Mark, element: pydyf.Dictionary, piece: int, note: int) -> None:
        page, number = self.stretches[piece, note, mark.row, mark.number]
        here = self.pages[page].reference
        element.setdefault("Pg", here)
        if element["Pg"] == here:
            element["K"].append(number)
        else:
            element["K"].append(pydyf.Dictionary({"Type": "/MCR", "Pg": here, "MCID": number}))
        self.owners[page][number] = element.reference

    def _link(self, mark: Mark, element: pydyf.Dictionary, piece: int, note: int) -> None:
        annotation = self.annotations[piece, note, mark.row, mark.number]
        element["K"].append(pydyf.Dictionary({"Type": "/OBJR", "Obj": annotation.reference, "Pg": element["Pg"]}))
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


def _dress(made: pydyf.Dictionary, element: Element) -> None:
    """The attributes of an element: what a figure shows, what a head of a table heads."""
    found: dict[str, Any] = dict(element.attributes)
    if "Alt" in found:
        made["Alt"] = pydyf.String(str(found.pop("Alt")))
    if "Scope" in found:
        found["Scope"] = f"/{found['Scope']}"
    if "ListNumbering" in found:
        made["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": f"/{found['ListNumbering']}"})
    elif "TextAlign" in found:
        made["A"] = pydyf.Dictionary({"O": "/Layout", "TextAlign": f"/{found['TextAlign']}"})
    elif found:
        made["A"] = pydyf.Dictionary({"O": "/Table", **found})
    elif element.role == "Figure":
        made["A"] = pydyf.Dictionary({"O": "/Layout", "Placement": "/Block"})
