"""What was made from what: an output that would come out the same again is not made again."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Entry:
    """An output: what it was made from, what it became, and what there is to say about it."""

    made_from: str
    digest: str
    title: str
    pages: int
    panels: Sequence[tuple[str, float]] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """The outputs of a folder by their names. ``written_in`` is the digest of the plan's files when it was last built.

    ``made_from`` is that of all that outputs were made from then, ``complete`` lists them in their order, ``notices``
    counts what ``vision check`` had to say.
    """

    made_from: str = ""
    written_in: str = ""
    complete: tuple[str, ...] = ()
    notices: str = ""
    entries: Mapping[str, Entry] | None = None

    def standing(self, folder: Path, names: Iterable[str], made_from: str) -> dict[str, Entry] | None:
        """The entries of these outputs, if all of them are in the folder as they would be made now."""
        found = {name: (self.entries or {}).get(name) for name in names}
        if all(
            entry and entry.made_from == made_from and _digest(folder / name) == entry.digest
            for name, entry in found.items()
        ):
            return {name: entry for name, entry in found.items() if entry}
        return None

    def written(self) -> bytes:
        """The ledger as text."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()


def read_ledger(text: bytes) -> Ledger:
    """A written ledger; an empty one if the text is damaged."""
    try:
        found = json.loads(text)
        entries = {name: Entry(**entry) for name, entry in found["entries"].items()}
        return Ledger(found["made_from"], found["written_in"], tuple(found["complete"]), found["notices"], entries)
    except (ValueError, TypeError, KeyError, AttributeError):
        return Ledger()


def digest_of(parts: Iterable[tuple[str, bytes]]) -> str:
    """One digest for named contents."""
    digest = blake2b(digest_size=20)
    for name, content in parts:
        digest.update(f"{len(name)} {name} {len(content)} ".encode() + content)
    return digest.hexdigest()


def content_digest(content: bytes) -> str:
    """The digest of an output."""
    return blake2b(content, digest_size=20).hexdigest()


def _digest(path: Path) -> str:
    try:
        return content_digest(path.read_bytes())
    except OSError:
        return ""
