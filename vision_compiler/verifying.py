"""What ``--verify`` finds: whether outputs are, byte for byte, what comes out if made from nothing, or why not."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from vision_compiler.manifest import Build, Origin, digest
from vision_compiler.outputs import Outputs

_UNKNOWN = "理由は分かりません。プログラムの不具合かもしれないので、開発した人に知らせてください"


@dataclass(frozen=True, slots=True)
class Check:
    """An output by its name, and why it is not what would come out now; no reason if it is."""

    name: str
    reasons: tuple[str, ...] = ()


def checks(outputs: Outputs, made: Mapping[str, bytes], old: Iterable[str], now: Origin) -> tuple[Check, ...]:
    """Compare what was made anew, and those outputs that are there already, with what is there."""
    manifest = outputs.manifest
    return tuple(
        check(name, outputs.read(name), made.get(name), manifest.build_of(name), now)
        for name in dict.fromkeys((*made, *old))
    )


def check(name: str, found: bytes | None, made: bytes | None, build: Build | None, now: Origin) -> Check:
    """Compare what is there under a name (None: nothing) with what is made anew (None: nothing)."""
    if found == made:
        return Check(name)
    if found is None:
        return Check(name, ("まだ作られていないか、消されています",))
    if build is None:
        return Check(name, ("何から作ったかの記録（manifest.json）がありません",))
    return Check(name, tuple(_reasons(found, made, build, name, now)) or (_UNKNOWN,))


def _reasons(found: bytes, made: bytes | None, build: Build, name: str, now: Origin) -> Iterator[str]:
    if digest(found) != build.outputs[name].sha256:
        yield "作った後に、このファイルが書き換えられています"
    yield from differences(build.origin, now)
    if made is None:
        yield "今作り直すと、なくなるものです"


def differences(old: Origin, new: Origin) -> Iterator[str]:
    """What is not as it was when something was made."""
    both = old.inputs.keys() & new.inputs.keys()
    for what, names in (
        ("直した", (name for name in both if old.inputs[name] != new.inputs[name])),
        ("足した", new.inputs.keys() - both),
        ("なくした", old.inputs.keys() - both),
    ):
        if listed := sorted(names):
            yield f"作った後に{what}計画のファイルがあります: {'、'.join(listed)}"
    if old.program != new.program:
        yield "作った後に、vision のプログラムか、ひな形（templates）が変わっています"
    yield from _moved("部品", old.tools, new.tools)
    yield from _moved("書体", _short(old.fonts), _short(new.fonts))
    if old.date != new.date:
        yield f"文書に入る日付が変わっています: {_dated(old)} → {_dated(new)}"
    if _print(old) != _print(new):
        yield f"印刷所に渡すPDFの指定が違います: {_print(old)} → {_print(new)}"
    if old.options.get("proof") != new.options.get("proof"):
        yield "校正用のPDFやウェブ版に示す、計画のフォルダーの呼び名が違います"
    if _mark(old) != _mark(new):
        yield f"CSVの始めに付ける文字コードの印（BOM）の指定が違います: {_mark(old)} → {_mark(new)}"


def _moved(what: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    if names:
        each = (f"{name} {old.get(name, 'なし')} → {new.get(name, 'なし')}" for name in names)
        yield f"{what}が、作ったときと違います: {'、'.join(each)}"


def _short(digests: Mapping[str, str]) -> dict[str, str]:
    """Enough of a digest to see that it is another one."""
    return {name: each[:8] for name, each in digests.items()}


def _dated(origin: Origin) -> str:
    return f"{origin.date.get('value')}（{origin.date.get('source')}）"


def _print(origin: Origin) -> str:
    inks = "CMYK" if origin.options.get("cmyk") else "RGB"
    return f"塗り足し{origin.options.get('bleed') or 'なし'}・{inks}"


def _mark(origin: Origin) -> str:
    return "なし（--no-bom）" if origin.options.get("no_bom") else "あり"
