"""The city's own repository: what its workflow, GitLab and pre-commit run exists and is well formed."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.conftest import ROOT

WORKFLOW = ROOT / ".github" / "workflows" / "plan.yml"
GITLAB = ROOT / ".gitlab-ci.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"


def _yaml(path: Path) -> Any:
    return YAML(typ="safe").load(path)


def workflow() -> dict[str, Any]:
    loaded: dict[str, Any] = _yaml(WORKFLOW)
    return loaded


def _targets() -> list[str]:
    """What make can make."""
    return [line.split(":")[0] for line in (ROOT / "Makefile").read_text(encoding="utf-8").split("\n") if ":" in line]


def _check(schema: str, path: Path) -> subprocess.CompletedProcess[str]:
    """Compare a file with a schema that check-jsonschema carries; needs no network."""
    transform = ["--data-transform", "gitlab-ci"] if schema == "vendor.gitlab-ci" else []
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *transform, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize(
    ("schema", "path", "key"),
    [("vendor.github-workflows", WORKFLOW, "runs-on"), ("vendor.gitlab-ci", GITLAB, "expire_in")],
)
def test_what_a_service_reads_fits_its_schema(schema: str, path: Path, key: str, tmp_path: Path) -> None:
    found = _check(schema, path)
    assert found.returncode == 0, found.stdout + found.stderr
    broken = tmp_path / path.name
    broken.write_text(path.read_text(encoding="utf-8").replace(f"{key}:", f"{key}s:"), encoding="utf-8")
    assert _check(schema, broken).returncode == 1


def test_every_command_is_a_target_of_the_makefile() -> None:
    targets = _targets()
    commands = [step["run"] for job in workflow()["jobs"].values() for step in job["steps"] if "run" in step]
    assert commands == ["make check FORMAT=github", "make pdf"]
    assert all(command.split()[1] in targets for command in commands)


def test_pull_requests_from_forks_get_no_rights() -> None:
    assert set(workflow()["on"]) == {"pull_request", "push"}
    assert workflow()["permissions"] == {"contents": "read"}


@pytest.mark.parametrize("path", sorted(WORKFLOW.parent.glob("*.yml")), ids=lambda path: path.name)
def test_who_runs_what_strangers_wrote_gets_no_secret_and_no_moving_action(path: Path) -> None:
    text, loaded = path.read_text(encoding="utf-8"), _yaml(path)
    assert "pull_request" in loaded["on"] and "pull_request_target" not in text and "workflow_run" not in text
    assert "secrets." not in text and "GITHUB_TOKEN" not in text
    used = [step["uses"] for job in loaded["jobs"].values() for step in job["steps"] if "uses" in step]
    assert used and all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", each) for each in used)


def test_gitlab_checks_the_plan_and_keeps_its_pdfs() -> None:
    pipeline = _yaml(GITLAB)
    jobs = [entry for entry in pipeline.values() if isinstance(entry, dict) and "script" in entry]
    assert [job["stage"] for job in jobs] == pipeline["stages"]
    assert [command for job in jobs for command in job["script"]] == ["make check", "make pdf"]
    assert {"check", "pdf"} <= set(_targets())
    assert jobs[1]["artifacts"]["paths"] == ["build/**/*.pdf"]


def test_pre_commit_checks_the_plan_as_a_whole() -> None:
    (hook,) = _yaml(HOOKS)
    assert (hook["id"], hook["language"], hook["pass_filenames"]) == ("vision-check", "python", False)
    program = hook["entry"].split()[0]
    assert program in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert re.search(hook["files"], "plan/strategies/children.yaml")
    assert not re.search(hook["files"], "tests/plans/minimal/plan.yaml")


def test_visual_studio_code_gets_the_extension_and_its_settings() -> None:
    recommended, settings = (_with_comments(ROOT / ".vscode" / name) for name in ("extensions.json", "settings.json"))
    assert recommended == {"recommendations": ["redhat.vscode-yaml"]}
    assert settings["yaml.validate"] is True and settings["yaml.customTags"] == []
    assert settings["files.encoding"] == "utf8"
    assert (settings["[yaml]"]["editor.insertSpaces"], settings["[yaml]"]["editor.tabSize"]) == (True, 2)


def _with_comments(path: Path) -> dict[str, Any]:
    """JSON with comments on lines of their own, as Visual Studio Code reads it."""
    lines = path.read_text(encoding="utf-8").split("\n")
    loaded: dict[str, Any] = json.loads("\n".join(line for line in lines if not line.lstrip().startswith("//")))
    return loaded


@pytest.mark.parametrize("name", ["requirements.lock", ".ci/language-server/package-lock.json"])
def test_a_lock_names_no_registry(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"registry\.|pypi|npmjs|index-url|resolved", text)
