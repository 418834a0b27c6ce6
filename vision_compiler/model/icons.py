"""A drawing as data: the icons that a city puts in place of our tiles for the goals of the SDGs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """An element of SVG with its attributes, and the shapes in it if it is a group."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    inside: tuple["Shape", ...] = ()


@dataclass(frozen=True, slots=True)
class Icon:
    """A square drawing."""

    view_box: str
    shapes: tuple[Shape, ...]
