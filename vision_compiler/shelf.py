"""What is kept from one run to the next because it can be made again, and how it is told whether it still counts."""

from hashlib import blake2b
from typing import Protocol

_DIGEST = 20


class Shelf(Protocol):
    """Where something is kept under a name."""

    def take(self, name: str) -> bytes:
        """What is kept under a name; empty if there is nothing."""

    def put(self, name: str, content: bytes) -> None:
        """Keep something in place of what was kept under the name."""


def sealed(content: bytes, made_by: str) -> bytes:
    """The content behind a seal of what made it."""
    return _seal(content, made_by) + content


def opened(kept: bytes, made_by: str) -> bytes | None:
    """What was sealed; None if it is damaged or was made by something else."""
    seal, content = kept[:_DIGEST], kept[_DIGEST:]
    return content if seal == _seal(content, made_by) else None


def _seal(content: bytes, made_by: str) -> bytes:
    return blake2b(f"{made_by}\0".encode() + content, digest_size=_DIGEST).digest()
