"""Texts → validated kinds. Everything an author can get wrong in one file comes out as diagnostics."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from vision_compiler.diagnostics import Diagnostic, Severity
from vision_compiler.model import KINDS, Kind
from vision_compiler.model.base import Node
from vision_compiler.model.chapter import BLOCKS
from vision_compiler.source import Data, KeyPath, Position, SourceError, SourceFile, Span, parse
from vision_compiler.wording import (
    SYNTAX,
    Problem,
    Wording,
    describe,
    nearest,
    unknown_block,
    unknown_key,
)


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
        _load_file(name, texts[name], loaded)
    loaded.diagnostics.extend(_absent_files(texts))
    return loaded


def _load_file(name: str, text: str | bytes, loaded: Loaded) -> None:
    kind = kind_of(name)
    if kind is None:
        loaded.diagnostics.append(_misplaced(name))
        return
    try:
        source, data = parse(name, text)
    except SourceError as problem:
        loaded.sources[name] = problem.source
        loaded.diagnostics.append(_syntax_diagnostic(problem))
        return
    loaded.sources[name] = source
    try:
        node = kind.model.model_validate(data)
    except ValidationError as error:
        loaded.diagnostics.extend(_validation_diagnostics(error, source, data, kind))
        return
    node.attach(source)
    loaded.files[name] = node
    loaded.diagnostics.extend(_misnamed(name, node, kind))


def kind_of(name: str) -> Kind | None:
    """The kind that a file's place says it is."""
    return next((kind for kind in KINDS if _lies_at(name, kind.place)), None)


def _lies_at(name: str, place: str) -> bool:
    return name.count("/") == place.count("/") and fnmatchcase(name, place)


def _error(wording: Wording, span: Span) -> Diagnostic:
    return Diagnostic(wording.code, Severity.ERROR, wording.message, span, wording.help)


def _start_of(name: str) -> Span:
    return Span(name, Position(1, 1), Position(1, 1))


def _misplaced(name: str) -> Diagnostic:
    meant = _meant(name)
    places = [kind.place.replace("*", "◯◯") for kind in KINDS]
    if meant:
        help = f"「{meant}」の書き間違いではありませんか。ファイルの名前を変えてください。"
    else:
        help = f"置けるのは {'、'.join(places)} です。"
    message = f"「{name}」は、計画のファイルとして決められた場所や名前ではありません"
    return _error(Wording("FILE001", message, help), _start_of(name))


def _meant(name: str) -> str | None:
    """The right name of a file that is called almost so, or ends in .yml."""
    if name.endswith(".yml") and kind_of(f"{name.removesuffix('.yml')}.yaml"):
        return f"{name.removesuffix('.yml')}.yaml"
    found = get_close_matches(name, [kind.place for kind in KINDS if not kind.folder], n=1, cutoff=0.8)
    return found[0] if found else None


def _absent_files(names: Iterable[str]) -> Iterator[Diagnostic]:
    """Required files that are not there, unless a file of nearly that name was reported already."""
    present = [*names, *(meant for name in names if kind_of(name) is None and (meant := _meant(name)))]
    for kind in KINDS:
        if kind.required and not any(kind_of(name) is kind for name in present):
            place = kind.place.replace("*", "◯◯")
            message = f"{kind.model.LABEL}のファイル（{place}）がありません"
            yield _error(Wording("FILE002", message, f"{place} を作ってください。"), _start_of(place))


def _misnamed(name: str, node: Node, kind: Kind) -> Iterator[Diagnostic]:
    id = getattr(node, "id", None)
    if kind.folder and name != f"{kind.folder}{id}.yaml":
        file = name.removeprefix(kind.folder)
        message = f"ファイル名「{file}」と、中の id「{id}」が違います"
        yield _error(
            Wording(
                "FILE003",
                message,
                f"ファイル名を {id}.yaml にするか、id を {file.removesuffix('.yaml')} にしてください。",
            ),
            node.span("id"),
        )


