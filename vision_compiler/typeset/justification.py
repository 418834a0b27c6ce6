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

#: Stretches of Japanese: only between these characters is room made, never inside a Latin word or a number.
_JAPANESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+")

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
    if growth := _growth(line, context):
        _spread(context, line, slack / growth, 0)


def _measured(box: Any, context: Any, spacing: float) -> tuple[Any, float]:
    """The text of a box set with this spacing, and its width in px."""
    layout = line_break.create_layout(box.text, box.style, context, None, spacing)
    layout.set_text(box.text, justify=True)
    width, _ = line_break.line_size(layout.get_first_line()[0], box.style)
    return layout, width


def _growth(box: Any, context: Any) -> float:
    """By how many px the box grows for each px of spacing."""
    if isinstance(box, boxes.TextBox):
        return max(0.0, _measured(box, context, 1)[1] - _measured(box, context, 0)[1])
    return sum(_growth(child, context) for child in _flowing(box))


def _flowing(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        yield from (child for child in box.children if child.is_in_normal_flow())


def _spread(context: Any, box: Any, spacing: float, shift: float) -> float:
    """Move the box by ``shift`` px, widen it by the spacing, and return the shift of what follows."""
    before = shift
    if isinstance(box, boxes.TextBox):
        box.position_x += shift
        layout, width = _measured(box, context, spacing)
        shift += width - _measured(box, context, 0)[1]
        layout.deactivate()
        box.justification_spacing, box.pango_layout = spacing, layout
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.position_x += shift
        for child in _flowing(box):
            shift = _spread(context, child, spacing, shift)
    else:
        box.translate(shift, 0)
    box.width += shift - before
    return shift
