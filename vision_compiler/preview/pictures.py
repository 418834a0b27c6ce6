"""Pages → PNG, painted once for as long as nothing on them changes."""

import struct
import zlib
from collections import OrderedDict
from threading import Lock
from typing import Any

import pypdfium2

from vision_compiler.preview.bench import Sheet
from vision_compiler.typeset.link import link_page

#: Pixels for four points, as a window may ask for them: 108, 144 or 180 to the inch.
FINENESSES = (6, 8, 10)
#: Pictures are kept up to so many bytes.
_MOST_BYTES = 32 * 1024 * 1024


class Pictures:
    """Paints sheets, from several threads at once."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        #: What a window asked for last: the screens in front of one plan are alike.
        self.fineness = FINENESSES[1]
        self._most_bytes = most_bytes
        self._bytes = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def known(self, digest: str) -> bytes | None:
        """A picture that was painted already."""
        return self._kept.get((digest, self.fineness))

    def picture(self, sheet: Sheet) -> bytes:
        """The sheet as PNG."""
        with self._lock:  # PDFium is for one thread at a time, and two that want one picture paint it once
            key = sheet.digest, self.fineness
            if key not in self._kept:
                self._keep(key, paint(link_page(sheet.page), self.fineness))
            self._kept.move_to_end(key)
            return self._kept[key]

    def _keep(self, key: tuple[str, int], png: bytes) -> None:
        self._kept[key] = png
        self._bytes += len(png)
        while self._bytes > self._most_bytes and len(self._kept) > 1:
            _, gone = self._kept.popitem(last=False)
            self._bytes -= len(gone)


def paint(pdf: bytes, fineness: int) -> bytes:
    """The first page of a PDF as PNG."""
    with pypdfium2.PdfDocument(pdf) as document:
        bitmap = document[0].render(scale=fineness / 4, rev_byteorder=True, bitmap_maker=_bitmap)
        png = _png(memoryview(bitmap.buffer), bitmap.width, bitmap.height)
        bitmap.close()
    return png


def _bitmap(width: int, height: int, **how: Any) -> pypdfium2.PdfBitmap:
    """Rows with a zero between them: such pixels are the content of a PNG file as they are."""
    return pypdfium2.PdfBitmap.new_native(width, height, stride=3 * width + 1, **how)


def _png(pixels: memoryview, width: int, height: int) -> bytes:
    """A fast encoder: pages are white paper for the most part, and the way to the browser is short."""
    packer = zlib.compressobj(1)
    content = packer.compress(b"\0") + packer.compress(pixels[:-1]) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", content), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, each) for kind, each in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
