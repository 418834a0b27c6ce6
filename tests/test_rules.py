"""Every rule has a case: files laid over the small plan, in which the wrong lines bear the code as a comment."""

import re
from pathlib import Path

import pytest

from tests.conftest import Texts
from vision_compiler.pipeline import analyse
from vision_compiler.rules import RULES

CASES = sorted((Path(__file__).parent / "rules").glob("*.yaml"))
PLACE = tuple[str, int, str]


def overlay(case: str) -> dict[str, str]:
    """The files that a case lays over the small plan."""
    parts = re.split(r"^# --- (.+)\n", case, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def expected(files: dict[str, str]) -> list[PLACE]:
    """(file, line, code) of every mark #! in the files."""
    return sorted(
        (name, number, code)
        for name, text in files.items()
        for number, line in enumerate(text.split("\n"), 1)
        if "#!" in line
        for code in line.split("#!")[1].split()
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_rule_finds_its_bad_lines_and_no_others(path: Path, minimal: Texts) -> None:
    files = overlay(path.read_text(encoding="utf-8"))
    marks = expected(files)
    assert any(code == path.stem for _, _, code in marks)
    found = analyse({**minimal, **files}).diagnostics
    assert sorted((each.span.file, each.span.start.line, each.code) for each in found) == marks
    assert all(each.message and each.help for each in found)


def test_every_rule_has_a_case_and_a_manual_page() -> None:
    assert len(RULES) >= 10
    assert [path.stem for path in CASES] == sorted(RULES)
    for rule in RULES.values():
        assert re.fullmatch(r"[A-Z]+[0-9]{3}", rule.code)
        assert "。" in rule.manual, f"{rule.code} has no Japanese manual page"
        assert not rule.title.endswith("。"), "a title names the bad pattern, it is no sentence"
