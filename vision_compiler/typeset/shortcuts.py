"""Questions that WeasyPrint asks hundreds of thousands of times, answered sooner (70.0, pinned)."""

from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.layout import percent

_plain_resolve = percent.resolve_one_percentage


def install() -> None:
    """Take the shortcuts from here on."""
    percent.resolve_one_percentage = _resolve


def _resolve(box: Any, name: str, whole: Any) -> None:
    """What a length of a box comes to; one in pixels is itself."""
    value = box.style[name]
    if type(value) is Dimension and value.unit == "px":
        setattr(box, name, value.value)
    else:
        _plain_resolve(box, name, whole)
