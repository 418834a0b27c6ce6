"""Colours of light → inks, by arithmetic: no profile of a press is known here, and none is named in the PDF.

The grey of a colour becomes black ink, the rest the two inks that make its hue. What is dark is set in black alone, and
so is any grey that is not light: type and thin rules need one plate only.
"""

import re
from functools import lru_cache

#: All inks on a spot together, as parts of full coverage.
MOST_INK = 2.5
#: The strongest light of what counts as black, that of a grey, and by how much the lights of a grey may differ.
_BLACK, _GREY, _NEUTRAL = 0.2, 0.8, 0.1
_LIGHT = rb"([0-9.]+) ([0-9.]+) ([0-9.]+)"
_PAINT = re.compile(rb"(?<![0-9.])" + _LIGHT + rb" (rg|RG)\b")
_STOP = re.compile(rb"/(C[01]) ?\[" + _LIGHT + rb"\]")
_OPERATORS = {b"rg": b"k", b"RG": b"K"}


def separated(operators: bytes) -> bytes:
    """Painting operators with inks instead of light."""
    return _PAINT.sub(lambda found: b"%s %s" % (_source(*found.groups()[:3]), _OPERATORS[found[4]]), operators)


def separated_entries(entries: bytes) -> bytes:
    """The same for a dictionary: a gradient, or the colours that a group is mixed in."""
    inked = _STOP.sub(lambda found: b"/%s [%s]" % (found[1], _source(*found.groups()[1:])), entries)
    return inked.replace(b"/DeviceRGB", b"/DeviceCMYK")


def inks(red: float, green: float, blue: float) -> tuple[float, float, float, float]:
    """Cyan, magenta, yellow, black."""
    most, least = max(red, green, blue), min(red, green, blue)
    if most <= _BLACK:
        return 0.0, 0.0, 0.0, 1.0
    if most <= _GREY and most - least <= _NEUTRAL:
        return 0.0, 0.0, 0.0, 1.0 - (0.3 * red + 0.59 * green + 0.11 * blue)
    black = 1.0 - most
    cyan, magenta, yellow = ((most - light) / most for light in (red, green, blue))
    scale = min(1.0, (MOST_INK - black) / (cyan + magenta + yellow or 1.0))
    return cyan * scale, magenta * scale, yellow * scale, black


@lru_cache(maxsize=1024)
def _source(red: bytes, green: bytes, blue: bytes) -> bytes:
    return " ".join(f"{ink:.3f}".rstrip("0").rstrip(".") for ink in inks(*map(float, (red, green, blue)))).encode()
