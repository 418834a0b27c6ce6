"""Text measured and painted by the advances of its characters, in place of Pango.

Our faces neither kern nor join (see ``faces.glyph``), so a sum says how long a text is, and a line of it needs nothing
but the numbers of its glyphs. Pango works that out again for every text, several times (WeasyPrint 70.0, pinned); it
still gets what is spaced, underlined, preformatted or composed.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct
from weasyprint.css import AnonymousStyle
from weasyprint.draw import text as drawn_text
from weasyprint.layout import inline, preferred
from weasyprint.text import line_break

from vision_compiler.render.piece import JOINER, PARTING
from vision_compiler.typeset.faces import COMPOSED, glyph
from vision_compiler.typeset.fonts import EXTRA_FACES, FACES, Face
from vision_compiler.typeset.kinsoku import may_part

#: What is more than a row of characters: preserved breaks, hard spaces, soft hyphens, marks that change a character.
_MORE = re.compile(f"[\n\r\t\f\u0085\u00a0\u00ad\u2028\u2029]|{COMPOSED.pattern}")
#: Characters without ink or width.
_UNSEEN = {ord(JOINER): None, ord(PARTING): None}
#: Our faces have no figures of equal width; but all are as wide as 0, except 1, by so many parts of the size.
ONE, BESIDE_ONE = re.compile("[1１]"), 0.13
#: Stretches of Japanese: room is made after these characters, never inside a Latin word or a number, nor behind an
#: opening bracket or before a closing one (JLREQ 3.8.3).
JAPANESE = re.compile(
    "(?:(?![（「『【〔〈《［｛])[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
    "(?!\u2060?[）」』】〕〉》］｝、。，．]))+"
)
#: Styles that Pango is needed for, by what is usual.
_USUAL = {
    "font_style": "normal",
    "font_stretch": "normal",
    "letter_spacing": "normal",
    "word_spacing": 0,
    "text_decoration_line": "none",
    "font_variant_ligatures": "normal",
    "font_variant_position": "normal",
    "font_variant_caps": "normal",
    "font_variant_alternates": "normal",
    "font_variant_east_asian": "normal",
    "font_feature_settings": "normal",
    "direction": "ltr",
}
#: The height of a line and its baseline (px), by face and size: all that Pango is asked for.
_lines: dict[tuple[Face, float], tuple[float, float]] = {}
_FACES = {(face.family, face.weight): face for face in (*FACES, *EXTRA_FACES)}

#: Of a first line: what was laid out, its length and where the next one begins (bytes), width, height, baseline (px).
_First = tuple[Any, int, int | None, float, float, float]
_by_pango: Callable[..., _First] = line_break.split_first_line
_painted_by_pango = drawn_text.draw_first_line


class _Type(Struct, frozen=True):
    """What a style says of its type: the face, its size, the height of its lines and their baseline (px)."""

    face: Face
    size: float
    is_tabular: bool
    wraps: bool
    may_part_words: bool
    height: float
    baseline: float

    def advance(self, character: str) -> float:
        wider = BESIDE_ONE if self.is_tabular and ONE.match(character) else 0.0
        return (glyph(self.face.file, character)[1] + wider) * self.size

    def width(self, text: str) -> float:
        return sum(map(self.advance, text.translate(_UNSEEN)))


class Measured(Struct):
    """A line of text; stands where WeasyPrint keeps a layout of Pango's. ``room`` (px) follows Japanese characters."""

    text: str
    type: _Type
    room: float = 0.0
    first_line_direction: int = 0

    def deactivate(self) -> None:
        """Nothing is held."""

    def reactivate(self, style: Any) -> None:
        """Nothing was let go."""


class _Used(Struct):
    """The glyphs of a face that were painted; looks like WeasyPrint's fonts."""

    hash: str
    family: str
    weight: int
    to_unicode: dict[int, str] = {}
    widths: dict[int, float] = {}


def install() -> None:
    """Measure and paint what needs no Pango without it from here on."""
    for module in (line_break, inline, preferred):
        module.split_first_line = _split_first_line
    drawn_text.draw_first_line = _draw_first_line


