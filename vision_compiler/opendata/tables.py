"""All tables of a plan."""

from functools import lru_cache

from vision_compiler.model.plan import Plan
from vision_compiler.opendata.facts import fact_table
from vision_compiler.opendata.indicators import indicator_table
from vision_compiler.opendata.items import item_table
from vision_compiler.opendata.table import Table
from vision_compiler.opendata.terms import term_table


@lru_cache(maxsize=4)
def tables(plan: Plan) -> tuple[Table, ...]:
    """Those that have rows."""
    made = (indicator_table(plan), item_table(plan), fact_table(plan), term_table(plan))
    return tuple(table for table in made if table.own_rows)
