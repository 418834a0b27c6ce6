"""Where the pages of the site lie. Addresses are made of ids, so that they outlive titles, numbers and order."""

from posixpath import dirname, relpath

HOME = "index.html"
STRATEGIES = "strategies.html"
FIELDS = "fields.html"
INDICATORS = "indicators.html"
TERMS = "terms.html"
GOALS = "sdgs.html"
DOWNLOADS = "downloads.html"
SEARCH = "search.html"


def document_path(document: str) -> str:
    """The page that lists the chapters of a document."""
    return f"{document}.html"


def chapter_path(document: str, id: str) -> str:
    """A chapter of a document. No page of ours stands in that folder, whatever the id is."""
    return f"{document}/{id}.html"


def strategy_path(id: str) -> str:
    """The page of a strategy, whichever documents print it."""
    return f"strategies/{id}.html"


def field_path(id: str) -> str:
    """The page of a field."""
    return f"fields/{id}.html"


def relative(page: str, target: str) -> str:
    """How a link on a page names a target; no link is absolute, so that the site can lie anywhere."""
    path, mark, anchor = target.partition("#")
    if path == page and mark:
        return f"#{anchor}"
    return relpath(path, dirname(page) or ".") + mark + anchor
