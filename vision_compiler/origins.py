"""What outputs are made from on this machine, now: the plan's files, the options, the date, the compiler."""

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from vision_compiler.diagnostics import ProjectError
from vision_compiler.manifest import Origin, digest
from vision_compiler.moments import moment
from vision_compiler.project import read_file, read_plan, template_folder

if TYPE_CHECKING:
    from vision_compiler.typeset.printing import PrintRun

_EPOCH, _PLAN = "SOURCE_DATE_EPOCH", "plan.yaml"
#: The last second of the year 9999: files have room for four digits.
_LAST_SECOND = 253_402_300_799


class Circumstances:
    """Everything that a build of a plan starts from."""

    def __init__(self, folder: Path, run: "PrintRun | None" = None) -> None:
        self.sources = read_plan(folder)
        self.inputs = {name: digest(content) for name, content in self.sources.items()}
        self.options = {
            "bleed": f"{run.bleed:g}mm" if run else None,
            "cmyk": bool(run and run.is_cmyk),
            "proof": run.proof if run and run.proof else None,
        }
        self.given_date = given_date()

    @cached_property
    def typesetter(self) -> str:
        """What sets the type, with its fonts. Raises ``ProjectError`` if something is missing."""
        from vision_compiler.typeset.maker import maker  # noqa: PLC0415 - not every command sets type

        return maker()

    def hold(self, origin: Origin, sets_type: bool = True) -> bool:
        """Whether an output of this origin would come out the same now, as far as can be told in a moment."""
        return (
            (origin.inputs, origin.options) == (self.inputs, self.options)
            and origin.date.get("source") == (_EPOCH if self.given_date else _PLAN)
            and self.given_date in ("", origin.date.get("value"))
            and origin.program == program()
            and origin.typesetter == (self.typesetter if sets_type else "")
        )

    def origin(self, plan_date: str, sets_type: bool = True) -> Origin:
        """The origin of what is made now from a plan of this date."""
        from vision_compiler.tools import font_digests, tools  # noqa: PLC0415 - only what is made anew has one

        date = {"source": _EPOCH if self.given_date else _PLAN, "value": self.given_date or moment(plan_date)}
        typesetter, fonts = (self.typesetter, font_digests()) if sets_type else ("", {})
        return Origin(self.inputs, self.options, date, program(), typesetter, tools(), fonts)


def given_date() -> str:
    """The moment that SOURCE_DATE_EPOCH names (2024-02-01T00:00:00Z); empty if nobody set it."""
    given = os.environ.get(_EPOCH)
    if given is None:
        return ""
    if not re.fullmatch(r"[0-9]{1,12}", given) or int(given) > _LAST_SECOND:
        raise ProjectError(
            f"環境変数 {_EPOCH} の値「{given}」は使えません",
            "1970年からの秒数を、1706745600 のように半角の数字で設定してください。"
            "設定しなければ、plan.yaml の date の日付になります。",
        )
    return datetime.fromtimestamp(int(given), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@cache
def program() -> str:
    """The compiler itself: a digest of its code and its templates."""
    templates, package = template_folder(), Path(__file__).parent
    found = blake2b(digest_size=20)
    for root, endings in ((package, (".py", ".txt")), (templates, ("",))):
        for name, path in _files(root, endings):
            content = read_file(path)
            found.update(f"{len(name)} {name} {len(content)} ".encode() + content)
    return found.hexdigest()


def _files(root: Path, endings: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    """Files with their names below a folder, in the same order on every machine."""
    for where, folders, names in os.walk(root):
        folders[:] = sorted(set(folders) - {"__pycache__", "templates"})
        below = where[len(str(root)) :]
        yield from ((f"{below}/{name}", Path(where, name)) for name in sorted(names) if name.endswith(endings))
