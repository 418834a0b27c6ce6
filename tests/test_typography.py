"""How finished PDFs are set: faults made on purpose are found, the publications have none, and their text comes out."""

import io
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from tests.command import vision
from tests.conftest import MINIMAL
from tests.reading import assert_in_order, folded, of_chapter, of_prose, run, saved
from tests.test_cli import JAPANESE
from tests.test_typeset import pdf
from vision_compiler.emit.pdf import Output
from vision_compiler.inspection import Inspection, inspect
from vision_compiler.inspection.measures import LINE_END
from vision_compiler.inspection.pages import Block, read
from vision_compiler.model.plan import Plan
from vision_compiler.report.typography import typography
from vision_compiler.typeset import justification

JUSTIFIED = "p{text-align:justify}"
PROSE = "<p>" + "市民と市が力を合わせ、一人一人の「思い」を大切にしながら、DXを2024年度から進めます。" * 12 + "</p>"
WORDS = "".join(f"{letter * length} " for letter, length in zip("WMWMWM", (31, 32, 33, 34, 35, 36), strict=True))


def inspected(*bodies: str, css: str = "") -> Inspection:
    return inspect(pdf(*bodies, css=JUSTIFIED + css))


def changed(content: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as opened:
        change(opened)
        opened.save(changed := io.BytesIO())
    return changed.getvalue()


# Faults made on purpose


def test_a_page_without_fault() -> None:
    found = inspected(PROSE, PROSE)
    assert (found.pages, found.inner, found.lines) == (1, found.lines - 2, found.lines)
    assert found.lines > 20
    assert (found.ragged, found.forbidden, found.overfull, found.short) == ((), (), (), ())
    assert (found.failed, found.not_embedded) == ((), ())
    assert found.widest and 0 < found.widest.em < 0.1


def test_ragged_lines_are_found() -> None:
    """Of long words, none fits beside another, and there is no room to make."""
    found = inspected(PROSE, f"<p>{WORDS}</p>")
    assert [place.text[0] for place in found.ragged] == list("WMWMW")
    assert found.ragged_share == 5 / found.inner
    assert found.ragged[0][:2] == (1, "1")


def test_japanese_that_is_no_longer_stretched_is_ragged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(justification, "_gaps", lambda _box: 0)
    text = "".join(random.Random(5).choices("市民が幸せに暮らすまちを、。ー20DX", k=1500))
    found = inspected(f"<p>{text}</p>")
    assert found.inner > 20
    assert found.ragged_share > 0.5


def test_text_that_should_not_be_flush_is_not_ragged() -> None:
    assert inspected(PROSE, f'<p style="text-align:left">{WORDS}</p>').ragged == ()
    assert inspected(PROSE, "<p>市民の<br/>まちを<br/>未来へ</p>").ragged == (), "its author parted these lines"


@pytest.mark.parametrize("sign", "、。」）ー々ゃッ・：？！…～—／％")
def test_lines_that_begin_with_the_wrong_sign_are_found(sign: str) -> None:
    found = inspected(f"<p>市民の<br/>{sign}まち</p>")
    assert [place.text for place in found.forbidden] == [f"市民の{LINE_END}{sign}まち"]


@pytest.mark.parametrize("sign", "「（『【￥")
def test_lines_that_end_with_the_wrong_sign_are_found(sign: str) -> None:
    found = inspected(f"<table><tr><td>市民の{sign}<br/>まち</td></tr></table>")
    assert [place.text for place in found.forbidden] == [f"市民の{sign}{LINE_END}まち"]


@pytest.mark.parametrize(
    "body",
    [
        f"{PROSE[:-4]}<span style='white-space:nowrap'>{'W' * 45}</span></p>",
        '<p style="width:50mm;background:#eee;white-space:nowrap">市民が幸せに暮らすまちを目指します。</p>',
        '<div style="height:9mm;background:#eee"><p>市民が<br/>幸せに<br/>暮らすまち</p></div>',
        '<table style="table-layout:fixed;width:60mm"><tr><td style="white-space:nowrap">市民が幸せに暮らすまち</td>'
        '<td style="border-left:1px solid">値</td></tr></table>',
        f'<p style="white-space:nowrap">{"市" * 50}</p>',
    ],
    ids=["column", "panel", "height of a panel", "cell", "page"],
)
def test_lines_that_leave_their_place_are_found(body: str) -> None:
    assert len(inspected(PROSE, body).overfull) == 1


def test_short_last_lines_are_found() -> None:
    found = inspected("<p>市民の暮らしを守りま<br/>す。</p>", "<p>市民の暮らしを<br/>守ります。</p>")
    assert [place.text for place in found.short] == [f"市民の暮らしを守りま{LINE_END}す。"]


def test_the_line_that_is_stretched_most_is_found() -> None:
    found = inspected(PROSE, f"<p>市民{'W' * 38} {'W' * 50}</p>")
    assert found.widest
    assert found.widest.em > 0.3
    assert found.widest.place.text.startswith("市民WWW")


@pytest.mark.parametrize("is_readable", [True, False])
def test_glyphs_for_want_of_a_glyph_are_found(is_readable: bool) -> None:
    """Glyph 0 is what a font shows for a character that it lacks, whatever a PDF says that it means."""

    def without_glyph(opened: pikepdf.Pdf) -> None:
        content = opened.pages[0].Contents
        before, glyph, after = re.split(rb"(?<=\[<)([0-9a-f]{4})", content.read_bytes(), maxsplit=1)
        content.write(before + b"0000" + after)
        for font in opened.pages[0].Resources.Font.values() if is_readable else ():
            font.ToUnicode.write(font.ToUnicode.read_bytes().replace(b"<%s>" % glyph, b"<0000>"))

    found = inspect(changed(pdf("<p>市民のまち</p>"), without_glyph))
    assert [place.text for place in found.failed] == ["市" if is_readable else "\0"]


def test_fonts_that_are_not_embedded_are_found() -> None:
    def without_file(opened: pikepdf.Pdf) -> None:
        for each in opened.objects:
            if isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each:
                del each.FontFile2

    found = inspect(changed(pdf("<p>市民のまち</p>"), without_file))
    assert [re.sub(r"^[A-Z]{6}\+", "", name) for name in found.not_embedded] == ["BIZUDPGothic-Regular"]


def test_a_paragraph_over_two_pages_is_one() -> None:
    paper = read(pdf(*[PROSE] * 6, css=JUSTIFIED))
    assert [sorted({line.sheet for line in block.lines}) for block in paper.blocks] == [*[[0]] * 4, [0, 1], [1]]
    assert {"".join(line.text for line in block.lines) for block in paper.blocks} == {PROSE[3:-4]}


def test_what_was_measured_is_told_in_japanese() -> None:
    found = inspected(PROSE, f"<p>{WORDS}</p>", "<p>市民の<br/>。</p>")
    lines = typography(found).split("\n")
    assert all(JAPANESE.search(line) for line in lines)
    assert lines[0] == f"  1ページ、{found.lines}行"
    assert lines[1] == f"  右端がそろわない行: 本文の途中の{found.inner}行のうち5行（{found.ragged_share:.1%}）"
    assert lines[2] == f"    1ページ「{'W' * 30}…」"
    assert "  行頭・行末に置けない字: 1か所" in lines
    assert f"    1ページ「市民の{LINE_END}。」" in lines
    assert "  書体にない文字: なし" in lines


# The publications

DOCUMENTS = ("pamphlet", "basic-plan", "strategy", "booklet", "draft")
ALL = (*DOCUMENTS, "agreement")
#: How many inner lines of justified text each has at least; if it has fewer, they are no longer said to be justified.
INNER = {"pamphlet": 15, "basic-plan": 200, "strategy": 150, "booklet": 25, "draft": 200}


@pytest.fixture(scope="module")
def inspection(publication: Callable[[str], Output]) -> Callable[[str], Inspection]:
    """How a publication is set; each is measured once."""
    return cache(lambda id: inspect(publication(id).content))


@pytest.mark.parametrize("id", DOCUMENTS)
def test_both_edges_of_running_text_are_flush(inspection: Callable[[str], Inspection], id: str) -> None:
    found = inspection(id)
    assert found.inner >= INNER[id]
    assert found.ragged_share < 0.03, found.ragged


@pytest.mark.parametrize("id", ALL)
def test_every_line_begins_and_ends_with_the_right_signs(inspection: Callable[[str], Inspection], id: str) -> None:
    assert inspection(id).forbidden == ()


@pytest.mark.parametrize("id", ALL)
def test_no_line_leaves_its_place(inspection: Callable[[str], Inspection], id: str) -> None:
    assert inspection(id).overfull == ()


@pytest.mark.parametrize("id", ALL)
def test_every_character_has_a_shape_and_every_font_is_embedded(
    inspection: Callable[[str], Inspection], id: str
) -> None:
    found = inspection(id)
    assert (found.failed, found.not_embedded) == ((), ())


@pytest.mark.parametrize("id", DOCUMENTS)
def test_no_paragraph_ends_with_a_line_of_one_or_two_characters(
    inspection: Callable[[str], Inspection], id: str
) -> None:
    assert inspection(id).short == ()


@pytest.mark.parametrize("id", DOCUMENTS)
def test_no_line_gapes(inspection: Callable[[str], Inspection], id: str) -> None:
    widest = inspection(id).widest
    assert widest
    assert widest.em < 0.12, widest


# Text as other programs take it out

#: Lines that are stretched so much that pdftotext takes their letters for words.
TORN = {
    "basic-plan": ["本市の出生数は、年々減少傾向にあり、2022年では1,374人となっています。特に"],
    "draft": ["本市の出生数は、年々減少傾向にあり、2022年では1,374人となっています。特に"],
}


@pytest.fixture(scope="module")
def papers(
    publication: Callable[[str], Output], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], tuple[Path, list[Block]]]:
    """The file of a publication and its running text."""
    folder = tmp_path_factory.mktemp("papers")

    @cache
    def found(id: str) -> tuple[Path, list[Block]]:
        output = publication(id)
        return saved(output, folder), [block for block in read(output.content).blocks if block.is_justified]

    return found


