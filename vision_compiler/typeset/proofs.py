"""Pieces laid out by WeasyPrint, each by itself on a sheet that is as long as it needs to be.

WeasyPrint's own pages are passed by: its page maker starts from the root of the document for every page, which takes
longer than setting the piece. This calls the layout of a block, one level below (70.0, pinned; the tests of typeset say
when a new release no longer takes it). Pieces share nothing but styles, so that a piece is always set the same.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from math import inf
from typing import Any
from xml.etree import ElementTree

from cssselect2 import ElementWrapper
from msgspec import Struct
from weasyprint import CSS, DEFAULT_OPTIONS, HTML
from weasyprint.anchors import gather_anchors
from weasyprint.css.counters import CounterStyle
from weasyprint.css.targets import TargetCollector
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.images import get_image_from_uri
from weasyprint.layout import LayoutContext, background
from weasyprint.layout.absolute import absolute_layout
from weasyprint.layout.block import block_level_layout
from weasyprint.layout.page import PageType, page_height, page_width, set_page_type_computed_styles
from weasyprint.layout.percent import resolve_percentages

from vision_compiler.render.piece import Piece
from vision_compiler.typeset.sealed import ClosedFetcher
from vision_compiler.typeset.shapes import TypesettingError
from vision_compiler.typeset.styles import Wardrobe


class Proof(Struct):
    """A piece laid out: its sheet, its surroundings (not laid out, outermost first), the box with all of it in it."""

    sheet: Any
    surroundings: list[Any]
    box: Any
    anchors: dict[str, Any] = {}
    links: list[Any] = []
    bookmarks: list[Any] = []


def lay_out(pieces: Sequence[Piece], wardrobe: Wardrobe, fetcher: ClosedFetcher) -> Iterator[Proof]:
    """A proof for every piece, in their order."""
    source = _Source("".join(f"<div>{piece.source}</div>" for piece in pieces), fetcher)
    counters, targets = CounterStyle(), TargetCollector()
    image = partial(get_image_from_uri, cache={}, url_fetcher=fetcher, options=DEFAULT_OPTIONS)
    context = LayoutContext(wardrobe.styles(source), image, wardrobe.fonts, counters, targets)
    root = build_formatting_structure(
        source.etree_element,
        context.style_for,
        context.get_image_from_uri,
        source.base_url,
        context.target_collector,
        counters,
        context.footnotes,
    )
    context.current_page, context.page_bottom, context.forced_break = 1, inf, True
    sheets = _Sheets(source, context)
    wrappers = root.children[0].children
    if len(wrappers) != len(pieces):
        raise TypesettingError(f"{len(pieces)} pieces became {len(wrappers)} boxes")
    for wrapper, piece in zip(wrappers, pieces, strict=True):
        yield _laid_out(wrapper, piece, context, sheets)


class _Source(HTML):  # type: ignore[misc]  # WeasyPrint ships no types
    """Our own HTML is also XML, which Python reads many times faster."""

    def __init__(self, body: str, fetcher: ClosedFetcher) -> None:
        root = ElementTree.fromstring(f'<html lang="ja"><body>{body}</body></html>')
        self.base_url, self.url_fetcher, self.media_type = "https://plan.invalid/", fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = root

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:  # noqa: ARG002 - WeasyPrint's signature
        """None: ours say what elements are. WeasyPrint's own style six pseudo-elements of every element."""
        return []


class _Sheets:
    """The sheets of a run, by their names."""

    def __init__(self, source: HTML, context: Any) -> None:
        self._source, self._context = source, context
        self._made: dict[str, Any] = {}

    def sheet(self, name: str) -> Any:
        """A page of this sort without end."""
        if name not in self._made:
            kind = PageType("right", False, name, 0, ())
            set_page_type_computed_styles(kind, self._source, self._context.style_for)
            sheet = boxes.PageBox(kind, self._context.style_for(kind))
            width, height = sheet.style["size"]
            resolve_percentages(sheet, (width, height))
            sheet.position_x = sheet.position_y = 0
            page_width(sheet, self._context, width)
            page_height(sheet, self._context, height)
            self._made[name] = sheet
        return self._made[name]


def _laid_out(wrapper: Any, piece: Piece, context: Any, sheets: _Sheets) -> Proof:
    surroundings = _chain(wrapper, len(piece.around))
    blocks = surroundings[-1].children if surroundings else wrapper.children
    sheet = sheets.sheet(wrapper.page_values()[0])
    # What surrounds a piece has no room of its own on the page, so the piece may stand in the wrapper itself.
    alone = wrapper.copy_with_children(blocks)
    alone.position_x, alone.position_y = sheet.content_box_x(), sheet.content_box_y()
    positioned: list[Any] = []
    context.create_block_formatting_context()
    box = block_level_layout(context, alone, 0, None, sheet, True, positioned, positioned, [])[0]
    for each in positioned:
        absolute_layout(context, each, sheet, positioned, bottom_space=0, skip_stack=None)
    context.finish_block_formatting_context()
    background.layout_box_backgrounds(sheet, box, context.get_image_from_uri)
    proof = Proof(sheet, surroundings, box)
    gather_anchors(box, proof.anchors, proof.links, proof.bookmarks, {None: []})
    return proof


def _chain(box: Any, depth: int) -> list[Any]:
    """The boxes of the surroundings, outermost first."""
    found = []
    for _ in range(depth):
        box = box.children[0]
        found.append(box)
    if any(_has_room(each) for each in found):
        raise TypesettingError("a surrounding of a piece has a margin, a border or a colour of its own")
    return found


def _has_room(box: Any) -> bool:
    """Whether a stylesheet gives a surrounding something that would be seen on the page."""
    style = box.style
    sides = ("top", "right", "bottom", "left")
    lengths = [style[f"{kind}_{side}"] for kind in ("margin", "padding") for side in sides]
    seen = any(getattr(length, "value", length) not in (0, "auto") for length in lengths)
    return seen or any(style[f"border_{side}_width"] for side in sides) or style["background_color"].alpha > 0
