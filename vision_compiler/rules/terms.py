"""Rules on terms (用語)."""

from collections.abc import Iterator

from vision_compiler.diagnostics import Severity
from vision_compiler.model.plan import Plan
from vision_compiler.model.text import TermMark
from vision_compiler.rules.registry import Problem, rule


@rule("TERM001", "用語がどこからも引かれていない", Severity.WARNING)
def unused_term(plan: Plan) -> Iterator[Problem]:
    """用語の解説は、本文の [[用語]] から引かれたときだけ注として印刷されます。
    どこからも引かれない用語は、印の付け忘れか、消し忘れです。
    """
    used = plan.quoted(TermMark)
    for word, term in plan.terms.items():
        if word not in used:
            yield Problem(
                term.span("term"),
                f"用語「{word}」は、本文のどこからも引かれていません",
                f"初めて出てくる場所に [[{word}]] と印を付けるか、使わない用語なら消してください。",
            )
