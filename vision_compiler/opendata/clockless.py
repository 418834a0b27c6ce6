"""Workbooks without the time at which they were made: the same content always makes the same bytes."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from vision_compiler.moments import moment

_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
#: The years that an archive has room for.
_FIRST_YEAR, _LAST_YEAR = 1980, 2107


def without_clock(content: bytes, date: str) -> bytes:
    """The same file, made on a date (2024-02 or 2024-02-15) or at a moment."""
    made = moment(date)
    year, month, day, hour, minute, second = map(int, re.findall(r"\d+", made))
    packed = (min(max(year, _FIRST_YEAR), _LAST_YEAR), month, day, hour, minute, second)
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _MOMENT.sub(made.encode(), part)
            new.writestr(ZipInfo(name, packed), part, ZIP_DEFLATED)
    return buffer.getvalue()
