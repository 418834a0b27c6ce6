"""Copy → pages. Everything that touches WeasyPrint, Pango and fonts is in this folder.

The stages have the names of the composing room: ``galley`` (pieces are set), ``makeup`` (rows become pages), ``link``
(pages become a PDF); ``composing`` runs them, ``standing`` keeps what was set.
"""

from typing import TYPE_CHECKING

from vision_compiler.typeset.requirements import demand_libraries

if TYPE_CHECKING:
    from vision_compiler.render.manuscript import Manuscript
    from vision_compiler.typeset.composing import Forme
    from vision_compiler.typeset.standing import StandingType


def typeset(manuscript: "Manuscript", standing: "StandingType") -> "Forme":
    """Set and make up one publication. Raises ``ProjectError`` if a library or a font is missing."""
    demand_libraries()
    from vision_compiler.typeset.composing import compose  # noqa: PLC0415 - needs what may be missing

    return compose(manuscript, standing)
