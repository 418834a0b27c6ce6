"""Both edges of Japanese text flush: lines are parted where all of it looks best, and take room between characters.

WeasyPrint fills line after line and stretches only spaces, so that Japanese stays ragged. This replaces three of its
functions (70.0, pinned); `tests/test_typeset.py` measures the edges and says when a new release no longer takes them.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline
from weasyprint.layout.percent import resolve_one_percentage
from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi, pango

from vision_compiler.render.piece import JOINER, PARTING
from vision_compiler.typeset.advances import BESIDE_ONE, JAPANESE, ONE, Measured
from vision_compiler.typeset.faces import glyph
from vision_compiler.typeset.fonts import file_of
from vision_compiler.typeset.kinsoku import SPACES, bounds, real
from vision_compiler.typeset.stick import Sort, lines

_plain_set_text = line_break.Layout.set_text
_plain_line_boxes = block.iter_line_boxes


def install() -> None:
    """Make ``text-align: justify`` fit for Japanese from here on."""
    line_break.Layout.set_text = _set_text
    inline.justify_line = _justify_line
    block.iter_line_boxes = _line_boxes


def _line_boxes(context: Any, box: Any, *rest: Any) -> Iterator[Any]:
    """Like iter_line_boxes; justified text can be parted at the best places only."""
    _, _, skip_stack, around, *_ = rest
    if skip_stack is None and box.style["text_align_all"] == "justify" and not context.excluded_shapes:
        resolve_one_percentage(box, "text_indent", around.width)
        _part(box, around.width)
    yield from _plain_line_boxes(context, box, *rest)


def _part(box: Any, measure: float) -> None:
    """Put a sign between all characters: a line ends here, or does not. Lines that a template ends stay as they are."""
    after: dict[int, float] = {}
    texts = list(_texts(box, after))
    if any(text is None or "\n" in text.text or text.style["letter_spacing"] != "normal" for text in texts):
        return
    characters, joined = real([(text, character) for text in texts for character in text.text])
    if not characters:
        return
    sorts = list(_sorts(characters, joined, after))
    starts = {line.start for line in lines(sorts, measure, box.text_indent, box.style["font_size"], tightest=0.0)}
    signed = dict.fromkeys(map(id, texts), "")
    before = ""
    for number, (text, character) in enumerate(characters):
        sign = JOINER if number not in starts else "" if before in SPACES else PARTING
        signed[id(text)] += f"{sign if number else ''}{character}"
        before = character
    for text in texts:
        text.text = signed[id(text)] or JOINER


def _texts(box: Any, after: dict[int, float]) -> Iterator[Any]:
    """The text boxes of a line; None for what is more than text. ``after`` gets the white after them (px)."""
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox) and child.is_in_normal_flow() and not _beside(child, "left"):
            inside = list(_texts(child, after))
            if inside and inside[-1] is not None:
                after[id(inside[-1])] = _beside(child, "right")
            yield from inside
        else:
            yield None


def _beside(box: Any, side: str) -> float:
    """The white that an inline box has on a side (px)."""
    style = box.style
    return float(style[f"margin_{side}"].value + style[f"padding_{side}"].value + style[f"border_{side}_width"])


def _sorts(
    characters: Sequence[tuple[Any, str]], joined: Collection[int], after: Mapping[int, float]
) -> Iterator[Sort]:
    parting = bounds([character for _, character in characters], joined)
    following = [text for text, _ in characters[1:]]
    for (text, here), next_text, (may_begin, room) in zip(characters, [*following, None], parting, strict=True):
        style = text.style
        _, width = glyph(file_of(style["font_family"][0], style["font_weight"]), here)
        full = width * style["font_size"] + (after.get(id(text), 0.0) if next_text is not text else 0.0)
        yield Sort(full, may_begin, room, here in SPACES)


def _set_text(layout: Any, text: str, justify: bool = False) -> None:
    """Like Layout.set_text; when justifying, letter spacing goes into the Japanese stretches only."""
    _plain_set_text(layout, text, justify)
    spaced = list(_spaced(layout, layout.justification_spacing if justify else 0))
    if not spaced:
        return
    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    base = layout.style["letter_spacing"]
    base = 0 if base == "normal" else base
    for stretch, spacing in spaced:
        attribute = pango.pango_attr_letter_spacing_new(round((base + spacing) * TO_UNITS))
        attribute.start_index, attribute.end_index = (len(layout.text[:end].encode()) for end in stretch.span())
        pango.pango_attr_list_change(attributes, attribute)
    pango.pango_layout_set_attributes(layout.layout, attributes)


def _spaced(layout: Any, spacing: float) -> Iterator[tuple[re.Match[str], float]]:
    """The stretches that get letter spacing (px)."""
    if "tabular-nums" in layout.style["font_variant_numeric"]:
        yield from ((one, BESIDE_ONE * layout.style["font_size"]) for one in ONE.finditer(layout.text))
    if spacing:
        yield from ((stretch, spacing) for stretch in JAPANESE.finditer(layout.text))


def _justify_line(context: Any, line: Any, slack: float) -> None:
    """Spread ``slack`` (px) over the line."""
    if gaps := _gaps(line):
        _spread(context, line, slack / gaps, 0)


def _gaps(box: Any) -> int:
    """How many characters of the box get room after them."""
    if isinstance(box, boxes.TextBox):
        return sum(map(len, JAPANESE.findall(box.text)))
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
            if isinstance(box.pango_layout, Measured):
                box.pango_layout.room = spacing
            else:
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
