"""All tables as one JSON file, and the JSON Schema (2020-12) that describes it."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from vision_compiler.model.plan import Plan
from vision_compiler.opendata.table import COMMON, Column, Datatype, Table, common_to

SCHEMA_FILE = "plan.schema.json"
_TYPES: Mapping[Datatype, str] = {
    "string": "string",
    "integer": "integer",
    "boolean": "boolean",
    "gYear": "integer",
    "decimal": "number",
}


def written(content: Any) -> str:
    """JSON as it is written to a file. How many decimals of a number are printed stands in a column of its own."""
    return json.dumps(content, ensure_ascii=False, indent=1, default=_number) + "\n"


def plan_data(plan: Plan, tables: tuple[Table, ...]) -> dict[str, Any]:
    """What rows have in common once, then every table with its own columns."""
    settings = plan.settings
    licence = {"licence": settings.licence} if settings.licence else {}
    about = {"date": settings.date, "publisher": settings.publisher.name, **licence}
    rows = {table.name: table.own_rows for table in tables}
    return {"$schema": SCHEMA_FILE, **common_to(plan), **about, **rows}


def plan_schema(tables: tuple[Table, ...]) -> dict[str, Any]:
    """What ``plan_data`` of these tables holds."""
    about = {
        "$schema": {"type": "string", "description": "この形式の定義"},
        **{column.name: _property(column) for column in COMMON},
        "date": {"type": "string", "title": "策定・発行の年月", "pattern": r"^\d{4}-\d{2}(-\d{2})?$"},
        "publisher": {"type": "string", "title": "発行者"},
    }
    lists = {table.name: _list(table) for table in tables}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "計画のオープンデータ",
        "type": "object",
        "required": [*about, *lists],
        "properties": {**about, "licence": {"type": "string", "title": "利用条件"}, **lists},
        "additionalProperties": False,
    }


def _list(table: Table) -> dict[str, Any]:
    columns = table.own_columns
    return {
        "title": table.title,
        "description": table.description,
        "type": "array",
        "items": {
            "type": "object",
            "required": [column.name for column in columns],
            "properties": {column.name: _property(column) for column in columns},
            "additionalProperties": False,
        },
    }


def _property(column: Column) -> dict[str, Any]:
    kind = _TYPES[column.datatype]
    allowed = kind if column.is_required else [kind, "null"]
    return {"title": column.title, "description": column.description, "type": allowed}


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == int(amount) else float(amount)
