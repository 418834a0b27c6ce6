"""CSV on the Web (W3C, 2015): one file beside the CSVs says of all of them what their columns hold."""

from typing import Any

from vision_compiler.model.plan import Plan
from vision_compiler.opendata.licences import address_of
from vision_compiler.opendata.table import Column, Table

_CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "ja"}]


def table_group(plan: Plan, tables: tuple[Table, ...]) -> dict[str, Any]:
    """The description of all tables."""
    return {
        "@context": _CONTEXT,
        "dc:title": f"{plan.settings.title} オープンデータ",
        "dc:creator": plan.settings.publisher.name,
        "dc:date": plan.settings.date,
        **_licence(plan.settings.licence),
        "dialect": {"encoding": "utf-8", "header": True},
        "tables": [_table(table) for table in tables],
    }


def _licence(licence: str | None) -> dict[str, Any]:
    """The licence that the plan names; nobody grants one by leaving it out."""
    if not licence:
        return {}
    address = address_of(licence)
    return {"dc:license": {"@id": address} if address else licence}


def _table(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {"columns": [_column(column) for column in table.columns]}
    if table.key:
        schema["primaryKey"] = table.key
    if table.links:
        schema["foreignKeys"] = [_link(column) for column in table.links]
    return {
        "url": table.file,
        "dc:title": table.title,
        "dc:description": table.description,
        "tableSchema": schema,
    }


def _column(column: Column) -> dict[str, Any]:
    described = {
        "name": column.name,
        "titles": column.title,
        "datatype": column.datatype,
        "dc:description": column.description,
    }
    return described | {"required": True} if column.is_required else described


def _link(column: str) -> dict[str, Any]:
    return {"columnReference": column, "reference": {"resource": "items.csv", "columnReference": "id"}}
