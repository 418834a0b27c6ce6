"""JSON Schemas of the kinds, for editors that complete and explain keys while an author types."""

import json
from decimal import Decimal
from typing import Any

from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from vision_compiler.model import KINDS
from vision_compiler.source import parse
from vision_compiler.wording import examples_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, str]:
    """File name → JSON Schema text, one for every kind."""
    return {f"{kind.name}.json": _text(kind.model.model_json_schema(schema_generator=ForEditors)) for kind in KINDS}


def _text(schema: JsonSchemaValue) -> str:
    return json.dumps({"$schema": DIALECT, **schema}, ensure_ascii=False, indent=2) + "\n"


class ForEditors(GenerateJsonSchema):
    """What a language server needs to help an author: Japanese words, no null, keys that tell alternatives apart."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """A mapping is called what messages call it: its name and docstring are English."""
        result = super().model_schema(schema)
        result.pop("description", None)
        for key, entry in result["properties"].items():
            _explain(key, entry, schema["cls"].model_fields[key])
        return {**result, "title": schema["cls"].LABEL}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """A key may be left out, but it is never empty."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Editors write defaults into the file; an author need not."""
        result = super().default_schema(schema)
        result.pop("default", None)
        return result

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        """Without the discriminator, which is no JSON Schema; each alternative has a key that only it requires."""
        return {"anyOf": super().tagged_union_schema(schema)["oneOf"]}


def _explain(key: str, entry: JsonSchemaValue, field: FieldInfo) -> None:
    """Say what is printed without the key, and what its value may look like."""
    title, default = field.title or key, field.default
    written = examples_of(key, title) if not {"enum", "const"} & set(entry) else ()
    # Editors would write a date without its quotation marks, and a year as a key within some.
    verbatim = [example for example in written if example[0] in '"{']
    values = [_value(example) for example in written if example not in verbatim]
    sentences = [entry.get("description", "")]
    sentences += [f"書かなければ「{default}」"] if isinstance(default, str) else []
    sentences += [f"例：{'、'.join(verbatim)}"] if verbatim else []
    entry["title"] = title
    entry["description"] = "。".join(filter(None, sentences))
    # A single example would be typed as if it were the value.
    if len(values) > 1:
        entry["examples"] = values


def _value(example: str) -> Any:
    _, data = parse("", f"value: {example}")
    return _plain(data)["value"]


def _plain(data: Any) -> Any:
    match data:
        case dict():
            return {str(key): _plain(value) for key, value in data.items()}
        case list():
            return [_plain(entry) for entry in data]
        case Decimal():
            return float(data)
        case str():
            return str(data)
    return data
