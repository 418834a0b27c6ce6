"""A city's own icons for the goals of the SDGs: files in a folder of the plan → drawings, or what is wrong with them."""

from vision_compiler.icons.folder import in_folder, read_icons, unclaimed

__all__ = ["in_folder", "read_icons", "unclaimed"]
