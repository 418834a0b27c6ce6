"""Pages → one PDF: finished rows are copied to their places, every font goes in once, and the tags make one tree."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

import pydyf
from msgspec import Struct

from vision_compiler.typeset.archive import Attachment, Imprint, add_archive_metadata
from vision_compiler.typeset.faces import add_fonts
from vision_compiler.typeset.file import Packed, written
from vision_compiler.typeset.makeup import UNNUMBERED, SetPiece
from vision_compiler.typeset.printing import PrintRun
from vision_compiler.typeset.separations import separated, separated_entries
from vision_compiler.typeset.shapes import Area, Link, Page, Placed, Resource, TypesettingError
from vision_compiler.typeset.tagging import Places, add_tags

_POINTS_PER_MM = 72 / 25.4


class Target(Struct, frozen=True):
    """Where an anchor is: the number of the page, and the height on it from above."""

    page: int
    y: float


def targets(pages: Sequence[Page]) -> dict[str, Target]:
    """Every anchor of a publication."""
    found: dict[str, Target] = {}
    for number, placed in _rows(pages):
        row = placed.galley.rows[placed.row]
        for name, y in row.anchors:
            found.setdefault(name, Target(number, placed.y + y - row.top))
    return found


def _rows(pages: Sequence[Page]) -> Iterator[tuple[int, Placed]]:
    """What is there to read, with the number of its page."""
    for number, page in enumerate(pages):
        for placed in page.placed:
            if not placed.artifact:
                yield number, placed


def link(
    pages: Sequence[Page],
    pieces: Sequence[SetPiece],
    imprint: Imprint,
    attachments: Sequence[Attachment],
    run: PrintRun | None = None,
) -> bytes:
    """The PDF of a publication: PDF/A-3a and PDF/UA-1; only the latter if a run is separated into inks."""
    return _Linker(pages, pieces, run).linked(imprint, attachments)


def link_page(page: Page) -> bytes:
    """A file with one page and nothing but what is painted on it, for a look on the screen."""
    return _Linker([page], (), None).painted()


class _Linker:
    def __init__(self, pages: Sequence[Page], pieces: Sequence[SetPiece], run: PrintRun | None) -> None:
        self.pages, self.pieces, self.run = pages, pieces, run
        self.is_cmyk = run is not None and run.is_cmyk
        self.pdf = pydyf.PDF()
        self.targets = targets(pages)
        self.places = Places()
        #: Where rows stand, by the numbers of piece, note and row; where notes are called, by those of piece and note.
        self.rows: dict[tuple[int, int, int], Target] = {}
        self.calls: dict[tuple[int, int], Target] = {}
        for number, placed in _rows(pages):
            here = self.rows[placed.piece, placed.note, placed.row] = Target(number, placed.y)
            for note in placed.galley.rows[placed.row].notes:
                self.calls.setdefault((placed.piece, note), here)

    def linked(self, imprint: Imprint, attachments: Sequence[Attachment]) -> bytes:
        resources = self._resources()
        dictionaries = [self._page(number, page, resources) for number, page in enumerate(self.pages)]
        for number, placed in _rows(self.pages):
            self._links(number, placed, dictionaries)
        self._outline(dictionaries)
        self._page_labels()
        self._destinations(dictionaries)
        add_tags(self.pdf, self.pieces, self.places, dictionaries)
        add_archive_metadata(self.pdf, imprint, attachments, self.is_cmyk)
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
        entries = separated_entries(resource.entries) if self.is_cmyk else resource.entries
        if resource.stream is None:
            return entries
        inside = self._named(resource.resources, fonts)
        made = Packed(self._inked(resource.stream), entries[2:-2] + b"/Resources " + bytes(inside.data))
        self.pdf.add_object(made)
        return bytes(made.reference)

    def _inked(self, operators: bytes) -> bytes:
        return separated(operators) if self.is_cmyk else operators

    # Pages

    def _page(self, number: int, page: Page, resources: pydyf.Dictionary) -> pydyf.Dictionary:
        content = Packed(self._inked(b"\n".join(self._painted(number, page))))
        self.pdf.add_object(content)
        dictionary = pydyf.Dictionary(
            {
                "Type": "/Page",
                "Parent": self.pdf.pages.reference,
                **self._boxes(page.area),
                "Contents": content.reference,
                "Resources": resources.reference,
                "Tabs": "/S",
                "StructParents": number,
            }
        )
        if self.is_cmyk:
            dictionary["Group"] = pydyf.Dictionary({"S": "/Transparency", "CS": "/DeviceCMYK"})
        self.pdf.add_page(dictionary)
        return dictionary

    def _boxes(self, area: Area) -> dict[str, pydyf.Array]:
        """The paper: what is left of it when it is trimmed has the same place in every run."""
        trimmed = pydyf.Array(["0", "0", _number(area.width), _number(area.height)])
        if self.run is None:
            return {"MediaBox": trimmed}
        bleed = self.run.bleed * _POINTS_PER_MM
        edges = (0.0 - bleed, 0.0 - bleed, area.width + bleed, area.height + bleed)
        paper = pydyf.Array(map(_number, edges))
        if self.run.margin:
            beside = (*edges[:2], area.width + self.run.margin * _POINTS_PER_MM, edges[3])
            return {"MediaBox": pydyf.Array(map(_number, beside)), "TrimBox": trimmed}
        return {"MediaBox": paper, "BleedBox": paper, "TrimBox": trimmed}

    def _painted(self, number: int, page: Page) -> Iterator[bytes]:
        count = 0
        for placed in page.placed:
            row = placed.galley.rows[placed.row]
            zero = page.area.height - placed.y + row.top
            if not placed.artifact:
                self.places.zeros[placed.piece, placed.note, placed.row] = zero
            yield b"q .75 0 0 -.75 0 %s cm" % _number(zero + placed.galley.area.top).encode()
            yield row.chunks[0]
            for stretch, role in enumerate(row.roles):
                if placed.artifact:
                    yield b"/Artifact BMC"
                else:
                    yield b"/%s<</MCID %d>>BDC" % (role.encode(), count)
                    self.places.stretches[placed.piece, placed.note, placed.row, stretch] = (number, count)
                    count += 1
                yield row.chunks[stretch + 1]
            yield b"Q"

    def _links(self, number: int, placed: Placed, dictionaries: Sequence[pydyf.Dictionary]) -> None:
        zero = self.places.zeros[placed.piece, placed.note, placed.row]
        page = dictionaries[number]
        for index, each in enumerate(placed.galley.rows[placed.row].links):
            left, top, right, bottom = each.rectangle
            area = (left, zero - bottom, right, zero - top)
            annotation = pydyf.Dictionary(
                {
                    "Type": "/Annot",
                    "Subtype": "/Link",
                    "Rect": pydyf.Array(map(_number, area)),
                    "Border": "[0 0 0]",
                    "F": 4,
                    "P": page.reference,
                    "Contents": pydyf.String(each.text),
                }
            )
            if "://" in each.target:
                annotation["A"] = pydyf.Dictionary({"S": "/URI", "URI": pydyf.String(each.target)})
            else:
                annotation["Dest"] = self._destination(self._target(placed, each), dictionaries)
            self.pdf.add_object(annotation)
            page.setdefault("Annots", pydyf.Array()).append(annotation.reference)
            self.places.annotations[placed.piece, placed.note, placed.row, index] = annotation

    def _target(self, placed: Placed, link: Link) -> Target:
        if link.place:
            return self.rows[placed.piece, *link.place]
        if not link.target:
            return self.calls[placed.piece, placed.note]
        if link.target not in self.targets:
            raise TypesettingError(f"a link to {link.target}, which is nowhere")
        return self.targets[link.target]

    def _destination(self, target: Target, dictionaries: Sequence[pydyf.Dictionary]) -> pydyf.Array:
        top = _number(self.pages[target.page].area.height - max(0.0, target.y))
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
            if style in ("/D", "/r"):
                label = pydyf.Dictionary({"S": style, "St": int(page.folio) if style == "/D" else 1})
            else:
                label = pydyf.Dictionary({"P": pydyf.String(style)})
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
        return UNNUMBERED.get(page.name, "－"), 0
    if page.folio.isdecimal():
        return "/D", number - int(page.folio)
    return "/r", 0


def _number(value: float) -> str:
    """A length in PDF source, to a thousandth of a point."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def folios(pages: Sequence[Page]) -> Mapping[str, str]:
    """The printed page number of every anchor."""
    return {name: pages[target.page].folio for name, target in targets(pages).items()}
