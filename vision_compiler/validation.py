"""A validator's errors about one file → diagnostics: each mistake once, at its line."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from vision_compiler.diagnostics import Diagnostic, Severity
from vision_compiler.model import Kind
from vision_compiler.model.base import Node
from vision_compiler.model.chapter import BLOCKS, Division
from vision_compiler.model.places import fields_with_models, model_at
from vision_compiler.source import Data, Empty, KeyPath, SourceFile, Span
from vision_compiler.wording import (
    CUT_BY_COMMENT,
    QUOTE,
    Problem,
    Wording,
    describe,
    did_you_mean,
    guess,
    nearest,
    year_key,
)


@dataclass(frozen=True)
class Fault:
    """One error of the validator: its sort, where in the file, and the model that it is about."""

    sort: str
    path: KeyPath
    key: str
    detail: ErrorDetails
    model: type[Node]

    @property
    def is_entry(self) -> bool:
        """Whether it is about an entry of a list."""
        return bool(self.path) and isinstance(self.path[-1], int)

    @property
    def mapping(self) -> KeyPath:
        """The mapping that an unknown or missing key belongs to."""
        return self.path[:-1] if self.sort == "extra_forbidden" else self.path


def explain(error: ValidationError, source: SourceFile, data: Data, kind: Kind) -> list[Diagnostic]:
    """What the errors mean for the author of the file."""
    if not isinstance(data, dict):
        return [_error(*_not_a_mapping(source, data, kind))]
    faults = [_fault(detail, source, kind) for detail in error.errors(include_url=False)]
    faults = _without_consequences(faults)
    lost = _lost_headings(faults, data, kind)
    swallowed = {fault.path[:-1] for fault in faults if fault.sort == "key_in_prose"}
    faults = [
        fault
        for fault in faults
        if fault.sort != "missing" or (fault.key not in lost.values() and fault.mapping not in swallowed)
    ]
    split, faults = _split_entries(faults, source, data)
    worded = [*split, *_unknown_keys(faults, source, lost), *_others(faults, source)]
    return [_error(wording, span) for wording, span in _once_a_list(worded)]


def _error(wording: Wording, span: Span) -> Diagnostic:
    return Diagnostic(wording.code, Severity.ERROR, wording.message, span, wording.help)


def _not_a_mapping(source: SourceFile, data: Data, kind: Kind) -> tuple[Wording, Span]:
    if isinstance(data, Empty):
        message, help = "ファイルが空です", "控えから戻すか、同じ種類のファイルを写して書き直してください。"
        return Wording("SHAPE004", message, help), source.span_of(0, 0)
    message = f"このファイルは、{kind.model.LABEL}の形になっていません"
    first = next(iter(kind.model.model_fields))
    return Wording("SHAPE003", message, f"「{first}: …」のような「キー: 値」の行で始めてください。"), source.span()


def _fault(detail: ErrorDetails, source: SourceFile, kind: Kind) -> Fault:
    loc = detail["loc"]
    path = _path(loc, source)
    key = str(loc[-1]) if detail["type"] == "missing" else _last_key(path, kind)
    return Fault(detail["type"], path, key, detail, model_at(kind.model, loc))


def _path(loc: Iterable[int | str], source: SourceFile) -> KeyPath:
    """The place in the file that a validator error speaks of: its ``loc`` without what the file does not have."""
    path: KeyPath = ()
    for part in loc:
        if (*path, part) in source.values or (*path, part) in source.keys:
            path = (*path, part)
    return path


def _last_key(path: KeyPath, kind: Kind) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), kind.place)


def _without_consequences(faults: list[Fault]) -> list[Fault]:
    """A list is called too short when an entry of it failed: that entry has its own message."""
    locs = [fault.detail["loc"] for fault in faults]
    at_or_below = Counter(loc[:depth] for loc in locs for depth in range(len(loc) + 1))
    return [fault for fault in faults if fault.sort != "too_short" or at_or_below[fault.detail["loc"]] == 1]


# One entry that a stray dash, or a doubled first line, has split into two.


def _split_entries(
    faults: list[Fault], source: SourceFile, data: Data
) -> tuple[list[tuple[Wording, Span]], list[Fault]]:
    lacking: dict[KeyPath, set[str]] = defaultdict(set)
    unknown = _unknown(faults)
    for fault in faults:
        if fault.sort == "missing" and fault.mapping not in unknown:
            lacking[fault.mapping].add(fault.key)
    found, explained = [], set()
    starts = {start for path in lacking for start in (_neighbour(path, -1), path)}
    for path in sorted(starts, key=str):
        following = _neighbour(path, 1)
        first, second = _mapping_at(data, path), _mapping_at(data, following)
        if path in explained or not first or not second:
            continue
        if lacking[path] <= set(second) and lacking[following] <= set(first) and _is_split(first, second):
            explained |= {path, following}
            found.append((_SPLIT, source.item_span(following)))
    return found, [fault for fault in faults if fault.sort != "missing" or fault.mapping not in explained]


_SPLIT = Wording(
    "SHAPE014",
    "ここで一つの項目が二つに分かれています",
    "上の行と同じ項目なら、行の初めの「- 」を空白に直してください。同じ行が二度書かれているなら、片方を消します。",
)


def _is_split(first: dict[str, Data], second: dict[str, Data]) -> bool:
    """Whether two entries are one: nothing stands in both, or the first is the second's beginning over again."""
    shared = set(first) & set(second)
    return not shared or (shared == set(first) and all(first[key] == second[key] for key in shared))


