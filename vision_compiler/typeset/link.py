"""Pages → one PDF: finished rows are copied to their places, every font goes in once, and the tags make one tree."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import pydyf

from vision_compiler.typeset.archive import Attachment, Imprint, add_archive_metadata
from vision_compiler.typeset.faces import add_fonts
from vision_compiler.typeset.file import Packed, written
from vision_compiler.typeset.makeup import SetPiece
from vision_compiler.typeset.shapes import Page, Resource, TypesettingError
from vision_compiler.typeset.tagging import Stretches, add_tags

_SCALE = 0.75


@dataclass(frozen=True, slots=True)
class Target:
    """Where an anchor is: the number of the page, and the height on it from above."""

    page: int
    y: float


def targets(pages: Sequence[Page]) -> dict[str, Target]:
    """Every anchor of a publication."""
    found: dict[str, Target] = {}
    for number, page in enumerate(pages):
        for placed in page.placed:
            row = placed.galley.rows[placed.row]
            if not placed.artifact:
                for name, y in row.anchors:
                    found.setdefault(name, Target(number, placed.y + y - row.top))
    return found


def link(
    pages: Sequence[Page], pieces: Sequence[SetPiece], imprint: Imprint, attachments: Sequence[Attachment]
) -> bytes:
    """The PDF of a publication: PDF/A-3a and PDF/UA-1."""
    return _Linker(pages, pieces).linked(imprint, attachments)


def link_page(page: Page) -> bytes:
    """A file with one page and nothing but what is painted on it, for a look on the screen."""
    return _Linker([page], ()).painted()


class _Linker:
    def __init__(self, pages: Sequence[Page], pieces: Sequence[SetPiece]) -> None:
        self.pages, self.pieces = pages, pieces
        self.pdf = pydyf.PDF()
        self.targets = targets(pages)
        self.stretches: Stretches = {}
        self.annotations: dict[tuple[int, int, int, int], pydyf.Dictionary] = {}

    def linked(self, imprint: Imprint, attachments: Sequence[Attachment]) -> bytes:
        resources = self._resources()
        dictionaries = [self._page(number, page, resources) for number, page in enumerate(self.pages)]
        for number, page in enumerate(self.pages):
            self._links(number, page, dictionaries)
        self._outline(dictionaries)
        self._page_labels()
        self._destinations(dictionaries)
        add_tags(self.pdf, self.pieces, self.stretches, self.annotations, dictionaries)
        add_archive_metadata(self.pdf, imprint, attachments)
        return written(self.pdf)

    def painted(self) -> bytes:
        resources = self._resources()
        for number, page in enumerate(self.pages):
            self._page(number, page, resources)
        return written(self.pdf)

    # What the operators name

    def _resources(self) -> pydyf.Dictionary:
        galleys = {id(placed.galley): placed.galley for page in self.pages for placed in page.placed}.values()
        fonts = pydyf.Dictionary(add_fonts(self.pdf, (face for galley in galleys for face in galley.typefaces)))
        found = {(each.kind, each.name): each for galley in galleys for each in galley.resources}
        resources = self._named(found.values(), fonts)
        self.pdf.add_object(resources)
        return resources

    def _named(self, found: Iterable[Resource], fonts: pydyf.Dictionary) -> pydyf.Dictionary:
        named = pydyf.Dictionary({"Font": fonts})
        for resource in sorted(found, key=lambda each: (each.kind, each.name)):
            named.setdefault(resource.kind, pydyf.Dictionary())[resource.name] = self._resource(resource, fonts)
        return named

    def _resource(self, resource: Resource, fonts: pydyf.Dictionary) -> bytes:
        if resource.stream is None:
            return resource.entries
        inside = self._named(resource.resources, fonts)
        entries = resource.entries[2:-2] + b"/Resources " + bytes(inside.data)
        made = Packed(resource.stream, entries)
        self.pdf.add_object(made)
        return bytes(made.reference)

    # Pages

    def _page(self, number: int, page: Page, resources: pydyf.Dictionary) -> pydyf.Dictionary:
        content = Packed(b"\n".join(self._painted(number, page)))
        self.pdf.add_object(content)
        dictionary = pydyf.Dictionary(
            {
                "Type": "/Page",
                "Parent": self.pdf.pages.reference,
                "MediaBox": pydyf.Array([0, 0, _number(page.area.width), _number(page.area.height)]),
                "Contents": content.reference,
                "Resources": resources.reference,
                "Tabs": "/S",
                "StructParents": number,
            }
        )
        self.pdf.add_page(dictionary)
        return dictionary

    def _painted(self, number: int, page: Page) -> Iterator[bytes]:
        count = 0
        for placed in page.placed:
            row = placed.galley.rows[placed.row]
            shift = page.area.height - placed.y + row.top + placed.galley.area.top
            yield b"q .75 0 0 -.75 0 %s cm" % _number(shift).encode()
            yield row.chunks[0]
            for stretch, role in enumerate(row.roles):
                if placed.artifact:
                    yield b"/Artifact BMC"
                else:
                    yield b"/%s<</MCID %d>>BDC" % (role.encode(), count)
                    self.stretches[placed.piece, placed.note, placed.row, stretch] = (number, count)
                    count += 1
                yield row.chunks[stretch + 1]
            yield b"Q"

    def _links(self, number: int, page: Page, dictionaries: Sequence[pydyf.Dictionary]) -> None:
        made = []
        for placed in page.placed:
            row = placed.galley.rows[placed.row]
            for index, each in enumerate(() if placed.artifact else row.links):
                x1, top, x2, bottom = each.rectangle
                shift = page.area.height - placed.y + row.top
                annotation = pydyf.Dictionary(
                    {
                        "Type": "/Annot",
                        "Subtype": "/Link",
                        "Rect": pydyf.Array([_number(x1), _number(shift - bottom), _number(x2), _number(shift - top)]),
                        "Border": "[0 0 0]",
                        "F": 4,
                        "Contents": pydyf.String(each.text),
                        "Dest": self._destination(self._target(each.target), dictionaries),
                    }
                )
                self.pdf.add_object(annotation)
                made.append(annotation.reference)
                self.annotations[placed.piece, placed.note, placed.row, index] = annotation
        if made:
            dictionaries[number]["Annots"] = pydyf.Array(made)

    def _target(self, anchor: str) -> Target:
        if anchor not in self.targets:
            raise TypesettingError(f"a link to {anchor}, which is nowhere")
        return self.targets[anchor]

    def _destination(self, target: Target, dictionaries: Sequence[pydyf.Dictionary]) -> pydyf.Array:
        top = _number(self.pages[target.page].area.height - target.y)
        return pydyf.Array([dictionaries[target.page].reference, "/XYZ", 0, top, "null"])

    # What leads through the whole

    def _outline(self, dictionaries: Sequence[pydyf.Dictionary]) -> None:
        entries = list(self._bookmarks())
        if not entries:
            return
        root = pydyf.Dictionary({"Type": "/Outlines"})
        self.pdf.add_object(root)
        path: list[tuple[int, pydyf.Dictionary]] = [(0, root)]
        last: dict[int, pydyf.Dictionary] = {}
        for level, label, target in entries:
            while path[-1][0] >= level:
                path.pop()
            parent = path[-1][1]
            entry = pydyf.Dictionary(
                {
                    "Title": pydyf.String(label),
                    "Parent": parent.reference,
                    "Dest": self._destination(target, dictionaries),
                }
            )
            self.pdf.add_object(entry)
            _append(parent, entry, last.get(id(parent)))
            last[id(parent)] = entry
            for _, above in path:
                above["Count"] = above.get("Count", 0) + 1
            path.append((level, entry))
        self.pdf.catalog["Outlines"] = root.reference
        self.pdf.catalog["PageMode"] = "/UseOutlines"

    def _bookmarks(self) -> Iterator[tuple[int, str, Target]]:
        for number, page in enumerate(self.pages):
            for placed in page.placed:
                row = placed.galley.rows[placed.row]
                for mark in () if placed.artifact else row.bookmarks:
                    yield mark.level, mark.label, Target(number, placed.y + mark.y - row.top)

    def _page_labels(self) -> None:
        """What a reader's program calls the pages: as they are printed."""
        labels = pydyf.Array()
        for (style, _), run in groupby(enumerate(self.pages), key=lambda each: _label_run(*each)):
            first, page = next(iter(run))
            label = pydyf.Dictionary({"S": style, "St": 1 if style == "/r" else int(page.folio)} if style else {})
            if not style:
                label["P"] = pydyf.String("－")
            labels += [first, label]
        self.pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": labels})

    def _destinations(self, dictionaries: Sequence[pydyf.Dictionary]) -> None:
        """Names under which other programs can open a place."""
        names = pydyf.Array()
        for name, target in sorted(self.targets.items()):
            names += [pydyf.String(name), self._destination(target, dictionaries)]
        self.pdf.catalog["Names"] = pydyf.Dictionary({"Dests": pydyf.Dictionary({"Names": names})})


def _append(parent: pydyf.Dictionary, entry: pydyf.Dictionary, before: pydyf.Dictionary | None) -> None:
    if before is None:
        parent["First"] = entry.reference
    else:
        before["Next"] = entry.reference
        entry["Prev"] = before.reference
    parent["Last"] = entry.reference


def _label_run(number: int, page: Page) -> tuple[str, int]:
    """Pages with the same pair are counted through."""
    if not page.folio:
        return "", 0
    if page.folio.isdecimal():
        return "/D", number - int(page.folio)
    return "/r", 0


def _number(value: float) -> str:
    """A length in PDF source, to a thousandth of a point."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def folios(pages: Sequence[Page]) -> Mapping[str, str]:
    """The printed page number of every anchor."""
    return {name: pages[target.page].folio for name, target in targets(pages).items()}
