"""What the machine must have before the first page can be set, and the command that installs it."""

import ctypes
import ctypes.util
import sys
from collections.abc import Iterator

from msgspec import Struct

from vision_compiler.diagnostics import ProjectError
from vision_compiler.typeset.fonts import FONT_PACKAGES, find_fonts

#: What is loaded at run time → the Debian package that has it.
LIBRARIES = {"pangoft2-1.0": "libpangoft2-1.0-0", "harfbuzz-subset": "libharfbuzz-subset0"}


class Requirement(Struct, frozen=True):
    """Something that typesetting needs, whether it is there, and otherwise what to do."""

    name: str
    is_met: bool
    remedy: str = ""


def requirements() -> Iterator[Requirement]:
    """Everything that typesetting needs of the machine."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Requirement(f"Python {version}", sys.version_info >= (3, 11), "Python 3.11 以上を入れてください。")
    for library, package in LIBRARIES.items():
        yield Requirement(f"ライブラリ {library}", _loads(library), f"sudo apt-get install {package}")
    try:
        find_fonts()
    except ProjectError as error:
        yield Requirement("書体 BIZ UD", False, f"sudo apt-get install {FONT_PACKAGES}（{error.message}）")
    else:
        yield Requirement("書体 BIZ UD", True)


def demand_libraries() -> None:
    """Raise ``ProjectError`` if a library is missing that WeasyPrint would only miss in the middle of its work."""
    missing = {name: package for name, package in LIBRARIES.items() if not _loads(name)}
    if missing:
        raise ProjectError(
            f"PDFを作るライブラリ（{'、'.join(missing)}）が見つかりません",
            f"次のコマンドで入れてください： sudo apt-get install {' '.join(missing.values())}",
        )


def _loads(library: str) -> bool:
    """Whether the library can be loaded, under its usual name or the one that the system finds."""
    return _opens(f"lib{library}.so.0") or _opens(ctypes.util.find_library(library))


def _opens(name: str | None) -> bool:
    try:
        return bool(name and ctypes.CDLL(name))
    except OSError:
        return False
