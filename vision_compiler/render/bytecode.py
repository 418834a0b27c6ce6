"""Compiled templates, kept from one run to the next: reading a template costs more than filling it."""

from hashlib import blake2b
from typing import Protocol

import msgspec
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

_DIGEST = 20


class Shelf(Protocol):
    """Where something is kept under a name."""

    def take(self, name: str) -> bytes: ...

    def put(self, name: str, content: bytes) -> None: ...


class KeptTemplates(BytecodeCache):
    """All compiled templates as one sealed whole; a damaged one counts for nothing, and so does another program's."""

    def __init__(self, shelf: Shelf | None, name: str, made_by: str) -> None:
        self._shelf, self._name, self._made_by = shelf, name, made_by.encode()
        self._kept = self._opened(shelf.take(name)) if shelf is not None else {}
        self._is_new = False

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template that was kept."""
        if kept := self._kept.get(bucket.key):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Take a template that was compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()
        self._is_new = True

    def keep(self) -> None:
        """Put what is new on the shelf."""
        if self._shelf is not None and self._is_new:
            content = msgspec.msgpack.encode(self._kept)
            self._shelf.put(self._name, self._sealed(content) + content)
            self._is_new = False

    def _sealed(self, content: bytes) -> bytes:
        return blake2b(self._made_by + content, digest_size=_DIGEST).digest()

    def _opened(self, kept: bytes) -> dict[str, bytes]:
        seal, content = kept[:_DIGEST], kept[_DIGEST:]
        return msgspec.msgpack.decode(content, type=dict[str, bytes]) if seal == self._sealed(content) else {}
