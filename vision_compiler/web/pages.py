"""Which pages the site has: their addresses, titles, places in the order, and what their templates are filled with."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

Kind = Literal[
    "home",
    "document",
    "section",
    "strategies",
    "fields",
    "indicators",
    "terms",
    "goals",
    "downloads",
    "search",
]


class Link(Struct, frozen=True):
    """A page, as another one names it."""

    path: str
    title: str
    label: str = ""
    accent: int = 0

    @property
    def words(self) -> str:
        """Label and title."""
        return f"{self.label} {self.title}".strip()


class Download(Struct, frozen=True):
    """A file that readers may take: where it lies, what it is and how large it is."""

    path: str
    title: str
    form: str
    size: int


class Page(Struct, frozen=True):
    """A page before it is filled; ``kind`` names its template, ``trail`` the pages above it."""

    kind: Kind
    link: Link
    trail: tuple[Link, ...] = ()
    previous: Link | None = None
    following: Link | None = None
    context: Mapping[str, Any] = {}

    @property
    def path(self) -> str:
        """Its address."""
        return self.link.path


def in_order(pages: Iterable[Page]) -> Iterator[Page]:
    """The pages, each with the one before and the one after it; what it knows of its neighbours already, it keeps."""
    pages = list(pages)
    links = [page.link for page in pages]
    for number, page in enumerate(pages):
        before, after = links[:number], links[number + 1 :]
        previous, following = before[-1] if before else None, after[0] if after else None
        yield replace(page, previous=page.previous or previous, following=page.following or following)
