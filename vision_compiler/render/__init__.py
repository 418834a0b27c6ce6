"""Document → pieces of HTML, with the text of their stylesheets."""

from vision_compiler.render.manuscript import Manuscript, PageFacts, Piece, manuscript

__all__ = ["Manuscript", "PageFacts", "Piece", "manuscript"]
