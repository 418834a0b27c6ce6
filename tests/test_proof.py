"""校正用 (--proof): beside every page stands where its words were written, and nothing else is different."""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from jinja2 import FileSystemLoader

from tests.command import vision
from tests.conftest import ROOT, small_project, sound, workshop
from tests.test_web import TOWN, Built, draw
from tests.validators import failures_of_syntax
from vision_compiler.document.provenance import Provenance
from vision_compiler.model.plan import Plan
from vision_compiler.model.text import folded
from vision_compiler.pipeline import Workshop, publish
from vision_compiler.project import read_plan
from vision_compiler.typeset.printing import PrintRun
from vision_compiler.web.site import site

_MARK = re.compile(r"plan/([\w/-]+\.yaml):(\d+)")
_WIDTH = 595.3


@pytest.fixture(scope="module")
def town() -> Plan:
    return sound(dict(TOWN))


def proof_of(plan: Plan, id: str) -> bytes:
    shop = workshop("town")
    return publish(plan, id, Workshop(shop.templates, {}, shop.shelf, shop.made_by, PrintRun(proof="plan"))).content


@pytest.fixture(scope="module", params=["pamphlet", "basic-plan", "booklet"])
def proof(town: Plan, request: pytest.FixtureRequest) -> bytes:
    known = [document.id for document in town.settings.documents]
    if request.param not in known:
        pytest.skip(f"この計画には {request.param} がありません")
    return proof_of(town, request.param)


def lines(name: str) -> list[str]:
    content = TOWN[name]
    return (content.decode() if isinstance(content, bytes) else content).splitlines()


def words(pdf: bytes) -> Iterator[tuple[str, str]]:
    """What stands on each page, and beside it."""
    for page in pypdfium2.PdfDocument(pdf):
        text, height = page.get_textpage(), page.get_height()
        yield (
            text.get_text_bounded(0, 0, _WIDTH, height),
            text.get_text_bounded(_WIDTH + 2, 0, page.get_width(), height),
        )


def test_every_page_has_marks_that_lead_to_lines_of_the_plan(proof: bytes) -> None:
    pages = list(words(proof))
    assert pages
    seen = 0
    for page, margin in pages:
        if not page.strip():
            continue
        assert "校正用" in margin
        found = _MARK.findall(margin)
        assert found, page[:40]
        for name, line in found:
            assert lines(name)[int(line) - 1].strip(), f"{name}:{line}"
            seen += 1
    assert seen > 5


def test_the_marks_lie_beside_the_page_and_cover_nothing(proof: bytes) -> None:
    with pikepdf.open(BytesIO(proof)) as pdf:
        for page in pdf.pages:
            trimmed, paper = [float(each) for each in page.TrimBox], [float(each) for each in page.MediaBox]
            assert trimmed[0] == paper[0] == 0 and paper[2] - trimmed[2] > 200
    for page in pypdfium2.PdfDocument(proof):
        text = page.get_textpage()
        boxes = [text.get_rect(n) for n in range(text.count_rects())]
        beside = sorted((box[1], box[3]) for box in boxes if box[0] > _WIDTH)
        assert all(above[0] >= below[1] - 2 for below, above in pairwise(beside) if above != below)
        assert all(box[2] <= page.get_width() for box in boxes)


def test_the_marks_are_no_text_that_is_read_aloud(proof: bytes) -> None:
    assert failures_of_syntax(proof) == []
    with pikepdf.open(BytesIO(proof)) as pdf:
        last = [page.Contents.read_bytes().rpartition(b"BDC")[2] for page in pdf.pages]
    assert all(b"/Artifact BMC" in each for each in last)


def test_the_pages_are_those_of_the_ordinary_document(town: Plan) -> None:
    id = town.settings.documents[0].id
    ordinary = publish(town, id, workshop("town")).content
    plain = [page for page, _ in words(ordinary)]
    assert plain and [page for page, _ in words(proof_of(town, id))] == plain


def test_words_are_found_where_they_were_written(town: Plan) -> None:
    provenance = Provenance(town)
    strategy = town.strategies[0]
    (found,) = provenance.within(f"重点戦略１ {strategy.title}")
    name, _, line = found.place.partition(":")
    assert name == f"strategies/{strategy.id}.yaml" and strategy.title in lines(name)[int(line) - 1]
    assert provenance.of(f"１ {strategy.title}", name) == found.place
    assert provenance.of(f"{strategy.title}と、そのほかのとても長い文の中にある言葉のところ", name) == ""
    assert provenance.within("この計画にはない言葉") == [] and provenance.of("", name) == ""


def test_every_page_of_the_site_leads_to_lines_of_the_plan(town: Plan) -> None:
    files = site(town, FileSystemLoader(ROOT / "templates"), draw, {}, proof="plan")
    plain = site(town, FileSystemLoader(ROOT / "templates"), draw, {})
    seen = 0
    for name, page in Built(town, files).pages.items():
        marks = [mark.text or "" for mark in page.iterfind(".//span[@class='proof-place']")]
        assert page.find(".//p[@class='proof-banner']") is not None, name
        assert marks or name in ("search.html", "downloads.html", "fields.html", "sdgs.html"), name
        for mark in marks:
            file, line = _MARK.fullmatch(mark).groups()  # type: ignore[union-attr]
            assert lines(file)[int(line) - 1].strip(), mark
            seen += 1
        main = page.find(".//main")
        assert main is not None
        shown = folded("".join(main.itertext()))
        before = Built(town, plain).pages[name].find(".//main")
        assert before is not None
        for mark in marks:
            shown = shown.replace(folded(mark), "", 1)
        assert shown == folded("".join(before.itertext())), name
    assert seen > 100


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return small_project(tmp_path)


def test_a_proof_lies_apart_and_says_so(project: Path) -> None:
    made = vision("build", "html", "--proof", folder=project)
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("build/proof/html/index.html（") and "、校正用）" in made.stdout
    assert "載せていません" not in made.stderr
    assert not (project / "build" / "html").exists()
    page = (project / "build" / "proof" / "html" / "strategies" / "growth.html").read_text(encoding="utf-8")
    file, line = _MARK.search(page).groups()  # type: ignore[union-attr]
    texts = read_plan(project / "plan")
    assert texts[file].decode().splitlines()[int(line) - 1].strip()


def test_a_proof_is_not_for_the_printer(project: Path) -> None:
    refused = vision("build", "pdf", "--proof", "--cmyk", folder=project)
    assert refused.returncode == 2
    assert "「--proof」は、「--bleed」や「--cmyk」と一緒に使えません" in refused.stderr
