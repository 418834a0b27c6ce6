"""The workflow that writes the table into a comment: well formed, with few rights, and it does what it says."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.conftest import ROOT
from tests.test_diff_git import commit, project, rewrite
from vision_compiler.comparison.markdown import MARKER

WORKFLOW = ROOT / ".github" / "workflows" / "comparison.yml"

__all__ = ["project"]


@pytest.fixture(scope="module")
def workflow() -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(WORKFLOW)
    return loaded


def steps(workflow: dict[str, Any], job: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = workflow["jobs"][job]["steps"]
    return found


def test_it_fits_its_schema() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(WORKFLOW)]
    found = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert found.returncode == 0, found.stdout + found.stderr


def test_who_runs_what_strangers_wrote_may_only_read(workflow: dict[str, Any]) -> None:
    assert set(workflow["on"]) == {"pull_request"}
    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == {
        "table": {"contents": "read"},
        "comment": {"pull-requests": "write"},
    }
    assert workflow["jobs"]["comment"]["if"] == "github.event.pull_request.head.repo.full_name == github.repository"
    used = [step.get("uses", "").partition("@")[0] for step in steps(workflow, "comment")]
    assert used == ["actions/download-artifact", "actions/github-script"], "no code of the pull request"
    assert steps(workflow, "table")[0]["with"]["persist-credentials"] is False


def test_no_text_of_a_pull_request_is_put_into_a_script(workflow: dict[str, Any]) -> None:
    scripts = [step["run"] for step in steps(workflow, "table") if "run" in step]
    scripts += [step["with"]["script"] for step in steps(workflow, "comment") if "script" in step.get("with", {})]
    assert len(scripts) == 3
    assert not [script for script in scripts if "${{" in script]


def run_table(workflow: dict[str, Any], project: Path) -> str:
    """What the step that makes the table writes, run as the runner does."""
    (script,) = (step["run"] for step in steps(workflow, "table") if "vision diff" in step.get("run", ""))
    program = project / ".venv" / "bin" / "vision"
    program.parent.mkdir(parents=True)
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -c "from vision_compiler.cli import main; main()" "$@"\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    summary = project / "summary.md"
    environment = {"PATH": os.environ["PATH"], "GITHUB_STEP_SUMMARY": str(summary), "PYTHONIOENCODING": "utf-8"}
    subprocess.run(["bash", "-e", "-c", script], cwd=project, env=environment, check=True, capture_output=True)
    posted = (project / "build" / "comparison.md").read_text(encoding="utf-8")
    assert summary.read_text(encoding="utf-8") == posted
    return posted


def test_the_table_compares_with_the_branch_that_it_goes_to(workflow: dict[str, Any], project: Path) -> None:
    commit(project, "変更")
    posted = run_table(workflow, project)
    assert posted.startswith(MARKER)
    assert "<ins>７</ins>回" in posted
    assert (project / "build" / "comparison.html").is_file()


def test_a_wrong_plan_is_told_in_a_sentence_of_our_own(workflow: dict[str, Any], project: Path) -> None:
    rewrite(project, "vision.yaml", "goal:", "'@octocat':")
    commit(project, "誤り")
    posted = run_table(workflow, project)
    assert posted.startswith(MARKER) and "作れませんでした" in posted
    assert "octocat" not in posted


@pytest.mark.skipif(shutil.which("node") is None, reason="the script of the comment is run by Node.js")
@pytest.mark.parametrize(
    ("comments", "body", "done"),
    [
        ([], f"{MARKER}\n| 箇所 |", "create"),
        ([("User", f"{MARKER}\nわたし")], f"{MARKER}\n| 箇所 |", "create"),
        ([("Bot", "ほかの話"), ("Bot", f"{MARKER}\n前の表")], f"{MARKER}\n| 箇所 |", "update 1"),
        ([("Bot", f"{MARKER}\n前の表")], f"{MARKER}\n変わっていません", "update 0"),
        ([], f"{MARKER}\n変わっていません", ""),
    ],
)
def test_one_comment_is_written_and_then_renewed(
    workflow: dict[str, Any], tmp_path: Path, comments: list[tuple[str, str]], body: str, done: str
) -> None:
    (script,) = (step["with"]["script"] for step in steps(workflow, "comment") if "script" in step["with"])
    (tmp_path / "table").mkdir()
    (tmp_path / "table" / "comparison.md").write_text(body, encoding="utf-8")
    known = [{"id": number, "user": {"type": kind}, "body": text} for number, (kind, text) in enumerate(comments)]
    stubs = f"""
      const done = [];
      const context = {{ repo: {{ owner: 'city', repo: 'plan' }}, issue: {{ number: 7 }} }};
      const github = {{
        paginate: async () => {json.dumps(known)},
        rest: {{ issues: {{
          listComments: null,
          updateComment: async ({{ comment_id, body }}) => done.push(`update ${{comment_id}} ${{body}}`),
          createComment: async ({{ issue_number, body }}) => done.push(`create ${{issue_number}} ${{body}}`),
        }} }},
      }};
      (async () => {{ {script} ; process.stdout.write(done.join()); }})();
    """
    found = subprocess.run(["node", "-e", stubs], cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    expected = {"": "", "create": f"create 7 {body}"}.get(done, f"{done} {body}")
    assert found == expected
