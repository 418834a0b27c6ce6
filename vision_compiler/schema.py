"""JSON Schemas of the kinds, for editors that complete and explain keys while an author types."""

import json
from typing import Any

from vision_compiler.model import KINDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, str]:
    """File name → JSON Schema text, one for every kind."""
    return {f"{kind.name}.json": _text(kind.model.model_json_schema(), kind.model.LABEL) for kind in KINDS}


def _text(schema: dict[str, Any], label: str) -> str:
    schema = {"$schema": DIALECT, **schema, "title": label}
    return json.dumps(_without_docstrings(schema), ensure_ascii=False, indent=2) + "\n"


def _without_docstrings(schema: Any) -> Any:
    """Descriptions are for authors: those of models are English docstrings, and are left out."""
    if isinstance(schema, list):
        return [_without_docstrings(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    is_model = "properties" in schema and schema.get("type") == "object"
    return {key: _without_docstrings(value) for key, value in schema.items() if not (is_model and key == "description")}
