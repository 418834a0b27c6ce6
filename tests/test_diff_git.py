"""vision diff on revisions of a repository that may belong to anyone, and on the command line."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.command import vision
from tests.conftest import MINIMAL
from vision_compiler import revisions
from vision_compiler.diagnostics import ProjectError
from vision_compiler.project import read_plan
from vision_compiler.revisions import read_revision


def git(folder: Path, *arguments: str) -> None:
    """Git as its owner uses it, without the machine's own configuration."""
    variables = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    who = ("-c", "user.name=係", "-c", "user.email=a@example.jp", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, env=variables, check=True, capture_output=True)


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository whose first commit is tagged v1.0, with a change of a value in the working tree."""
    folder = tmp_path / "計画 案"
    shutil.copytree(MINIMAL, folder / "plan")
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, "策定")
    git(folder, "tag", "v1.0")
    rewrite(folder, "strategies/growth.yaml", "baseline: 8", "baseline: 7")
    return folder


def rewrite(folder: Path, name: str, before: str, after: str) -> None:
    path = folder / "plan" / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


# Reading.


@pytest.mark.parametrize("name", ["v1.0", "HEAD", "main", "main:plan", "main:plan/", "HEAD@{0}"])
def test_a_revision_is_read_as_it_was(project: Path, name: str) -> None:
    assert read_revision(name, project / "plan") == read_plan(MINIMAL)


def test_what_is_no_part_of_a_plan_is_not_read(project: Path) -> None:
    for name in ("editions/draft/plan.yaml", ".hidden.yaml", "README.md"):
        (project / "plan" / name).parent.mkdir(parents=True, exist_ok=True)
        (project / "plan" / name).write_text("x", encoding="utf-8")
    commit(project, "版")
    assert sorted(read_revision("HEAD", project / "plan")) == sorted(read_plan(MINIMAL))


@pytest.mark.parametrize(
    "name", ["v9", "-x", "--output=x", "", "HEAD\n", "HEAD:nowhere", "HEAD:../plan", ":plan", "main:"]
)
def test_what_is_no_revision_is_told_with_a_remedy(project: Path, name: str) -> None:
    before = sorted(project.iterdir())
    with pytest.raises(ProjectError) as caught:
        read_revision(name, project / "plan")
    assert caught.value.help
    assert sorted(project.iterdir()) == before


def test_outside_a_repository_a_revision_is_told_with_a_remedy(tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path / "plan")
    with pytest.raises(ProjectError, match="リポジトリの中にもありません"):
        read_revision("v1.0", tmp_path / "plan")


def test_links_and_other_repositories_in_a_plan_are_refused(project: Path) -> None:
    (project / "plan" / "prose" / "linked.yaml").symlink_to("/etc/passwd")
    commit(project, "リンク")
    with pytest.raises(ProjectError, match=r"linked\.yaml」はリンクです"):
        read_revision("HEAD", project / "plan")
    (project / "plan" / "prose" / "linked.yaml").unlink()
    git(project, "init", "--quiet", "plan/other")
    (project / "plan" / "other" / "a.yaml").write_text("x", encoding="utf-8")
    commit(project / "plan" / "other", "別")
    commit(project, "サブモジュール")
    with pytest.raises(ProjectError, match="サブモジュール"):
        read_revision("HEAD", project / "plan")


def test_what_is_too_large_for_a_plan_is_not_read(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revisions, "_LARGEST_FILE", 100)
    with pytest.raises(ProjectError, match="大きすぎます"):
        read_revision("v1.0", project / "plan")


def test_a_missing_git_is_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(project))
    with pytest.raises(ProjectError) as caught:
        read_revision("v1.0", project / "plan")
    assert (caught.value.message, "apt-get install git" in caught.value.help) == ("Gitが見つかりません", True)


#: Each would run a program, if the command or the configuration of the repository had a say.
TRAPS = {
    "fsmonitor": [("core.fsmonitor", "{trap}")],
    "filter": [("filter.x.smudge", "{trap}"), ("filter.x.clean", "{trap}"), ("filter.x.process", "{trap}")],
    "textconv": [("diff.x.textconv", "{trap}"), ("diff.x.command", "{trap}"), ("diff.external", "{trap}")],
    "alias": [("alias.rev-parse", "!{trap}"), ("alias.ls-tree", "!{trap}"), ("alias.cat-file", "!{trap}")],
    "pager": [("core.pager", "{trap}"), ("pager.ls-tree", "{trap}"), ("core.editor", "{trap}")],
    "transport": [
        ("core.sshCommand", "{trap}"),
        ("remote.origin.url", "ext::{trap}"),
        ("remote.origin.promisor", "true"),
        ("protocol.ext.allow", "always"),
    ],
}


@pytest.mark.parametrize("trap", [*TRAPS, "hooks"])
def test_a_repository_runs_no_program(project: Path, trap: str) -> None:
    program, sprung = project / "trap.sh", project / "sprung"
    program.write_text(f"#!/bin/sh\ntouch '{sprung}'\ncat\n", encoding="utf-8")
    program.chmod(0o755)
    (project / ".gitattributes").write_text("* filter=x diff=x\n", encoding="utf-8")
    for key, value in TRAPS.get(trap, []):
        git(project, "config", key, value.format(trap=f"'{program}'"))
    if trap == "hooks":
        for name in ("post-index-change", "reference-transaction", "pre-commit", "post-checkout"):
            shutil.copy(program, project / ".git" / "hooks" / name)
    sprung.unlink(missing_ok=True)
    assert read_revision("v1.0", project / "plan") == read_plan(MINIMAL)
    with pytest.raises(ProjectError):
        read_revision("no-such-revision", project / "plan")
    assert not sprung.exists()


def test_the_trap_would_snap(project: Path) -> None:
    """The test above says something: what it forbids would happen to who asks Git for its status."""
    program, sprung = project / "trap.sh", project / "sprung"
    program.write_text(f"#!/bin/sh\ntouch '{sprung}'\n", encoding="utf-8")
    program.chmod(0o755)
    git(project, "config", "core.fsmonitor", f"'{program}'")
    git(project, "status")
    assert sprung.exists()


def test_the_environment_of_the_user_has_no_say(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", str(project / "nowhere"))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", f"touch {project / 'sprung'}")
    assert read_revision("v1.0", project / "plan") == read_plan(MINIMAL)
    assert not (project / "sprung").exists()


@pytest.fixture
def trap(project: Path) -> Path:
    """A program that leaves a file "sprung" beside itself."""
    program = project / "trap.sh"
    program.write_text(f"#!/bin/sh\ntouch '{project / 'sprung'}'\n", encoding="utf-8")
    program.chmod(0o755)
    return program


def object_of(project: Path, name: str) -> Path:
    """The file of a loose object."""
    hash = said(project, "rev-parse", name)
    return project / ".git" / "objects" / hash[:2] / hash[2:]


def said(project: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=project, check=True, capture_output=True, encoding="utf-8"
    ).stdout.strip()


def test_what_a_partial_clone_lacks_is_not_fetched(project: Path, trap: Path) -> None:
    for key, value in (
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", f"ext::{trap}"),
        ("remote.origin.uploadpack", str(trap)),
        ("protocol.ext.allow", "always"),
        ("core.sshCommand", str(trap)),
    ):
        git(project, "config", key, value)
    object_of(project, "v1.0:plan/vision.yaml").unlink()
    with pytest.raises(ProjectError) as caught:
        read_revision("v1.0", project / "plan")
    assert "複製（git clone）し直してください" in caught.value.help
    assert not (trap.parent / "sprung").exists()


def test_what_stands_in_for_an_object_has_no_say(project: Path) -> None:
    commit(project, "変更")
    original = said(project, "rev-parse", "v1.0:plan/strategies/growth.yaml")
    git(project, "replace", original, said(project, "rev-parse", "HEAD:plan/strategies/growth.yaml"))
    git(project, "replace", "v1.0^{commit}", "HEAD")
    assert read_revision("v1.0", project / "plan") == read_plan(MINIMAL)


def test_included_configuration_runs_nothing(project: Path, trap: Path) -> None:
    (project / "more").write_text(f"[core]\n\tfsmonitor = {trap}\n\tpager = {trap}\n", encoding="utf-8")
    git(project, "config", "include.path", str(project / "more"))
    assert read_revision("v1.0", project / "plan") == read_plan(MINIMAL)
    assert not (trap.parent / "sprung").exists()


def test_a_name_with_line_ends_is_one_name(project: Path) -> None:
    odd = "prose/a\n100644 blob 0\tplan.yaml"
    (project / "plan" / odd).write_text("id: x\n", encoding="utf-8")
    (project / "plan" / "prose" / "\x1b[31m.yaml").write_text("id: y\n", encoding="utf-8")
    commit(project, "名前")
    found = read_revision("HEAD", project / "plan")
    assert (found[odd], found["prose/\x1b[31m.yaml"]) == (b"id: x\n", b"id: y\n")
    result = vision("diff", "v1.0", "HEAD", folder=project)
    assert (result.returncode, "\x1b" in result.stdout + result.stderr) == (1, False)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_repository_of_someone_else_is_told_with_a_remedy(project: Path) -> None:
    for path in (project, *project.rglob("*")):
        os.chown(path, 12345, 12345, follow_symlinks=False)
    with pytest.raises(ProjectError, match="ほかの利用者のものです"):
        read_revision("v1.0", project / "plan")


@pytest.mark.parametrize("name", ["--output=x", "-x", "--upload-pack=x", "HEAD --output=x"])
def test_a_revision_that_is_an_option_writes_nothing(project: Path, name: str) -> None:
    before = sorted(project.rglob("*"))
    result = vision("diff", "--", name, folder=project)
    assert (result.returncode, "もGitの版もありません" in result.stderr.replace("、", "")) == (2, True)
    assert sorted(project.rglob("*")) == before


# The command line.


def test_a_revision_and_the_working_tree_are_compared(project: Path) -> None:
    result = vision("diff", "v1.0", folder=project)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(
        "旧: みほん市総合計画 策定（2025年３月、v1.0）\n新: みほん市総合計画 策定（2025年３月、plan）\n"
    )
    assert "  - 策定時実績値: ８回\n  + 策定時実績値: ７回\n" in result.stdout
    assert "\x1b" not in result.stdout


def test_two_revisions_and_folders_are_compared(project: Path) -> None:
    commit(project, "修正")
    shutil.copytree(project / "plan", project / "もう一つ")
    for pair in (("v1.0", "HEAD"), ("v1.0", "main:plan"), ("HEAD~1", "もう一つ")):
        assert "値の変更" in vision("diff", *pair, folder=project).stdout, pair
    assert "変わっていません" in vision("diff", "HEAD", "もう一つ", folder=project).stdout


@pytest.mark.parametrize("format", ["text", "md", "json", "html", "xlsx"])
def test_a_format_is_written_whole(project: Path, format: str) -> None:
    target = project / f"対照表.{format}"
    result = vision("diff", "v1.0", "--format", format, "--output", target.name, folder=project)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == f"対照表.{format} を書きました。新設 0件、削除 0件、変更 1件。\n"
    content = target.read_bytes()
    assert content and b"\x1b" not in content.partition(b"PK")[0]
    if format == "json":
        assert json.loads(content)["items"][0]["id"] == "lessons"


def test_errata_with_reasons_go_to_the_folder_of_outputs(project: Path) -> None:
    (project / "理由.yaml").write_text("lessons: 転記の誤り\n", encoding="utf-8")
    result = vision("diff", "v1.0", "--errata", "--pages", "--format", "html", "--reasons", "理由.yaml", folder=project)
    assert (result.returncode, result.stderr) == (0, "")
    page = (project / "build" / "errata.html").read_text(encoding="utf-8")
    assert "正誤表" in page and "転記の誤り" in page
    assert re.search(r"総合戦略 \d+ページ", page)


def test_the_documents_to_reissue(project: Path) -> None:
    result = vision("diff", "v1.0", "--documents", folder=project)
    assert (result.returncode, result.stderr) == (0, "")
    assert re.fullmatch(r"総合戦略: 作り直してください。変わるページ \d+\n", result.stdout)


def spoil(project: Path) -> None:
    rewrite(project, "vision.yaml", "goal:", "gaol:")


def test_a_wrong_plan_is_told_with_its_first_mistake_and_a_remedy(project: Path) -> None:
    spoil(project)
    result = vision("diff", "v1.0", folder=project)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("エラー: 新しい方の計画「plan」に誤りが")
    assert "vision.yaml:1:1" in result.stderr and "vision check --plan plan" in result.stderr


def test_an_old_plan_may_have_been_right_for_an_older_compiler(project: Path) -> None:
    spoil(project)
    commit(project, "古い規則")
    rewrite(project, "vision.yaml", "gaol:", "goal:")
    result = vision("diff", "HEAD", folder=project)
    assert (result.returncode, result.stdout) == (1, "")
    assert "古い方の計画「HEAD」に誤りが" in result.stderr
    assert "規則が変わったのかもしれません" in result.stderr
    assert "git worktree add" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "「旧」の値がない"),
        (("v9",), "「v9」というフォルダーも、Gitの版もありません"),
        (("v1.0", "v9"), "「v9」というフォルダーも、Gitの版もありません"),
        (("v1.0", "--format", "xls"), "「xlsx」の書き間違いではありませんか"),
        (("v1.0", "--reasons", "none.yaml"), "「none.yaml」を読めません"),
        (("v1.0", "--output", "plan"), "書き込めません"),
        (("plan/vision.yaml",), "「plan/vision.yaml」はファイルです"),
        (("v1.0", "HEAD", "x"), "引数が多すぎる"),
    ],
)
def test_what_a_user_does_wrong_is_told(project: Path, arguments: tuple[str, ...], words: str) -> None:
    result = vision("diff", *arguments, folder=project)
    assert (result.returncode, result.stdout) == (2, "")
    assert words in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("lesons: 誤り\n", "「lessons」の書き間違いではありませんか"),
        ("lessons: [1]\n", "理由を文で書いてください"),
        ("lessons: &a x\n", "理由.yaml:1:"),
        ("- x\n", "「項目のid: 理由」を"),
        ("", "「項目のid: 理由」を"),
    ],
)
def test_a_wrong_file_of_reasons_is_told(project: Path, content: str, words: str) -> None:
    (project / "理由.yaml").write_text(content, encoding="utf-8")
    result = vision("diff", "v1.0", "--reasons", "理由.yaml", folder=project)
    assert (result.returncode, result.stdout) == (2, "")
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_help_is_japanese(project: Path) -> None:
    result = vision("diff", "--help", folder=project)
    assert "diff 旧 [新] [オプション]\n" in result.stdout
    for line in result.stdout.split("\n"):
        assert not line or re.search(r"[ぁ-んァ-ヶ一-鿿]", line), line
