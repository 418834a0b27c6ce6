"""The composing stick: running text → lines, their edges flush and their spacing as even as can be.

All ways to part a paragraph are weighed against each other (Knuth and Plass, Breaking paragraphs into lines, 1981):
a line set a little wider early on may save a bad one, or a last line with nothing but 「す。」, at the end.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from math import inf

from msgspec import Struct

#: Room per gap, in parts of the size of the type, at which a line is as bad as one line more.
_WIDE, _TIGHT = 0.03, 0.008
#: A line is never set tighter than by this.
TIGHTEST = 0.012
#: Last lines shorter than so many characters are bad by so much.
_SHORT_LAST = ((2.2, 12.0), (4.2, 2.0))
#: How many of the latest places to part a line at are tried.
_TRIED = 8


class Sort(Struct, frozen=True):
    """A character as type: its width, whether a line may begin with it, whether room may be made after it."""

    width: float
    may_begin: bool = True
    has_room: bool = True
    is_space: bool = False


class Line(Struct, frozen=True):
    """The sorts from ``start`` to ``end`` (exclusive) are a line; ``room`` is added where there may be room."""

    start: int
    end: int
    room: float


def lines(sorts: Sequence[Sort], measure: float, indent: float, size: float, tightest: float = TIGHTEST) -> list[Line]:
    """The best lines of a paragraph. ``measure`` is their length, ``indent`` how much shorter the first one is."""
    return _Stick(sorts, measure, indent, size, tightest).lines()


class _Stick:
    def __init__(self, sorts: Sequence[Sort], measure: float, indent: float, size: float, tightest: float) -> None:
        self.sorts, self.measure, self.indent, self.size = sorts, measure, indent, size
        self.tightest = tightest
        self.widths = [0.0, *accumulate(each.width for each in sorts)]
        self.gaps = [0, *accumulate(each.has_room for each in sorts)]
        self.ends = [number for number in range(1, len(sorts)) if sorts[number].may_begin] + [len(sorts)]

    def lines(self) -> list[Line]:
        badness = [inf] * (len(self.sorts) + 1)
        before: list[Line | None] = [None] * (len(self.sorts) + 1)
        badness[0] = 0.0
        for start in range(len(self.sorts)):
            for end in self._tried(start) if badness[start] < inf else ():
                line, bad = self._line(start, end)
                if badness[start] + bad < badness[end]:
                    badness[end], before[end] = badness[start] + bad, line
        found = []
        last = before[-1]
        while last:
            found.append(last)
            last = before[last.start]
        return found[::-1]

    def _length(self, start: int) -> float:
        return self.measure - (0.0 if start else self.indent)

    def _tried(self, start: int) -> Sequence[int]:
        """The ends that a line may have, the latest last."""
        reach = self.widths[start] + self._length(start)
        longest = bisect_right(self.widths, reach + self.tightest * self.measure + self.size) - 1
        last = bisect_right(self.ends, longest)
        first = bisect_right(self.ends, start)
        while last > first and not self._fits(start, self.ends[last - 1]):
            last -= 1
        if last > first or first == len(self.ends):
            return self.ends[max(first, last - _TRIED) : last]
        # What can't be parted is longer than a line: it is parted where the line is full.
        return [max(start + 1, bisect_right(self.widths, reach) - 1)]

    def _trimmed(self, start: int, end: int) -> int:
        """The end without the space that disappears at it."""
        return end - 1 if end - 1 > start and self.sorts[end - 1].is_space else end

    def _slack(self, start: int, end: int) -> tuple[float, int]:
        end = self._trimmed(start, end)
        return self._length(start) - (self.widths[end] - self.widths[start]), self.gaps[end - 1] - self.gaps[start]

    def _fits(self, start: int, end: int) -> bool:
        slack, gaps = self._slack(start, end)
        return slack >= -self.tightest * self.size * gaps - 1e-6

    def _line(self, start: int, end: int) -> tuple[Line, float]:
        slack, gaps = self._slack(start, end)
        is_last = end == len(self.sorts)
        room = 0.0 if not gaps or (is_last and slack >= 0) else slack / gaps
        share = room / self.size
        bad = 1.0 + (share / (_WIDE if share > 0 else _TIGHT)) ** 2
        if not gaps and slack > self.size and not is_last:
            bad += 1000.0
        if is_last and start:
            filled = (self._length(start) - slack) / self.size
            bad += next((badness for least, badness in _SHORT_LAST if filled < least), 0.0)
        return Line(start, self._trimmed(start, end), room), bad
