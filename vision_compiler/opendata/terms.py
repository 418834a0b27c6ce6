"""用語解説, one term a row."""

from vision_compiler.document.inline import definition
from vision_compiler.document.kana import sort_key
from vision_compiler.model.plan import Plan
from vision_compiler.opendata.table import Column, Table, common_to

_COLUMNS = (
    Column("id", "用語ID", "string", "用語の名札", True),
    Column("term", "用語", "string", "計画の文章に書かれている言葉", True),
    Column("reading", "よみ", "string", "ひらがな", True),
    Column("definition", "解説", "string", "用語の解説", True),
)


def term_table(plan: Plan) -> Table:
    """Every term, in the order of the readings."""
    terms = sorted(plan.terms.values(), key=lambda term: sort_key(term.reading))
    return Table(
        "terms",
        "用語解説",
        "計画に使われている用語の解説。一行に一つの用語",
        _COLUMNS,
        tuple(
            {"id": term.id, "term": term.term, "reading": term.reading, "definition": definition(plan, term)}
            for term in terms
        ),
        key="id",
        common=common_to(plan),
    )
