"""Both edges of Japanese text flush: the slack of a line is spread between its characters.

WeasyPrint stretches only spaces, so that Japanese stays ragged. This replaces two of its functions (70.0, pinned);
`tests/test_typeset.py` measures the edges and says when a new release no longer takes them.
"""

import re
from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi, pango

#: Stretches of Japanese: room is made after these characters, never inside a Latin word or a number, nor behind an
#: opening bracket or before a closing one (JLREQ 3.8.3).
_JAPANESE = re.compile(
    "(?:(?![（「『【〔〈《［｛])[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff](?![）」』】〕〉》］｝、。，．]))+"
)

_plain_set_text = line_break.Layout.set_text


def install() -> None:
    """Make ``text-align: justify`` fit for Japanese from here on."""
    line_break.Layout.set_text = _set_text
    inline.justify_line = _justify_line


def _set_text(layout: Any, text: str, justify: bool = False) -> None:
    """Like Layout.set_text; when justifying, letter spacing goes into the Japanese stretches only."""
    _plain_set_text(layout, text, justify)
    spacing = layout.justification_spacing if justify else 0
    if not spacing or not _JAPANESE.search(layout.text):
        return
    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    base = layout.style["letter_spacing"]
    base = 0 if base == "normal" else base
    for stretch in _JAPANESE.finditer(layout.text):
        attribute = pango.pango_attr_letter_spacing_new(round((base + spacing) * TO_UNITS))
        attribute.start_index, attribute.end_index = (len(layout.text[:end].encode()) for end in stretch.span())
        pango.pango_attr_list_change(attributes, attribute)
    pango.pango_layout_set_attributes(layout.layout, attributes)


def _justify_line(context: Any, line: Any, slack: float) -> None:
    """Spread ``slack`` (px) over the line."""
    if gaps := _gaps(line):
        _spread(context, line, slack / gaps, 0)


def _gaps(box: Any) -> int:
    """How many characters of the box get room after them."""
    if isinstance(box, boxes.TextBox):
        return sum(map(len, _JAPANESE.findall(box.text)))
    return sum(map(_gaps, _flowing(box)))


def _flowing(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        yield from (child for child in box.children if child.is_in_normal_flow())


def _spread(context: Any, box: Any, spacing: float, shift: float) -> float:
    """Move the box by ``shift`` px, widen it by the spacing, and return the shift of what follows."""
    before = shift
    if isinstance(box, boxes.TextBox):
        box.position_x += shift
        if gaps := _gaps(box):
            layout = line_break.create_layout(box.text, box.style, context, None, spacing)
            layout.set_text(box.text, justify=True)
            layout.deactivate()
            box.justification_spacing, box.pango_layout = spacing, layout
            shift += gaps * spacing
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.position_x += shift
        for child in _flowing(box):
            shift = _spread(context, child, spacing, shift)
    else:
        box.translate(shift, 0)
    box.width += shift - before
    return shift
