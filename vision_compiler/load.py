"""Texts → validated kinds. Everything an author can get wrong in one file comes out as diagnostics."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase

from pydantic import ValidationError

from vision_compiler.diagnostics import Diagnostic, Related, Severity
from vision_compiler.model import KINDS, Kind
from vision_compiler.model.base import ID_PATTERN, Node
from vision_compiler.source import Data, Position, SourceError, SourceFile, Span, parse
from vision_compiler.validation import explain
from vision_compiler.wording import CUT_BY_COMMENT, SYNTAX, Wording


@dataclass(frozen=True)
class Loaded:
    """The valid files by name, all sources by name, and what was wrong with the others."""

    files: dict[str, Node]
    sources: dict[str, SourceFile]
    diagnostics: list[Diagnostic]


def load(texts: Mapping[str, str | bytes]) -> Loaded:
    """Read and validate every file of the plan; names are relative to the plan's folder."""
    loaded = Loaded({}, {}, [])
    for name in sorted(texts):
        kind = kind_of(name)
        if kind is None:
            loaded.diagnostics.append(_misplaced(name, texts))
        else:
            loaded.diagnostics.extend(_load_file(name, texts, kind, loaded))
    loaded.diagnostics.extend(_absent_files(texts))
    return loaded


def _load_file(name: str, texts: Mapping[str, str | bytes], kind: Kind, loaded: Loaded) -> list[Diagnostic]:
    try:
        source, data = parse(name, texts[name])
    except SourceError as error:
        loaded.sources[name] = error.source
        return [_syntax_diagnostic(error)]
    loaded.sources[name] = source
    cut = [_found(CUT_BY_COMMENT, source.span_of(*place), Severity.WARNING) for place in source.cut]
    try:
        node = kind.model.model_validate(data)
    except ValidationError as error:
        return cut + explain(error, source, data, kind)
    node.attach(source)
    loaded.files[name] = node
    return [*cut, *_misnamed(name, node, kind, texts)]


def kind_of(name: str) -> Kind | None:
    """The kind that a file's place says it is."""
    return next((kind for kind in KINDS if _lies_at(name, kind.place)), None)


def _lies_at(name: str, place: str) -> bool:
    return name.count("/") == place.count("/") and fnmatchcase(name, place)


def _found(wording: Wording, span: Span, severity: Severity = Severity.ERROR) -> Diagnostic:
    return Diagnostic(wording.code, severity, wording.message, span, wording.help)


def _start_of(name: str) -> Span:
    return Span(name, Position(1, 1), Position(1, 1))


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


def _meant(name: str, present: Iterable[str]) -> str | None:
    """The right name of a file that is called almost so, if no file has that name."""
    stem = re.sub(r"\.(?:yml|YAML|YML|yaml\.txt|yaml\.yaml)$", ".yaml", name)
    if stem != name and kind_of(stem):
        return stem
    absent = [kind.place for kind in KINDS if not kind.folder and kind.place not in present]
    found = get_close_matches(name, absent, n=1, cutoff=0.8)
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
