"""HTML → pages. Everything that touches WeasyPrint, Pango and fonts is in this folder."""

from typing import TYPE_CHECKING

from vision_compiler.typeset.requirements import demand_libraries

if TYPE_CHECKING:
    from vision_compiler.render import Rendered
    from vision_compiler.typeset.pages import Pages


def typeset(rendered: "Rendered") -> "Pages":
    """Lay out one publication. Raises ``ProjectError`` if a library or a font is missing."""
    demand_libraries()
    from vision_compiler.typeset.pages import lay_out  # noqa: PLC0415 - loads Pango, which may be missing

    return lay_out(rendered)
