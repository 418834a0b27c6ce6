"""project: the plan is found and read; outputs appear whole or not at all."""

import os
from pathlib import Path

import pytest

from vision_compiler.diagnostics import ProjectError
from vision_compiler.project import find_plan, given_plan, output_folder, read_plan
from vision_compiler.writing import write_whole


def a_plan(folder: Path) -> Path:
    plan = folder / "plan"
    plan.mkdir(parents=True)
    (plan / "plan.yaml").write_text("title: 計画\n", encoding="utf-8")
    return plan


def test_the_nearest_plan_upwards_is_found(tmp_path: Path) -> None:
    plan = a_plan(tmp_path / "計画 案")
    below = plan / "strategies"
    below.mkdir()
    assert find_plan(below) == find_plan(plan) == find_plan(plan.parent) == plan


def test_no_plan_is_a_project_error(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="見つかりません"):
        find_plan(tmp_path)


def test_editions_hidden_files_and_notes_are_not_read(tmp_path: Path) -> None:
    plan = a_plan(tmp_path)
    (plan / "strategies").mkdir()
    for name in (
        "editions/draft/plan.yaml",
        ".git/config",
        "strategies/.a.yaml.swp",
        "README.md",
        "strategies/a.yaml~",
    ):
        path = plan / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    (plan / "strategies" / "a.yaml").write_text("id: a\n", encoding="utf-8")
    assert sorted(read_plan(plan)) == ["plan.yaml", "strategies/a.yaml"]


def test_a_link_out_of_the_plan_is_refused(tmp_path: Path) -> None:
    plan = a_plan(tmp_path)
    (tmp_path / "secret.yaml").write_text("x", encoding="utf-8")
    (plan / "vision.yaml").symlink_to(tmp_path / "secret.yaml")
    with pytest.raises(ProjectError, match="普通のファイルではありません"):
        read_plan(plan)


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
