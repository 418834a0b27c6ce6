"""Document → HTML and CSS text. Templates are part of the program; the plan's words are only ever escaped text."""

from vision_compiler.render.html import Rendered, render

__all__ = ["Rendered", "render"]
