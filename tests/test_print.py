"""For the printer: paper larger than the page, colour up to its edge, inks instead of light; what readers get stays."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops

from tests.command import vision
from tests.conftest import ROOT, small_project, sound, workshop
from vision_compiler.diagnostics import ProjectError
from vision_compiler.model.plan import Plan
from vision_compiler.pipeline import publish
from vision_compiler.project import read_plan
from vision_compiler.typeset.printing import PrintRun, bleed_of
from vision_compiler.typeset.separations import MOST_INK, inks, separated, separated_entries

DOCUMENTS = ("pamphlet", "strategy", "basic-plan", "booklet", "draft")
POINTS = 72 / 25.4
#: Pixels of a rendered page in a millimetre.
SCALE = 2.0

Made = Callable[[str, PrintRun | None], bytes]


@pytest.fixture(scope="module")
def made(real_plan: Plan) -> Made:
    """A document as PDF, for readers or for a run; "draft" is the basic plan of the draft."""

    @cache
    def make(id: str, run: PrintRun | None) -> bytes:
        if id == "draft":
            plan = sound(dict(read_plan(ROOT / "plan" / "editions" / "2023-08-draft")))
            return publish(plan, "basic-plan", replace(workshop("draft"), run=run)).content
        return publish(real_plan, id, replace(workshop(), run=run)).content

    return make


def rendered(pdf: bytes) -> Iterator[Image.Image]:
    with pdfium.PdfDocument(pdf) as document:
        for page in document:
            yield page.render(scale=SCALE / POINTS).to_pil().convert("RGB")


@pytest.mark.parametrize("bleed", [0.0, 3.0, 10.0])
def test_the_paper_is_larger_by_the_bleed_on_every_side(made: Made, bleed: float) -> None:
    with pikepdf.open(BytesIO(made("pamphlet", PrintRun(bleed)))) as pdf:
        for page in pdf.pages:
            left, bottom, right, top = map(float, page.TrimBox)
            assert (right - left, top - bottom) == pytest.approx((210 * POINTS, 297 * POINTS), abs=0.01)
            around = (left - bleed * POINTS, bottom - bleed * POINTS, right + bleed * POINTS, top + bleed * POINTS)
            assert [float(edge) for edge in page.BleedBox] == pytest.approx(around, abs=0.01)
            assert list(page.MediaBox) == list(page.BleedBox)


def test_readers_get_a_page_as_large_as_it_is_read(made: Made) -> None:
    with pikepdf.open(BytesIO(made("pamphlet", None))) as pdf:
        assert all("/TrimBox" not in page and "/BleedBox" not in page for page in pdf.pages)


@pytest.mark.parametrize("id", DOCUMENTS)
def test_what_is_left_when_the_paper_is_trimmed_is_the_page(made: Made, id: str) -> None:
    pairs = list(zip(rendered(made(id, None)), rendered(trimmed(made(id, PrintRun(10.0)))), strict=True))
    assert len(pairs) >= 4
    for number, (page, paper) in enumerate(pairs, 1):
        assert ImageChops.difference(page, paper).getbbox() is None, f"page {number} of {id}"


def trimmed(pdf: bytes) -> bytes:
    """What is shown of every page is what is left of it when it is trimmed."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        for page in opened.pages:
            page.CropBox = page.TrimBox
        opened.save(output := BytesIO())
    return output.getvalue()


#: How many pages have colour at an edge: covers, parts, the tabs of four strategies with three measures each, and of
#: fields.
WITH_COLOUR = {"pamphlet": 1, "strategy": 1 + 16, "basic-plan": 1 + 3 + 16 + 3, "booklet": 1, "draft": 1 + 3 + 16}


@pytest.mark.parametrize("id", DOCUMENTS)
def test_colour_at_the_edge_of_the_page_goes_on_to_the_edge_of_the_paper(made: Made, id: str) -> None:
    found = 0
    for number, paper in enumerate(rendered(made(id, PrintRun(10.0))), 1):
        sides = [side_of(turned) for turned in turns(paper)]
        for inside, outside in sides:
            # Where a colour begins or ends, a pixel may be half of it.
            assert sum(one != other for one, other in zip(inside, outside, strict=True)) <= 6, f"page {number} of {id}"
        found += any(any(inside) for inside, _ in sides)
    assert found == WITH_COLOUR[id]


def turns(paper: Image.Image) -> Iterator[Image.Image]:
    """The paper with each of its sides at the left."""
    yield paper
    for way in (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270):
        yield paper.transpose(way)


def side_of(paper: Image.Image) -> tuple[list[bool], list[bool]]:
    """Whether there is colour just inside the left edge of the page, and at that of the paper, from top to bottom."""
    edge = round(10 * SCALE)
    rows = range(edge, paper.height - edge)
    return [is_coloured(paper, edge + 2, y) for y in rows], [is_coloured(paper, 1, y) for y in rows]


def is_coloured(paper: Image.Image, x: int, y: int) -> bool:
    pixel = paper.getpixel((x, y))
    assert isinstance(pixel, tuple)
    return min(pixel) < 250


# Inks


