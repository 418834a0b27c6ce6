"""The judges of PDFs are judged: each finds what is spoilt on purpose, and none says nothing when it can't judge."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest

from tests import validators
from tests.conftest import sound
from tests.test_conformance import PLANS, built, needs_verapdf
from tests.validators import FALSE_ALARM, failures_by_page_validation, failures_by_verapdf, failures_of_syntax
from vision_compiler.project import read_plan

Spoil = Callable[[pikepdf.Pdf], None]


def unchanged(_: pikepdf.Pdf) -> None:
    pass


def without_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def without_metadata(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


def without_tags(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def without_fonts(pdf: pikepdf.Pdf) -> None:
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary):
            for key in {"/FontFile", "/FontFile2", "/FontFile3"} & set(each.keys()):
                del each[key]


#: What is done to a good PDF, and the standards that it breaks.
SPOILT: dict[Spoil, set[str]] = {
    unchanged: set(),
    without_language: {"PDF/UA-1"},
    without_metadata: {"PDF/UA-1", "PDF/A-3a"},
    without_tags: {"PDF/UA-1", "PDF/A-3a"},
    without_fonts: {"PDF/UA-1", "PDF/A-3a"},
}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small PDF."""
    sources = {key: text for each in PLANS["town"] for key, text in read_plan(each).items()}
    path = tmp_path_factory.mktemp("good") / "good.pdf"
    path.write_bytes(built(sound(dict(sources)), "booklet", sources, path.with_name("standing")))
    return path


@pytest.fixture(scope="module")
def spoilt(good: Path) -> dict[Spoil, Path]:
    """The same PDF, spoilt in one way each."""
    found = {}
    for spoil in SPOILT:
        path = found[spoil] = good.with_name(f"{spoil.__name__}.pdf")
        with pikepdf.open(good) as pdf:
            spoil(pdf)
            pdf.save(path)
    return found


def standards_of(failures: list[str]) -> set[str]:
    return {failure.split(" ", 1)[0] for failure in failures}


def test_qpdf_finds_what_is_damaged(spoilt: dict[Spoil, Path]) -> None:
    whole = spoilt[unchanged].read_bytes()
    assert failures_of_syntax(whole) == []
    assert failures_of_syntax(whole.replace(b"startxref", b"startxxxx")) != []


def test_the_false_alarm_of_page_validation_is_left_out_and_qpdf_stands_in(spoilt: dict[Spoil, Path]) -> None:
    with pikepdf.open(spoilt[unchanged]) as pdf:
        pdf.Root.Odd = pdf.make_stream(b"data\r")
        pdf.save(output := BytesIO(), compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    right = output.getvalue()
    report = page.validate_pdf_bytes(right, profile=page.ValidationProfile.PDF_A_3A)
    assert [each.rule_id for each in report.failures] == [FALSE_ALARM], "if it is gone, it need not be left out"
    assert failures_by_page_validation(right) == failures_of_syntax(right) == []
    assert right.count(b"/Length 5 ") == 1
    assert failures_of_syntax(right.replace(b"/Length 5 ", b"/Length 3 ")) != []


@pytest.mark.parametrize("spoil", SPOILT)
def test_page_validation_finds_what_is_spoilt(spoilt: dict[Spoil, Path], spoil: Spoil) -> None:
    failures = failures_by_page_validation(spoilt[spoil].read_bytes())
    assert standards_of(failures) == SPOILT[spoil], failures


@needs_verapdf
def test_verapdf_finds_what_is_spoilt(spoilt: dict[Spoil, Path]) -> None:
    found = failures_by_verapdf(spoilt.values())
    assert {spoil: standards_of(found[path]) for spoil, path in spoilt.items()} == SPOILT, found


@needs_verapdf
def test_verapdf_without_its_rules_is_no_judge(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validators, "JAXB", ())
    with pytest.raises(RuntimeError, match="PDFAFlavour ua1 is not supported"):
        failures_by_verapdf([good])


@needs_verapdf
def test_verapdf_does_not_pass_over_a_file_that_it_cannot_read(tmp_path: Path) -> None:
    path = tmp_path / "none.pdf"
    path.write_bytes(b"no PDF")
    with pytest.raises(RuntimeError, match="no verdict"):
        failures_by_verapdf([path])
