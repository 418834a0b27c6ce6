"""Quotations that lead back to the part that they stand in."""

from collections.abc import Iterator
from typing import NamedTuple

from vision_compiler.diagnostics import Diagnostic, Related, Severity
from vision_compiler.model.chapter import QuoteBlock, QuoteSection
from vision_compiler.model.plan import quotable
from vision_compiler.resolve.items import Items
from vision_compiler.source import Span


class _Step(NamedTuple):
    """An item that was reached, and the quotation that led to it."""

    id: str
    quotation: Span | None


def circles(found: Items) -> Iterator[Diagnostic]:
    """Every circle once, at the line that closes it."""
    divisions = {item.id: item for item in quotable((), (), found.chapters.values())}
    seen: dict[Span, Diagnostic] = {}
    followed: set[str] = set()

    def follow(way: tuple[_Step, ...]) -> None:
        followed.add(way[-1].id)
        for quote in divisions[way[-1].id].nodes():
            if isinstance(quote, QuoteSection | QuoteBlock) and quote.quote in divisions:
                step = _Step(quote.quote, quote.span("quote"))
                if step.id in [passed.id for passed in way]:
                    seen[quote.span("quote")] = _circle(way, step)
                elif step.id not in followed:
                    follow((*way, step))

    for id in found.chapters:
        follow((_Step(id, None),))
    yield from seen.values()


def _circle(way: tuple[_Step, ...], last: _Step) -> Diagnostic:
    start = [step.id for step in way].index(last.id)
    ring = (*way[start:], last)
    assert last.quotation
    if len(ring) == 2:
        message = f"「{last.id}」の中で「{last.id}」自身を引用しています"
        help = "この引用の行を消すか、別の項目を引用してください。"
    else:
        message = f"引用をたどると、もとに戻ります（{' → '.join(step.id for step in ring)}）"
        help = "輪の中の引用のうち、要らないものを一つ消すか、別の項目に変えてください。"
    others = [step.quotation for step in ring[1:-1] if step.quotation]
    related = tuple(Related("この引用も輪の中にあります", span) for span in others)
    return Diagnostic("REF004", Severity.ERROR, message, last.quotation, help, related)
