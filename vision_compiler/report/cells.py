"""How wide a text is on a terminal."""

import unicodedata


def cells(text: str) -> int:
    """The columns that a terminal gives it: two for a full-width character, none for what combines."""
    return sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
