"""Pieces of copy → galleys: each piece is set by WeasyPrint on a sheet of its own (`proofs.py`) and cut into rows."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from vision_compiler.diagnostics import ProjectError
from vision_compiler.render.piece import JOINER, PARTING, STYLE_PART, Piece
from vision_compiler.typeset.faces import with_letters
from vision_compiler.typeset.fonts import Face, faces_for, file_of, find_fonts, font_faces, font_url
from vision_compiler.typeset.shapes import Area, Bookmark, Break, Galley, Link, Row, Typeface, TypesettingError

#: How to get what is missing, on Debian and Ubuntu.
LIBRARY_PACKAGES = "libpangoft2-1.0-0 libharfbuzz-subset0"

try:
    from vision_compiler.typeset.sealed import ClosedFetcher  # isort: skip - seals the fonts before all else
    from weasyprint import CSS
    from weasyprint.draw import draw_stacking_context
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout.absolute import AbsolutePlaceholder
    from weasyprint.stacking import StackingContext
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    from vision_compiler.typeset import advances, justification, lettering, shortcuts
    from vision_compiler.typeset.calls import mark_links, text_of
    from vision_compiler.typeset.ink import Ink
    from vision_compiler.typeset.panels import panels
    from vision_compiler.typeset.proofs import Proof, lay_out
    from vision_compiler.typeset.specimen import text_style
    from vision_compiler.typeset.structure import Structure
    from vision_compiler.typeset.styles import Wardrobe
except OSError as error:
    raise ProjectError(
        "PDFを作るライブラリ（Pango・HarfBuzz）が見つかりません",
        f"次のコマンドで入れてください： sudo apt-get install {LIBRARY_PACKAGES}",
    ) from error

#: CSS pixels → points.
_SCALE = 0.75
#: Every piece on a sheet of its own, which is as long as it needs to be.
_ENDLESS = "@page { height: 90000mm !important } body > div { display: flow-root }"


@cache
def _our_fonts(faces: tuple[Face, ...]) -> tuple[ClosedFetcher, FontConfiguration]:
    """The faces that a style may use, loaded once."""
    for each in (advances, justification, lettering, shortcuts):
        each.install()
    fetcher = ClosedFetcher({font_url(face): path for face, path in find_fonts(faces).items()})
    configuration = FontConfiguration()
    with _log_is_empty(fetcher):
        CSS(string=font_faces(faces), font_config=configuration, url_fetcher=fetcher)
    return fetcher, configuration


@lru_cache(maxsize=16)
def _sheet(css: str, fetcher: ClosedFetcher, configuration: FontConfiguration) -> CSS:
    """A stylesheet, read once: publications share most of theirs. One with a mistake is never kept."""
    with _log_is_empty(fetcher):
        return CSS(string=css, font_config=configuration, url_fetcher=fetcher)


class Compositor:
    """Sets pieces in one style."""

    def __init__(self, css: str) -> None:
        self._fetcher, configuration = _our_fonts(faces_for(css))
        self._fonts: dict[Any, Any] = {}
        sheets = [_sheet(part, self._fetcher, configuration) for part in (*css.split(STYLE_PART), _ENDLESS)]
        self._wardrobe = Wardrobe(sheets, configuration)

    def set(self, pieces: Sequence[tuple[str, Piece]]) -> list[Galley]:
        """The galleys of pieces, each with a name of its own."""
        with _log_is_empty(self._fetcher):
            proofs = lay_out([piece for _, piece in pieces], self._wardrobe, self._fetcher)
            return [
                _Cutter(proof, piece, name, self._fonts).galley()
                for proof, (name, piece) in zip(proofs, pieces, strict=True)
            ]


class _Unit(Struct, frozen=True):
    """A part of a galley that is never cut: what is painted of it, and the boxes that it stands in."""

    content: Any
    painted: Any
    parents: tuple[Any, ...]
    keeps: int = 0
    is_head: bool = False
    is_table_row: bool = False

    @property
    def top(self) -> float:
        return float(self.content.position_y if isinstance(self.content, boxes.LineBox) else _top(self.content))

    @property
    def bottom(self) -> float:
        height = self.content.height if isinstance(self.content, boxes.LineBox) else self.content.border_height()
        return float(self.top + height)


class _Cutter:
    """Cuts one proof into rows."""

    def __init__(self, proof: Proof, piece: Piece, name: str, fonts: dict[Any, Any]) -> None:
        self.proof, self.piece, self.name, self.fonts = proof, piece, name, fonts
        self.origin, self.blocks = proof.box, proof.box.children
        self.begun = proof.surroundings[len(proof.surroundings) - piece.begins :]
        self.units = list(_siblings(self.blocks, ()))
        if not self.units:
            raise TypesettingError(f"nothing to set in {piece.html[:80]!r}")

    def galley(self) -> Galley:
        for font in self.fonts.values():
            font.to_unicode, font.widths = {}, {}
        structure = Structure(self.piece.around[-1].tag if self.piece.around else "", self.origin.position_y)
        for number, unit in enumerate(self.units):
            structure.visit(unit.content, number, unit.parents)
        inks = [self._painted(unit, number, structure) for number, unit in enumerate(self.units)]
        links, by_element = self._links()
        structure.settle(lambda row: inks[row].stretches, by_element)
        rows = tuple(self._row(number, inks[number], links[number]) for number in range(len(self.units)))
        return Galley(
            area=_area(self.proof.sheet),
            rows=rows,
            tree=structure.tree(),
            typefaces=self._typefaces(),
            resources=tuple(each for ink in inks for each in ink.resources()),
            above=rows[0].top,
            below=self._down(self.origin.position_y + self.origin.height) - rows[-1].bottom,
            heads=sum(unit.is_head for unit in self.units),
            before=_break([*self.begun, *_edge(self.blocks, 0)], "break_before"),
            after=_break(_edge(self.blocks, -1), "break_after"),
            page=self.proof.sheet.page_type.name,
            panels=tuple(panels(self.blocks)),
            text=text_style(self.proof),
            unbroken=tuple(i for i, box in enumerate(self.proof.surroundings) if box.style["break_inside"] != "auto"),
        )

    def _down(self, y: float) -> float:
        """Points below the top of the galley."""
        return float((y - self.origin.position_y) * _SCALE)

    def _painted(self, unit: _Unit, number: int, structure: Structure) -> Ink:
        width, height = self.proof.sheet.style["size"]
        whole = (width, max(height, self.origin.position_y + self.origin.height))
        ink = Ink(self.fonts, structure.owner, f"{self.name}-{number}-", whole)
        draw_stacking_context(ink, StackingContext.from_box(unit.painted, self.proof.sheet))
        return ink

    def _typefaces(self) -> tuple[Typeface, ...]:
        found = sorted((font for font in self.fonts.values() if font.to_unicode), key=lambda font: str(font.hash))
        files = [file_of(font.family, font.weight) for font in found]
        return tuple(
            Typeface(font.hash, file, dict(sorted(with_letters(file, font.to_unicode, self.piece.html).items())))
            for font, file in zip(found, files, strict=True)
        )

    def _row_at(self, y: float) -> int:
        """The number of the row at a height, or of the one below it."""
        for number, unit in enumerate(self.units):
            if y < unit.bottom:
                return number
        return len(self.units) - 1

    def _links(self) -> tuple[list[list[Link]], dict[int, list[tuple[int, int]]]]:
        links: list[list[Link]] = [[] for _ in self.units]
        by_element: dict[int, list[tuple[int, int]]] = {}
        for _, target, (x1, y1, x2, y2), box in self.proof.links:
            if box.element is None or box.element.tag != "a" or not box.link or x1 == x2:
                continue
            row = self._row_at((y1 + y2) / 2)
            text = text_of(box.element).strip()
            area = (x1 * _SCALE, self._down(y1), x2 * _SCALE, self._down(y2))
            by_element.setdefault(id(box.element), []).append((row, len(links[row])))
            links[row].append(Link(target, text, area))
        for row, element, link in mark_links([list(_descendants(unit.content)) for unit in self.units], self._down):
            by_element.setdefault(id(element), []).append((row, len(links[row])))
            links[row].append(link)
        return links, by_element

    def _row(self, number: int, ink: Ink, links: list[Link]) -> Row:
        unit = self.units[number]
        chunks, roles = ink.recorded()
        earlier = set(map(id, self.units[number - 1].parents)) if number else set()
        entered = [box for box in unit.parents if id(box) not in earlier]
        inside = [*entered, *_descendants(unit.content)]
        words = "".join(box.text for box in inside if isinstance(box, boxes.TextBox) and not _is_mark(box))
        words = words.replace(JOINER, "").replace(PARTING, "")
        begun = [] if number else self.begun
        return Row(
            top=self._down(unit.top),
            bottom=self._down(unit.bottom),
            chunks=chunks,
            roles=roles,
            links=tuple(links),
            anchors=tuple(
                (name, self._down(area[1]))
                for name, area in self.proof.anchors.items()
                if self._row_at(area[1]) == number
            ),
            bookmarks=tuple(
                Bookmark(level, label, self._down(y))
                for level, label, (_, y), _ in self.proof.bookmarks
                if self._row_at(y) == number
            ),
            running=tuple(pair for box in (*begun, *inside) for pair in box.string_set or ()),
            notes=tuple(dict.fromkeys(_notes(inside))),
            words=words,
            facts=frozenset(fact for box in inside if box.element is not None for fact in _facts(box.element)),
            is_table_row=unit.is_table_row,
            keeps=unit.keeps,
        )


def _area(sheet: Any) -> Area:
    """The sheet as its stylesheet wants it, before it was made endless."""
    width, height = sheet.style["size"]
    bottom = sheet.style["margin_bottom"].value
    measures = (width, height, sheet.margin_left, sheet.margin_top, width - sheet.margin_right, height - bottom)
    return Area(*(float(each * _SCALE) for each in measures))


def _siblings(found: Sequence[Any], parents: tuple[Any, ...]) -> Iterator[_Unit]:
    """The units of neighbouring boxes; a box may want to stay with the next one, or with the one before."""
    last = None
    for number, box in enumerate(found):
        units = list(_units(box, parents))
        if last:
            follows = _break(_edge(found[:number], -1), "break_after") == "avoid"
            precedes = _break(_edge(found[number:], 0), "break_before") == "avoid"
            yield replace(last, keeps=max(last.keeps, 2 * (follows or precedes)))
        yield from units[:-1]
        last = units[-1] if units else last
    if last:
        yield last


def _units(box: Any, parents: tuple[Any, ...]) -> Iterator[_Unit]:
    if getattr(box, "is_table_wrapper", False) and box.style["break_inside"] == "auto":
        yield from _table(box, parents)
    elif not _is_divisible(box):
        yield _Unit(box, box, parents)
    elif isinstance(box.children[0], boxes.LineBox):
        yield from _lines(box, parents)
    else:
        yield from _siblings(box.children, (*parents, box))


def _is_divisible(box: Any) -> bool:
    """Whether a box is nothing but what stands in it, so that the pieces of it can stand on different pages."""
    if not isinstance(box, boxes.BlockBox) or not box.children:
        return False
    style = box.style
    is_in_flow = style["position"] == "static" and style["overflow"] == "visible" and style["break_inside"] == "auto"
    return _is_plain(box) and is_in_flow and all(_is_in_flow(child) for child in box.children)


def _is_plain(box: Any) -> bool:
    borders = (box.border_top_width, box.border_right_width, box.border_bottom_width, box.border_left_width)
    return not any(borders) and box.background is None and not box.style["transform"] and box.style["opacity"] == 1


def _is_in_flow(box: Any) -> bool:
    if isinstance(box, AbsolutePlaceholder):
        return False
    return isinstance(box, boxes.LineBox) or (isinstance(box, boxes.BlockLevelBox) and box.is_in_normal_flow())


def _lines(box: Any, parents: tuple[Any, ...]) -> Iterator[_Unit]:
    count, first, last = len(box.children), box.style["orphans"], box.style["widows"]
    for number, line in enumerate(box.children, 1):
        keeps = number < count and (number < first or count - number < last)
        yield _Unit(line, box.copy_with_children([line]), (*parents, box), 3 * keeps)


def _table(wrapper: Any, parents: tuple[Any, ...]) -> Iterator[_Unit]:
    """The rows of a table; a group that wants to stay whole, or has cells over several rows, is one."""
    table = wrapper.get_wrapped_table()
    around = (*parents, wrapper, table)
    captions = [child for child in wrapper.children if child is not table]
    if captions or table.style["border_collapse"] != "separate" or not _is_plain(table):
        raise TypesettingError("a table with a caption, a border or collapsed borders can't be cut")
    for group in table.children:
        is_whole = not group.is_header and group.style["break_inside"] != "auto"
        if is_whole:
            yield _Unit(group, _only(wrapper, table, group), around, is_table_row=True)
        for row in () if is_whole else group.children:
            alone = group.copy_with_children([row])
            keeps = 3 if group.is_header else 2 * (row.style["break_after"] in ("avoid", "avoid-page"))
            yield _Unit(row, _only(wrapper, table, alone), (*around, group), keeps, group.is_header, is_table_row=True)


def _only(wrapper: Any, table: Any, group: Any) -> Any:
    return wrapper.copy_with_children([table.copy_with_children([group])])


def _top(box: Any) -> float:
    if isinstance(box, boxes.TableRowGroupBox | boxes.TableRowBox):
        return float(box.position_y)
    return float(box.border_box_y())


def _edge(found: Sequence[Any], side: int) -> Iterator[Any]:
    """The boxes that begin (0) or end (-1) with the first or last of these."""
    while found:
        box = found[side]
        if isinstance(box, boxes.LineBox) or not hasattr(box, "style"):
            return
        yield box
        found = getattr(box, "children", ()) if isinstance(box, boxes.BlockBox) else ()


def _break(found: Sequence[Any] | Iterator[Any], side: str) -> Break:
    values = {box.style[side] for box in found}
    if values & {"right", "recto"}:
        return "recto"
    if values & {"page", "always"}:
        return "page"
    return "avoid" if values & {"avoid", "avoid-page"} else "auto"


def _descendants(box: Any) -> Iterator[Any]:
    box = box._box if isinstance(box, AbsolutePlaceholder) else box
    yield box
    for child in getattr(box, "children", ()):
        yield from _descendants(child)


def _is_mark(box: Any) -> bool:
    return box.element is not None and "mark" in box.element.get("class", "").split()


def _notes(found: Sequence[Any]) -> Iterator[int]:
    for box in found:
        if box.element is not None and box.element.get("data-note"):
            yield int(box.element.get("data-note"))


def _facts(element: Any) -> list[str]:
    return list(element.get("data-fact", "").split())


@contextmanager
def _log_is_empty(fetcher: ClosedFetcher) -> Iterator[None]:
    """Fail if WeasyPrint logged anything, or asked for a file that is not ours, while this lasted."""
    lines = _Lines()
    fetcher.refused.clear()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(lines)
    try:
        yield
    except FatalURLFetchingError as error:
        raise TypesettingError(str(error)) from error
    finally:
        logger.removeHandler(lines)
    if lines.found or fetcher.refused:
        raise TypesettingError("\n".join([*lines.found, *fetcher.refused]))


class _Lines(logging.Handler):
    """Keeps what is logged as a warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage())
