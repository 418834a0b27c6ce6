"""The same plan makes the same bytes, wherever, whenever and by whomever it is built."""

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest

from tests.command import vision
from tests.conftest import MINIMAL, ROOT

COMMANDS = (("build", "pdf"), ("build", "html"), ("schema",), ("diff", "plan", "--format", "xlsx"))
#: A folder for the project, what is set, and how Python is called.
ENVIRONMENTS = {
    "usual": ("project", {"PATH": "/usr/bin:/bin"}, ()),
    "other": (
        "計画 案/２",
        {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONOPTIMIZE": "1"},
        ("-X", "warn_default_encoding"),
    ),
}


def made(project: Path, variables: dict[str, str], options: tuple[str, ...]) -> dict[str, str]:
    """The digest of every output."""
    code = "from vision_compiler.cli import main; main()"
    for command in COMMANDS:
        result = subprocess.run(
            [sys.executable, *options, "-c", code, *command],
            cwd=project,
            env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **variables},
            capture_output=True,
            check=False,
        )
        told = result.stderr.decode()
        assert result.returncode == 0, told
        ours = [line for line in told.splitlines() if "EncodingWarning" in line and "/vision_compiler/" in line]
        assert ours == [], "libraries may rely on the encoding of the machine, we may not"
    outputs = [path for top in ("build", "schemas") for path in sorted((project / top).rglob("*")) if path.is_file()]
    names = {path.relative_to(project): path for path in outputs}
    return {
        name.as_posix(): sha256(path.read_bytes()).hexdigest()
        for name, path in names.items()
        if not any(part.startswith(".") for part in name.parts)
    }


def test_one_digest_in_every_environment(tmp_path: Path) -> None:
    found = []
    for number, (place, variables, options) in enumerate(ENVIRONMENTS.values()):
        project = tmp_path / place
        shutil.copytree(MINIMAL, project / "plan")
        for path in (project / "plan").rglob("*"):
            os.utime(path, (10**9 * number, 10**9 * number))
        found.append(made(project, variables, options))
    first, second = found
    assert first == second
    assert {"build/strategy.pdf", "build/html/index.html", "build/manifest.json", "build/comparison.xlsx"} <= set(first)


@pytest.mark.parametrize(
    ("value", "command"),
    [*zip(["", "abc", "-1", "0.0", "1" * 20, "１", " 1", "253402300800"], COMMANDS[:2] * 4, strict=True)],
)
def test_a_bad_source_date_epoch_is_an_error(tmp_path: Path, value: str, command: tuple[str, ...]) -> None:
    shutil.copytree(MINIMAL, tmp_path / "plan")
    result = vision(*command, folder=tmp_path, SOURCE_DATE_EPOCH=value)
    assert result.returncode == 2
    assert result.stderr.startswith(f"エラー: 環境変数 SOURCE_DATE_EPOCH の値「{value}」は使えません\n")
    assert not list((tmp_path / "build").glob("*.pdf"))


def test_files_bear_the_date_of_the_plan_or_source_date_epoch(tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path / "plan")
    for variables, in_pdf, in_text in (
        ({}, "20250301000000Z", "2025-03-01T00:00:00Z"),
        ({"SOURCE_DATE_EPOCH": "1706745601"}, "20240201000001Z", "2024-02-01T00:00:01Z"),
    ):
        for command in (COMMANDS[0], COMMANDS[3]):
            assert vision(*command, folder=tmp_path, **variables).returncode == 0
        with pikepdf.open(tmp_path / "build" / "strategy.pdf") as pdf:
            assert {str(pdf.docinfo["/CreationDate"]), str(pdf.docinfo["/ModDate"])} == {f"D:{in_pdf}"}
            assert pdf.open_metadata()["xmp:ModifyDate"] == in_text
            files = [pdf.attachments[name].get_file() for name in pdf.attachments]
            assert files and {str(file.obj.Params.ModDate) for file in files} == {f"D:{in_pdf}"}
        with ZipFile(tmp_path / "build" / "comparison.xlsx") as book:
            assert book.read("docProps/core.xml").decode().count(in_text) == 2
