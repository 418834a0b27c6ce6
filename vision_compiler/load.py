"""Texts → validated kinds. Everything an author can get wrong in one file comes out as diagnostics."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache

from pydantic import ValidationError

from vision_compiler.diagnostics import Diagnostic, Related, Severity
from vision_compiler.model import KINDS, Kind
from vision_compiler.model.base import ID_PATTERN, Node
from vision_compiler.model.icons import Icon
from vision_compiler.model.settings import Settings
from vision_compiler.repair import REPAIRABLE, Repair, find_repair
from vision_compiler.source import Data, Position, SourceError, SourceFile, Span, parse
from vision_compiler.validation import explain
from vision_compiler.wording import CUT_BY_COMMENT, REPAIRS, SYNTAX, Wording


@dataclass(frozen=True)
class Loaded:
    """The valid files by name, all sources by name, what was wrong with the others, and the city's own icons."""

    files: dict[str, Node]
    sources: dict[str, SourceFile]
    diagnostics: list[Diagnostic]
    icons: tuple[Icon, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """What one file holds: its node if it is valid, its source, and what was wrong."""

    node: Node | None
    source: SourceFile
    found: tuple[Diagnostic, ...]


#: By the name of a file, what it held last: its text, and what was read from that.
Memory = dict[str, tuple[str | bytes, _Read]]


def load(texts: Mapping[str, str | bytes], memory: Memory | None = None) -> Loaded:
    """Read and validate every file of the plan; names are relative to the plan's folder.

    With a memory (empty for the first time), files that did not change are not read again.
    """
    loaded = Loaded({}, {}, [])
    memory = {} if memory is None else memory
    for gone in memory.keys() - texts.keys():
        del memory[gone]
    copies = _copies(texts)
    loaded.diagnostics.extend(_copied(folder, names) for folder, names in copies.items())
    strayed = {name for names in copies.values() for name in names}
    others = []
    for name in sorted(set(texts) - strayed):
        kind = kind_of(name)
        if kind is None:
            others.append(name)
        else:
            loaded.diagnostics.extend(_load_file(name, texts, kind, loaded, memory))
    icons, drawings = _icons(others, texts, loaded)
    loaded.diagnostics.extend(_misplaced(name, texts) for name in others if name not in drawings)
    loaded.diagnostics.extend(_absent_files(texts))
    return replace(loaded, icons=icons)


def _icons(
    others: Sequence[str], texts: Mapping[str, str | bytes], loaded: Loaded
) -> tuple[tuple[Icon, ...], Collection[str]]:
    """The icons that plan.yaml asks for, and the files that need no further word: no SVG does while it is wrong."""
    drawings = [name for name in others if name.endswith(".svg")]
    settings = loaded.files.get("plan.yaml")
    if not isinstance(settings, Settings) or not (settings.goal_icons or drawings):
        return (), drawings
    from vision_compiler.icons import read_icons, unclaimed  # noqa: PLC0415 - most plans have none

    folder = settings.goal_icons
    given = {name: texts[name] for name in others if folder and name.startswith(f"{folder}/")}
    icons, found = read_icons(folder, given, settings.span("goal_icons")) if folder else ((), [])
    loaded.diagnostics.extend([*found, *unclaimed(name for name in drawings if name not in given)])
    loaded.sources.update(_legible({each.span.file for each in found} & given.keys(), given))
    return icons, [*drawings, *given]


def _legible(names: Iterable[str], texts: Mapping[str, str | bytes]) -> Iterator[tuple[str, SourceFile]]:
    """Files that are no YAML, so that a message can show the line."""
    for name in names:
        text = texts[name]
        with suppress(UnicodeDecodeError):
            yield name, SourceFile(name, text.decode() if isinstance(text, bytes) else text)


def _load_file(
    name: str, texts: Mapping[str, str | bytes], kind: Kind, loaded: Loaded, memory: Memory
) -> list[Diagnostic]:
    text, read = memory.get(name, (None, None))
    if read is None or text != texts[name]:
        read = _read(name, texts[name], kind)
        memory[name] = texts[name], read
    loaded.sources[name] = read.source
    if read.node is None:
        return list(read.found)
    loaded.files[name] = read.node
    return [*read.found, *_misnamed(name, read.node, kind, texts)]


def _read(name: str, text: str | bytes, kind: Kind) -> _Read:
    try:
        source, data = parse(name, text)
    except SourceError as error:
        repair = find_repair(name, error.source, error, kind) if error.kind in REPAIRABLE else None
        found = _repair_diagnostic(error.source, repair) if repair else _syntax_diagnostic(error)
        return _Read(None, error.source, (found,))
    cut = [_found(CUT_BY_COMMENT, source.span_of(*place), Severity.WARNING) for place in source.cut]
    try:
        node = kind.model.model_validate(data)
    except ValidationError as error:
        return _Read(None, source, (*cut, *explain(error, source, data, kind)))
    node.attach(source)
    return _Read(node, source, tuple(cut))


@cache
def kind_of(name: str) -> Kind | None:
    """The kind that a file's place says it is."""
    return next((kind for kind in KINDS if _lies_at(name, kind.place)), None)


def _lies_at(name: str, place: str) -> bool:
    return name.count("/") == place.count("/") and fnmatchcase(name, place)


def _found(wording: Wording, span: Span, severity: Severity = Severity.ERROR) -> Diagnostic:
    return Diagnostic(wording.code, severity, wording.message, span, wording.help)


def _start_of(name: str) -> Span:
    return Span(name, Position(1, 1), Position(1, 1))


def _repair_diagnostic(source: SourceFile, repair: Repair) -> Diagnostic:
    """The line that is wrong, and the whole line as it should be."""
    start, line = source.line_start(repair.number), source.line(repair.number)
    slipped = len(line) - len(line.lstrip())
    begin = start if repair.slip in ("tab", "wide-space") else start + slipped
    message = REPAIRS[repair.slip].message.replace("{0}", str(slipped))
    lead = f"行の初めの空白を半角で{repair.spaces}個に" if repair.spaces else "左端から書くように"
    help = f"{REPAIRS[repair.slip].help}この行を「{repair.line.strip()}」とし、{lead}してください。"
    wording = Wording(REPAIRS[repair.slip].code, message, help)
    return _found(wording, source.span_of(begin, start + len(line)))


def _syntax_diagnostic(error: SourceError) -> Diagnostic:
    wording = SYNTAX.get(f"{error.kind} {error.detail}") or SYNTAX[error.kind]
    message, help = (words.replace("{0}", error.detail) for words in (wording.message, wording.help))
    related = (Related("先に書かれている場所", error.other),) if error.other else ()
    return Diagnostic(wording.code, Severity.ERROR, message, error.span, help, related)


# Files in a wrong place, with a wrong name, or not there.


def _misplaced(name: str, texts: Mapping[str, str | bytes]) -> Diagnostic:
    message = f"「{name}」は、計画のファイルとして決められた場所や名前ではありません"
    if meant := _meant(name, texts):
        help = f"「{meant}」の書き間違いではありませんか。ファイルの名前を変えてください。"
    elif folder := _fitting_folder(name, texts[name]):
        help = f"{folder} フォルダーに移してください。"
    else:
        places = "、".join(kind.place.replace("*", "◯◯") for kind in KINDS)
        help = f"置けるのは {places} です。計画のファイルでなければ、計画のフォルダーの外に移してください。"
    return _found(Wording("FILE001", message, help), _start_of(name))


def _copies(names: Iterable[str]) -> dict[str, list[str]]:
    """Folders that hold several files as a plan does: an edition in a wrong place, or a backup."""
    found: dict[str, list[str]] = {}
    for name in sorted(names):
        parts = name.split("/")
        depths = (depth for depth in (1, 2) if kind_of("/".join(parts[depth:])))
        if not kind_of(name) and (depth := next(depths, 0)):
            found.setdefault("/".join(parts[:depth]), []).append(name)
    return {folder: inside for folder, inside in found.items() if len(inside) > 1}


def _copied(folder: str, names: list[str]) -> Diagnostic:
    message = f"フォルダー「{folder}」に、計画のファイルが{len(names)}個あります"
    edition = folder.rpartition("/")[2]
    help = (
        f"版なら、場所と名前を editions/{edition} にしてください。版でなければ、計画のフォルダーの外に移してください。"
    )
    return _found(Wording("FILE001", message, help), _start_of(names[0]))


def _meant(name: str, present: Iterable[str]) -> str | None:
    """The right name of a file that is called almost so, if no file has that name."""
    stem = re.sub(r"\.(?:yml|YAML|YML|yaml\.txt|yaml\.yaml)$", ".yaml", name)
    if stem != name and kind_of(stem):
        return stem
    absent = [kind.place for kind in KINDS if not kind.folder and kind.place not in present]
    found = get_close_matches(name, absent, cutoff=0.8)
    return found[0] if found else None


def _fitting_folder(name: str, text: str | bytes) -> str:
    """The folder of the kind that the file's keys are those of."""
    try:
        _, data = parse(name, text)
    except SourceError:
        return ""
    return next((kind.folder for kind in KINDS if kind.folder and _fits(data, kind)), "")


def _fits(data: Data, kind: Kind) -> bool:
    fields = kind.model.model_fields
    required = {key for key, field in fields.items() if field.is_required()}
    return isinstance(data, dict) and required <= set(data) <= set(fields)


def _absent_files(names: Iterable[str]) -> Iterator[Diagnostic]:
    """Required files that are not there, unless a file of nearly that name was reported already."""
    names = list(names)
    present = [*names, *(meant for name in names if kind_of(name) is None and (meant := _meant(name, names)))]
    for kind in KINDS:
        if kind.required and not any(kind_of(name) is kind for name in present):
            place = kind.place.replace("*", "◯◯")
            message = f"{kind.model.LABEL}のファイル（{place}）がありません"
            yield _found(Wording("FILE002", message, f"{place} を作ってください。"), _start_of(place))


def _misnamed(name: str, node: Node, kind: Kind, present: Iterable[str]) -> Iterator[Diagnostic]:
    id = getattr(node, "id", "")
    if not kind.folder or name == f"{kind.folder}{id}.yaml":
        return
    file = name.removeprefix(kind.folder)
    help = f"ファイル名を {id}.yaml にしてください。"
    if f"{kind.folder}{id}.yaml" in present:
        help = f"{id}.yaml はもうあります。コピーなら、このファイルを消してください。"
    elif re.fullmatch(ID_PATTERN, file.removesuffix(".yaml")):
        help = f"ファイル名を {id}.yaml にするか、id を {file.removesuffix('.yaml')} にしてください。"
    yield _found(Wording("FILE003", f"ファイル名「{file}」と、中の id「{id}」が違います", help), node.span("id"))