def _neighbour(path: KeyPath, step: int) -> KeyPath:
    """The entry of the same list before or after; the root where there is none."""
    last = path[-1] if path else ""
    return (*path[:-1], last + step) if isinstance(last, int) and last + step >= 0 else ()


def _mapping_at(data: Data, path: KeyPath) -> dict[str, Data]:
    for part in path:
        if isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        elif isinstance(data, dict) and part in data:
            data = data[str(part)]
        else:
            return {}
    return data if path and isinstance(data, dict) else {}


# Unknown keys: one message for each mapping, which also speaks for the keys that are missing beside them.


def _unknown_keys(faults: list[Fault], source: SourceFile, lost: dict[KeyPath, str]) -> Iterator[tuple[Wording, Span]]:
    lacking: dict[KeyPath, list[str]] = defaultdict(list)
    empty: dict[KeyPath, str] = {}
    for fault in faults:
        if fault.sort == "missing":
            lacking[fault.mapping].append(fault.key)
        elif isinstance(fault.detail["input"], Empty) and fault.path:
            empty.setdefault(fault.path[:-1], fault.key)
    for mapping, found in _unknown(faults).items():
        absent = lacking[mapping]
        keys, model = [fault.key for fault in found], found[0].model
        if all(nearest(key, model.model_fields) for key in keys) or len(keys) == 1:
            for fault in found:
                help = _out_of_place(fault, empty.get(mapping, ""), absent, source) or _remedy(fault.key, model, absent)
                yield _no_such_keys([fault.key], model, help), source.key_span(fault.path)
            continue
        heading = f"「{lost[mapping]}:」の行" if mapping in lost else "見出しの行（「キー:」だけの行）"
        help = f"これらの行の上の{heading}が消えていないか、字下げが合っているかを確かめてください。"
        if set(keys) <= set(BLOCKS):
            help = _block_out_of_place(found[0], absent, source) or help
        yield _no_such_keys(keys, model, help), source.key_span(found[0].path)


def _no_such_keys(keys: list[str], model: type[Node], help: str) -> Wording:
    quoted = "".join(f"「{key}」" for key in keys[:4])
    return Wording("SHAPE001", f"{quoted}というキーは、{model.LABEL}にはありません", help)


def _unknown(faults: list[Fault]) -> dict[KeyPath, list[Fault]]:
    unknown: dict[KeyPath, list[Fault]] = defaultdict(list)
    for fault in faults:
        if fault.sort == "extra_forbidden":
            unknown[fault.mapping].append(fault)
    return unknown


