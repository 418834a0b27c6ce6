"""Who set the type: a digest of this folder, the fonts, and the libraries that galleys depend on."""

import ctypes
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from vision_compiler.diagnostics import ProjectError
from vision_compiler.typeset.fonts import find_fonts

_LIBRARIES = ("weasyprint", "pydyf", "uharfbuzz", "tinycss2", "cssselect2", "tinyhtml5", "vl-convert-python")


@cache
def maker() -> str:
    """The same for the same program, libraries and fonts. Raises ``ProjectError`` if a font is missing."""
    digest = blake2b(digest_size=20)
    for part in _parts():
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _parts() -> Iterator[bytes]:
    for file in sorted(Path(__file__).parent.iterdir()):
        if file.is_file():
            yield file.read_bytes()
    for path in find_fonts().values():
        yield path.read_bytes()
    for library in _LIBRARIES:
        yield _version(library).encode()
    yield str(_pango()).encode()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError as error:
        raise ProjectError(
            f"PDFを作るライブラリ（{library}）が見つかりません", "「make pdf」を実行すると、足りないものが入ります。"
        ) from error


def _pango() -> int:
    try:
        return int(ctypes.CDLL("libpango-1.0.so.0").pango_version())
    except (OSError, AttributeError):  # another system names it otherwise; then updates of Pango go unnoticed
        return 0
