"""Words beside each other in a chart: of one size, on so many lines that each finds room."""

import re
from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any

from msgspec import Struct

from vision_compiler.render.charts import Row, Spec
from vision_compiler.render.columns import ems

#: From line to line, and above the line, in em; between words and what they belong to, in points.
_LEADING, _ASCENT, _APART = 1.15, 0.8, 4.0
#: By so much words may be smaller before they are parted.
_SMALLER = 0.88
_NUMBER = re.compile(r"[0-9０-９][0-9０-９,.]*")


class Labels(Struct, frozen=True):
    """Words with their lines, at a size and in a room in points."""

    size: float
    room: float
    lines: dict[str, list[str]]

    @classmethod
    def fitted(cls, texts: Sequence[str], room: float, size: float) -> "Labels":
        """Each in its room (points) at this size, or smaller if a line would be too long even so."""
        lines = {text: _parted(text, room / (size * _SMALLER)) for text in texts}
        widest = max(ems(line) for each in lines.values() for line in each)
        return cls(round(min(size, room / widest), 2), room, lines)

    @property
    def height(self) -> float:
        """Of the words with most lines, and of the white before them."""
        return _APART + max(map(len, self.lines.values())) * self._leading

    @property
    def _leading(self) -> float:
        return self.size * _LEADING

    def reach(self, text: str, over: float) -> float:
        """How far a text moves to a side to end just ``over`` its place; it stays in its room."""
        width = self.size * max(map(ems, self.lines[text]))
        return round(max(0.0, min(width / 2 - over, (self.room - width) / 2)), 2)

    def above(self, text: str, place: Row) -> Iterator[Row]:
        """The lines of a text above its place."""
        return self._rows(text, place, -_APART - (len(self.lines[text]) - 1) * self._leading)

    def below(self, text: str, place: Row) -> Iterator[Row]:
        """The lines of a text below its place."""
        return self._rows(text, place, _APART + self.size * _ASCENT)

    def _rows(self, text: str, place: Row, down: float) -> Iterator[Row]:
        for number, line in enumerate(self.lines[text]):
            yield {**place, "text": line, "dy": round(down + number * self._leading, 2)}

    def mark(self, **style: Any) -> Spec:
        """How the lines are set."""
        return {"type": "text", "baseline": "alphabetic", "fontSize": self.size, "dy": {"expr": "datum.dy"}, **style}


def _parted(text: str, room: float) -> list[str]:
    """A text too long for a line (em): the unit below its number, other words in equal parts."""
    if ems(text) <= room:
        return [text]
    number = _NUMBER.match(text)
    if number and number.end() < len(text):
        return [number[0], text[number.end() :]]
    length = ceil(len(text) / ceil(ems(text) / room))
    return [text[start : start + length] for start in range(0, len(text), length)]
