"""Findings as SARIF 2.1.0, the exchange format of checkers: https://docs.oasis-open.org/sarif/sarif/v2.1.0/."""

import json
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from vision_compiler.diagnostics import Diagnostic, Related, Severity
from vision_compiler.report.manual import Page, in_one_line, manual
from vision_compiler.report.places import uri, valid
from vision_compiler.report.text import visible
from vision_compiler.source import Span

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
Object = dict[str, Any]


def sarif(diagnostics: Iterable[Diagnostic], folder: PurePath) -> str:
    """A log with one run. ``folder`` is relative to the repository's root; columns are counted in code points."""
    pages = manual()
    indexes = {code: index for index, code in enumerate(pages)}
    run = {
        "tool": {"driver": {"name": "vision", "language": "ja", "rules": [_rule(page) for page in pages.values()]}},
        "language": "ja",
        "automationDetails": {"id": f"vision/{folder.as_posix()}/"},
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, indexes, folder) for found in diagnostics],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return valid(json.dumps(log, ensure_ascii=False, indent=2))


def _rule(page: Page) -> Object:
    text = in_one_line(page.text)
    return {
        "id": page.code,
        "shortDescription": {"text": page.title},
        "fullDescription": {"text": text},
        "help": {"text": text},
        "defaultConfiguration": {"level": _LEVELS[page.severity]},
        "properties": {"tags": [page.family]},
    }


def _result(found: Diagnostic, indexes: dict[str, int], folder: PurePath) -> Object:
    text = visible(found.message) + (f"\n直し方: {visible(found.help)}" if found.help else "")
    result: Object = {
        "ruleId": found.code,
        "level": _LEVELS[found.severity],
        "message": {"text": _message(text)},
        "locations": [{"physicalLocation": _location(found.span, folder)}],
    }
    if found.code in indexes:
        result["ruleIndex"] = indexes[found.code]
    if found.related:
        result["relatedLocations"] = [_related(number, each, folder) for number, each in enumerate(found.related, 1)]
    return result


def _related(number: int, related: Related, folder: PurePath) -> Object:
    message = {"text": _message(visible(related.message))}
    return {"id": number, "message": message, "physicalLocation": _location(related.span, folder)}


def _location(span: Span, folder: PurePath) -> Object:
    artifact = {"uri": uri(span, folder)}
    if not folder.is_absolute():
        artifact["uriBaseId"] = "%SRCROOT%"
    (line, column), (end_line, end_column) = span.start, span.end
    region = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
    return {"artifactLocation": artifact, "region": region}


def _message(text: str) -> str:
    """The text without placeholders (§3.11.5) and links (§3.11.6) of SARIF's own."""
    text = text.replace("{", "{{").replace("}", "}}")
    if "](" in text:
        for sign in "\\[]":
            text = text.replace(sign, f"\\{sign}")
    return text
