"""The formats of ``vision check --format``."""

from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import PurePath

from vision_compiler.diagnostics import Diagnostic
from vision_compiler.report.github import github
from vision_compiler.report.json_report import json_report
from vision_compiler.report.sarif import sarif
from vision_compiler.report.text import report
from vision_compiler.source import SourceFile


class Format(Enum):
    """Whom a report is for."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"

    @property
    def is_of_repository(self) -> bool:
        """Whether files are named below the repository's root, not below the folder the user is in."""
        return self in (Format.GITHUB, Format.SARIF)


def formatted(
    format: Format, diagnostics: Iterable[Diagnostic], sources: Mapping[str, SourceFile], folder: PurePath
) -> str:
    """The findings in a format."""
    match format:
        case Format.TEXT:
            return report(diagnostics, sources, folder)
        case Format.JSON:
            return json_report(diagnostics, folder)
        case Format.GITHUB:
            return github(diagnostics, folder)
        case Format.SARIF:
            return sarif(diagnostics, folder)
