"""A table of open data, whatever file it is written to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from vision_compiler.model.plan import Plan
from vision_compiler.opendata.spreadsheets import Cell

Datatype = Literal["string", "integer", "boolean", "gYear", "decimal"]
Row = dict[str, Cell]


class Column(NamedTuple):
    """A column: its name for programs, its heading, its type, what it holds, and whether a cell may be empty."""

    name: str
    title: str
    datatype: Datatype
    description: str
    is_required: bool = False


#: What every row says, so that it can stand beside those of other plans and other municipalities.
COMMON = (
    Column("municipality_code", "全国地方公共団体コード", "string", "検査数字を含む6桁のコード", True),
    Column("municipality", "地方公共団体名", "string", "計画を定めた地方公共団体", True),
    Column("plan", "計画名", "string", "計画の正式な名称", True),
    Column("stage", "計画の段階", "string", "素案、案、策定のどれか", True),
)


@dataclass(frozen=True)
class Table:
    """A table. ``key`` is the column that names its rows, ``links`` are columns that name items in every row."""

    name: str
    title: str
    description: str
    own_columns: tuple[Column, ...]
    own_rows: tuple[Row, ...]
    key: str = ""
    links: tuple[str, ...] = ()
    common: Mapping[str, Cell] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The name of its CSV."""
        return f"{self.name}.csv"

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns."""
        return COMMON + self.own_columns

    @cached_property
    def lines(self) -> list[list[Cell]]:
        """The headings, then all cells row by row."""
        common = [self.common[column.name] for column in COMMON]
        rows = ([*common, *(row[column.name] for column in self.own_columns)] for row in self.own_rows)
        return [[column.title for column in self.columns], *rows]


def common_to(plan: Plan) -> dict[str, Cell]:
    """What the rows of a plan have in common."""
    settings = plan.settings
    municipality = settings.municipality
    cells = (municipality.code, municipality.name, settings.title, settings.stage)
    return {column.name: cell for column, cell in zip(COMMON, cells, strict=True)}
