"""Compiled templates, kept from one run to the next: reading a template costs more than filling it."""

import msgspec
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from vision_compiler.shelf import Shelf, opened, sealed

_NAME = "templates"


class KeptTemplates(BytecodeCache):
    """All compiled templates as one sealed whole; a damaged one counts for nothing, and so does another program's."""

    def __init__(self, shelf: Shelf | None, made_by: str) -> None:
        self._shelf, self._made_by = shelf, made_by
        kept = opened(shelf.take(_NAME), made_by) if shelf is not None else None
        self._kept: dict[str, bytes] = msgspec.msgpack.decode(kept, type=dict[str, bytes]) if kept else {}
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
            self._shelf.put(_NAME, sealed(msgspec.msgpack.encode(self._kept), self._made_by))
            self._is_new = False