def _lost_headings(faults: list[Fault], data: Data, kind: Kind) -> dict[KeyPath, str]:
    """Several keys in a wrong place: the key whose line above them is gone or stands too far right, by mapping."""
    lost = {}
    missing = {fault.key for fault in faults if fault.sort == "missing"}
    models = [(name, set(model.model_fields)) for name, model in fields_with_models(kind.model)]
    for mapping, found in _unknown(faults).items():
        keys = {fault.key for fault in found}
        fields = [name for name, known in models if keys <= known]
        if (
            len(keys) > 1
            and fields
            and keys <= set(_mapping_at(data, mapping) or (data if isinstance(data, dict) else ()))
        ):
            lost[mapping] = next((name for name in fields if name in missing), fields[0])
    return lost


def _remedy(key: str, model: type[Node], absent: list[str]) -> str:
    fields = model.model_fields
    titles = {str(field.title): name for name, field in fields.items()}
    if meant := nearest(key, fields) or titles.get(key) or (absent[0] if len(absent) == 1 else None):
        return f"「{meant}」の書き間違いではありませんか。"
    return f"書けるのは {'、'.join(name for name in fields if name != 'waive')} です。"


def _out_of_place(fault: Fault, empty: str, absent: list[str], source: SourceFile) -> str:
    """A key that is known, but belongs somewhere else; ``empty`` is a key beside it that has no value."""
    if guess(fault.key, fault.model.model_fields):
        return ""
    if empty:
        return f"「{empty}:」の中の行なら、「{empty}:」より一段深く字下げしてください。"
    return _block_out_of_place(fault, absent, source)


def _block_out_of_place(fault: Fault, absent: list[str], source: SourceFile) -> str:
    """A content that stands among the keys of a section, in the place of a section, or in another content."""
    key, value = fault.key, fault.detail["input"]
    if key not in BLOCKS:
        return ""
    if fault.model in BLOCKS.values():
        return "行の初めに「- 」を付けて、別の内容にしてください。"
    if not issubclass(fault.model, Division):
        return ""
    if {"id", "title"} <= set(absent):
        return f"「- {key}:」は節ではありません。body か closing の下に移してください。"
    line = f"- {key}: |" if isinstance(value, str) and "\n" in value else f"- {key}:"
    if (*fault.mapping, "body") in source.keys:
        return f"「body:」の下に移し、「{line}」のように書いてください。"
    return f"「body:」の行を書き、その下に一段字下げして「{line}」のように書いてください。"


# All other faults: each has its own wording.


def _others(faults: list[Fault], source: SourceFile) -> Iterator[tuple[Wording, Span]]:
    unknown = {fault.mapping for fault in faults if fault.sort == "extra_forbidden"}
    said: dict[KeyPath, list[tuple[Wording, Span]]] = defaultdict(list)
    for fault in faults:
        if fault.sort == "extra_forbidden" or (fault.sort == "missing" and fault.mapping in unknown):
            continue
        if not _is_empty_heading(fault, unknown):
            wording, span = _worded(fault, source)
            said[_reason(fault, wording)].append((wording, span))
    for reason, ((wording, span), *more) in said.items():
        others = f"（この一覧に、ほかに{len(more)}か所）" if more and reason[-2:-1] != ("targets",) else ""
        yield wording._replace(message=wording.message + others), span


def _reason(fault: Fault, wording: Wording) -> KeyPath:
    """Entries of one list that are wrong in the same way have it in common."""
    parent = fault.path[:-1]
    if fault.path[-2:-1] == ("targets",):
        return (*parent, fault.sort)  # the values of one line are usually wrong in the same way
    if fault.is_entry and fault.sort.startswith("model_"):
        return (*parent, "no mapping")
    if fault.is_entry and wording.code in ("SHAPE001", "SHAPE003") and QUOTE not in wording.help:
        return (*parent, wording.help)
    return (*fault.path, fault.key, wording.help)


def _is_empty_heading(fault: Fault, unknown: set[KeyPath]) -> bool:
    """``figure:`` without a value, beside keys that belong below it: they are not indented far enough."""
    return isinstance(fault.detail["input"], Empty) and fault.path[:-1] in unknown


