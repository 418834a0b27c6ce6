"""References that find nothing, and one finding for all that fail for the same reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vision_compiler.diagnostics import Diagnostic, Related, Severity
from vision_compiler.source import Span

#: How many other places of a finding are shown.
_PLACES = 8


@dataclass(frozen=True, slots=True)
class Lost:
    """A reference that does not find its item. Those of one ``group`` fail for the same reason."""

    message: str
    span: Span
    help: str
    group: str = ""
    code: str = "REF001"


def grouped(lost: Iterable[Lost]) -> Iterator[Diagnostic]:
    """One finding for each reason, at the first place, with the others."""
    groups: dict[str | Span, list[Lost]] = {}
    for reference in lost:
        groups.setdefault(reference.group or reference.span, []).append(reference)
    for group in groups.values():
        first, *others = group if group[0].code == "REF001" else sorted(group, key=lambda each: each.span)
        yield Diagnostic(first.code, Severity.ERROR, first.message, first.span, first.help, _related(others))


def _related(others: list[Lost]) -> tuple[Related, ...]:
    shown, more = others[:_PLACES], len(others) - _PLACES
    words = ["ここでも引いています"] * len(shown)
    if more > 0:
        words[-1] += f"（ほかに{more}か所）"
    return tuple(Related(word, other.span) for word, other in zip(words, shown, strict=True))
