"""Fills the web templates. They share small blocks with the printed publications and have their own for the rest."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape
from msgspec.structs import replace

from vision_compiler.document.figures import PopulationChart
from vision_compiler.document.inline import definition
from vision_compiler.document.nodes import Inline, NoteCall, Quantity, Section
from vision_compiler.model.glossary import Term
from vision_compiler.model.plan import Plan
from vision_compiler.render.charts import Spec
from vision_compiler.render.html import Draw, environment, template_name
from vision_compiler.render.icons import icon
from vision_compiler.render.lines import phrases as printed_phrases
from vision_compiler.render.piece import JOINER, PARTING
from vision_compiler.render.population import population
from vision_compiler.render.progress import legend, progress
from vision_compiler.web.addresses import TERMS, relative
from vision_compiler.web.documents import APART, section_link
from vision_compiler.web.pages import Link, Page
from vision_compiler.web.proofing import with_place

#: Width and height of the population chart in points, and how small the others are: as many would stand on a line of
#: print. So their type is as large as a phone needs.
_CHART_SIZE, _BESIDE = (350, 250), 3
#: What a stylesheet says better than a chart does: the font, and that an outlined bar is as white as the page.
_FONT, _WHITE = re.compile(r' font-family="[^"]*"'), re.compile(r'"(?:#fff|white)"')


class Filling:
    """The templates of the site; ``mentions`` collects on which pages each term stands.

    With ``shows_places`` blocks bear the places where they were written, for a proof.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what the site() is given
        self,
        plan: Plan,
        loader: BaseLoader,
        draw: Draw,
        site: Mapping[str, Any],
        compiled: BytecodeCache | None = None,
        shows_places: bool = False,
    ) -> None:
        self.plan, self.draw, self.shows_places = plan, draw, shows_places
        self.mentions: dict[str, dict[str, Link]] = {term.term: {} for term in plan.terms.values()}
        self._page: Page | None = None
        self._used: dict[str, Term] = {}
        self.environment = environment(loader, compiled)
        charts = (self.drawn, legend, phone_size, population, progress)
        filters = (self.block, self.inline, self.name, self.href, icon, note_number, phrases, plain, size, unbroken)
        self.environment.filters.update({each.__name__: each for each in (*charts, *filters)})
        self.environment.globals.update(
            site, zip=partial(zip, strict=True), labels=plan.settings.labels, beside=_BESIDE, icons=plan.icons
        )

    def text(self, template: str) -> str:
        """A template that is no page, as the stylesheet."""
        return self.environment.get_template(template).render()

    def source(self, name: str) -> str:
        """A file that is taken over as it is."""
        assert self.environment.loader is not None
        return self.environment.loader.get_source(self.environment, name)[0]

    def page(self, page: Page) -> str:
        """A page as a whole: what is in it first, because that says which terms are explained at its end."""
        self._page, self._used = page, {}
        body = Markup(self.environment.get_template(f"web/pages/{page.kind}.html.j2").render(page.context, page=page))
        used = [(term, definition(self.plan, term)) for term in self._used.values()]
        layout = self.environment.get_template("web/layout.html.j2")
        return layout.render(page=page, body=body, used=used)

    def block(self, node: object) -> Markup:
        """A node of a document by the template of its kind."""
        if isinstance(node, Section) and node.style in APART:
            return self._fill(["web/blocks/apart.html.j2"], link=section_link("", node))
        name = template_name(node)
        html = self._fill([f"web/blocks/{name}.html.j2", f"blocks/{name}.html.j2"], block=node, is_line=False)
        place = getattr(node, "place", "") if self.shows_places else ""
        return Markup(with_place(str(html), place)) if place else html

    def _fill(self, templates: list[str], **context: Any) -> Markup:
        return Markup(self.environment.select_template(templates).render(context))

    def inline(self, runs: Inline) -> Markup:
        """A line of running text. The mark of a note is left out: the term itself is a link."""
        return Markup("").join(self._run(run) for run in runs if not isinstance(run, NoteCall))

    def name(self, runs: Inline, notes: str) -> Markup:
        """The name of an indicator; its marks lead to the notes under the table, whose anchors begin with ``notes``."""
        return Markup("").join(_mark(run, notes) if isinstance(run, NoteCall) else phrases(_words(run)) for run in runs)

    @pass_context
    def href(self, _context: Context, path: str) -> str:
        """How the page that is being filled names another. It takes the context so that Jinja folds no constant."""
        return self._href(path)

    def _href(self, path: str) -> str:
        assert self._page is not None, "links stand on pages"
        return relative(self._page.path, path)

    def drawn(self, specification: Spec) -> Markup:
        """A chart as SVG. Its colours stay names, so that the stylesheet can make them light or dark."""
        svg = _WHITE.sub('"var(--sheet)"', _FONT.sub("", self.draw(specification)))
        return Markup(svg.replace("<svg ", '<svg role="img" ', 1))

    def _run(self, run: str | Quantity | NoteCall) -> Markup:
        words = _words(run)
        term = self.plan.terms.get(words)
        return self._term(term) if term else escape(words)

    def _term(self, term: Term) -> Markup:
        assert self._page is not None, "terms stand on pages"
        self.mentions[term.term].setdefault(self._page.path, self._page.link)
        self._used[term.term] = term
        link = Markup('<a class="term" href="{}" data-term="term.{}">{}</a>')
        return link.format(self._href(f"{TERMS}#{term.id}"), term.id, term.term)


def _words(run: str | Quantity | NoteCall) -> str:
    match run:
        case Quantity(text):
            return text
        case NoteCall(mark):
            return mark
        case _:
            return run


def _mark(call: NoteCall, notes: str) -> Markup:
    number = note_number(call.mark)
    return Markup('<sup><a href="#{}.note-{}">{}</a></sup>').format(notes, number, call.mark)


def note_number(mark: str) -> int:
    """★３ → 3."""
    return int("".join(sign for sign in mark if sign.isdecimal()))


def plain(runs: Inline) -> str:
    """The words of a line, without marks and links."""
    return "".join(_words(run) for run in runs if not isinstance(run, NoteCall))


def phone_size(chart: PopulationChart) -> PopulationChart:
    """The chart as a phone has room for it."""
    return replace(chart, size=_CHART_SIZE)


def size(count: int) -> str:
    """How large a file is: 498KB."""
    return f"{max(count // 1024, 1):,}KB"


def phrases(text: str) -> Markup:
    """A heading or name with the places where its lines may break; the stylesheet forbids all others."""
    return Markup(str(printed_phrases(text)).replace(JOINER, "").replace(PARTING, "<wbr/>"))


def unbroken(text: str) -> Markup:
    """Shared templates mark what a printed line must not part; a browser is left to its own rules."""
    return escape(text)
