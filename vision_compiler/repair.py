"""Trial repair: which small change to one line would make a file right? Then the message can show the finished line.

Where the parser stumbles over indentation, it stumbles late. So the likely slips (spaces, a dash too many or too few,
a tab, a full-width space) are undone one at a time near the place, and the first that gives a valid file is believed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pydantic import ValidationError

from vision_compiler.model import Kind
from vision_compiler.source import SourceError, SourceFile, parse

#: Kinds of ``SourceError`` that a slip at the beginning of a line may have caused.
REPAIRABLE = {
    *("indent", "dash-missing", "dash-lost", "stray-line", "several-lines", "tab", "wide-space", "duplicate-key"),
    *("block-missing", "no-colon", "syntax"),
}
#: So many lines above the place where the parser stumbled are tried.
_REACH = 10
#: So much text is read in trials: for a file of ordinary size, every candidate.
_PATIENCE = 3_000_000
_LEAD = re.compile(r"^(?P<lead>[ \t\u3000]*)(?P<dashes>(?:- +)*)(?P<rest>.*)$")


@dataclass(frozen=True, slots=True)
class Repair:
    """A line and what it should be: ``slip`` names what is wrong with it."""

    slip: str
    number: int
    line: str

    @property
    def spaces(self) -> int:
        """How many spaces the finished line begins with."""
        return len(self.line) - len(self.line.lstrip(" "))


def find_repair(name: str, source: SourceFile, error: SourceError, kind: Kind) -> Repair | None:
    """The change to one line that makes the whole file valid, if there is one."""
    lines = source.text.split("\n")
    at = error.span.start.line
    near = (at, at - 1, at + 1, *range(at - 2, at - _REACH, -1), *range(at + 2, at + 6))
    numbers = [number for number in near if 0 < number <= len(lines) and lines[number - 1].strip()]
    numbers.sort(key=lambda number: not _is_odd(lines[number - 1]))
    trials = _PATIENCE // (len(source.text) + 30 * len(lines))  # a line costs as much as so many characters
    candidates = ((number, slip, line) for number in numbers for slip, line in _candidates(lines, number))
    for number, slip, line in islice(candidates, trials):
        if _is_valid(name, [*lines[: number - 1], line, *lines[number:]], kind):
            return Repair(slip, number, line)
    return None


def _is_odd(line: str) -> bool:
    """Whether a line begins with an odd number of spaces, which no line of a plan does on purpose."""
    return (len(line) - len(line.lstrip(" "))) % 2 == 1


def _is_valid(name: str, lines: list[str], kind: Kind) -> bool:
    try:
        _, data = parse(name, "\n".join(lines))
        kind.model.model_validate(data)
    except (SourceError, ValidationError):
        return False
    return True


def _candidates(lines: list[str], number: int) -> Iterator[tuple[str, str]]:
    """What a line may have been meant to be, the likeliest first."""
    line = lines[number - 1]
    if not (match := _LEAD.match(line)):
        return
    lead, dashes, rest = match["lead"], match["dashes"], match["rest"]
    sizes = _sizes(lines, number)
    if re.fullmatch(r".*: [\"']\|[\"']", line):
        yield "quoted-bar", re.sub(r"[\"']\|[\"']$", "|", line)
    if key := re.match(r"(?P<key>[a-z_]+)(?:[ \u3000]+|(?=[^\x00-\x7f]))(?P<value>\S.*)$", rest):
        yield "no-colon", f"{lead}{dashes}{key['key']}: {key['value']}"
    if dashes.count("-") > 1:
        yield "dash-extra", f"{lead}- {rest}"
    slip = "tab" if "\t" in lead else "wide-space" if "\u3000" in lead else "indent"
    yield from ((slip, " " * size + dashes + rest) for size in sizes if " " * size != lead)
    if dashes:
        yield from (("dash-extra", " " * size + rest) for size in sizes)
    else:
        yield from (("dash-lost", " " * size + "- " + rest) for size in sizes)


def _sizes(lines: list[str], number: int) -> list[int]:
    """Indentations that lines around have, and two more or less than its own; the nearest to its own first."""
    own = len(lines[number - 1].replace("\t", "  ").replace("\u3000", "  ")) - len(lines[number - 1].lstrip())
    around = [line for line in lines[max(0, number - 8) : number + 7] if line.strip()]
    found = {len(line) - len(line.lstrip(" ")) for line in around} | {own - 2, own + 2, own}
    found |= {len(line) - len(line.lstrip(" ")) + 2 for line in around if line.lstrip().startswith("- ")}
    return sorted((size for size in found if 0 <= size <= own + 6), key=lambda size: (abs(size - own), size))
