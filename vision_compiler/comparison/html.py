"""The table as one page of HTML that needs no other file."""

from jinja2 import BaseLoader, Environment, StrictUndefined

from vision_compiler.comparison.sheet import ComparisonTable


def html(table: ComparisonTable, loader: BaseLoader) -> str:
    """The page; ``loader`` is where the templates come from."""
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["unbroken"] = (
        str  # on paper it keeps numbers on one line; who copies words from a screen wants none of its signs
    )
    return environment.get_template("comparison/page.html.j2").render(table=table)
