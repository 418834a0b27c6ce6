"""What can be wrong: a ``Diagnostic`` (the plan), a ``ProjectError`` (its surroundings). Anything else is our bug."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from vision_compiler.source import Span


class Severity(Enum):
    """How much a finding weighs. Only an error stops the build."""

    ERROR = "エラー"
    WARNING = "注意"
    INFO = "お知らせ"

    @property
    def rank(self) -> int:
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that has to do with a finding."""

    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about the plan: the fact, its place, and what to write instead."""

    code: str
    severity: Severity
    message: str
    span: Span
    help: str = ""
    related: tuple[Related, ...] = ()


class ProjectError(Exception):
    """Something around the plan is missing or refuses (a folder, a font, a library): one Japanese line."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message, self.help = message, help

    def __reduce__(self) -> tuple[type["ProjectError"], tuple[str, str]]:
        """So that it comes whole out of another process."""
        return ProjectError, (self.message, self.help)


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """By file and place; the heavier first where two stand at one place."""
    return sorted(diagnostics, key=lambda found: (found.span, found.severity.rank, found.code))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(found.severity is Severity.ERROR for found in diagnostics)