@pytest.mark.parametrize("options", [(), ("-raw",)], ids=["as it looks", "as it is written"])
@pytest.mark.parametrize("id", DOCUMENTS)
def test_running_text_comes_out_in_reading_order(
    papers: Callable[[str], tuple[Path, list[Block]]], id: str, options: tuple[str, ...]
) -> None:
    """Line by line, with no white where letters are set wider."""
    path, blocks = papers(id)
    pages = run("pdftotext", *options, path, "-").split("\f")
    notes = sorted((block for block in blocks if block.role == "Note"), key=from_above)
    torn = [*not_in_order(pages, notes), *not_in_order(pages, [b for b in blocks if b.role in ("P", "LBody")])]
    assert torn == ([] if options else TORN.get(id, []))


def from_above(block: Block) -> tuple[int, float]:
    """Where on which page it begins: notes stand at the foot of a page, or below their table."""
    first = block.lines[0]
    return first.sheet, -first.glyphs[0].bottom


def not_in_order(pages: list[str], blocks: list[Block]) -> list[str]:
    """The lines that a page does not give as they are printed, after those before them."""
    missing = []
    position = dict.fromkeys(range(len(pages)), 0)
    for line in (line for block in blocks for line in block.lines):
        for words in ("".join(glyph.text for glyph in stretch).strip() for stretch in line.stretches):
            found = pages[line.sheet].find(words, position[line.sheet])
            if found < 0:
                missing.append(words)
            else:
                position[line.sheet] = found + len(words)
    return missing