def _worded(fault: Fault, source: SourceFile) -> tuple[Wording, Span]:
    value, path, problem = fault.detail["input"], fault.path, _problem(fault)
    if fault.detail["loc"][-1:] == ("[key]",):
        return year_key(problem), source.key_span(path)
    if isinstance(value, Empty):
        return _empty(fault, problem, source)
    if fault.sort == "union_tag_not_found" and isinstance(value, dict) and fault.key != "diagram":
        key = next(iter(value), "")
        return _unknown_content(key, fault.detail["loc"]), source.key_span((*path, key))
    wording = describe(fault.sort, problem, fault.detail["msg"])
    if words := problem.context.get("words_at"):
        return wording, source.find(path, str(words))
    if fault.sort == "missing" and (gap := _gap(fault, source)):
        where, span = gap
        return wording._replace(help=f"{where}、" + wording.help.removeprefix("この項目に")), span
    return wording, _place(fault, source)


def _gap(fault: Fault, source: SourceFile) -> tuple[str, Span] | None:
    """Where a missing key belongs: before the next of its neighbours in the model's order, or after the last."""
    order = list(fault.model.model_fields)
    if fault.key not in order:
        return None
    own, path = order.index(fault.key), fault.path
    present = [(order.index(key), key) for key in order if (*path, key) in source.keys]
    following = next((key for index, key in present if index > own), None)
    preceding = next((key for index, key in reversed(present) if index < own), None)
    key = following or preceding
    if key is None:
        return None
    span, line = source.key_span((*path, key)), source.line(source.key_span((*path, key)).start.line)
    if "{" in line or (following and line.lstrip().startswith("- ")):
        return None  # not a line of its own, or it would have to take over the dash
    if not following and source.span((*path, key)).end.line > span.start.line:
        return None  # a line after this one would fall into its text
    return ("この行の前に" if following else "この行の後に"), span


def _unknown_content(key: str, loc: tuple[int | str, ...]) -> Wording:
    """An entry of a body that is no content; most likely a key or an entry of the section around it."""
    message, help = f"「{key}」という種類の内容はありません", did_you_mean(key, BLOCKS)
    if key in {"body", "sections", "closing"}:
        around = next(
            (part for part in reversed(loc) if isinstance(part, str) and part in Division.model_fields), "body"
        )
        message = f"「{key}:」は、{around} の中には書けません"
        help = f"行の初めの「- 」を取り、字下げを「{around}:」の行とそろえてください。"
    elif key in {"id", "title"}:
        help = "節なら、body ではなく「sections:」の下に書いてください。図なら「- figure:」の下に書きます。"
    return Wording("SHAPE001", message, help)


def _place(fault: Fault, source: SourceFile) -> Span:
    if fault.sort == "missing":
        return source.item_span(fault.path)
    return source.span((*fault.path, "kind") if fault.sort == "union_tag_invalid" else fault.path)


def _empty(fault: Fault, problem: Problem, source: SourceFile) -> tuple[Wording, Span]:
    """Nothing after a dash, nothing after a colon, or nothing but a # after it."""
    if fault.is_entry:
        wording = Wording("SHAPE004", "この「-」の後が空です", "値を書くか、この行を消してください。")
        span = source.span(fault.path)
    else:
        wording, span = describe(fault.sort, problem, fault.detail["msg"]), source.key_span(fault.path)
    if "#" in source.line(span.start.line):
        wording = wording._replace(help=f"{CUT_BY_COMMENT.message}。{CUT_BY_COMMENT.help}")
    return wording, span


def _problem(fault: Fault) -> Problem:
    fields = fault.model.model_fields
    field = fields.get(fault.key)
    key = "kind" if fault.sort == "union_tag_invalid" else fault.key
    title = str(field.title or "") if field else ""
    return Problem(key, title, fault.detail["input"], fault.detail.get("ctx", {}), fault.is_entry)


def _once_a_list(worded: list[tuple[Wording, Span]]) -> Iterator[tuple[Wording, Span]]:
    """The same message about several entries is given once, where it is first true."""
    seen = set()
    for wording, span in sorted(worded, key=lambda found: found[1]):
        is_repeated = wording.code == "SHAPE001" and wording.help in seen
        seen.add(wording.help)
        if not is_repeated:
            yield wording, span
