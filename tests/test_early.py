"""What breaks PDF/UA and an author could cause is an error of ``vision check``; everything else cannot be written."""

import pytest

from tests.conftest import Texts
from vision_compiler.diagnostics import Severity
from vision_compiler.pipeline import analyse

OPENING = "id: opening\ntitle: はじめに\nbody:\n"
TEXT = "  - text: |\n      本文です。\n"
FIGURE = "  - figure:\n      id: map\n      title: 図\n      diagram: {kind: vision}\n"

#: What veraPDF refuses → (file, what stands there, what an author makes of it, the error).
CAUSES = {
    "7.4.2 a heading of a level of one's own": ("prose/opening.yaml", "", f"{OPENING}{TEXT}level: 3\n", "SHAPE001"),
    "7.4.2 a section without a heading": (
        "prose/opening.yaml",
        "",
        f"{OPENING}{TEXT}sections:\n  - id: part\n    body:\n      - text: 本文です。\n",
        "SHAPE002",
    ),
    "7.4.2 an empty heading": ("prose/opening.yaml", "", f"id: opening\ntitle: ''\nbody:\n{TEXT}", "SHAPE004"),
    "7.4.2 a blank heading": ("prose/opening.yaml", "", f"id: opening\ntitle: '  '\nbody:\n{TEXT}", "SHAPE004"),
    "7.3 a figure with empty words": ("prose/opening.yaml", "", OPENING + FIGURE.replace("図", "''"), "SHAPE004"),
    "7.3 a picture": ("prose/opening.yaml", "", f"{OPENING}  - image: map.png\n", "SHAPE001"),
    "7.3 words of one's own for a picture": ("prose/opening.yaml", "", f"{OPENING}{FIGURE}      alt: ''\n", "SHAPE001"),
    "7.18.5 a link": ("prose/opening.yaml", "", f"{OPENING}  - link: https://x.invalid/\n", "SHAPE001"),
    "7.5 a table of one's own": ("prose/opening.yaml", "", f"{OPENING}  - table: [[a, b], [c]]\n", "SHAPE001"),
    "7.2 too few values for the parts": ("strategies/safety.yaml", "[6.5, 7.0]", "[6.5]", "KPI003"),
    "7.2 too many values for the parts": (
        "strategies/safety.yaml",
        "2029: [6.8, 8.0]",
        "2029: [6.8, 8.0, 9.0]",
        "KPI003",
    ),
    "7.2 a year without a value": ("strategies/safety.yaml", "2029: [6.8, 8.0], ", "", "KPI001"),
    "7.2 cells that span others": (
        "strategies/safety.yaml",
        "        unit: ％\n",
        "        unit: ％\n        span: 2\n",
        "SHAPE001",
    ),
    "7.1 a document without a title": ("plan.yaml", "    title: みほん市総合戦略\n", "", "SHAPE002"),
    "7.1 a document with an empty title": ("plan.yaml", "title: みほん市総合戦略", "title: ''", "SHAPE004"),
    "7.2 another language": ("plan.yaml", "stage: 策定\n", "stage: 策定\nlanguage: en\n", "SHAPE001"),
    "7.21.8 a character that no font has": ("vision.yaml", "みんなで", "みんな👨で", "FONT001"),
    "7.21.8 a character of one's own": ("vision.yaml", "みんなで", "みんな\ue000で", "YAML002"),
    "7.21.8 a variant that no font has": ("vision.yaml", "みんなで", "葛\U000e0100城で", "FONT001"),
    "7.1 a colour that shines through": ("vision.yaml", "goal:", "opacity: 0.5\ngoal:", "SHAPE001"),
    "6.2 a colour of the press": ("vision.yaml", "goal:", "colour: device-cmyk(1 0 0 0)\ngoal:", "SHAPE001"),
}


@pytest.mark.parametrize("cause", CAUSES)
def test_check_finds_what_an_author_could_break(cause: str, minimal: Texts) -> None:
    file, before, after, code = CAUSES[cause]
    raw = minimal[file]
    assert isinstance(raw, bytes)
    text = raw.decode()
    assert before in text
    minimal[file] = text.replace(before, after) if before else after
    errors = [found for found in analyse(minimal).diagnostics if found.severity is Severity.ERROR]
    assert code in {found.code for found in errors}
    assert file in {found.span.file for found in errors}


@pytest.mark.parametrize("title", ["      title: 図\n", ""])
def test_the_same_texts_without_the_mistake_are_right(title: str, minimal: Texts) -> None:
    """A figure without a title is right: the program describes what it draws."""
    minimal["prose/opening.yaml"] = OPENING + TEXT + FIGURE.replace("      title: 図\n", title)
    assert analyse(minimal).plan
