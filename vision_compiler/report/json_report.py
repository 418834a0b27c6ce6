"""Findings as JSON for other programs. The classes below are the format; a change that breaks a reader raises VERSION.

Lines and columns count from 1, columns in characters (Unicode code points); ``end`` is the place after the last
character. Findings are in the order of files and lines. ``file`` is as the text report shows it.
"""

import json
from collections.abc import Iterable
from pathlib import PurePath
from typing import TypedDict

from vision_compiler.diagnostics import Diagnostic, Severity
from vision_compiler.report.places import valid
from vision_compiler.source import Position, Span

VERSION = 1
_SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}


class Place(TypedDict):
    line: int
    column: int


class RelatedPlace(TypedDict):
    message: str
    file: str
    start: Place
    end: Place


class Finding(TypedDict):
    """``severity`` is error, warning or info; ``help`` may be empty."""

    code: str
    severity: str
    message: str
    help: str
    file: str
    start: Place
    end: Place
    related: list[RelatedPlace]


class Report(TypedDict):
    """``plan`` is the plan's folder; ``counts`` has a number for each of error, warning, info."""

    version: int
    plan: str
    findings: list[Finding]
    counts: dict[str, int]


def json_report(diagnostics: Iterable[Diagnostic], folder: PurePath) -> str:
    """The report as a JSON text."""
    findings = [_finding(found, folder) for found in diagnostics]
    counts = {name: sum(finding["severity"] == name for finding in findings) for name in _SEVERITIES.values()}
    report: Report = {"version": VERSION, "plan": folder.as_posix(), "findings": findings, "counts": counts}
    return valid(json.dumps(report, ensure_ascii=False, indent=2))


def _finding(found: Diagnostic, folder: PurePath) -> Finding:
    return {
        "code": found.code,
        "severity": _SEVERITIES[found.severity],
        "message": found.message,
        "help": found.help,
        "file": _file(found.span, folder),
        "start": _place(found.span.start),
        "end": _place(found.span.end),
        "related": [
            {
                "message": related.message,
                "file": _file(related.span, folder),
                "start": _place(related.span.start),
                "end": _place(related.span.end),
            }
            for related in found.related
        ],
    }


def _file(span: Span, folder: PurePath) -> str:
    return (folder / span.file).as_posix()


def _place(position: Position) -> Place:
    return {"line": position.line, "column": position.column}
