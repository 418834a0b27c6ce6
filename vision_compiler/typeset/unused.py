"""WeasyPrint loaded without what only documents of its own need, which takes a third of the time (70.0, pinned).

It reads stylesheets that say what HTML looks like, and loads fontTools to cut fonts to size. Our stylesheets say what
elements are, and HarfBuzz cuts the fonts (`faces.py`).
"""

import importlib.resources
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

_STYLESHEETS = "weasyprint.css"
_MODULES = ("fontTools.subset", "fontTools.varLib.instancer")


@contextmanager
def left_out() -> Iterator[None]:
    """While WeasyPrint is loaded, its stylesheets are empty and these modules have nothing in them."""
    resources: Any = importlib.resources
    find = resources.files
    stand_ins = {name: _StandIn(name) for name in _MODULES if name not in sys.modules}

    def files(package: Any) -> Any:
        return _Blank() if getattr(package, "__name__", package) == _STYLESHEETS else find(package)

    resources.files = files
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        resources.files = find
        for name in stand_ins:
            del sys.modules[name]


class _Blank:
    """A folder of files without a word in them."""

    def __truediv__(self, _name: str) -> "_Blank":
        return self

    def read_text(self, _encoding: str) -> str:
        return ""


class _StandIn(ModuleType):
    """A module whose functions nobody calls."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)

        def missing(*_: object) -> None:
            raise NotImplementedError(f"{self.__name__}.{name} is left out by {__name__}")

        return missing