def _syntax_diagnostic(problem: SourceError) -> Diagnostic:
    wording = SYNTAX[problem.kind]
    return Diagnostic(
        wording.code,
        Severity.ERROR,
        wording.message.replace("{0}", problem.detail),
        problem.span,
        wording.help.replace("{0}", problem.detail),
    )


def _validation_diagnostics(error: ValidationError, source: SourceFile, data: Data, kind: Kind) -> list[Diagnostic]:
    details = error.errors(include_url=False)
    explained = _explained_absences(details, source, kind)
    return [
        _error(*_worded(detail, source, data, kind))
        for detail in details
        if not _is_consequence(detail, details)
        and not (detail["type"] == "missing" and (_path(detail, source), detail["loc"][-1]) in explained)
    ]


def _is_consequence(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """A list is called too short when an entry of it failed: that entry has its own message."""
    loc = detail["loc"]
    return detail["type"] == "too_short" and any(
        other["loc"][: len(loc)] == loc for other in details if other is not detail
    )


def _explained_absences(details: list[ErrorDetails], source: SourceFile, kind: Kind) -> set[tuple[KeyPath, str | None]]:
    """Missing keys that an unknown key beside them is the misspelling of: one mistake, one message."""
    found = set()
    for detail in details:
        if detail["type"] == "extra_forbidden":
            path = _path(detail, source)
            found.add((path[:-1], nearest(str(path[-1]), _model_at(kind.model, detail["loc"]).model_fields)))
    return found


def _path(detail: ErrorDetails, source: SourceFile) -> KeyPath:
    """The place in the file that a validator error speaks of: its ``loc`` without what the file does not have."""
    path: KeyPath = ()
    for part in detail["loc"]:
        if (*path, part) in source.values or (*path, part) in source.keys:
            path = (*path, part)
    return path


def _worded(detail: ErrorDetails, source: SourceFile, data: Data, kind: Kind) -> tuple[Wording, Span]:
    path, type_ = _path(detail, source), detail["type"]
    if data is None:
        return Wording("SHAPE004", "ファイルが空です", f"{kind.model.LABEL}を書いてください。"), source.span()
    if type_ == "extra_forbidden":
        model = _model_at(kind.model, detail["loc"])
        return unknown_key(str(path[-1]), model.LABEL, model.model_fields), source.key_span(path)
    if type_ == "union_tag_not_found" and isinstance(detail["input"], dict):
        key = next(iter(detail["input"]), "")
        return unknown_block(key, BLOCKS), source.key_span((*path, key))
    if type_ == "missing":
        return _described(detail, str(detail["loc"][-1]), kind), source.item_span(path)
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), kind.place)
    is_empty = detail["input"] is None or detail["input"] == ""
    return _described(detail, key, kind), source.key_span(path) if is_empty else source.span(path)


def _described(detail: ErrorDetails, key: str, kind: Kind) -> Wording:
    field = _model_at(kind.model, detail["loc"]).model_fields.get(key)
    title = f"（{field.title}）" if field and field.title else ""
    example = str(field.examples[0]) if field and field.examples else "…"
    problem = Problem(key, title, detail["input"], detail.get("ctx", {}), example)
    return describe(detail["type"], problem, detail["msg"])


def _model_at(model: type[Node], loc: tuple[int | str, ...]) -> type[Node]:
    """The model that the last key of ``loc`` belongs to, found by walking the types of the fields."""
    candidates = [model]
    for part in loc[:-1]:
        if owners := [owner for owner in candidates if part in owner.model_fields]:
            candidates = _models_in(owners[0].model_fields[str(part)].annotation) or owners
        elif isinstance(part, str):
            candidates = [owner for owner in candidates if _is_tagged(owner, part)] or candidates
    return candidates[0]


def _models_in(annotation: Any) -> list[type[Node]]:
    if isinstance(annotation, type) and issubclass(annotation, Node):
        return [annotation]
    return [model for inner in get_args(annotation) for model in _models_in(inner)]


def _is_tagged(model: type[Node], tag: str) -> bool:
    kind = model.model_fields.get("kind")
    return model.__name__ == tag or (kind is not None and tag in get_args(kind.annotation))