@pytest.mark.parametrize("id", ["pamphlet", "basic-plan"])
def test_a_run_in_inks_knows_no_light(made: Made, id: str) -> None:
    with pikepdf.open(BytesIO(made(id, PrintRun(3.0, is_cmyk=True)))) as pdf:
        painted = [b"\n".join(page.Contents.read_bytes() for page in pdf.pages)]
        painted += [each.read_bytes() for each in pdf.objects if is_group(each)]
        assert len(painted) > 1
        assert not any(re.search(rb"\b(rg|RG|sc|scn|cs|CS)\b", each) for each in painted)
        assert not any(b"/DeviceRGB" in each.unparse(resolved=True) for each in pdf.objects if not is_stream(each))
        totals = [sum(map(float, each.split())) for part in painted for each in INKED.findall(part)]
        assert len(totals) > 100
        assert max(totals) <= MOST_INK
        assert b"\n0 0 0 1 k\n" in painted[0]


INKED = re.compile(rb"([0-9.]+ [0-9.]+ [0-9.]+ [0-9.]+) [kK]\b")


def is_stream(each: pikepdf.Object) -> bool:
    return isinstance(each, pikepdf.Stream)


def is_group(each: pikepdf.Object) -> bool:
    return isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Form"


def test_a_run_in_inks_claims_no_profile_and_no_archive(made: Made) -> None:
    with pikepdf.open(BytesIO(made("pamphlet", PrintRun(is_cmyk=True)))) as pdf:
        assert "/OutputIntents" not in pdf.Root
        with pdf.open_metadata() as metadata:
            assert metadata.get("pdfaid:part") is None
            assert metadata["pdfuaid:part"] == "1"
    with pikepdf.open(BytesIO(made("pamphlet", PrintRun()))) as pdf:
        assert "/OutputIntents" in pdf.Root


@pytest.mark.parametrize(
    ("light", "ink"),
    [
        ((0, 0, 0), (0, 0, 0, 1)),
        ((0.11, 0.145, 0.161), (0, 0, 0, 1)),
        ((1, 1, 1), (0, 0, 0, 0)),
        ((0.5, 0.5, 0.5), (0, 0, 0, 0.5)),
        ((1, 0, 0), (0, 1, 1, 0)),
        ((0, 0, 1), (1, 1, 0, 0)),
        ((0, 0.5, 0.5), (1, 0, 0, 0.5)),
    ],
)
def test_lights_and_their_inks(light: tuple[float, float, float], ink: tuple[float, ...]) -> None:
    assert inks(*light) == pytest.approx(ink)


def test_no_colour_takes_more_ink_than_paper_bears() -> None:
    steps = [step / 20 for step in range(21)]
    assert (
        max(sum(inks(*light)) for light in ((r, g, b) for r in steps for g in steps for b in steps)) <= MOST_INK + 1e-9
    )


def test_only_what_paints_is_separated() -> None:
    operators = b"q\n1 0 0 1 3 4 cm\n1 0 0 rg\n0 0 0 RG\n/F 9 Tf\n[<0012>]TJ\nQ"
    assert separated(operators) == b"q\n1 0 0 1 3 4 cm\n0 1 1 0 k\n0 0 0 1 K\n/F 9 Tf\n[<0012>]TJ\nQ"
    entries = b"<</ColorSpace /DeviceRGB/Function <</C0 [1 0 0]/C1 [1 1 1]/N 1>>>>"
    assert separated_entries(entries) == b"<</ColorSpace /DeviceCMYK/Function <</C0 [0 1 1 0]/C1 [0 0 0 0]/N 1>>>>"


# The command


@pytest.mark.parametrize(
    ("text", "length"), [("3mm", 3.0), ("３ｍｍ", 3.0), ("3", 3.0), ("2.5 mm", 2.5), ("0mm", 0.0), ("10MM", 10.0)]
)
def test_lengths_as_people_type_them(text: str, length: float) -> None:
    assert bleed_of(text) == length


@pytest.mark.parametrize("text", ["10.1mm", "-3mm", "3cm", "三ミリ", "", "mm"])
def test_other_lengths_are_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(ProjectError) as caught:
        bleed_of(text)
    assert text in caught.value.message
    assert caught.value.help == "0mm から 10mm までの長さを、3mm のように書いてください。"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return small_project(tmp_path)


def test_what_is_for_the_printer_lies_apart(project: Path) -> None:
    build, printed = project / "build" / "strategy.pdf", project / "build" / "print" / "strategy.pdf"
    vision("build", "pdf", folder=project)
    ordinary = build.read_bytes()
    result = vision("build", "pdf", "--bleed", "3mm", folder=project)
    assert (result.returncode, result.stderr) == (0, "")
    assert re.fullmatch(r"build/print/strategy\.pdf（みほん市総合戦略、\d+ページ、塗り足し3mm）\n", result.stdout)
    first = printed.stat()
    assert vision("build", "pdf", "--bleed", "３ｍｍ", folder=project).stdout == result.stdout
    assert printed.stat().st_ino == first.st_ino, "what would come out the same is not made again"
    result = vision("build", "pdf", "--bleed", "5mm", "--cmyk", folder=project)
    assert "塗り足し5mm、CMYK・ICCプロファイルなし・PDF/Aではない）" in result.stdout
    assert printed.stat().st_ino != first.st_ino
    assert build.read_bytes() == ordinary
    assert vision("build", "pdf", folder=project).stdout.startswith("build/strategy.pdf")


def test_a_wrong_bleed_ends_with_2_and_makes_nothing(project: Path) -> None:
    result = vision("build", "pdf", "--bleed", "12mm", folder=project)
    assert (result.returncode, result.stdout) == (2, "")
    assert "「--bleed」に「12mm」は使えません" in result.stderr
    assert not (project / "build" / "print").exists()
