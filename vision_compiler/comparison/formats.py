"""The formats of ``vision diff --format``."""

from enum import Enum


class Format(Enum):
    """Whom a table is for."""

    TEXT = "text"
    MARKDOWN = "md"
    JSON = "json"
    HTML = "html"
    PDF = "pdf"
    XLSX = "xlsx"

    @property
    def is_file(self) -> bool:
        """Whether it is nothing to read on a terminal."""
        return self in (Format.HTML, Format.PDF, Format.XLSX)
