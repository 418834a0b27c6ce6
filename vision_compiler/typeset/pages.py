"""HTML → PDF with WeasyPrint. Every line that WeasyPrint logs is an error: nothing goes wrong in silence."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from vision_compiler.diagnostics import ProjectError
from vision_compiler.document.agreement import PrintedPage
from vision_compiler.render import Rendered
from vision_compiler.typeset.fonts import find_fonts, font_faces, font_url
from vision_compiler.typeset.printed import overfull_sheets, printed_pages

#: How to get what is missing, on Debian and Ubuntu.
LIBRARY_PACKAGES = "libpangoft2-1.0-0 libharfbuzz-subset0"

try:
    from vision_compiler.typeset.sealed import ClosedFetcher  # isort: skip - seals the fonts before all else
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    from vision_compiler.typeset import justification
except OSError as error:
    raise ProjectError(
        "PDFを作るライブラリ（Pango・HarfBuzz）が見つかりません",
        f"次のコマンドで入れてください： sudo apt-get install {LIBRARY_PACKAGES}",
    ) from error


class TypesettingError(Exception):
    """WeasyPrint met something that our templates should never give it: a bug of ours, with its log lines."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Finished pages as PDF, and what is printed on each of them."""

    pdf: bytes
    printed: tuple[PrintedPage, ...]


def lay_out(rendered: Rendered) -> Pages:
    """Lay out one publication. Raises ``ProjectError`` if a font is missing."""
    justification.install()
    fetcher = ClosedFetcher({font_url(face): path for face, path in find_fonts().items()})
    with _log_is_empty(fetcher):
        fonts = FontConfiguration()
        css = CSS(string=font_faces() + rendered.css, font_config=fonts, url_fetcher=fetcher)
        html = HTML(string=rendered.html, base_url="https://plan.invalid/", url_fetcher=fetcher)
        document = html.render(stylesheets=[css], font_config=fonts)
        boxes = [page._page_box for page in document.pages]
        if overfull := overfull_sheets(boxes):
            raise ProjectError(
                f"「{overfull[0]}」の面が、1ページに入りません",
                "この面に載せる文を短くするか、項目の数を減らしてください。",
            )
        return Pages(document.write_pdf(pdf_tags=True), printed_pages(boxes))


@contextmanager
def _log_is_empty(fetcher: ClosedFetcher) -> Iterator[None]:
    """Fail if WeasyPrint logged anything, or asked for a file that is not ours, while this lasted."""
    lines = _Lines()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(lines)
    try:
        yield
    except FatalURLFetchingError as error:
        raise TypesettingError(str(error)) from error
    finally:
        logger.removeHandler(lines)
    if lines.found or fetcher.refused:
        raise TypesettingError("\n".join([*lines.found, *fetcher.refused]))


class _Lines(logging.Handler):
    """Keeps what is logged as a warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage())
