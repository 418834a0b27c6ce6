"""Bytes → text that can be shown and parsed: UTF-8, ordinary characters, ordinary size."""

import re
import unicodedata

from vision_compiler.source.files import SourceError, SourceFile

MAX_CHARACTERS = 2_000_000
MAX_LINE = 20_000
MAX_BLANK_LINES = 1_000

_LONG_LINE = re.compile(rf"^.{{{MAX_LINE + 1},}}", re.MULTILINE)
#: What is neither ASCII nor kana nor full-width; a cheap first look before the character's category.
_SUSPECT = re.compile(r"[^\t\n -~\u3000-\u30ff\uff01-\uffee]")
#: A run of blank lines as a whole, so that none of them is looked at twice.
_BLANK_LINES = re.compile(r"\n(?:[ \t]*+\n)++")
_SPLIT_LETTER = re.compile(r"[^\W\d_][\u0300-\u036f\u3099\u309a]+")
#: How files begin that are no text: Word and Excel, PDF, JIS (ISO-2022-JP).
_NO_TEXT = ((b"PK\x03\x04", "office"), (b"\xd0\xcf\x11\xe0", "office"), (b"%PDF", "office"), (b"\x1b$", "encoding"))


def read(name: str, text: str | bytes) -> SourceFile:
    """The file with its text; line ends, byte order mark and split kana (が as か and ゛) made ordinary."""
    if len(text) > 4 * MAX_CHARACTERS:  # whatever they are; so much is not even decoded
        raise _too_long(SourceFile(name, ""))
    source = SourceFile(name, _decode(name, text) if isinstance(text, bytes) else _ordinary(text))
    if len(source.text) > MAX_CHARACTERS:
        raise _too_long(source)
    if found := first_unprintable(source.text):
        raise SourceError(_kind_of(found[0]), source, *found.span(), f"U+{ord(found[0]):04X}")
    for match in _LONG_LINE.finditer(source.text):
        raise SourceError("long-line", source, match.start(), match.start() + 1, f"{MAX_LINE:,}文字")
    for match in _BLANK_LINES.finditer("\n" + source.text):
        if match[0].count("\n") > MAX_BLANK_LINES + 1:
            raise SourceError("blank-lines", source, match.start(), match.start(), f"{MAX_BLANK_LINES:,}行")
    return source


def _too_long(source: SourceFile) -> SourceError:
    return SourceError("too-long", source, 0, 0, f"{MAX_CHARACTERS:,}文字")


def first_unprintable(text: str) -> re.Match[str] | None:
    """The first control, bidirectional, zero-width, odd-space or private-use character of a text."""
    if text.replace("\n", "").replace("\t", "").replace("\u3000", "").isprintable():
        return None  # nearly every text: the other blanks and all that is invisible are not printable
    return next((match for match in _SUSPECT.finditer(text) if _is_unprintable(match[0])), None)


def _is_unprintable(character: str) -> bool:
    """ZWJ and variation selectors are text; a space that is neither half- nor full-width is not."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"} and character != "\u200d"


def _kind_of(character: str) -> str:
    return "gaiji" if unicodedata.category(character) == "Co" else "character"


def _ordinary(text: str) -> str:
    return composed(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


def composed(text: str) -> str:
    """The text with split letters (か and ゛) in one; characters that Unicode would exchange (神) stay as they are."""
    if unicodedata.is_normalized("NFC", text):
        return text  # nearly every file, and nothing in it is split
    return _SPLIT_LETTER.sub(lambda split: unicodedata.normalize("NFC", split[0]), text)


def _decode(name: str, raw: bytes) -> str:
    for beginning, kind in _NO_TEXT:
        if raw.startswith(beginning) or (kind == "encoding" and beginning in raw):
            raise SourceError(kind, SourceFile(name, ""), 0, 0, "1バイト目")
    try:
        return _ordinary(raw.decode())
    except UnicodeDecodeError as error:
        readable = SourceFile(name, _ordinary(raw.decode(errors="replace")))
        offset = len(_ordinary(raw[: error.start].decode()))
        raise SourceError("encoding", readable, offset, offset + 1, f"{error.start + 1}バイト目") from None
