"""The look of telling pages: each is painted small and compared with its picture in ``pages/``.

``pytest -n0 tests/test_pages.py --update-snapshots`` paints the pictures anew.
"""

import base64
import html
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pytest
from PIL import Image, ImageChops

from tests.conftest import ROOT
from tests.reading import folded
from tests.test_typeset import pdf
from vision_compiler.emit.pdf import Output

PICTURES = Path(__file__).parent / "pages"
REPORT = ROOT / "build" / ".tests" / "pages.html"
#: Pixels for a point: letters are smudges, but every line, rule and ground is there.
SCALE = 0.5
#: A pixel is another if its grey (0 to 255) differs by more; a page, if more than such a part of its pixels do.
OTHER_GREY, OTHER_PART = 10, 0.003


class Subject(NamedTuple):
    """The first page of a publication on which all of these words stand."""

    publication: str
    words: tuple[str, ...]


SUBJECTS = {
    "cover": Subject("strategy", ("第３期平塚市総合戦略",)),
    "contents": Subject("strategy", ("目次",)),
    "vision-diagram": Subject("strategy", ("まちづくりの指針", "世界の人々と相互理解を深め")),
    "strategy": Subject("strategy", ("重点戦略１ 子どもを育む環境づくり", "◆ 基本的な方向性")),
    "measure": Subject("strategy", ("（１）希望する結婚・妊娠・出産がかなう", "◆ 主な取組")),
    "measure-with-notes": Subject("strategy", ("（３）子どもが希望を持って成長する", "◆ 主な取組", "★１")),
    "chart": Subject("basic-plan", ("１ 人口の将来展望", "【備考２】")),
    "continued-table": Subject("basic-plan", ("（つづき）", "指標名")),
    "pamphlet-plan": Subject("pamphlet", ("総合計画とは",)),
    "pamphlet-strategies": Subject("pamphlet", ("重点戦略１", "主な取組")),
    "booklet": Subject("booklet", ("“これまで”のまちの変化",)),
    "draft": Subject("draft", ("資料１ 未定の一覧", "決まっていないもの")),
    "agreement": Subject("agreement", ("一致の確認", "書かれている言葉")),
}


class Difference(NamedTuple):
    """A page that looks different: how it was, how it is, and what part of its pixels differs."""

    name: str
    old: Image.Image
    new: Image.Image
    part: float


@pytest.fixture(scope="module")
def differences() -> list[Difference]:
    """Those of this run; the report of an earlier one is gone."""
    REPORT.unlink(missing_ok=True)
    return []


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_page_looks_as_it_did(
    publication: Callable[[str], Output], differences: list[Difference], request: pytest.FixtureRequest, name: str
) -> None:
    subject, file = SUBJECTS[name], PICTURES / f"{name}.png"
    new = painted(publication(subject.publication).content, subject.words)
    if request.config.getoption("--update-snapshots"):
        PICTURES.mkdir(exist_ok=True)
        new.save(file, optimize=True)
    assert file.is_file(), "it has no picture yet: --update-snapshots"
    with Image.open(file) as old:
        part = other_part(old, new)
        if part > OTHER_PART:
            differences.append(Difference(name, old.copy(), new, part))
            REPORT.parent.mkdir(parents=True, exist_ok=True)
            REPORT.write_text(report(differences), encoding="utf-8")
    assert part <= OTHER_PART, f"{part:.1%} of the page look different, see {REPORT}; if it should: --update-snapshots"


def test_every_picture_is_of_a_page() -> None:
    assert sorted(path.name for path in PICTURES.iterdir()) == sorted(f"{name}.png" for name in SUBJECTS)


def painted(content: bytes, words: tuple[str, ...]) -> Image.Image:
    """The first page with all of these words, small and grey."""
    with pypdfium2.PdfDocument(content) as document:
        page = next((page for page in document if has_words(page, words)), None)
        assert page, f"no page with {'、'.join(words)}"
        picture: Image.Image = page.render(scale=SCALE, grayscale=True).to_pil()
    return picture.copy()  # the bitmap goes with the document


def has_words(page: pypdfium2.PdfPage, words: tuple[str, ...]) -> bool:
    text = folded(page.get_textpage().get_text_bounded())
    return all(folded(each) in text for each in words)


def other_part(old: Image.Image, new: Image.Image) -> float:
    """The part of the pixels that differ; all, if one picture is larger."""
    return 1.0 if old.size != new.size else other(old, new).histogram()[255] / (old.width * old.height)


def other(old: Image.Image, new: Image.Image) -> Image.Image:
    """White where two pictures differ, black where they do not."""
    return ImageChops.difference(old, new).point([255 * (grey > OTHER_GREY) for grey in range(256)])


def report(differences: list[Difference]) -> str:
    """The pages as they were, as they are, and what differs in red: one HTML file with all in it."""
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Pages that look different</title>'
        "<style>body{font:14px sans-serif}img{width:30%;border:1px solid #999;image-rendering:pixelated}</style>"
        f"<h1>Old | new | difference</h1>{''.join(map(section, differences))}</html>\n"
    )


def section(difference: Difference) -> str:
    name, old, new, part = difference
    size = (max(old.width, new.width), max(old.height, new.height))
    canvases = [Image.new("L", size, 255) for _ in range(2)]
    for canvas, picture in zip(canvases, (old, new), strict=True):
        canvas.paste(picture)
    pale = canvases[1].point([170 + grey // 3 for grey in range(256)]).convert("RGB")
    red = Image.composite(Image.new("RGB", size, "red"), pale, other(*canvases))
    pictures = "".join(f'<img alt="" src="{data_url(picture)}"> ' for picture in (old, new, red))
    return f"<h2>{html.escape(name)} ({part:.1%})</h2>{pictures}"


def data_url(picture: Image.Image) -> str:
    picture.save(file := io.BytesIO(), "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


# What counts as a difference

PARAGRAPH = "<p>市民が幸せに暮らすまちを目指し、市民、企業、行政がそれぞれ主役になります。</p>"


@pytest.fixture(scope="module")
def page() -> Iterator[Image.Image]:
    yield painted(pdf(*[PARAGRAPH] * 12), ())


def test_the_same_page_is_no_difference(page: Image.Image) -> None:
    assert other_part(page, painted(pdf(*[PARAGRAPH] * 12), ())) == 0
    slightly_darker = page.point([max(0, grey - 5) for grey in range(256)])
    assert other_part(page, slightly_darker) == 0


@pytest.mark.parametrize(
    ("css", "what"),
    [
        ("p{margin-left:1mm}", "text that moved"),
        ("p{font-size:11.5pt}", "another size"),
        ("p{font-weight:700}", "another weight"),
        ("p{background:#f0f0f0}", "a ground"),
        ("@page{size:A4 landscape}", "another sheet"),
    ],
)
def test_what_a_reader_would_see_is_a_difference(page: Image.Image, css: str, what: str) -> None:
    assert other_part(page, painted(pdf(*[PARAGRAPH] * 12, css=css), ())) > OTHER_PART, what


def test_the_report_shows_old_new_and_difference(page: Image.Image) -> None:
    moved = ImageChops.offset(page, 3, 0)
    landscape = page.transpose(Image.Transpose.ROTATE_90)
    text = report([Difference("a<b", page, moved, 0.1), Difference("turned", page, landscape, 1.0)])
    assert "a&lt;b (10.0%)" in text
    assert text.count('src="data:image/png;base64,') == 6
    assert data_url(page) in text and data_url(moved) in text
