"""``vision serve``: the pages as they will print, kept up with the files while they are edited.

``watch`` says that files changed, ``session`` makes pages of them (``bench``: one publication), ``pictures`` paints a
page, ``regions`` knows what stands where on it, ``state`` is what the browser is told, ``server`` tells it.
"""

from vision_compiler.preview.serving import serve

__all__ = ["serve"]
