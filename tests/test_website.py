"""vision build html: what it writes, what it clears away, and what it leaves alone."""

import re
from pathlib import Path

import pytest

from tests.command import vision
from tests.conftest import small_project
from tests.test_cli import spoil


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return small_project(tmp_path / "計画 案")


def files(project: Path) -> dict[str, bytes]:
    folder = project / "build" / "html"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_writes_the_site_and_says_so_on_one_line(project: Path) -> None:
    result = vision("build", "html", folder=project)
    assert result.returncode == 0, result.stderr
    assert re.fullmatch(r"build/html/index\.html（みほん市総合計画 ウェブ版、\d+ページ）\n", result.stdout)
    assert "「みほん市総合戦略」のPDFは、今の計画から作ったものがないため、載せていません。" in result.stderr
    made = files(project)
    assert {"index.html", "strategies/growth.html", "data/indicators.csv", "assets/style.css"} <= set(made)
    assert vision("build", "html", folder=project).stdout == result.stdout
    assert files(project) == made


def test_pages_that_are_no_more_are_cleared_away_but_nothing_of_others(project: Path) -> None:
    vision("build", "html", folder=project)
    own, outside = project / "build" / "html" / "CNAME", project / "own.txt"
    own.write_text("plan.example", encoding="utf-8")
    outside.write_text("mine", encoding="utf-8")
    manifest = project / "build" / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace('"html/terms.html"', '"html/../../own.txt"'), encoding="utf-8")
    settings = project / "plan" / "plan.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("  - safety\n", ""), encoding="utf-8")
    (project / "plan" / "strategies" / "safety.yaml").unlink()
    result = vision("build", "html", folder=project)
    assert result.returncode == 0, result.stderr
    made = files(project)
    assert "strategies/safety.html" not in made and "strategies/growth.html" in made
    assert own.is_file() and outside.is_file()


def test_a_wrong_plan_leaves_the_old_site(project: Path) -> None:
    vision("build", "html", folder=project)
    made = files(project)
    spoil(project)
    result = vision("build", "html", folder=project)
    assert result.returncode == 1
    assert "ウェブ版は作りませんでした。上の誤りを直して" in result.stderr
    assert files(project) == made


def test_nothing_is_made_again_if_nothing_changed(project: Path) -> None:
    vision("build", "pdf", folder=project)
    first = vision("build", "html", folder=project)
    home = project / "build" / "html" / "index.html"
    made = home.stat().st_mtime_ns
    again = vision("build", "html", folder=project)
    assert (again.returncode, again.stdout, again.stderr) == (0, first.stdout, first.stderr)
    assert home.stat().st_mtime_ns == made
    right = home.read_bytes()
    home.write_text("他の人が直した", encoding="utf-8")
    vision("build", "html", folder=project)
    assert home.read_bytes() == right
    (project / "build" / "strategy.pdf").unlink()
    assert "載せていません" in vision("build", "html", folder=project).stderr
    assert "pdf/strategy.pdf" not in files(project)


def test_pdfs_of_the_same_plan_are_offered_and_older_ones_are_not(project: Path) -> None:
    vision("build", "pdf", folder=project)
    result = vision("build", "html", folder=project)
    assert result.stderr == ""
    assert files(project)["pdf/strategy.pdf"] == (project / "build" / "strategy.pdf").read_bytes()
    assert 'href="pdf/strategy.pdf"' in files(project)["downloads.html"].decode()
    vision_file = project / "plan" / "vision.yaml"
    vision_file.write_text(vision_file.read_text(encoding="utf-8").replace("みんなで", "共に"), encoding="utf-8")
    assert "載せていません" in vision("build", "html", folder=project).stderr
    assert "pdf/strategy.pdf" not in files(project)


def test_a_folder_that_is_in_the_way_is_named(project: Path) -> None:
    (project / "build" / "html").write_text("mine", encoding="utf-8")
    result = vision("build", "html", folder=project)
    assert result.returncode == 2
    assert result.stderr.startswith("エラー: ") and "書き込めません" in result.stderr
    assert "Traceback" not in result.stderr
