"""Fonts for a PDF: of every face the glyphs that are used, once."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from hashlib import sha256
from typing import Any

import pydyf
import uharfbuzz as hb

from vision_compiler.typeset.file import Packed
from vision_compiler.typeset.fonts import path_of
from vision_compiler.typeset.shapes import Typeface, TypesettingError

#: What a PDF reader does not need of a font: it gets glyph numbers, not characters.
_DROPPED = (
    b"GSUB",
    b"GPOS",
    b"GDEF",
    b"BASE",
    b"DSIG",
    b"vhea",
    b"vmtx",
    b"name",
    b"OS/2",
    b"post",
    b"VORG",
    b"meta",
    b"cmap",
)
#: Marks that change the character before them: no sum of characters.
COMPOSED = re.compile("[\u0300-\u036f\u02e5\u02e9\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef]")
#: A character with such a mark, wherever one begins.
_LETTER = re.compile(f"(?=(.{COMPOSED.pattern}))")
_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
"""
_CMAP_FOOT = """endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def add_fonts(pdf: pydyf.PDF, typefaces: Iterable[Typeface]) -> dict[str, bytes]:
    """Embed the faces; returns the reference of each name that the operators use for them."""
    used: dict[str, dict[int, str]] = {}
    names: dict[str, str] = {}
    for typeface in typefaces:
        used.setdefault(typeface.file, {}).update(typeface.glyphs)
        names[typeface.name] = typeface.file
    fonts = {file: _add(pdf, file, dict(sorted(glyphs.items()))) for file, glyphs in sorted(used.items())}
    return {name: fonts[file] for name, file in sorted(names.items())}


@lru_cache(maxsize=8192)
def glyph(file: str, character: str) -> tuple[int, float]:
    """The number of a character's glyph in a face, and its width in parts of the size, as the PDF gives it.

    Our faces neither kern nor join (no GPOS; of GSUB see ``prose``), so this is all there is to set a line.
    """
    font = _font(file)
    number = font.get_nominal_glyph(ord(character))
    if number is None:
        raise TypesettingError(f"{file} has no glyph for U+{ord(character):04X}")
    return number, round(font.get_glyph_h_advance(number) * 1000 / font.face.upem) / 1000


def with_letters(file: str, glyphs: Mapping[int, str], text: str) -> dict[int, str]:
    """The glyphs of a text with what they stand for: the renderer says nothing of one for a letter with its mark."""
    letters = {_letter(file, each): each for each in _LETTER.findall(text)}
    return {number: letters.get(number, words) for number, words in glyphs.items()}


def _letter(file: str, letter: str) -> int | None:
    """The glyph of a letter with its mark (か゚), if a face has one for both."""
    buffer = hb.Buffer()
    buffer.add_str(letter)
    buffer.guess_segment_properties()
    hb.shape(_font(file), buffer)
    return buffer.glyph_infos[0].codepoint if len(buffer.glyph_infos) == 1 else None


@cache
def _font(file: str) -> hb.Font:
    return hb.Font(_face(file))


@cache
def _face(file: str) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(str(path_of(file))))


@lru_cache(maxsize=64)
def _subset(file: str, glyphs: frozenset[int]) -> bytes:
    """The font program with these glyphs under their own numbers."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING
    dropped = wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG)
    dropped.update(int.from_bytes(tag, "big") for tag in _DROPPED)
    return bytes(wanted.subset(_face(file)).blob.data)


def _add(pdf: pydyf.PDF, file: str, used: dict[int, str]) -> bytes:
    face = _face(file)
    font, scale = hb.Font(face), 1000 / face.upem
    data = _subset(file, frozenset(used))
    tag = "".join(chr(65 + byte % 26) for byte in sha256(data).digest()[:6])
    name = f"/{tag}+{file.partition('.')[0]}"
    program = _added(pdf, Packed(data, b"/Length1 %d" % len(data)))
    extents = font.get_font_extents("ltr")
    descriptor = {
        "Type": "/FontDescriptor",
        "FontName": name,
        "Flags": 4,
        "FontBBox": pydyf.Array([-1000, round(extents.descender * scale), 2000, round(extents.ascender * scale)]),
        "ItalicAngle": 0,
        "Ascent": round(extents.ascender * scale),
        "Descent": round(extents.descender * scale),
        "CapHeight": round(extents.ascender * scale),
        "StemV": 80,
        "FontFile2": program,
    }
    descendant = {
        "Type": "/Font",
        "Subtype": "/CIDFontType2",
        "BaseFont": name,
        "CIDSystemInfo": pydyf.Dictionary({"Registry": "(Adobe)", "Ordering": "(Identity)", "Supplement": 0}),
        "CIDToGIDMap": "/Identity",
        "W": pydyf.Array(_widths(font, list(used), scale)),
        "FontDescriptor": _added(pdf, pydyf.Dictionary(descriptor)),
    }
    whole = {
        "Type": "/Font",
        "Subtype": "/Type0",
        "BaseFont": name,
        "Encoding": "/Identity-H",
        "DescendantFonts": pydyf.Array([_added(pdf, pydyf.Dictionary(descendant))]),
        "ToUnicode": _added(pdf, Packed(_to_unicode(used).encode())),
    }
    return _added(pdf, pydyf.Dictionary(whole))


def _added(pdf: pydyf.PDF, made: Any) -> bytes:
    pdf.add_object(made)
    return bytes(made.reference)


def _widths(font: hb.Font, glyphs: list[int], scale: float) -> Iterator[Any]:
    """Runs of neighbouring glyphs: the first number, then the widths in thousandths of an em."""
    run: pydyf.Array = pydyf.Array()
    for index, glyph in enumerate(glyphs):
        if index == 0 or glyphs[index - 1] != glyph - 1:
            run = pydyf.Array()
            yield glyph
            yield run
        run.append(round(font.get_glyph_h_advance(glyph) * scale))


def _to_unicode(used: dict[int, str]) -> str:
    pairs = [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in used.items()]
    blocks = (pairs[start : start + 100] for start in range(0, len(pairs), 100))
    body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return _CMAP_HEAD + body + _CMAP_FOOT
