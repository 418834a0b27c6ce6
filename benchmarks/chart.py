"""A chart of seconds over pages, both logarithmic, as SVG."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _FOOT = 760, 420, 64, 190, 20, 44
#: Colours that people who see colours differently can tell apart (Okabe and Ito).
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
#: So far apart are the words at the ends of the lines.
_LABEL = 15.0
_FONT = "font-family=\"'BIZ UDPGothic', 'Noto Sans JP', sans-serif\" font-size=\"12\""


@dataclass(frozen=True, slots=True)
class Line:
    """Points (pages, seconds) with the words that stand at their end."""

    tool: str
    task: str
    points: tuple[tuple[float, float], ...]
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class _Scale:
    """From a value to a place on an axis."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        share = (log10(value) - log10(self.low)) / (log10(self.high) - log10(self.low))
        return round(self.start + share * (self.end - self.start), 1)

    @property
    def powers(self) -> list[float]:
        return [10.0**n for n in range(round(log10(self.low)), round(log10(self.high)) + 1)]


def chart(lines: Sequence[Line], ticks: Sequence[int]) -> str:
    """The whole picture, with these numbers of pages on its axis; without lines an empty one."""
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" {_FONT}>'
        f'<title>ページ数と時間（両対数）</title><rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>'
    )
    return "\n".join((opening, *(_drawn(lines, ticks) if lines else ()), "</svg>", ""))


def _drawn(lines: Sequence[Line], ticks: Sequence[int]) -> Iterator[str]:
    pages = [*ticks, *(page for line in lines for page, _ in line.points)]
    seconds = [second for line in lines for _, second in line.points]
    low, high = floor(log10(min(seconds))), ceil(log10(max(seconds)))
    x = _Scale(min(pages) * 0.9, max(pages) * 1.1, _LEFT, _WIDTH - _RIGHT)
    y = _Scale(10.0**low, 10.0 ** max(high, low + 1), _HEIGHT - _FOOT, _TOP)
    yield from _axes(x, y, ticks)
    names = list(dict.fromkeys(line.tool for line in lines))
    labels = _apart([y.at(line.points[-1][1]) for line in lines])
    for line, label in zip(lines, labels, strict=True):
        yield from _line(line, _COLOURS[names.index(line.tool) % len(_COLOURS)], x, y, label)


def _axes(x: _Scale, y: _Scale, ticks: Sequence[int]) -> Iterator[str]:
    for power in y.powers:
        place = y.at(power)
        yield f'<path d="M{_LEFT} {place}H{_WIDTH - _RIGHT}" stroke="#ccc"/>'
        yield f'<text x="{_LEFT - 6}" y="{place + 4}" text-anchor="end">{power:g}秒</text>'
    for tick in ticks:
        yield f'<text x="{x.at(tick)}" y="{_HEIGHT - _FOOT + 18}" text-anchor="middle">{tick:,}</text>'
    yield f'<text x="{_WIDTH - _RIGHT}" y="{_HEIGHT - 6}" text-anchor="end">ページ数</text>'


def _apart(places: list[float]) -> list[float]:
    """The places of the labels, moved down where one would stand on another."""
    moved = dict.fromkeys(range(len(places)), 0.0)
    last = -_LABEL
    for index in sorted(moved, key=lambda index: places[index]):
        last = moved[index] = max(places[index], last + _LABEL)
    return list(moved.values())


def _line(line: Line, colour: str, x: _Scale, y: _Scale, label: float) -> Iterator[str]:
    dashes = ' stroke-dasharray="5 4"' if line.is_dashed else ""
    places = [(x.at(page), y.at(second)) for page, second in line.points]
    path = "L".join(f"{left} {top}" for left, top in places)
    yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"{dashes}/>'
    yield from (f'<circle cx="{left}" cy="{top}" r="3" fill="{colour}"/>' for left, top in places)
    name = escape(f"{line.tool} {line.task}")
    yield f'<text x="{_WIDTH - _RIGHT + 8}" y="{label + 4}" fill="{colour}">{name}</text>'
