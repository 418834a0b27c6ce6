"""Findings as GitHub's workflow commands: each becomes an annotation at its line in a pull request.

No text of a plan can become a command of its own: what could end a line or a property is encoded, and every line
begins with a command of ours.
"""

from collections.abc import Iterable
from pathlib import PurePath

from vision_compiler.diagnostics import Diagnostic, Severity
from vision_compiler.report.manual import manual
from vision_compiler.report.places import place, valid
from vision_compiler.report.text import summary, visible

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def github(diagnostics: Iterable[Diagnostic], folder: PurePath) -> str:
    """A command for each finding, and the line that counts them. ``folder`` is relative to the repository's root."""
    diagnostics = list(diagnostics)
    titles = {code: page.title for code, page in manual().items()}
    commands = [_command(found, titles.get(found.code, ""), folder) for found in diagnostics]
    return valid("\n".join([*commands, summary(diagnostics)]))


def _command(found: Diagnostic, title: str, folder: PurePath) -> str:
    span = found.span
    properties = {
        "file": (folder / span.file).as_posix(),
        "line": str(span.start.line),
        "endLine": str(span.end.line),
    }
    if span.start.line == span.end.line:  # GitHub takes columns within one line only
        properties |= {"col": str(span.start.column), "endColumn": str(span.end.column)}
    properties["title"] = f"{found.code} {title}".strip()
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[found.severity]} {written}::{_data(_message(found, folder))}"


def _message(found: Diagnostic, folder: PurePath) -> str:
    lines = [visible(found.message)]
    if found.help:
        lines.append(f"直し方: {visible(found.help)}")
    lines += [f"関連: {place(related.span, folder)}: {visible(related.message)}" for related in found.related]
    return "\n".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
