"""Names of files and places as the formats write them."""

from pathlib import PurePath

from vision_compiler.report.text import visible
from vision_compiler.source import Span

_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def place(span: Span, folder: PurePath) -> str:
    """File, line and column for a reader."""
    return visible(f"{(folder / span.file).as_posix()}:{span.start.line}:{span.start.column}")


def uri(span: Span, folder: PurePath) -> str:
    """The file as a URI: relative to the repository's root if the folder is."""
    path = (folder / span.file).as_posix()
    encoded = "".join(
        chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in path.encode("utf-8", "surrogateescape")
    )
    return f"file://{'' if encoded.startswith('/') else '/'}{encoded}" if folder.is_absolute() else encoded


def valid(text: str) -> str:
    """The text with the bytes of a broken file name, which no encoding can write, as question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")
