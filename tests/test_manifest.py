"""build/manifest.json says what each output was made from, and --verify what it would be if made from nothing."""

import json
import re
import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.command import vision
from tests.conftest import small_project
from tests.test_cli import spoil
from vision_compiler.manifest import Build, Manifest, Origin, digest, entry_of, read_manifest
from vision_compiler.verifying import check, differences

ORIGIN = Origin(
    inputs={"plan.yaml": "1", "vision.yaml": "2"},
    options={"bleed": None, "cmyk": False},
    date={"source": "plan.yaml", "value": "2024-02-01T00:00:00Z"},
    program="p",
    typesetter="t",
    tools={"weasyprint": "70.0", "pango": "1.50.12"},
    fonts={"A.ttf": "0123456789"},
)


def build_of(origin: Origin, **outputs: bytes) -> Build:
    entries = {f"{name}.pdf": entry_of(content, name, 1) for name, content in outputs.items()}
    return Build(origin, tuple(entries), "", entries)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = small_project(tmp_path_factory.mktemp("built") / "計画 案")
    assert vision("build", "pdf", folder=folder).returncode == 0
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A project whose PDF is there, in another place."""
    folder = tmp_path / "別の場所"
    shutil.copytree(built, folder)
    return folder


def manifest(project: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((project / "build" / "manifest.json").read_bytes())
    return found


def test_it_names_inputs_tools_fonts_options_date_and_outputs(built: Path) -> None:
    pdf = (built / "build" / "strategy.pdf").read_bytes()
    found = manifest(built)
    assert found["format"] == 1
    (build,) = found["builds"]
    plan = {path.relative_to(built / "plan").as_posix(): path for path in (built / "plan").rglob("*.yaml")}
    assert build["inputs"] == {name: sha256(path.read_bytes()).hexdigest() for name, path in plan.items()}
    (output,) = build["outputs"].items()
    assert output[0] == "strategy.pdf" and output[1]["title"] == "みほん市総合戦略" and output[1]["pages"] > 3
    assert (output[1]["bytes"], output[1]["sha256"]) == (len(pdf), sha256(pdf).hexdigest())
    assert (build["options"]["bleed"], build["options"]["cmyk"], build["documents"]) == (None, False, ["strategy.pdf"])
    assert build["date"] == {"source": "plan.yaml", "value": "2025-03-01T00:00:00Z"}
    assert {"python", "vision-compiler", "weasyprint", "pydantic", "vl-convert-python"} <= set(build["tools"])
    for name in ("pango", "harfbuzz", "fontconfig", "zlib"):
        assert re.fullmatch(r"\d+(\.\d+)+", build["tools"][name]), name
    assert all(re.fullmatch("[0-9a-f]{64}", each) for each in build["fonts"].values()) and len(build["fonts"]) == 2
    assert str(built) not in json.dumps(found, ensure_ascii=False)


def test_what_is_for_the_printer_has_one_of_its_own(project: Path) -> None:
    assert vision("build", "pdf", "--bleed", "3mm", folder=project).returncode == 0
    printed = json.loads((project / "build" / "print" / "manifest.json").read_bytes())
    assert printed["builds"][0]["options"]["bleed"] == "3mm"
    assert manifest(project)["builds"][0]["options"]["bleed"] is None


def test_the_site_stands_beside_the_pdfs(project: Path) -> None:
    assert vision("build", "html", folder=project).returncode == 0
    site, pdfs = manifest(project)["builds"]
    assert set(pdfs["outputs"]) == {"strategy.pdf"}
    assert {"html/index.html", "html/pdf/strategy.pdf"} <= set(site["outputs"])
    assert vision("build", "html", "--verify", folder=project).returncode == 0
    (project / "build" / "html" / "index.html").unlink()
    result = vision("build", "html", "--verify", folder=project)
    assert result.returncode == 1
    assert "× build/html/index.html\n    まだ作られていないか、消されています。\n" in result.stdout


def test_verify_says_that_all_is_the_same_and_writes_nothing(project: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (project / "build").rglob("*") if path.name != "lock"}
    result = vision("build", "pdf", "--verify", folder=project)
    assert (result.returncode, result.stdout) == (0, "1個とも、初めから作り直したものと、1バイトも違いません。\n")
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_verify_does_not_believe_what_is_kept(project: Path) -> None:
    for kept in filter(Path.is_file, (project / "build" / ".cache").rglob("*")):
        kept.write_bytes(b"damaged")
    assert vision("build", "pdf", "--verify", folder=project).returncode == 0


def test_verify_says_which_file_changed_and_what_was_written_over(project: Path) -> None:
    with (project / "plan" / "vision.yaml").open("a", encoding="utf-8") as file:
        file.write("# 追記\n")
    (project / "build" / "strategy.pdf").write_bytes(b"mine")
    result = vision("build", "pdf", "--verify", folder=project)
    assert result.returncode == 1
    assert result.stdout == (
        "× build/strategy.pdf\n    作った後に、このファイルが書き換えられています。\n"
        "    作った後に直した計画のファイルがあります: vision.yaml。\n"
        "1個のうち1個が、初めから作り直したものと違います。\n"
    )
    assert (project / "build" / "strategy.pdf").read_bytes() == b"mine"


def test_verify_of_a_wrong_plan_names_the_mistake(project: Path) -> None:
    spoil(project)
    result = vision("build", "pdf", "--verify", folder=project)
    assert result.returncode == 1
    assert "plan/vision.yaml:1:1: エラー" in result.stderr


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ({"inputs": {"plan.yaml": "1", "new.yaml": "3"}}, ["足した計画のファイルがあります: new.yaml", "なくした"]),
        ({"inputs": {"plan.yaml": "9", "vision.yaml": "2"}}, ["直した計画のファイルがあります: plan.yaml"]),
        ({"program": "q"}, ["vision のプログラムか、ひな形（templates）が変わっています"]),
        (
            {"tools": {"weasyprint": "70.1", "pango": "1.50.12"}},
            ["部品が、作ったときと違います: weasyprint 70.0 → 70.1"],
        ),
        ({"tools": {"weasyprint": "70.0"}}, ["pango 1.50.12 → なし"]),
        ({"fonts": {"A.ttf": "abcdef0123"}}, ["書体が、作ったときと違います: A.ttf 01234567 → abcdef01"]),
        (
            {"date": {"source": "SOURCE_DATE_EPOCH", "value": "1970-01-01T00:00:00Z"}},
            ["2024-02-01T00:00:00Z（plan.yaml） → 1970-01-01T00:00:00Z（SOURCE_DATE_EPOCH）"],
        ),
        ({"options": {"bleed": "3mm", "cmyk": True}}, ["塗り足しなし・RGB → 塗り足し3mm・CMYK"]),
        ({"options": {"proof": "案/plan"}}, ["計画のフォルダーの呼び名が違います"]),
        ({}, []),
    ],
)
def test_every_cause_is_named(now: dict[str, Any], words: list[str]) -> None:
    reasons = list(differences(ORIGIN, replace(ORIGIN, **now)))
    assert len(reasons) == len(words)
    assert all(any(word in reason for reason in reasons) for word in words), reasons


def test_a_difference_without_a_cause_is_reported_as_such() -> None:
    build = build_of(ORIGIN, strategy=b"1")
    assert "理由は分かりません" in check("strategy.pdf", b"1", b"2", build, ORIGIN).reasons[0]
    assert "記録" in check("strategy.pdf", b"1", b"2", None, ORIGIN).reasons[0]
    assert check("strategy.pdf", b"2", b"2", build, ORIGIN).reasons == ()
    assert "なくなる" in check("strategy.pdf", b"1", None, build, ORIGIN).reasons[0]


def test_outputs_of_one_origin_stand_together_and_each_in_the_last_build() -> None:
    later = replace(ORIGIN, program="q")
    found = Manifest().with_build(build_of(ORIGIN, pamphlet=b"1")).with_build(build_of(ORIGIN, strategy=b"2"))
    assert [sorted(build.outputs) for build in found.builds] == [["pamphlet.pdf", "strategy.pdf"]]
    found = found.with_build(build_of(later, strategy=b"3"))
    assert [sorted(build.outputs) for build in found.builds] == [["strategy.pdf"], ["pamphlet.pdf"]]
    build = found.build_of("strategy.pdf")
    assert build and build.outputs["strategy.pdf"].sha256 == digest(b"3")
    found = found.with_build(build_of(later, pamphlet=b"4"), gone=["strategy.pdf"])
    assert [sorted(build.outputs) for build in found.builds] == [["pamphlet.pdf"]]
    assert read_manifest(found.written()).written() == found.written()


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"format": 2, "builds": []}', '{"format": 1, "builds": [{}]}', '{"format": 1, "bui']
)
def test_a_damaged_manifest_is_none(text: str) -> None:
    assert read_manifest(text.encode()) == Manifest()


def test_after_a_half_written_build_the_manifest_gives_it_away(project: Path) -> None:
    pdf = project / "build" / "strategy.pdf"
    content = pdf.read_bytes()
    pdf.write_bytes(content[: len(content) // 2])
    assert vision("build", "pdf", folder=project).returncode == 0
    assert pdf.read_bytes() == content
