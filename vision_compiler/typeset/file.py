"""PDF objects → the bytes of a file: every object is written once, small ones packed together (PDF 1.7, 7.5.7)."""

import zlib
from collections.abc import Sequence
from functools import lru_cache
from hashlib import md5

import pydyf

_HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"


class Packed(pydyf.Object):  # type: ignore[misc]  # pydyf ships no types
    """A stream of finished content, compressed."""

    def __init__(self, content: bytes, entries: bytes = b"") -> None:
        super().__init__()
        packed = _compressed(content)
        self._data = b"<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (entries, len(packed), packed)

    @property
    def data(self) -> bytes:
        return self._data

    @property
    def compressible(self) -> bool:
        return False


@lru_cache(maxsize=512)
def _compressed(content: bytes) -> bytes:
    return zlib.compress(content)


def written(pdf: pydyf.PDF) -> bytes:
    """The file. Its identifier is a digest of all that is in it."""
    pdf.add_object(pdf.info)
    parts, offsets, packed = [_HEADER], {0: (0, 0, 65535)}, []
    position = len(_HEADER)
    for each in pdf.objects[1:]:
        if each.compressible:
            packed.append(each)
            continue
        part = bytes(each.indirect) + b"\n"
        offsets[each.number] = (1, position, 0)
        parts.append(part)
        position += len(part)
    number = len(pdf.objects)
    part = _object_stream(number, packed)
    offsets |= {each.number: (2, number, index) for index, each in enumerate(packed)}
    offsets[number] = (1, position, 0)
    parts.append(part)
    position += len(part)
    offsets[number + 1] = (1, position, 0)
    digest = md5(b"".join(parts), usedforsecurity=False).hexdigest().encode()
    parts.append(_cross_references(number + 1, offsets, pdf, digest))
    parts.append(b"startxref\n%d\n%%%%EOF\n" % position)
    return b"".join(parts)


def _object_stream(number: int, objects: Sequence[pydyf.Object]) -> bytes:
    contents = [bytes(each.data) for each in objects]
    places, position = [], 0
    for each, content in zip(objects, contents, strict=True):
        places.append(b"%d %d" % (each.number, position))
        position += len(content) + 1
    head = b" ".join(places) + b"\n"
    stream = zlib.compress(head + b"\n".join(contents))
    entries = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d" % (len(objects), len(head), len(stream))
    return b"%d 0 obj\n<<%s>>\nstream\n%s\nendstream\nendobj\n" % (number, entries, stream)


def _cross_references(number: int, offsets: dict[int, tuple[int, int, int]], pdf: pydyf.PDF, digest: bytes) -> bytes:
    lines = [
        b"%c%s%s" % (kind, place.to_bytes(4, "big"), rest.to_bytes(2, "big"))
        for kind, place, rest in _in_order(offsets)
    ]
    stream = zlib.compress(b"".join(lines))
    entries = b"/Type/XRef/W[1 4 2]/Size %d/Root %s/Info %s/ID[<%s><%s>]/Filter/FlateDecode/Length %d" % (
        len(lines),
        pdf.catalog.reference,
        pdf.info.reference,
        digest,
        digest,
        len(stream),
    )
    return b"%d 0 obj\n<<%s>>\nstream\n%s\nendstream\nendobj\n" % (number, entries, stream)


def _in_order(offsets: dict[int, tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    return [offsets[number] for number in sorted(offsets)]
