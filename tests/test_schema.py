"""schemas/: what is committed is what the kinds say, and every file of the plan names its own."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from tests.conftest import ROOT
from vision_compiler.load import kind_of
from vision_compiler.model.chapter import BLOCKS
from vision_compiler.project import EDITIONS
from vision_compiler.schema import schemas

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-鿿]")
#: The keywords of JSON Schema that the kinds need.
KEYWORDS = {
    *("$schema", "$defs", "$ref", "title", "description", "examples", "type", "const", "enum", "anyOf", "oneOf"),
    *("properties", "required", "additionalProperties", "propertyNames", "minProperties"),
    *("items", "prefixItems", "minItems", "maxItems", "pattern", "minLength", "maxLength", "minimum", "maximum"),
}
FILES = sorted((ROOT / "plan").rglob("*.yaml"))


def _models(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The mappings that a file is made of."""
    yield from (entry for entry in (schema, *schema.get("$defs", {}).values()) if "properties" in entry)


def _plain(data: Any) -> Any:
    """What YAML says, as JSON can say it: keys are text."""
    if isinstance(data, dict):
        return {str(key): _plain(value) for key, value in data.items()}
    return [_plain(entry) for entry in data] if isinstance(data, list) else data


def _errors(path: Path, text: str) -> list[str]:
    """What the schema that a file names finds wrong with it."""
    named = path.parent / text.split("\n", maxsplit=1)[0].removeprefix("# yaml-language-server: $schema=")
    data = _plain(YAML(typ="safe", pure=True).load(text))
    return [error.message for error in Draft202012Validator(json.loads(named.read_text("utf-8"))).iter_errors(data)]


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_committed_schema_is_fresh(name: str) -> None:
    assert (ROOT / "schemas" / name).read_text(encoding="utf-8") == schemas()[name], "run: vision schema"


def test_no_other_file_lies_in_schemas() -> None:
    assert sorted(path.name for path in (ROOT / "schemas").iterdir()) == sorted(schemas())


@pytest.mark.parametrize("name", sorted(schemas()))
def test_a_schema_is_of_the_dialect_that_it_names(name: str) -> None:
    schema = json.loads(schemas()[name])
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(schema)
    for model in _models(schema):
        for entry in (model, *model["properties"].values()):
            assert set(entry) <= KEYWORDS, "an unknown keyword is ignored by validators"


@pytest.mark.parametrize("name", sorted(schemas()))
def test_every_key_is_explained_in_japanese(name: str) -> None:
    for model in _models(json.loads(schemas()[name])):
        assert JAPANESE.search(model["title"]), model["title"]
        assert "description" not in model, "docstrings are English"
        assert model["additionalProperties"] is False
        for key, entry in model["properties"].items():
            assert JAPANESE.search(entry["title"]) or entry["title"] in ("id", "KPI"), (model["title"], key)
            assert JAPANESE.search(entry["description"]), (model["title"], key)


@pytest.mark.parametrize("name", sorted(schemas()))
def test_nothing_may_be_empty_and_nothing_is_typed_unasked(name: str) -> None:
    text = schemas()[name]
    assert '"null"' not in text and '"default"' not in text
    for model in _models(json.loads(text)):
        assert all(len(entry.get("examples", [0, 0])) > 1 for entry in model["properties"].values())


@pytest.mark.parametrize("name", sorted(schemas()))
def test_every_example_is_valid(name: str) -> None:
    schema = json.loads(schemas()[name])
    for model in _models(schema):
        for key, entry in model["properties"].items():
            for example in entry.get("examples", []):
                errors = list(Draft202012Validator({"$defs": schema.get("$defs", {}), **entry}).iter_errors(example))
                assert not errors, (model["title"], key, example)


@pytest.mark.parametrize(
    ("key", "examples"),
    [
        ("id", ["learning-support", "health-checkup"]),
        ("unit", ["人", "％"]),
        ("baseline", [17.9, "－", [79.9, 66.3]]),
        ("parts", [["小学校", "中学校"], ["男性", "女性"]]),
    ],
)
def test_editors_and_messages_show_the_same_examples(key: str, examples: list[Any]) -> None:
    assert json.loads(schemas()["strategy.json"])["$defs"]["Indicator"]["properties"][key]["examples"] == examples


def test_an_example_that_an_editor_would_write_otherwise_stands_in_the_description() -> None:
    date = json.loads(schemas()["plan.json"])["properties"]["date"]
    assert "examples" not in date and date["description"].endswith('例："2024-02"')
    targets = json.loads(schemas()["strategy.json"])["$defs"]["Indicator"]["properties"]["targets"]
    assert "examples" not in targets and "{2027: 20.0, 2031: 25.0}" in targets["description"]


def test_an_alternative_is_known_by_a_key_of_its_own() -> None:
    schema = json.loads(schemas()["chapter.json"])
    unions = [schema["properties"]["body"]["items"], schema["$defs"]["Figure"]["properties"]["diagram"]]
    assert [len(union["anyOf"]) for union in unions] == [len(BLOCKS), 9]
    for union in unions:
        alternatives = [schema["$defs"][entry["$ref"].removeprefix("#/$defs/")] for entry in union["anyOf"]]
        known_by = [entry["properties"].get("kind", {}).get("const", entry["required"][0]) for entry in alternatives]
        assert len(set(known_by)) == len(alternatives)
        assert all(entry["required"] for entry in alternatives)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_of_the_plan_fits_its_schema(path: Path) -> None:
    assert _errors(path, path.read_text(encoding="utf-8")) == []


def test_a_schema_refuses_what_the_compiler_refuses() -> None:
    path = ROOT / "plan" / "strategies" / "children.yaml"
    text = path.read_text(encoding="utf-8")
    for out, into in (
        ("unit: 人", "untt: 人"),
        ("unit: 人", "unit:"),
        ("id: children", "id: Children"),
        ("baseline: 6", "baseline: 6人"),
        ("{2027: 0,", "{2O27: 0,"),
    ):
        assert out in text
        assert _errors(path, text.replace(out, into, 1)), into


def test_every_file_of_the_plan_names_its_schema() -> None:
    assert len(FILES) > 15
    for path in FILES:
        parts = path.relative_to(ROOT / "plan").parts
        kind = kind_of("/".join(parts[2:] if parts[0] == EDITIONS else parts))
        assert kind
        first = path.read_text(encoding="utf-8").split("\n")[0]
        named = (path.parent / first.removeprefix("# yaml-language-server: $schema=")).resolve()
        assert named == (ROOT / "schemas" / f"{kind.name}.json")
