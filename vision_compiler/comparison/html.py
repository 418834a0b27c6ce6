"""The table as one page of HTML that needs no other file."""

from jinja2 import BaseLoader

from vision_compiler.comparison.sheet import ComparisonTable
from vision_compiler.render.html import environment


def html(table: ComparisonTable, loader: BaseLoader) -> str:
    """The page; ``loader`` is where the templates come from."""
    templates = environment(loader)
    # On paper it keeps numbers on one line; who copies words from a screen wants none of its signs.
    templates.filters["unbroken"] = str
    return templates.get_template("comparison/page.html.j2").render(table=table)
