"""Fills the templates: one per kind of block, one folder per publication."""

import re
from dataclasses import dataclass
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined
from markupsafe import Markup

from vision_compiler.document import Publication
from vision_compiler.document.nodes import Inline, NoteCall, Quantity
from vision_compiler.render.charts import plot, timetable
from vision_compiler.render.lines import phrases, unbroken

#: A note's mark never begins a line.
_WORD_JOINER = Markup("\u2060")
#: In this order: the scale and the colours, then blocks, then paper.
STYLESHEETS = ("tokens", "document", "print")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A publication as HTML, with the text of its stylesheets beside it."""

    html: str
    css: str


def render(document: Publication, templates: BaseLoader) -> Rendered:
    """The publication as one HTML text; ``templates`` is where the templates come from."""
    environment = _environment(templates)
    html = environment.get_template(f"{document.id}/document.html.j2").render(document=document)
    sheets = [f"styles/{name}.css" for name in STYLESHEETS]
    css = "\n".join(environment.get_template(name).render() for name in (*sheets, f"{document.id}/style.css"))
    return Rendered(html, css)


def _environment(templates: BaseLoader) -> Environment:
    environment = Environment(
        loader=templates,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )

    def block(node: object) -> Markup:
        template = re.sub(r"(?<!^)(?=[A-Z])", "_", type(node).__name__).lower()
        return Markup(environment.get_template(f"blocks/{template}.html.j2").render(block=node))

    filters = (inline, name, phrases, plot, timetable, unbroken)
    environment.filters.update({"block": block} | {each.__name__: each for each in filters})
    return environment


def _finalize(value: Any) -> Any:
    if value is None:
        raise ValueError("a template printed None")
    return value


def inline(runs: Inline) -> Markup:
    """A line of running text."""
    return Markup("").join(unbroken(run) if isinstance(run, str) else _run(run) for run in runs)


def name(runs: Inline) -> Markup:
    """A name in a narrow cell: it breaks between phrases only."""
    parts = [Markup("<wbr>") + phrases(run) if isinstance(run, str) else _WORD_JOINER + _run(run) for run in runs]
    return Markup("").join(parts).removeprefix("<wbr>")


def _run(run: NoteCall | Quantity) -> Markup:
    """A note is set where it is called, and the paper's stylesheet floats it to the foot."""
    match run:
        case NoteCall(mark, "", anchor):
            return _anchor(anchor) + Markup('<sup class="mark">{}</sup>').format(mark)
        case NoteCall(mark, text, anchor):
            note = Markup('<span class="note" data-mark="{}">{}</span>').format(mark, unbroken(text))
            return _anchor(anchor) + note
        case Quantity(text, fact):
            return Markup('<span class="whole" data-fact="{}">{}</span>').format(fact, text)


def _anchor(name: str) -> Markup:
    return Markup('<span id="{}"></span>').format(name) if name else Markup("")
