"""Whatever an editor does to a file: a message or a document, never anything else."""

from collections.abc import Callable, Iterator
from pathlib import PurePath

import pytest

from tests.conftest import MINIMAL, Texts
from tests.test_pamphlet import TOWN
from vision_compiler.document import assemble
from vision_compiler.pipeline import analyse
from vision_compiler.project import read_plan
from vision_compiler.report.text import report

LINE_EDITS: dict[str, Callable[[str], str]] = {
    "deleted": lambda _: "",
    "doubled": lambda line: f"{line}\n{line}",
    "one right": lambda line: f" {line}",
    "two right": lambda line: f"  {line}",
    "one left": lambda line: line[1:] if line.startswith(" ") else line,
    "two left": lambda line: line[2:] if line.startswith("  ") else line,
    "no colon": lambda line: line.replace(":", "", 1),
    "wide colon": lambda line: line.replace(": ", "：", 1),
    "no dash": lambda line: line.replace("- ", "  ", 1),
    "stray dash": lambda line: f"{line[: len(line) - len(line.lstrip())]}- {line.lstrip()}",
    "no value": lambda line: f"{line.split(':')[0]}:",
    "listed value": lambda line: line.replace(": ", ": [", 1) + "]" if ": " in line else line,
    "quoted value": lambda line: line.replace(": ", ': "', 1) + '"' if ": " in line else line,
    "unclosed quote": lambda line: line.replace(": ", ': "', 1),
    "tab": lambda line: f"\t{line}",
    "wide space": lambda line: f"\u3000{line}",
    "mark": lambda line: f"{line}[[ICT]]{{{{population.actual.2040}}}}",
    "number": lambda line: f"{line.split(':')[0]}: 7" if ": " in line else line,
}


def edited(texts: Texts, edit: str) -> Iterator[tuple[str, Texts]]:
    """The plan with the edit made to every third line of each file in turn; the next edit is made to others."""
    first = [*LINE_EDITS].index(edit) % 3
    for name, raw in texts.items():
        assert isinstance(raw, bytes)
        lines = raw.decode().split("\n")
        for number, line in [*enumerate(lines)][first::3]:
            if line.strip() and (after := LINE_EDITS[edit](line)) != line:
                changed = "\n".join([*lines[:number], after, *lines[number + 1 :]])
                yield f"{name}:{number + 1}", {**texts, name: changed}


@pytest.mark.parametrize("edit", LINE_EDITS)
def test_every_edit_gives_a_message_or_a_document(edit: str) -> None:
    seen = 0
    for place, texts in edited({**read_plan(MINIMAL), **read_plan(TOWN)}, edit):
        seen += 1
        analysis = analyse(texts)
        assert report(analysis.diagnostics, analysis.sources, PurePath("plan")), place
        assert not [each.code for each in analysis.diagnostics if each.code in ("SHAPE099", "YAML099")], place
        if analysis.plan:
            for document in analysis.plan.settings.documents:
                assert assemble(analysis.plan, document.id), place
        else:
            assert analysis.diagnostics, place
    assert seen > 12
