"""The command line: what users type and read, exit codes, and that nothing is lost."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import vision, vision_anew
from tests.conftest import ROOT, small_project
from vision_compiler.rules import RULES
from vision_compiler.wording import FAMILIES, MISTAKES, letters

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-鿿]")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with spaces and Japanese letters that holds the small plan."""
    return small_project(tmp_path / "計画 案")


def spoil(project: Path) -> None:
    file = project / "plan" / "vision.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("goal:", "gaol:"), encoding="utf-8")


def test_check_of_a_right_plan(project: Path) -> None:
    result = vision("check", folder=project)
    assert (result.returncode, result.stdout, result.stderr) == (0, "誤りはありません。\n", "")


def test_check_of_a_wrong_plan_shows_place_line_and_remedy(project: Path) -> None:
    spoil(project)
    result = vision("check", folder=project)
    assert result.returncode == 1
    assert result.stdout.startswith("plan/vision.yaml:1:1: エラー [SHAPE001]")
    assert "    1 | gaol: みんなで育てるまち\n      | ^^^^\n  直し方: 「goal」の書き間違い" in result.stdout


def test_a_warning_does_not_fail_the_check(project: Path) -> None:
    file = project / "plan" / "glossary.yaml"
    extra = "  - id: gx\n    term: GX\n    reading: じーえっくす\n    definition: 脱炭素化のこと。\n"
    file.write_text(file.read_text(encoding="utf-8") + extra, encoding="utf-8")
    result = vision("check", folder=project)
    assert result.returncode == 0
    assert "注意 [TERM001]" in result.stdout


def test_build_writes_the_pdf_and_says_so_on_one_line(project: Path) -> None:
    result = vision("build", "pdf", folder=project)
    assert (result.returncode, result.stderr) == (0, "")
    assert re.fullmatch(r"build/strategy\.pdf（みほん市総合戦略、\d+ページ）\n", result.stdout)
    assert sorted(path.name for path in (project / "build").iterdir()) == [".cache", "manifest.json", "strategy.pdf"]
    assert (project / "build" / "strategy.pdf").read_bytes().startswith(b"%PDF")


def test_what_would_come_out_the_same_is_not_made_again(project: Path) -> None:
    pdf, cache = project / "build" / "strategy.pdf", project / "build" / ".cache"
    first = vision("build", "pdf", folder=project)
    made, content = pdf.stat(), pdf.read_bytes()
    assert vision("build", "pdf", folder=project).stdout == first.stdout
    assert pdf.stat().st_ino == made.st_ino, "the file is not written again"
    pdf.write_bytes(content[:-1])
    assert vision("build", "pdf", "strategy", folder=project).stdout == first.stdout
    assert pdf.read_bytes() == content, "a damaged file is made again"
    for kept in filter(Path.is_file, cache.rglob("*")):
        kept.write_bytes(b"damaged")
    pdf.unlink()
    assert vision("build", "pdf", folder=project).stdout == first.stdout
    assert pdf.read_bytes() == content, "what is kept may be damaged"
    shutil.rmtree(cache)
    spoil(project)
    assert vision("build", "pdf", folder=project).returncode == 1, "a plan that became wrong is noticed"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full がありません")
def test_a_full_disk_for_the_result_is_one_message(project: Path) -> None:
    command = [sys.executable, "-m", "vision_compiler", "check", "--format", "json"]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        result = subprocess.run(
            command, cwd=project, env={"PYTHONPATH": str(ROOT)}, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert result.returncode == 2
    assert result.stderr.decode().startswith("エラー: 結果を書き出せません（空き容量がありません）\n  直し方: ")
    assert "Traceback" not in result.stderr.decode()


def test_build_of_a_wrong_plan_leaves_the_old_pdf(project: Path) -> None:
    (project / "build" / "strategy.pdf").write_text("old", encoding="utf-8")
    spoil(project)
    result = vision("build", "pdf", "--plan", str(project / "plan"), folder=project.parent)
    assert result.returncode == 1
    assert "PDFは作りませんでした" in result.stderr
    assert (project / "build" / "strategy.pdf").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "コマンドを書いてください"),
        (("chekc",), "「check」の書き間違いではありませんか"),
        (("build",), "コマンドを書いてください（data、html、pdf、report）"),
        (("build", "pfd"), "「pdf」の書き間違いではありませんか"),
        (("check", "--plam", "x"), "「--plam」というオプションはありません"),
        (("check", "--plan"), "「--plan」の値がない"),
        (("check", "extra"), "引数が多すぎる"),
        (("check", "--format", "jsn"), "「--format」に「jsn」は使えません"),
        (("check", "--format", "jsn"), "「json」の書き間違いではありませんか"),
        (("check", "--format", "表"), "書けるのは text、json、github、sarif です"),
        (("check", "--format"), "「--format」の値がない"),
        (("explain", "TEXT0001"), "「TEXT001」の書き間違いではありませんか"),
        (("explain", "あ"), "「vision explain」で一覧を見られます"),
        (("explain", "TEXT001", "TEXT002"), "引数が多すぎる"),
        (("check", "--plan", "nowhere"), "フォルダー「nowhere」がありません"),
        (("build", "pdf", "strategie"), "「strategy」の書き間違いではありませんか"),
    ],
)
def test_usage_errors_are_japanese_and_exit_with_2(project: Path, arguments: tuple[str, ...], words: str) -> None:
    result = vision(*arguments, folder=project)
    assert (result.returncode, result.stdout) == (2, "")
    assert words in result.stderr
    assert "Error" not in result.stderr
    assert "Traceback" not in result.stderr


