"""Fills the templates: one per kind of block, one folder per publication."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, partial
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined
from markupsafe import Markup

from vision_compiler.document.nodes import Inline, NoteCall, Notice, Paragraph, Quantity, Section
from vision_compiler.render.charts import Spec
from vision_compiler.render.columns import columns
from vision_compiler.render.icons import icon
from vision_compiler.render.lines import phrases, unbroken
from vision_compiler.render.piece import JOINER, PARTING
from vision_compiler.render.population import population
from vision_compiler.render.progress import beside, legend, progress
from vision_compiler.render.timetable import timetable

#: Makes SVG of the specification of a chart.
Draw = Callable[[Spec], str]
#: Where a colour of tokens.css is defined, and where a chart names one.
_TOKEN, _COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]+)"), re.compile(r"var\(--([\w-]+)\)")


class Templates:
    """The templates of a folder, filled; ``called`` collects the notes that are called in them."""

    def __init__(self, loader: BaseLoader, draw: Draw, compiled: BytecodeCache | None = None) -> None:
        self.draw = draw
        self.called: list[NoteCall] = []
        #: What is filled already, by block.
        self.filled: dict[Any, tuple[str, tuple[str, ...]]] = {}
        self.environment = environment(loader, compiled)
        charts = (beside, self.drawn, legend, population, progress, timetable)
        filters = (*charts, self.block, self.inline, icon, name, phrases, printed, unbroken)
        self.environment.filters.update({each.__name__: each for each in filters})
        self.environment.globals.update(zip=partial(zip, strict=True), columns=columns)

    def fill(self, template: str, **context: Any) -> Markup:
        """A template with its fields filled."""
        return Markup(self.environment.get_template(template).render(context))

    def block(self, node: object) -> Markup:
        """A node of the document by the template of its kind."""
        return self.fill(f"blocks/{template_name(node)}.html.j2", block=node, is_line=is_line(node))

    def drawn(self, specification: Spec) -> Markup:
        """A chart as SVG, in the colours of tokens.css."""
        return Markup(_COLOUR.sub(lambda match: self._colours.get(match[1], match[0]), self.draw(specification)))

    @cached_property
    def _colours(self) -> dict[str, str]:
        return dict(_TOKEN.findall(self.fill("styles/tokens.css")))

    def inline(self, runs: Inline) -> Markup:
        """A line of running text."""
        return Markup("").join(unbroken(run) if isinstance(run, str) else self._run(run) for run in runs)

    def _run(self, run: NoteCall | Quantity) -> Markup:
        """A note's mark is set where it is called; its text is a piece of its own."""
        match run:
            case NoteCall(mark, text, anchor):
                number = len(self.called)
                if text:
                    self.called.append(run)
                return _anchor(anchor) + _mark(mark, str(number) if text else "")
            case Quantity(text, fact):
                return Markup('<span data-fact="{}">{}</span>').format(fact, JOINER.join(text))


def environment(loader: BaseLoader, compiled: BytecodeCache | None = None) -> Environment:
    """What every template of ours is filled in: texts are escaped, and what is not there is an error."""
    return Environment(
        loader=loader,
        bytecode_cache=compiled,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
        auto_reload=False,  # a change of templates is a new environment
    )


def is_line(node: object) -> bool:
    """A heading with one paragraph: a stylesheet may put them on one line."""
    return isinstance(node, Section) and len(node.content) == 1 and isinstance(node.content[0], Paragraph | Notice)


def template_name(node: object) -> str:
    """IndicatorTable → indicator_table."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(node).__name__).lower()


def _finalize(value: Any) -> Any:
    if value is None:
        raise ValueError("a template printed None")
    return value


def name(runs: Inline) -> Markup:
    """A name in a narrow cell: it breaks between phrases only."""
    parts = [Markup(PARTING) + phrases(run) if isinstance(run, str) else _marked(run) for run in runs]
    return Markup("").join(parts).removeprefix(PARTING)


def _marked(run: NoteCall | Quantity) -> Markup:
    """A name bears the marks of notes that are printed below its table."""
    assert isinstance(run, NoteCall), "names quote no facts"
    return _anchor(run.anchor) + _mark(run.mark)


def _mark(mark: str, note: str = "") -> Markup:
    """A mark never begins a line. ``note`` is the number of the note among those of the piece."""
    return Markup(JOINER) + Markup('<sup class="mark"{}>{}</sup>').format(
        Markup(' data-note="{}"').format(note) if note else "", JOINER.join(mark)
    )


def printed(anchors: Iterable[str], folios: Mapping[str, str]) -> list[tuple[str, str]]:
    """The first anchor on each page, with the number of the page."""
    first: dict[str, str] = {}
    for anchor in anchors:
        first.setdefault(folios.get(anchor, ""), anchor)
    return [(anchor, folio) for folio, anchor in first.items()]


def _anchor(name: str) -> Markup:
    return Markup('<span id="{}"></span>').format(name) if name else Markup("")
