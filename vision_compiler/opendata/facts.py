"""The numbers that the plan's texts quote: population, fertility, ageing."""

from collections.abc import Iterator

from vision_compiler.document.numbers import quoted
from vision_compiler.model.facts import Derived, Series
from vision_compiler.model.plan import Plan
from vision_compiler.opendata.table import Column, Row, Table, common_to

_COLUMNS = (
    Column("id", "数値ID", "string", "数値の名札", True),
    Column("title", "名称", "string", "何の数値か", True),
    Column("at", "時点", "string", "年、年月日、期間など。計画のデータに書かれているとおり。計算で決まる値では空"),
    Column("unit", "単位", "string", "値の単位。単位がなければ空"),
    Column("value", "値", "decimal", "数値", True),
    Column("is_approximate", "概数", "boolean", "概数なら true", True),
    Column("printed", "計画での表記", "string", "計画の文章に印刷されているとおりの値", True),
    Column("source", "出典", "string", "計画に書かれていなければ空"),
)


def fact_table(plan: Plan) -> Table:
    """Every number that a text may quote."""
    return Table(
        "facts",
        "人口などの数値",
        "計画の文章が引く人口や率などの数値。一行に一つの値",
        _COLUMNS,
        tuple(_rows(plan)),
        key="id",
        common=common_to(plan),
    )


def _rows(plan: Plan) -> Iterator[Row]:
    for series in plan.of(Series):
        for point in series.points:
            yield _row(plan, series, f"{series.id}.{point.at}", point.at)
    for derived in plan.of(Derived):
        yield _row(plan, derived, derived.id, None)


def _row(plan: Plan, of: Series | Derived, id: str, at: str | None) -> Row:
    fact = plan.facts[id]
    return {
        "id": id,
        "title": of.title,
        "at": at,
        "unit": of.unit,
        "value": fact.amount,
        "is_approximate": of.approximate,
        "printed": quoted(fact.amount, fact.unit, fact.approximate),
        "source": of.source if isinstance(of, Series) else None,
    }
