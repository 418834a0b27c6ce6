"""The folder of the icons: one file a goal, named by its number (1.svg or 01.svg)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from vision_compiler.diagnostics import Diagnostic, Severity
from vision_compiler.icons.svg import IconError, read_icon
from vision_compiler.model.icons import Icon
from vision_compiler.source import Position, Span
from vision_compiler.wording import Wording
from vision_compiler.wording import icons as words

_GOALS = range(1, 18)
_BEGIN = Position(1, 1)
_NAME = re.compile(r"(?:0?[1-9]|1[0-7])\.svg")
#: The number that a file with another name is meant for.
_MEANT = re.compile(r"(?:.*?[^0-9])?0?([1-9]|1[0-7])(?:[^0-9].*)?")


def unclaimed(names: Iterable[str]) -> Iterator[Diagnostic]:
    """Drawings that no key asks for, told once a folder."""
    for folder, group in groupby(sorted(names), lambda name: name.rpartition("/")[0]):
        found = list(group)
        yield _found(found[0], words.unclaimed(folder, len(found)))


def read_icons(folder: str, files: Mapping[str, str | bytes], asked: Span) -> tuple[tuple[Icon, ...], list[Diagnostic]]:
    """The icons of all goals in order, or what is wrong. ``asked`` is where plan.yaml names the folder."""
    icons: dict[int, Icon] = {}
    meant: dict[int, str] = {}
    diagnostics: list[Diagnostic] = []
    for name in sorted(files, key=lambda name: (not _is_named(name, folder), name)):
        number = _number(name)
        if number is None or not _is_named(name, folder):
            diagnostics.append(_found(name, _misnamed(name, None if number in icons else number, folder)))
        elif number in meant:
            diagnostics.append(_found(name, words.twice(number, meant[number])))
        else:
            diagnostics += _read(name, files[name], number, icons)
        if number:
            meant.setdefault(number, name)
    if missing := [number for number in _GOALS if number not in meant]:
        wording = words.missing(folder, missing, is_empty=not files)
        diagnostics.append(Diagnostic(wording.code, Severity.ERROR, wording.message, asked, wording.help))
    return (() if diagnostics else tuple(icons[number] for number in _GOALS)), diagnostics


def _is_named(name: str, folder: str) -> bool:
    return bool(_NAME.fullmatch(name.removeprefix(f"{folder}/")))


def _read(name: str, content: str | bytes, number: int, icons: dict[int, Icon]) -> Iterator[Diagnostic]:
    try:
        icons[number] = read_icon(content.encode() if isinstance(content, str) else content)
    except IconError as error:
        yield _found(name, words.refused(error.kind, error.words), error.position)


def _number(name: str) -> int | None:
    match = _MEANT.fullmatch(name.rpartition("/")[2].rpartition(".")[0])
    return int(match[1]) if match else None


def _misnamed(name: str, number: int | None, folder: str) -> Wording:
    suffix = name.rpartition(".")[2].upper()
    return words.misnamed(number, "" if suffix == "SVG" else suffix, folder)


def _found(name: str, wording: Wording, position: Position = _BEGIN) -> Diagnostic:
    return Diagnostic(wording.code, Severity.ERROR, wording.message, Span(name, position, position), wording.help)
