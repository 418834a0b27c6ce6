"""schemas/: what is committed is what the kinds say, and every file of the plan names its own."""

import json
import re

import pytest

from tests.conftest import ROOT
from vision_compiler.load import kind_of
from vision_compiler.project import EDITIONS
from vision_compiler.schema import schemas


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_committed_schema_is_fresh(name: str) -> None:
    assert (ROOT / "schemas" / name).read_text(encoding="utf-8") == schemas()[name], "run: vision schema"


def test_no_other_file_lies_in_schemas() -> None:
    assert sorted(path.name for path in (ROOT / "schemas").iterdir()) == sorted(schemas())


@pytest.mark.parametrize("name", sorted(schemas()))
def test_every_key_is_explained_in_japanese(name: str) -> None:
    schema = json.loads(schemas()[name])
    models = [schema, *schema.get("$defs", {}).values()]
    keys = [entry for model in models for key, entry in model.get("properties", {}).items() if key not in ("kind",)]
    assert keys
    for entry in keys:
        assert re.search(r"[ぁ-んァ-ヶ一-鿿]|^id$|^KPI$", entry["title"]), entry


def test_every_file_of_the_plan_names_its_schema() -> None:
    files = sorted((ROOT / "plan").rglob("*.yaml"))
    assert len(files) > 15
    for path in files:
        parts = path.relative_to(ROOT / "plan").parts
        kind = kind_of("/".join(parts[2:] if parts[0] == EDITIONS else parts))
        assert kind
        first = path.read_text(encoding="utf-8").split("\n")[0]
        named = (path.parent / first.removeprefix("# yaml-language-server: $schema=")).resolve()
        assert named == (ROOT / "schemas" / f"{kind.name}.json")
