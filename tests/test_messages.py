"""Every message beside the mistake that causes it. Each case: a diff to the small plan, and the whole report."""

import re
from collections.abc import Callable
from pathlib import Path, PurePath

import pytest

from tests.conftest import Texts
from vision_compiler.pipeline import analyse
from vision_compiler.report.text import report

FOLDER = Path(__file__).parent / "messages"
CASE = re.compile(
    r"^## (?P<name>[^\n]+)\n\n```diff\n(?P<edit>.*?)```\n\n```text\n(?P<report>.*?)```\n", re.MULTILINE | re.DOTALL
)


def cases() -> list[tuple[Path, str]]:
    found = [
        (path, match["name"])
        for path in sorted(FOLDER.glob("*.md"))
        for match in CASE.finditer(path.read_text("utf-8"))
    ]
    assert len(found) > 30
    return found


def edited(texts: Texts, edit: str) -> Texts:
    """The plan after a diff: lines with - are taken out, lines with + put in their place; @@ names the file."""
    for block in re.split(r"^@@ ", edit, flags=re.MULTILINE)[1:]:
        head, _, body = block.partition("\n")
        name, _, command = head.partition(" ")
        lines = body.rstrip("\n").split("\n")
        out = "".join(f"{line[1:]}\n" for line in lines if line.startswith("-"))
        into = "".join(f"{line[1:]}\n" for line in lines if line.startswith("+"))
        texts = _applied(texts, name, command, out, into)
    return texts


def _applied(texts: Texts, name: str, command: str, out: str, into: str) -> Texts:
    if command == "delete":
        return {key: text for key, text in texts.items() if key != name}
    if command.startswith("rename "):
        return {command.removeprefix("rename ") if key == name else key: text for key, text in texts.items()}
    if command == "shift_jis":
        return {**texts, name: _text(texts, name).encode("shift_jis")}
    before = _text(texts, name)
    assert before.count(out) == 1 or not out, f"{out!r} stands {before.count(out)} times in {name}"
    return {**texts, name: before.replace(out, into) if out else before + into}


def _text(texts: Texts, name: str) -> str:
    text = texts.get(name, "")
    return text if isinstance(text, str) else text.decode()


def reported(texts: Texts) -> str:
    analysis = analyse(texts)
    text = report(analysis.diagnostics, analysis.sources, PurePath("plan"))
    return re.sub("\x1b\\[[0-9;]*m", "", text) + "\n"


@pytest.mark.parametrize(("path", "name"), cases(), ids=lambda value: value if isinstance(value, str) else value.stem)
def test_a_mistake_gives_its_message(
    path: Path, name: str, minimal: Texts, snapshot: Callable[[Path, str], None]
) -> None:
    text = path.read_text(encoding="utf-8")
    case = next(match for match in CASE.finditer(text) if match["name"] == name)
    found = reported(edited(minimal, case["edit"].replace("\\t", "\t")))
    assert "エラー" in found or "注意" in found
    snapshot(path, text[: case.start("report")] + found + text[case.end("report") :])


def test_the_small_plan_itself_has_no_mistake(minimal: Texts) -> None:
    assert reported(minimal) == "誤りはありません。\n"
