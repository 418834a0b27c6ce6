"""typeset: only our fonts, no files, no network; what goes wrong is never silent."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from tests.conftest import ROOT
from tests.reading import folded
from vision_compiler.diagnostics import ProjectError
from vision_compiler.model.characters import repertoire
from vision_compiler.render.piece import Piece
from vision_compiler.typeset import fonts, requirements
from vision_compiler.typeset.archive import Imprint
from vision_compiler.typeset.galley import Compositor
from vision_compiler.typeset.link import link
from vision_compiler.typeset.makeup import Aids, SetPiece, make_up
from vision_compiler.typeset.shapes import Galley, TypesettingError

STYLE = (ROOT / "templates" / "styles" / "elements.css").read_text(encoding="utf-8") + (
    "html{font-family:'Plan Gothic'}@page{size:A4;margin:20mm}p{margin:0}"
)
IMPRINT = Imprint("題", "市", "2024-02-01")


def galley(body: str, css: str = "") -> Galley:
    return Compositor(STYLE + css).set([("piece", Piece(body))])[0]


def pdf(*bodies: str, css: str = "") -> bytes:
    pieces = [SetPiece(Piece(body), galley(body, css)) for body in bodies]
    aids = Aids(galley("<p>線</p>"), galley("<p>続</p>"))
    return link(make_up(pieces, aids), pieces, IMPRINT, [])


def test_a_piece_becomes_rows_and_rows_become_a_page() -> None:
    assert [row.words for row in galley("<p>市民が<br/>幸せに暮らすまち</p>").rows] == ["市民が", "幸せに暮らすまち"]
    assert pdf("<p>市民が幸せに暮らすまち</p>").startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    "body",
    [
        '<img src="file:///etc/passwd" alt="x"/>',
        '<img src="http://127.0.0.1:9/x.png" alt="x"/>',
        '<img src="../plan/plan.yaml" alt="x"/>',
        '<object data="https://plan.invalid/secret"></object>',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd" width="1" height="1"/></svg>',
        '<p style="background: url(file:///etc/passwd)">x</p>',
    ],
)
def test_nothing_outside_is_reached(body: str) -> None:
    with pytest.raises(TypesettingError):
        galley(body)


@pytest.mark.parametrize(
    ("body", "css"), [("<p>x</p>", "p{colour:red}"), ("<p>𠮷</p>", ""), ('<a href="#none">x</a>', "")]
)
def test_what_the_renderer_only_logs_is_an_error(body: str, css: str) -> None:
    with pytest.raises(TypesettingError):
        pdf(body, css=css)


def test_a_missing_font_is_named_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fonts.find_fonts.cache_clear()
    monkeypatch.setattr(fonts, "FOLDERS", (tmp_path,))
    with pytest.raises(ProjectError) as caught:
        fonts.find_fonts()
    monkeypatch.undo()
    fonts.find_fonts.cache_clear()
    assert "BIZUDPGothic-Regular.ttf" in caught.value.message
    assert "apt-get install fonts-morisawa-bizud-gothic" in caught.value.help


def test_a_missing_library_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requirements, "LIBRARIES", {"no-such-library": "libnone0"})
    with pytest.raises(ProjectError) as caught:
        requirements.demand_libraries()
    assert "libnone0" in caught.value.help
    assert [each.is_met for each in requirements.requirements()] == [True, False, True]


def test_the_repertoire_is_what_all_our_fonts_have(snapshot: Callable[[Path, str], None]) -> None:
    """And what each draws as itself: who copies 𩿗 from a PDF would get 𩿎, whose glyph it has."""
    covered = []
    for path in fonts.find_fonts().values():
        with TTFont(path, lazy=True) as font:
            drawn = {chr(code): glyph for code, glyph in sorted(font.getBestCmap().items())}
        owner = {glyph: character for character, glyph in reversed(drawn.items())}
        covered.append({each for each, glyph in drawn.items() if folded(each) == folded(owner[glyph])})
    common = [each for each in sorted(set.intersection(*covered)) if each.isprintable() or each == "\u3000"]
    snapshot(ROOT / "vision_compiler" / "model" / "repertoire.txt", "".join(common))
    assert repertoire() == frozenset(common)


def test_both_edges_of_a_paragraph_are_flush(tmp_path: Path) -> None:
    """If this fails after an update of WeasyPrint: it no longer takes ``typeset/justification.py``."""
    text = "平塚市の「まち・ひと・しごと」は、DX（デジタル化）と<b>GX</b>を2024年度から進めます。" * 12
    path = tmp_path / "flush.pdf"
    path.write_bytes(pdf(f"<p>{text}</p>", css="p{text-align:justify}"))
    boxes = subprocess.run(["pdftotext", "-bbox-layout", path, "-"], check=True, capture_output=True, text=True).stdout
    rights = [float(right) for right in re.findall(r'<line [^>]*xMax="([0-9.]+)"', boxes)]
    assert len(rights) > 5
    edge = (210 - 20) / 25.4 * 72
    assert all(abs(right - edge) < 1 for right in rights[:-1]), "lines do not end at the right edge"
    assert rights[-1] < edge - 5, "the last line of a paragraph is not stretched"


def test_the_renderer_is_loaded_without_what_only_its_own_documents_need() -> None:
    """And only the renderer: whoever asks later gets all of it."""
    asks = (
        "import sys, vision_compiler.typeset.galley, weasyprint.html, importlib.resources as resources\n"
        "print(weasyprint.html.UA, 'fontTools.subset' in sys.modules, 'fontTools.varLib' in sys.modules)\n"
        "from fontTools.subset import Options\n"
        "print(Options.__name__, len((resources.files('weasyprint.css') / 'html5_ua.css').read_text()) > 1000)\n"
    )
    said = subprocess.run([sys.executable, "-c", asks], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert said == " False False\nOptions True\n"


def test_a_stylesheet_with_a_mistake_is_refused_every_time() -> None:
    for _ in range(2):
        with pytest.raises(TypesettingError, match="colour"):
            Compositor("p { colour: red }")
