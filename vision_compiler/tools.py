"""The programs, libraries and fonts that outputs are made with, in their versions as far as they say."""

import ctypes
import platform
import zlib
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

from vision_compiler.manifest import digest
from vision_compiler.typeset.fonts import find_fonts

_PACKAGES = (
    *("vision-compiler", "weasyprint", "pydyf", "uharfbuzz", "tinycss2", "cssselect2", "tinyhtml5"),
    *("pydantic", "ruamel.yaml", "jinja2", "budoux", "vl-convert-python"),
)
_UNKNOWN = "unknown"


def tools() -> dict[str, str]:
    """The version of every tool by its name; "unknown" where it doesn't say."""
    return {
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **{name: _package(name) for name in _PACKAGES},
        "pango": _says("pango-1.0", "pango_version_string"),
        "harfbuzz": _says("harfbuzz", "hb_version_string"),
        "fontconfig": _fontconfig(),
    }


def font_digests() -> Mapping[str, str]:
    """The SHA-256 of every font by the name of its file."""
    return {face.file: digest(path.read_bytes()) for face, path in find_fonts().items()}


def _package(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return _UNKNOWN


def _says(library: str, function: str) -> str:
    """What a function of a library says its version is."""
    try:
        asked = getattr(_library(library), function)
    except (OSError, AttributeError):
        return _UNKNOWN
    asked.restype = ctypes.c_char_p
    return str(asked().decode())


def _fontconfig() -> str:
    try:
        number = int(_library("fontconfig", 1).FcGetVersion())
    except (OSError, AttributeError):
        return _UNKNOWN
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def _library(name: str, release: int = 0) -> ctypes.CDLL:
    """A library as Linux names it."""
    return ctypes.CDLL(f"lib{name}.so.{release}")