def in_the_order_of_the_plan(plan: Plan, id: str) -> Iterator[str]:
    """The words of a document whose pages are designed; those of the books are read in tests of their own."""
    document = plan.document(id)
    assert document and plan.stances
    if id == "pamphlet":
        for strategy in plan.strategies:
            yield from (strategy.title, *of_prose(plan, strategy.direction))
            yield from (measure.title for measure in strategy.measures)
        for stance in plan.stances.stances:
            yield from (stance.title, *of_prose(plan, stance.summary or ""))
    for name in document.contents:
        yield from of_chapter(plan, plan.chapters[name])


@pytest.mark.parametrize(
    ("id", "options"),
    [
        ("pamphlet", ()),
        ("pamphlet", ("-raw",)),
        ("booklet", ("-raw",)),
    ],
)
def test_designed_pages_come_out_in_the_order_of_the_plan(
    papers: Callable[[str], tuple[Path, list[Block]]], real_plan: Plan, id: str, options: tuple[str, ...]
) -> None:
    strings = list(in_the_order_of_the_plan(real_plan, id))
    assert len(strings) >= 30
    assert_in_order(strings, folded(run("pdftotext", *options, papers(id)[0], "-")))


# vision build pdf --verbose


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(MINIMAL, tmp_path / "plan")
    return tmp_path


def test_verbose_tells_how_every_document_is_set_also_if_nothing_changed(project: Path) -> None:
    plain, loaded = built_with_modules(project)
    assert not {"pypdfium2", "vision_compiler.inspection"} & loaded, "who does not ask does not wait"
    told = vision("build", "pdf", "--verbose", folder=project)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith(f"{plain}\n\nみほん市総合戦略\n  ")
    assert re.search(r"^  [0-9]+ページ、[0-9]+行$", told.stdout, re.MULTILINE)
    assert "  行頭・行末に置けない字: なし" in told.stdout
    (project / "build" / "strategy.pdf").unlink()
    assert vision("build", "pdf", "-v", "strategy", folder=project).stdout == told.stdout


def built_with_modules(project: Path) -> tuple[str, set[str]]:
    """What a build without options prints, and the modules that it loaded."""
    code = (
        "import atexit, sys; from vision_compiler.cli import main; atexit.register(lambda: print(*sys.modules)); main()"
    )
    command = [sys.executable, "-c", code, "build", "pdf"]
    printed = subprocess.run(command, capture_output=True, text=True, cwd=project, check=True).stdout
    plain, _, modules = printed.strip().rpartition("\n")
    assert "vision_compiler.building" in modules
    return plain, set(modules.split())


def test_a_plan_with_mistakes_has_nothing_to_measure(project: Path) -> None:
    (project / "plan" / "vision.yaml").write_text("gaol: まち\n", encoding="utf-8")
    told = vision("build", "pdf", "-v", folder=project)
    assert (told.returncode, told.stdout) == (1, "")
