"""Attributes of an icon's shapes: which there may be, and their values written anew. A ``ValueError`` refuses one."""

import re
from collections.abc import Callable, Iterator

_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_GAP = re.compile(r"[ \t\r\n,]*")
_ONE = re.compile(rf"{_GAP.pattern}({_NUMBER})")
_FLAG = re.compile(rf"{_GAP.pattern}([01])")
_LENGTH = re.compile(rf"({_NUMBER})(?:px)?")
_PERCENT = r" *[0-9]{1,3}(?:\.[0-9]{1,6})?%? *"
_COLOUR = re.compile(rf"none|black|white|#[0-9a-fA-F]{{3}}|#[0-9a-fA-F]{{6}}|rgb\({_PERCENT},{_PERCENT},{_PERCENT}\)")
_TRANSFORM = re.compile(rf"{_GAP.pattern}([a-zA-Z]+) *\(([^()]*)\)")
#: What a command of a path takes each time: numbers, and the flags of an arc, which need no space after them.
_COMMANDS = {"m": "nn", "l": "nn", "h": "n", "v": "n", "c": "n" * 6, "s": "n" * 4, "q": "n" * 4, "t": "nn"}
_COMMANDS |= {"a": "nnnffnn", "z": ""}
_TRANSFORMS = {"translate": (1, 2), "scale": (1, 2), "rotate": (1, 3), "skewX": (1,), "skewY": (1,), "matrix": (6,)}
_LARGEST = 100_000


def number(text: str) -> str:
    """A number as short as it can be written."""
    value = float(text)
    if not abs(value) <= _LARGEST:
        raise ValueError("too large")
    short = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def numbers(text: str) -> list[str]:
    """A list of numbers."""
    found, end = _taken(text, 0, "n")
    if _end_of_gap(text, end) < len(text):
        raise ValueError("no number")
    return found


def _taken(text: str, at: int, kinds: str) -> tuple[list[str], int]:
    """What stands from ``at``, as often as all ``kinds`` follow each other, and where it ends."""
    found: list[str] = []
    while True:
        taken, end = [], at
        for kind in kinds:
            match = (_FLAG if kind == "f" else _ONE).match(text, end)
            if match is None:
                return found, at
            taken.append(number(match[1]))
            end = match.end()
        found += taken
        at = end


def _end_of_gap(text: str, at: int) -> int:
    match = _GAP.match(text, at)
    return match.end() if match else at


def _length(text: str) -> str:
    match = _LENGTH.fullmatch(text.strip())
    if match is None:
        raise ValueError("no length")
    return number(match[1])


def _extent(text: str) -> str:
    length = _length(text)
    if length.startswith("-"):
        raise ValueError("negative")
    return length


def _limit(text: str) -> str:
    limit = _length(text)
    if float(limit) < 1:
        raise ValueError("below 1")
    return limit


def _colour(text: str) -> str:
    if not _COLOUR.fullmatch(text.strip()):
        raise ValueError("no plain colour")
    return text.strip()


def _points(text: str) -> str:
    found = numbers(text)
    if len(found) % 2:
        raise ValueError("half a point")
    return " ".join(found)


def _path(text: str) -> str:
    if text.strip()[:1] not in ("", "M", "m"):
        raise ValueError("begins nowhere")
    return " ".join(_steps(text.strip()))


def _steps(text: str) -> Iterator[str]:
    """Command by command, each with its numbers."""
    at = 0
    while at < len(text):
        command = text[at]
        kinds = _COMMANDS.get(command.lower())
        if kinds is None:
            raise ValueError("no command")
        found, end = _taken(text, at + 1, kinds) if kinds else ([], at + 1)
        if kinds and not found:
            raise ValueError("numbers are missing")
        yield " ".join([command, *found])
        at = _end_of_gap(text, end)


def _transform(text: str) -> str:
    made, at = [], 0
    while at < len(text.rstrip()):
        match = _TRANSFORM.match(text, at)
        values = numbers(match[2]) if match else []
        if match is None or len(values) not in _TRANSFORMS.get(match[1], ()):
            raise ValueError("no transformation")
        made.append(f"{match[1]}({' '.join(values)})")
        at = match.end()
    return " ".join(made)


def _one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.strip() not in words:
            raise ValueError("another word")
        return text.strip()

    return read


#: How the value of each attribute is read.
_READERS: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(("x", "y", "cx", "cy", "x1", "y1", "x2", "y2"), _length),
    **dict.fromkeys(("width", "height", "r", "rx", "ry", "stroke-width"), _extent),
    **dict.fromkeys(("fill", "stroke"), _colour),
    **dict.fromkeys(("opacity", "fill-opacity", "stroke-opacity"), _one_of("1", "1.0")),
    "d": _path,
    "points": _points,
    "transform": _transform,
    "fill-rule": _one_of("nonzero", "evenodd"),
    "stroke-linecap": _one_of("butt", "round", "square"),
    "stroke-linejoin": _one_of("miter", "round", "bevel"),
    "stroke-miterlimit": _limit,
}
#: What changes nothing in a drawing of plain shapes.
_IDLE = re.compile(
    r"id|class|version|baseProfile|preserveAspectRatio|clip-rule|enable-background|role|(?:aria|data)-.*"
)
_OF_XML = "http://www.w3.org/XML/1998/namespace "


def is_idle(name: str) -> bool:
    """Whether an attribute may be left out."""
    return name.startswith(_OF_XML) or bool(_IDLE.fullmatch(name))


def is_known(name: str) -> bool:
    """Whether an icon may have an attribute."""
    return name in _READERS


def written(name: str, value: str) -> str:
    """The value of a known attribute, written anew."""
    return _READERS[name](value)
