"""An icon as SVG: every sign of it is written here, nothing is taken over."""

from collections.abc import Iterable

from markupsafe import Markup

from vision_compiler.model.icons import Icon, Shape

_SVG = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" class="goal-icon" role="img" viewBox="{}"><title>{}</title>{}</svg>'
)


def icon(drawing: Icon, alt: str) -> Markup:
    """The drawing, with its words for those who don't see it."""
    return _SVG.format(drawing.view_box, alt, _shapes(drawing.shapes))


def _shapes(shapes: Iterable[Shape]) -> Markup:
    return Markup("").join(_shape(shape) for shape in shapes)


def _shape(shape: Shape) -> Markup:
    attributes = Markup("").join(Markup(' {}="{}"').format(*each) for each in shape.attributes)
    return Markup("<{0}{1}>{2}</{0}>").format(shape.name, attributes, _shapes(shape.inside))
