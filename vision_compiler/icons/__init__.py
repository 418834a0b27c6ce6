"""A city's own icons for the goals of the SDGs: files in a folder of the plan → drawings, or what is wrong."""

from vision_compiler.icons.folder import read_icons, unclaimed

__all__ = ["read_icons", "unclaimed"]