def _split_first_line(
    text: str, style: Any, context: Any, max_width: float | None, *rest: Any, **options: Any
) -> _First:
    """The first line of a text, as WeasyPrint asks for it."""
    type_ = None if _MORE.search(text) else _type(style, context)
    if type_ is None:
        return _by_pango(text, style, context, max_width, *rest, **options)
    width = type_.width(text)
    if not type_.wraps or max_width is None or width <= max_width + 1e-3:
        return Measured(text, type_), len(text.encode()), None, width, type_.height, type_.baseline
    if type_.may_part_words:
        return _by_pango(text, style, context, max_width, *rest, **options)
    end = _end_of_line(text, type_, max_width)
    resume = len(text[:end].encode()) if end < len(text) else None
    line = text[:end].rstrip(" ") if resume else text
    return Measured(line, type_), len(line.encode()), resume, type_.width(line), type_.height, type_.baseline


def _end_of_line(text: str, type_: _Type, max_width: float) -> int:
    """Where the second line begins: as late as the first one has room for, but what cannot be parted stays whole."""
    found = 0
    reach = 0.0
    for number in _openings(text):
        reach += type_.width(text[found:number])
        blank = len(text[:number]) - len(text[:number].rstrip(" \u3000"))
        if found and reach - type_.width(text[number - blank : number]) > max_width + 1e-3:
            return found
        found = number
    return found if found and reach + type_.width(text[found:]) > max_width + 1e-3 else len(text)


def _openings(text: str) -> Iterator[int]:
    """The places where a line may be parted."""
    before = ""
    is_joined = False
    for number, here in enumerate(text):
        if here == JOINER:
            is_joined = True
        elif here == PARTING:
            yield number + 1
            before = ""
        else:
            if before and not is_joined and may_part(before, here):
                yield number
            before, is_joined = here, False


def _type(style: Any, context: Any) -> _Type | None:
    """The type of a style; None if it needs Pango. It is worked out once for each style."""
    while isinstance(style, AnonymousStyle):  # that of a text; all that matters here is its parent's
        style = style.parent_style
    if not hasattr(style, "our_type"):
        style.our_type = _read(style, context)
    found: _Type | None = style.our_type
    return found


def _read(style: Any, context: Any) -> _Type | None:
    face = _FACES.get((style["font_family"][0], style["font_weight"]))
    numeric = style["font_variant_numeric"]
    is_tabular = numeric != "normal"
    if face is None or any(style[name] != usual for name, usual in _USUAL.items()) or style["font_size"] < 1e-6:
        return None
    if style["white_space"] not in ("normal", "nowrap") or (is_tabular and tuple(numeric) != ("tabular-nums",)):
        return None
    if (face, size := style["font_size"]) not in _lines:
        _lines[face, size] = _by_pango("国", style, context, None, 0)[-2:]
    height, baseline = _lines[face, size]
    may_part_words = style["overflow_wrap"] != "normal" or style["word_break"] != "normal"
    wraps = style["white_space"] == "normal"
    return _Type(face, size, is_tabular, wraps, may_part_words, height, baseline)


def _draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> list[Any]:
    """Like WeasyPrint's: paint a line of text."""
    line = textbox.pango_layout
    if not isinstance(line, Measured):
        return list(_painted_by_pango(stream, textbox, text_overflow, block_ellipsis, matrix))
    if textbox.text.strip():
        face = line.type.face
        used = stream._fonts.setdefault(face, _Used(face.file.partition(".")[0], face.family, face.weight))
        stream.set_text_matrix(*matrix.values)
        stream.set_font_size(used.hash, line.type.size)
        stream.show_text("".join(_shown(line, used)))
    return []


def _shown(line: Measured, used: _Used) -> Iterator[str]:
    """The glyphs of a line with the white between them."""
    room = -line.room * 1000 / line.type.size
    spaced = {number for match in JAPANESE.finditer(line.text) for number in range(*match.span())} if room else ()
    yield "<"
    for number, character in enumerate(line.text):
        if ord(character) in _UNSEEN:
            continue
        shape, _ = glyph(line.type.face.file, character)
        used.to_unicode.setdefault(shape, character)
        beside = _white(-500 * BESIDE_ONE) if line.type.is_tabular and ONE.match(character) else ""
        yield f"{beside}{shape:04x}{beside}"
        if number in spaced:
            yield _white(room)
    yield ">"


def _white(thousandths: float) -> str:
    return f">{thousandths:.3f}<"
