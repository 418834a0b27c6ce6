"""project: the plan is found and read; outputs appear whole or not at all."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from vision_compiler.diagnostics import ProjectError
from vision_compiler.project import (
    append,
    find_plan,
    given_plan,
    output_folder,
    project_folder,
    read_file,
    read_plan,
    repository_folder,
    shelf,
)
from vision_compiler.writing import write_whole


def a_plan(folder: Path) -> Path:
    plan = folder / "plan"
    plan.mkdir(parents=True)
    (plan / "plan.yaml").write_text("title: 計画\n", encoding="utf-8")
    return plan


def refusal(attempt: Callable[..., object], *arguments: object) -> tuple[str, str]:
    with pytest.raises(ProjectError) as refused:
        attempt(*arguments)
    return refused.value.message, refused.value.help


def test_the_nearest_plan_upwards_is_found(tmp_path: Path) -> None:
    plan = a_plan(tmp_path / "計画 案")
    below = plan / "strategies"
    below.mkdir()
    assert find_plan(below) == find_plan(plan) == find_plan(plan.parent) == plan


def test_no_plan_is_a_project_error(tmp_path: Path) -> None:
    assert refusal(find_plan, tmp_path) == (
        "計画のフォルダー（plan/plan.yaml）が見つかりません",
        "計画のあるフォルダーに移るか、--plan で plan フォルダーを指定してください。",
    )


def test_a_plan_is_known_by_the_name_of_its_folder_and_its_plan_yaml(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("title: 計画\n", encoding="utf-8")
    (tmp_path / "below" / "plan").mkdir(parents=True)
    for start in (tmp_path, tmp_path / "below", tmp_path / "below" / "plan"):
        with pytest.raises(ProjectError, match="見つかりません"):
            find_plan(start)


def test_an_edition_without_a_plan_yaml_is_not_the_plan_above_it(tmp_path: Path) -> None:
    plan = a_plan(tmp_path)
    (plan / "editions" / "draft" / "prose").mkdir(parents=True)
    for start in (plan / "editions" / "draft", plan / "editions" / "draft" / "prose"):
        assert refusal(find_plan, start) == (
            "版のフォルダー「draft」に plan.yaml がありません",
            "版にも plan.yaml が要ります。計画の plan.yaml を写して、版に合わせて直してください。",
        )
    assert find_plan(plan / "editions") == plan


def test_a_folder_that_happens_to_be_called_editions_is_no_matter(tmp_path: Path) -> None:
    (tmp_path / "editions" / "work").mkdir(parents=True)
    plan = a_plan(tmp_path)
    assert find_plan(tmp_path / "editions" / "work") == plan


def test_a_copy_of_the_plan_in_the_plan_is_not_taken_for_it(tmp_path: Path) -> None:
    plan = a_plan(tmp_path)
    a_plan(plan)
    assert find_plan(plan) == given_plan(plan) == plan


def test_what_is_given_as_a_plan_is_a_folder(tmp_path: Path) -> None:
    plan = a_plan(tmp_path)
    assert refusal(given_plan, plan / "plan.yaml") == (
        f"「{plan / 'plan.yaml'}」はファイルです",
        "--plan には、plan.yaml のあるフォルダーを指定してください。",
    )
    assert refusal(given_plan, tmp_path / "none") == (
        f"フォルダー「{tmp_path / 'none'}」がありません",
        "--plan に、plan.yaml のあるフォルダーを指定してください。",
    )


def test_a_plan_may_be_given_by_a_link_and_by_a_relative_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = a_plan(tmp_path / "project")
    (tmp_path / "link").symlink_to(plan)
    monkeypatch.chdir(tmp_path)
    assert given_plan(Path("project/plan")) == plan
    assert given_plan(Path("link")) == tmp_path / "link"


def test_the_folder_above_the_plans_names_them(tmp_path: Path) -> None:
    plan = a_plan(tmp_path)
    (tmp_path / "others").mkdir()
    assert refusal(given_plan, tmp_path) == (
        f"「{tmp_path}」に plan.yaml がありません",
        f"--plan には、plan.yaml のあるフォルダー（{plan}）を指定してください。",
    )
    editions = [plan / "editions" / str(number) for number in range(1, 10)]
    for edition in editions:
        edition.mkdir(parents=True)
    (plan / "editions" / "README.md").write_text("x", encoding="utf-8")
    assert refusal(given_plan, plan / "editions") == (
        f"「{plan / 'editions'}」に plan.yaml がありません",
        f"--plan には、版のフォルダー（{'、'.join(str(edition) for edition in editions[:8])}）を指定してください。",
    )
    assert given_plan(tmp_path / "others") == tmp_path / "others", "which lacks its plan.yaml, as the check says"


def test_editions_hidden_files_and_notes_are_not_read(tmp_path: Path) -> None:
    plan = a_plan(tmp_path)
    (plan / "strategies").mkdir()
    for name in (
        "editions/draft/plan.yaml",
        ".git/config",
        "strategies/.a.yaml.swp",
        ".DS_Store",
        "README.md",
        "strategies/a.yaml~",
        "strategies/~$a.xlsx",
        "strategies/a.yaml.swp",
        "strategies/a.yaml.orig",
        "strategies/a.yaml.bak",
        "strategies/Thumbs.db",
        "desktop.ini",
    ):
        path = plan / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    (plan / "strategies" / "editions").mkdir()
    for name in ("strategies/a.yaml", "strategies/editions/b.yaml"):
        (plan / name).write_text("id: a\n", encoding="utf-8")
    read = read_plan(plan)
    assert list(read) == ["plan.yaml", "strategies/a.yaml", "strategies/editions/b.yaml"]
    assert read["strategies/a.yaml"] == b"id: a\n"


def test_a_link_out_of_the_plan_is_refused(tmp_path: Path) -> None:
    plan = a_plan(tmp_path)
    (tmp_path / "secret.yaml").write_text("x", encoding="utf-8")
    linked = plan / "vision.yaml"
    linked.symlink_to(tmp_path / "secret.yaml")
    expected = f"「{linked}」は普通のファイルではありません", "リンクの代わりに、ファイルそのものを置いてください。"
    assert refusal(read_plan, plan) == expected
    linked.unlink()
    linked.symlink_to(plan, target_is_directory=True)
    assert refusal(read_plan, plan) == expected
    linked.unlink()
    os.mkfifo(linked)
    assert refusal(read_plan, plan) == expected


def test_a_link_that_does_not_belong_to_the_plan_is_nobodys_concern(tmp_path: Path) -> None:
    plan = a_plan(tmp_path)
    (plan / "editions").mkdir()
    for name in (".git", "README.md", "editions/draft"):
        (plan / name).symlink_to(tmp_path)
    assert list(read_plan(plan)) == ["plan.yaml"]


def test_what_cannot_be_listed_or_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = tmp_path / "plan"
    folder_told = (f"フォルダー「{missing}」を読めません（見つかりません）", "フォルダーの権限を確かめてください。")
    assert refusal(read_plan, missing) == folder_told
    plan = a_plan(tmp_path)
    assert refusal(read_file, plan) == (
        f"「{plan}」を読めません（同じ名前のフォルダーがあります）",
        "ファイルの名前、場所、権限を確かめてください。",
    )
    closed = plan / "prose"
    closed.mkdir()
    listed = os.scandir

    def scandir(path: Path) -> object:
        if Path(path) == closed:
            raise PermissionError(errno.EACCES, "Permission denied", str(closed))
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert refusal(read_plan, plan)[0] == f"フォルダー「{closed}」を読めません（権限がありません）"


def test_outputs_are_replaced_together(tmp_path: Path) -> None:
    one, two = tmp_path / "build" / "one.pdf", tmp_path / "build" / "two.pdf"
    write_whole({one: b"1", two: b"2"})
    assert (one.read_bytes(), two.read_bytes()) == (b"1", b"2")
    assert sorted(path.name for path in one.parent.iterdir()) == ["one.pdf", "two.pdf"]


def test_a_write_that_fails_leaves_the_old_outputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = tmp_path / "one.pdf", tmp_path / "two.pdf"
    write_whole({one: b"old", two: b"old"})
    synced = os.fsync
    calls = []

    def full_disk(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        synced(handle)

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(ProjectError, match="空き容量"):
        write_whole({one: b"new", two: b"new"})
    assert (one.read_bytes(), two.read_bytes()) == (b"old", b"old")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.pdf", "two.pdf"]


def test_a_target_that_cannot_be_made_is_a_project_error(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(ProjectError, match="書き込めません"):
        write_whole({tmp_path / "build" / "one.pdf": b"1"})


def test_a_folder_in_place_of_one_output_keeps_all_outputs_as_they_were(tmp_path: Path) -> None:
    one, two = tmp_path / "one.pdf", tmp_path / "two.pdf"
    one.write_bytes(b"old")
    two.mkdir()
    with pytest.raises(ProjectError, match="同じ名前のフォルダー"):
        write_whole({one: b"new", two: b"new"})
    assert one.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.pdf", "two.pdf"]


def test_a_folder_of_editions_is_not_a_plan(tmp_path: Path) -> None:
    edition = tmp_path / "plan" / "editions" / "2023-draft"
    edition.mkdir(parents=True)
    (edition / "plan.yaml").write_text("title: 素案\n", encoding="utf-8")
    with pytest.raises(ProjectError, match="がありません") as error:
        read_plan(given_plan(edition.parent))
    assert "2023-draft" in error.value.help


def test_an_edition_is_built_into_its_own_folder(tmp_path: Path) -> None:
    edition = tmp_path / "plan" / "editions" / "2023-draft"
    edition.mkdir(parents=True)
    (edition / "plan.yaml").write_text("title: 素案\n", encoding="utf-8")
    assert find_plan(edition) == edition
    assert output_folder(edition) == tmp_path / "build" / "2023-draft"
    assert output_folder(tmp_path / "plan") == tmp_path / "build"
    assert project_folder(edition) == project_folder(tmp_path / "plan") == tmp_path


def test_a_folder_of_editions_at_the_root_holds_no_edition() -> None:
    assert output_folder(Path("/editions/draft")) == Path("/editions/build")
    assert output_folder(Path("/plan/editions/draft")) == Path("/build/draft")


def test_the_repository_is_the_nearest_upwards(tmp_path: Path) -> None:
    plan = a_plan(tmp_path)
    assert repository_folder(plan) is None
    (tmp_path / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    assert repository_folder(plan) == tmp_path
    (plan / ".git").mkdir()
    assert repository_folder(plan) == plan


def test_the_shelf_is_in_the_folder_of_outputs_and_may_be_empty(tmp_path: Path) -> None:
    plan = a_plan(tmp_path)
    assert shelf(plan).take("strategy") == b""
    shelf(plan).put("strategy", b"type")
    assert shelf(plan).take("strategy") == b"type"
    assert (tmp_path / "build" / ".cache" / "strategy").read_bytes() == b"type"


def test_a_text_is_added_to_a_file_of_others(tmp_path: Path) -> None:
    target = tmp_path / "summary.md"
    target.write_text("前の文\n", encoding="utf-8")
    append(target, "次の文\n")
    assert target.read_bytes() == "前の文\n次の文\n".encode()
    assert refusal(append, tmp_path, "x") == (
        f"「{tmp_path}」に書き込めません（同じ名前のフォルダーがあります）",
        "場所と権限を確かめてください。",
    )