def test_a_folder_without_a_plan(tmp_path: Path) -> None:
    result = vision("check", folder=tmp_path)
    assert result.returncode == 2
    assert "plan/plan.yaml）が見つかりません" in result.stderr


@pytest.mark.parametrize("command", [(), ("check",), ("explain",), ("build",), ("build", "pdf"), ("doctor",)])
def test_help_is_japanese(project: Path, command: tuple[str, ...]) -> None:
    result = vision(*command, "--help", folder=project)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("使い方: ")
    for line in result.stdout.split("\n"):
        assert not line or JAPANESE.search(line), line


def test_explain_shows_the_manual_page_of_a_rule(project: Path) -> None:
    result = vision("explain", "QUOTE002", folder=project)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == (
        f"QUOTE002 抜粋の題名が、もとの題名から決めたものでない\n重さ: 注意\n分類: 抜粋\n\n{RULES['QUOTE002'].manual}\n"
        "\n理由があってそのままにするときは、その項目に waive: [{rule: QUOTE002, reason: 理由}] と書きます。\n"
    )
    assert "waive" not in vision("explain", "FIG002", folder=project).stdout


@pytest.mark.parametrize("code", ["yaml013", "ＹＡＭＬ０１３", " YAML013 "])
def test_explain_knows_mistakes_that_are_no_rules_however_they_are_typed(project: Path, code: str) -> None:
    result = vision("explain", code, folder=project)
    assert result.stdout.startswith("YAML013 行の初めの「- 」の誤り\n重さ: エラー\n分類: YAMLの書き方\n\n")


def test_explain_lists_every_code_once_by_family(project: Path) -> None:
    listed = vision("explain", folder=project).stdout
    codes = re.findall(r"^  ([A-Z]+[0-9]{3})  (?:エラー|注意|お知らせ)  .+$", listed, re.MULTILINE)
    assert sorted(codes) == sorted([*RULES, *MISTAKES])
    headings = re.findall(r"^[^ ].+（([A-Z]+)）$", listed, re.MULTILINE)
    assert headings == list(dict.fromkeys(letters(code) for code in codes))
    assert set(headings) == set(FAMILIES), "wording/codes.py names the families"


def test_explain_needs_no_plan(tmp_path: Path) -> None:
    assert vision("explain", "REF001", folder=tmp_path).returncode == 0


def test_doctor_finds_everything_here(project: Path) -> None:
    result = vision("doctor", folder=project)
    assert result.returncode == 0
    assert "×" not in result.stdout


#: What `vision check` has no use for, and would wait for.
UNUSED = {
    *("weasyprint", "jinja2", "markupsafe", "budoux", "fontTools", "pydyf", "rich"),
    *("vision_compiler.document", "vision_compiler.render", "vision_compiler.typeset", "vision_compiler.emit"),
}


@pytest.mark.parametrize("format", ["text", "json", "github", "sarif"])
def test_check_loads_nothing_of_the_renderer(project: Path, format: str) -> None:
    spoil(project)
    code = (
        "import atexit, sys; from vision_compiler.cli import main; atexit.register(lambda: print(*sys.modules)); main()"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, "check", "--format", format],
        capture_output=True,
        text=True,
        cwd=project,
        check=False,
    )
    loaded = set(result.stdout.splitlines()[-1].split())
    assert "SHAPE001" in result.stdout and "pydantic" in loaded
    assert not UNUSED & loaded


def test_the_command_starts_without_the_models() -> None:
    code = "import sys; from vision_compiler import cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert not {"pydantic", *UNUSED} & set(loaded.stdout.split())


def test_control_characters_of_a_plan_are_shown_not_obeyed(project: Path) -> None:
    (project / "plan" / "vision.yaml").write_text("goal: \x1b[31m赤\n", encoding="utf-8")
    result = vision("check", folder=project)
    assert result.returncode == 1
    assert "\x1b" not in result.stdout
    assert "␛[31m赤" in result.stdout


@pytest.mark.parametrize("variables", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"COLUMNS": "20"}, {"TERM": "dumb"}])
def test_the_environment_makes_no_difference(project: Path, variables: dict[str, str]) -> None:
    spoil(project)
    assert vision_anew("check", folder=project, **variables).stdout == vision("check", folder=project).stdout
