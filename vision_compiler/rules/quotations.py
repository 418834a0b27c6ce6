"""Rules on excerpts (抜粋) from the plan's own texts."""

from collections.abc import Iterator
from difflib import get_close_matches

from vision_compiler.diagnostics import Related, Severity
from vision_compiler.model.chapter import Quotation
from vision_compiler.model.originals import Original
from vision_compiler.model.plan import Plan
from vision_compiler.rules.registry import Problem, rule
from vision_compiler.source import Span


@rule("QUOTE001", "抜粋の文が、もとの文と違う", Severity.WARNING)
def quotation_drifted(plan: Plan) -> Iterator[Problem]:
    """quotation は、of の項目の本文からの抜粋です。そのまま抜き出した文は、もとの文にあるはずです。
    言葉を改めて抜粋するときは、改める前のもとの文を passage に書きます。もとの文が後から変わると、
    抜粋がまだ合っているかを確かめる合図になります。
    """
    for quotation in _quotations(plan):
        original = plan.originals[quotation.of]
        key = "passage" if quotation.passage else "text"
        for sentence in _sentences(quotation.passage or quotation.text):
            if sentence not in _joined(original.text):
                yield Problem(
                    quotation.find(sentence, key),
                    f"「{original.title}」の本文に、抜粋した「{sentence}」がありません。{_now(original, sentence)}",
                    _REMEDY[key],
                    (Related("いまの本文", _place(original)),),
                )


_REMEDY = {
    "text": "もとの文のとおりに直してください。言葉を改めた抜粋なら、passage に、もとの文を書き足してください。",
    "passage": "本文を誤って変えたのなら、本文を元に戻してください。"
    "改めたのなら、抜粋（text）がまだ合っているかを確かめ、passage を、いまの本文の言葉に直してください。",
}


@rule("QUOTE002", "抜粋の題名が、もとの題名から決めたものでない", Severity.WARNING)
def quotation_renamed(plan: Plan) -> Iterator[Problem]:
    """抜粋の題名 title は、もとの題名と違うときだけ、決めたときの題名 title_of と一緒に書きます。"""
    for quotation in _quotations(plan):
        original = plan.originals[quotation.of]
        if quotation.title and quotation.title_of != original.title:
            yield Problem(
                quotation.span("title"),
                f"題名「{quotation.title}」のもとの題名は、いまは「{original.title}」です",
                f"題名がまだ合っていれば、title_of を {original.title} にしてください。",
                (Related("いまの題名", original.node.span("title")),),
            )


def _quotations(plan: Plan) -> Iterator[Quotation]:
    yield from plan.of(Quotation)


def _sentences(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _joined(text: str) -> str:
    return "".join(_sentences(text))


def _now(original: Original, sentence: str) -> str:
    """What stands in the original instead: the sentence that is most like the one quoted."""
    near = get_close_matches(sentence, _sentences(original.text), 1, 0.3)
    return f"いまの本文は「{near[0]}」です" if near else "似た文もありません"


def _place(original: Original) -> Span:
    return original.node.span(*original.keys)
