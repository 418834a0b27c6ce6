"""The city's own repository: what the workflow runs exists, and it can neither write nor see secrets."""

from typing import Any

from ruamel.yaml import YAML

from tests.conftest import ROOT


def workflow() -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(ROOT / ".github" / "workflows" / "plan.yml")
    return loaded


def test_every_command_is_a_target_of_the_makefile() -> None:
    targets = [
        line.split(":")[0] for line in (ROOT / "Makefile").read_text(encoding="utf-8").split("\n") if ":" in line
    ]
    commands = [step["run"] for job in workflow()["jobs"].values() for step in job["steps"] if "run" in step]
    assert commands == ["make check", "make pdf"]
    assert all(command.removeprefix("make ") in targets for command in commands)


def test_pull_requests_from_forks_get_no_rights() -> None:
    assert set(workflow()["on"]) == {"pull_request", "push"}
    assert workflow()["permissions"] == {"contents": "read"}
