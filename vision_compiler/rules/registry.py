"""A rule is a decorated function that yields problems; the decorator is its whole registration."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from inspect import getdoc

from vision_compiler.diagnostics import Diagnostic, Related, Severity
from vision_compiler.model.plan import Plan
from vision_compiler.source import Span


@dataclass(frozen=True, slots=True)
class Problem:
    """One place where a rule does not hold."""

    span: Span
    message: str
    help: str = ""
    related: tuple[Related, ...] = ()


Check = Callable[[Plan], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, how much it weighs, the bad pattern it names, and its manual page (the docstring).

    Only a finding that nothing after it relies on can be waived: warnings, notices, and errors marked as such.
    """

    code: str
    severity: Severity
    title: str
    check: Check
    is_waivable: bool

    @property
    def manual(self) -> str:
        return getdoc(self.check) or ""


RULES: dict[str, Rule] = {}


def rule(
    code: str, title: str, severity: Severity = Severity.ERROR, *, waivable: bool = False
) -> Callable[[Check], Check]:
    """Register a function as the rule ``code``."""

    def register(check: Check) -> Check:
        if code in RULES:
            raise ValueError(f"rule code {code} is used twice")
        RULES[code] = Rule(code, severity, title, check, waivable or severity is not Severity.ERROR)
        return check

    return register


def check(plan: Plan, asked: Collection[Severity] = tuple(Severity)) -> list[Diagnostic]:
    """Every finding of every rule (of these severities), in the order of the codes."""
    codes = [code for code in sorted(RULES) if RULES[code].severity in asked]
    return [diagnostic(code, found) for code in codes for found in RULES[code].check(plan)]


def diagnostic(code: str, found: Problem) -> Diagnostic:
    """A problem with the code and the severity of its rule."""
    return Diagnostic(code, RULES[code].severity, found.message, found.span, found.help, found.related)
