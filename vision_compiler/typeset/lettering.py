"""Words in drawings, painted line by line (WeasyPrint 70.0, pinned, takes them letter by letter, each line in a group).

What no drawing of ours has (turned, stretched or spaced words, words in parts) is refused.
"""

from functools import lru_cache
from math import inf
from typing import Any

from weasyprint import svg
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw import text as drawn
from weasyprint.logger import LOGGER
from weasyprint.matrix import Matrix
from weasyprint.svg.text import Style, TextBox
from weasyprint.svg.utils import size
from weasyprint.text import line_break

from vision_compiler.typeset.shapes import TypesettingError

_REFUSED = {
    *("dx", "dy", "rotate", "textLength", "letter-spacing", "direction"),
    *("display-anchor", "dominant-baseline", "alignment-baseline"),
}
_WEIGHTS = {"normal": 400, "bold": 700}
#: So much of its width stands left of the place of a line.
_LEFT = {"start": 0.0, "middle": 0.5, "end": 1.0}


def install() -> None:
    """Paint words like this from here on."""
    svg.TAGS["text"] = _text


def _text(drawing: Any, node: Any, font_size: float) -> None:
    """A line of words at its place."""
    is_plain = _REFUSED.isdisjoint(node.attrib) and not len(node._etree_node)
    if not is_plain or not node.text or "font-family" not in node.attrib:
        message = f"words in a drawing that can't be painted: {node.text!r} {node.attrib}"
        LOGGER.error(message)  # WeasyPrint itself says only that there is an error
        raise TypesettingError(message)
    style = _style(drawing.font_config, node.get("font-family"), node.get("font-weight", "normal"), font_size)
    layout, _, _, width, _, baseline = line_break.split_first_line(node.text, style, drawing.context, inf, 0)
    layout.reactivate(style)
    line = TextBox(layout, style)
    line.baseline = baseline
    left = size(node.get("x"), font_size, drawing.inner_width) - width * _LEFT[node.get("text-anchor", "start")]
    down = size(node.get("y"), font_size, drawing.inner_height)
    stream = drawing.stream
    stream.push_state()
    fill, stroke = drawing.set_graphical_state(node, font_size)
    stream.begin_text()
    drawing.fill_stroke(fill, stroke, text=True)
    drawn.draw_first_line(stream, line, "none", "none", Matrix(d=-1, e=left, f=down))
    stream.end_text()
    stream.pop_state()


@lru_cache(maxsize=64)
def _style(fonts: Any, family: str, weight: str, font_size: float) -> Any:
    """What WeasyPrint wants to know of a line."""
    style = Style(INITIAL_VALUES)
    style.font_config = fonts
    style["font_family"] = [each.strip("\"' ") for each in family.split(",")]
    style["font_weight"] = _WEIGHTS.get(weight) or int(weight)
    style["font_size"] = font_size
    return style
