"""The measures of a specimen of running text, from how WeasyPrint lays it out."""

from typing import Any

from weasyprint.formatting_structure import boxes

from vision_compiler.typeset.fonts import file_of
from vision_compiler.typeset.proofs import Proof
from vision_compiler.typeset.shapes import TextStyle, TypeStyle

_ATTRIBUTE = "data-specimen"


def text_style(proof: Proof) -> TextStyle | None:
    """The type of a piece that is a specimen; None if it is none, or needs more than lines of type."""
    paragraph = proof.box.children[0]
    if paragraph.element is None or paragraph.element.get(_ATTRIBUTE) is None or not _is_plain(paragraph):
        return None
    line = paragraph.children[0]
    texts = list(_texts(line, 0.0))
    if any(text.style["letter_spacing"] != "normal" for text, _ in texts):
        return None
    indent = paragraph.style["text_indent"].value
    return TextStyle(
        left=paragraph.content_box_x(),
        measure=paragraph.width,
        indent=indent,
        leading=line.height,
        baseline=line.baseline,
        orphans=paragraph.style["orphans"],
        widows=paragraph.style["widows"],
        types={_kind(text): _type(text, line, after) for text, after in texts},
    )


def _is_plain(paragraph: Any) -> bool:
    style = paragraph.style
    borders = (paragraph.border_top_width, paragraph.border_right_width, paragraph.border_bottom_width)
    is_bare = not any((*borders, paragraph.border_left_width)) and paragraph.background is None
    is_bare = is_bare and style["position"] == "static" and style["transform"] == ()
    has_lines = len(paragraph.children) == 1 and isinstance(paragraph.children[0], boxes.LineBox)
    is_justified = style["text_align_all"] == "justify" and style["text_indent"].unit == "px"
    return bool(is_bare and has_lines and is_justified and style["break_inside"] == "auto" and style["opacity"] == 1)


def _texts(box: Any, after: float) -> Any:
    """The stretches of text, each with the white that its element wants after it."""
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child, after
        else:
            yield from _texts(child, child.margin_right)


def _kind(text: Any) -> str:
    """The class of the innermost element around it; none is that of the paragraph."""
    return "" if text.element_tag == "p" else str(text.element.get("class", ""))


def _type(text: Any, line: Any, after: float) -> TypeStyle:
    style = text.style
    file = file_of(style["font_family"][0], style["font_weight"])
    red, green, blue = style["color"].to("srgb").coordinates
    rise = (line.position_y + line.baseline) - (text.position_y + text.baseline)
    return TypeStyle(file, style["font_size"], f"{red:f} {green:f} {blue:f} rg", rise, after)
