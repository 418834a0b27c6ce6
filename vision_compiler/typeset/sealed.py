"""A world without other fonts, files or network around the renderer."""

import ctypes.util
import os
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from vision_compiler.typeset.unused import left_out

# Before WeasyPrint loads fontconfig: from here on this process knows no font of the machine.
os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))
# That there is no other font is what we want; a font that is really missing is found before, by name.
warnings.filterwarnings("ignore", "No fonts configured")


def _nothing(name: str) -> None:  # noqa: ARG001 - the signature of what it stands for
    return None


@contextmanager
def _known_names_only() -> Iterator[None]:
    """On Linux the names of libraries are known; to look for others, compilers and linkers are started."""
    find = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = _nothing
    try:
        yield
    finally:
        ctypes.util.find_library = find


with suppress(OSError), _known_names_only(), left_out():
    import weasyprint.text.ffi  # noqa: F401 - loads the libraries

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: E402 - see above


class ClosedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Serves the listed files and nothing else; what else was asked for is kept in ``refused``."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        super().__init__(allowed_protocols=["https"])
        self.files = files
        self.refused: list[str] = []

    def fetch(self, url: str, _headers: Any = None) -> URLFetcherResponse:
        if url not in self.files:
            self.refused.append(url)
            raise FatalURLFetchingError(f"not a file of the compiler: {url}")
        return URLFetcherResponse(url, self.files[url].read_bytes())
