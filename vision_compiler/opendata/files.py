"""The files of the open data: which there are, what they are called and what is in them."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from vision_compiler.model.plan import Plan
from vision_compiler.opendata.csvw import table_group
from vision_compiler.opendata.dcat import Dataset, Form, catalogue
from vision_compiler.opendata.json_files import SCHEMA_FILE, plan_data, plan_schema, written
from vision_compiler.opendata.spreadsheets import spreadsheet
from vision_compiler.opendata.stratml import NAMESPACE, strategic_plan
from vision_compiler.opendata.table import Table
from vision_compiler.opendata.tables import tables

COLUMNS_FILE = "csv-metadata.json"
_JSON, _STRATML, _WORKBOOK, _CATALOGUE = "plan.json", "plan.stratml.xml", "plan.xlsx", "catalog.jsonld"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file: its name, what it holds in the words of a reader, its form, its media type and its content."""

    name: str
    title: str
    form: str
    media_type: str
    content: bytes


@lru_cache(maxsize=4)
def enclosed(plan: Plan, *, has_bom: bool = True) -> tuple[DataFile, ...]:
    """The files that explain each other, wherever they are: they lie in every PDF, too."""
    found = tables(plan)
    return (
        *(_csv(table, has_bom) for table in found),
        _json(COLUMNS_FILE, "CSVの項目の定義", "CSVW", "application/csvm+json", table_group(plan, found)),
        _json(_JSON, "全ての表", "JSON", "application/json", plan_data(plan, found)),
        _json(SCHEMA_FILE, "JSONの形式の定義", "JSON Schema", "application/schema+json", plan_schema(found)),
        DataFile(_STRATML, "計画の体系", "StratML", "application/xml", strategic_plan(plan)),
    )


def published(plan: Plan, *, has_bom: bool = True) -> tuple[DataFile, ...]:
    """All files: also the workbook for the office, and the catalogue that says where the others are."""
    from vision_compiler.opendata.workbook import workbook  # noqa: PLC0415 - a PDF is made without it

    found = tables(plan)
    content = catalogue(plan, _datasets(found))
    return (
        DataFile(_WORKBOOK, "指標一覧と全ての表", "Excel", _XLSX, workbook(plan, found)),
        *enclosed(plan, has_bom=has_bom),
        _json(_CATALOGUE, "データセットの情報", "DCAT", "application/ld+json", content),
    )


def _datasets(found: tuple[Table, ...]) -> list[Dataset]:
    """A dataset for each table, and one for all of them."""
    whole = (
        Form(_JSON, "全ての表（JSON）", "application/json", SCHEMA_FILE),
        Form(_WORKBOOK, "指標一覧と全ての表（Excel）", _XLSX),
        Form(_STRATML, "計画の体系（StratML）", "application/xml", NAMESPACE),
    )
    single = [Dataset(table.name, table.title, table.description, [_form(table)]) for table in found]
    return [*single, Dataset("plan", "全ての表", "指標、体系、数値、用語の全ての表", whole)]


def _form(table: Table) -> Form:
    return Form(table.file, f"{table.title}（CSV）", "text/csv", COLUMNS_FILE)


def _csv(table: Table, has_bom: bool) -> DataFile:
    return DataFile(table.file, table.title, "CSV", "text/csv", spreadsheet(table.lines, has_bom=has_bom).encode())


def _json(name: str, title: str, form: str, media_type: str, content: dict[str, Any]) -> DataFile:
    return DataFile(name, title, form, media_type, written(content).encode())
