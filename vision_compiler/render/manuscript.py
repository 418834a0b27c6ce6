"""A publication as the typesetter gets it: pieces of HTML, each with what it stands in.

A piece is what is set at once and kept: a heading, a paragraph, a list, a table, a figure, a whole designed sheet. It
carries its surroundings, so that it looks the same whether it is set alone or with others.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from jinja2 import BaseLoader, BytecodeCache
from msgspec import Struct
from msgspec.structs import replace

from vision_compiler.document import Publication
from vision_compiler.document.nodes import Figure, IndicatorIndex, Section, TermIndex
from vision_compiler.render.html import Draw, Templates, is_line, template_name
from vision_compiler.render.piece import STYLE_PART, Piece, Surrounding

#: In this order: what elements are, the scale and the colours, then blocks, then paper.
STYLESHEETS = ("elements", "tokens", "document", "charts", "print")


class PageFacts(Struct, frozen=True):
    """What the furniture of a page (running heads, folio, tabs) depends on.

    ``fields`` are the numbers of those that begin on it.
    """

    name: str
    folio: str
    side: str
    head: str
    fields: tuple[int, ...] = ()


class Manuscript(Struct, frozen=True):
    """A publication in pieces."""

    document: Publication
    templates: Templates
    css: str
    _furniture: dict[PageFacts, tuple[Piece, ...]] = {}

    def pieces(self, folios: Mapping[str, str] | None, announce: "Announce | None" = None) -> tuple[Piece, ...]:
        """All pieces in reading order, with these folios where it refers to places by their anchors.

        While none are known, what does nothing but refer (contents, indexes) is left out. Every piece is announced as
        soon as it is written.
        """
        return self._written("document", announce, folios=folios)

    def furniture(self, page: PageFacts) -> tuple[Piece, ...]:
        """What stands on a page beside its text; every piece is a whole page with one thing on it."""
        if page not in self._furniture:
            self._furniture[page] = self._written("furniture", page=page)
        return self._furniture[page]

    @property
    def note_rule(self) -> Piece:
        """The line above the notes at the foot of a page."""
        return Piece(_text(self.templates.fill("blocks/note_rule.html.j2")))

    @property
    def continued(self) -> Piece:
        """The words above a table that runs on."""
        return Piece(_text(self.templates.fill("blocks/continued.html.j2")))

    def _written(self, template: str, announce: "Announce | None" = None, **context: Any) -> tuple[Piece, ...]:
        desk = _Desk(self.templates, context.get("folios") is not None, announce)
        self.templates.environment.globals.update(context)
        self.templates.fill(
            f"{self.document.id}/{template}.html.j2", document=self.document, piece=desk.piece, pieces=desk.pieces
        )
        return tuple(desk.handed_over)


def manuscript(
    document: Publication, loader: BaseLoader, draw: Draw, compiled: BytecodeCache | None = None
) -> Manuscript:
    """The publication ready to be set; ``loader`` is where the templates come from, ``draw`` makes its charts."""
    templates = Templates(loader, draw, compiled)
    sheets = [f"styles/{name}.css" for name in STYLESHEETS]
    common = "\n".join(map(templates.fill, sheets))
    css = f"{common}{STYLE_PART}{templates.fill(f'{document.id}/style.css')}"
    return Manuscript(document, templates, css)


#: Hears of every piece.
Announce = Callable[[Piece], None]
#: HTML of a block, and of its notes.
_Filled = tuple[str, tuple[str, ...]]
#: Blocks that print the pages of others.
_WITH_FOLIOS = (IndicatorIndex, TermIndex)


class _Desk(Struct):
    """Collects the pieces that a template hands over."""

    templates: Templates
    knows_folios: bool
    announce: "Announce | None" = None
    handed_over: list[Piece] = []

    def piece(self, *openings: str, caller: Callable[[], str]) -> str:
        """For ``{% call piece('<nav class="contents">') %}…{% endcall %}``: what it encloses is a piece."""
        self._hand_over(self._filled(caller), tuple(Surrounding(opening, opening) for opening in openings))
        return ""

    def pieces(self, blocks: tuple[Any, ...], *openings: str) -> str:
        """For ``{{ pieces(document.sections) }}``: heading by heading, block by block."""
        self._blocks(blocks, tuple(Surrounding(opening, opening) for opening in openings), before="")
        return ""

    def _hand_over(self, filled: "_Filled", around: tuple[Surrounding, ...], begins: int = 0, place: str = "") -> None:
        html, notes = filled
        plain = tuple(_plain(each) for each in around) if notes else ()
        piece = Piece(html, around, begins, tuple(Piece(note, plain) for note in notes), place)
        self.handed_over.append(piece)
        if self.announce:
            self.announce(piece)

    def _filled(self, fill: Callable[[], str]) -> "_Filled":
        """What a template makes of a block, and its notes."""
        self.templates.called.clear()
        html = _text(fill())
        return html, tuple(_text(self.templates.block(call)) for call in self.templates.called)

    def _remembered(self, kind: str, block: Any, fill: Callable[[], str]) -> "_Filled":
        """The same for the same block, filled once; but page numbers change."""
        if isinstance(block, _WITH_FOLIOS):
            return self._filled(fill)
        key = (kind, block)
        if key not in self.templates.filled:
            self.templates.filled[key] = self._filled(fill)
        return self.templates.filled[key]

    def _blocks(self, blocks: tuple[Any, ...], around: tuple[Surrounding, ...], before: str) -> None:
        for number, block in enumerate(blocks):
            after = _name(blocks[number + 1]) if number + 1 < len(blocks) else ""
            if isinstance(block, _WITH_FOLIOS) and not self.knows_folios:
                continue
            if isinstance(block, Section) and not is_line(block):
                self._section(block, around, before)
            else:
                here = _with(around, after=before, before=after)
                filled = self._remembered("block", block, partial(self.templates.block, block))
                self._hand_over(filled, here, place=getattr(block, "place", ""))
            before = _name(block)

    def _section(self, section: Section, around: tuple[Surrounding, ...], before: str) -> None:
        classes = f"{section.style} accent-{section.accent}" if section.accent else section.style
        inside = (*around, Surrounding(section.anchor, f'<section class="{classes}">'))
        head = _with(inside, after=before, holds=" ".join(sorted(set(_kinds(section.content)))))
        title = replace(section, content=())
        filled = self._remembered("head", title, lambda: self.templates.fill("blocks/head.html.j2", block=section))
        self._hand_over(filled, head, begins=1, place=getattr(section, "place", ""))
        self._blocks(section.content, inside, before="head")


def _text(html: str) -> str:
    """Finished HTML as plain text: nothing that is joined with it is escaped again."""
    return str(html.strip())


def _name(block: Any) -> str:
    """How stylesheets call a block: indicator-table; a section by its style."""
    return block.style if isinstance(block, Section) else template_name(block).replace("_", "-")


def _with(around: tuple[Surrounding, ...], **data: str) -> tuple[Surrounding, ...]:
    """The surroundings, the innermost with what stands beside or in it, for stylesheets."""
    if not around:
        return around
    attributes = "".join(f' data-{name}="{value}"' for name, value in data.items() if value)
    innermost = around[-1]
    return (*around[:-1], replace(innermost, opening=f"{innermost.opening[:-1]}{attributes}>"))


def _plain(surrounding: Surrounding) -> Surrounding:
    return replace(surrounding, opening=f"{surrounding.opening.partition(' data-')[0].rstrip('>')}>")


def _kinds(blocks: tuple[Any, ...]) -> Iterator[str]:
    """The kinds of all blocks below a heading, and of their diagrams."""
    for block in blocks:
        yield _name(block)
        if isinstance(block, Section):
            yield from _kinds(block.content)
        if isinstance(block, Figure):
            yield _name(block.diagram)
