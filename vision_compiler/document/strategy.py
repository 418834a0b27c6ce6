"""The comprehensive strategy (総合戦略): chapters of text, and every strategy with its measures."""

from collections.abc import Iterator

from vision_compiler.document.chapters import chapter_section
from vision_compiler.document.inline import Notes, Writer
from vision_compiler.document.nodes import (
    Block,
    Bullets,
    ContentsEntry,
    Cover,
    Document,
    GoalList,
    Imprint,
    Lead,
    Section,
)
from vision_compiler.document.numbers import accent, fiscal_years, fullwidth, year_and_month
from vision_compiler.document.tables import indicator_table
from vision_compiler.model.plan import Plan
from vision_compiler.model.settings import STRATEGIES, DocumentSettings
from vision_compiler.model.strategy import Measure, Strategy
from vision_compiler.model.values import Undecided


def assemble_strategy(plan: Plan) -> Document:
    """The whole publication."""
    settings, document = plan.settings, plan.document("strategy")
    assert document is not None, "the pipeline asks only for documents of plan.yaml"
    sections = tuple(_chapters(plan, document))
    period = document.period or settings.period
    date = year_and_month(settings.date)
    return Document(
        id=document.id,
        title=document.title,
        author=settings.municipality.name,
        date=settings.date,
        cover=Cover(document.title, fiscal_years(period.start, period.end), date, settings.municipality.name),
        contents=tuple(_contents(sections)),
        sections=sections,
        imprint=imprint(plan, document.title, date),
    )


def _chapters(plan: Plan, document: DocumentSettings) -> Iterator[Section]:
    number = 0
    for id in document.contents:
        if id == STRATEGIES:
            yield from (_strategy(plan, strategy, n) for n, strategy in enumerate(plan.strategies, 1))
        else:
            number += 1
            yield chapter_section(plan, plan.chapters[id], number)


def _strategy(plan: Plan, strategy: Strategy, number: int) -> Section:
    labels = plan.settings.labels
    writer = Writer(plan, Notes())
    content = [_point(2, labels.direction, f"{strategy.id}-direction", Lead(writer.paragraphs(strategy.direction)))]
    if strategy.target_indicators:
        table = indicator_table(plan, strategy.target_indicators)
        content.append(_point(2, labels.target_indicators, f"{strategy.id}-targets", table))
    if any(measure.sdgs is not None for measure in strategy.measures):
        content.append(_point(2, labels.sdgs, f"{strategy.id}-sdgs", _goals(plan, strategy)))
    measures = [_measure(plan, measure, n, accent(number)) for n, measure in enumerate(strategy.measures, 1)]
    label = f"{labels.strategy}{fullwidth(number)}"
    return Section("strategy", 1, label, strategy.title, strategy.id, (*content, *measures), accent(number))


def _point(level: int, title: str, anchor: str, *blocks: Block) -> Section:
    return Section("point", level, "◆", title, anchor, blocks)


def _measure(plan: Plan, measure: Measure, number: int, colour: int) -> Section:
    labels = plan.settings.labels
    writer = Writer(plan, Notes())
    direction = Lead(writer.paragraphs(measure.direction))
    initiatives = Bullets(tuple(("●", writer.line(entry.text)) for entry in measure.initiatives), "initiatives")
    content = (
        _point(3, labels.direction, f"{measure.id}-direction", direction),
        _point(3, labels.initiatives, f"{measure.id}-initiatives", initiatives),
        _point(3, labels.kpis, f"{measure.id}-kpis", indicator_table(plan, measure.kpis)),
    )
    return Section("measure", 2, f"（{fullwidth(number)}）", measure.title, measure.id, content, colour)


def _goals(plan: Plan, strategy: Strategy) -> GoalList:
    undecided = plan.settings.labels.undecided
    return GoalList(
        tuple(
            (
                f"（{fullwidth(number)}）",
                measure.title,
                undecided if isinstance(measure.sdgs, Undecided) else "、".join(map(str, measure.sdgs or ())),
            )
            for number, measure in enumerate(strategy.measures, 1)
        )
    )


def _contents(sections: tuple[Section, ...]) -> Iterator[ContentsEntry]:
    """Chapters and strategies, and the numbered sections and measures under them."""
    for section in sections:
        yield ContentsEntry(1, section.label, section.title, section.anchor)
        for part in section.content:
            if isinstance(part, Section) and part.style in ("section", "measure"):
                yield ContentsEntry(2, part.label, part.title, part.anchor)


def imprint(plan: Plan, title: str, date: str) -> Imprint:
    """Who published the plan, for the last page."""
    publisher = plan.settings.publisher
    postal_code = f"〒{publisher.postal_code}" if publisher.postal_code else ""
    address = " ".join(part for part in (postal_code, publisher.address) if part)
    return Imprint(title, date, publisher.name, address, publisher.phone or "")
