"""The agreement report: every number, name and short text of the plan, and the pages of each document that print it."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from vision_compiler.document.inline import Writer
from vision_compiler.document.numbers import year_and_month
from vision_compiler.document.places import place_of
from vision_compiler.document.tables import indicator_cells
from vision_compiler.model.base import Node
from vision_compiler.model.chapter import Quotation
from vision_compiler.model.field import Policy, PolicyField
from vision_compiler.model.framework import Layer
from vision_compiler.model.glossary import Term
from vision_compiler.model.plan import Plan
from vision_compiler.model.stances import Stance
from vision_compiler.model.strategy import Indicator, Initiative, Measure, Strategy
from vision_compiler.model.text import folded, printed
from vision_compiler.model.vision import Guideline, Vision


class PrintedPage(Struct, frozen=True):
    """A laid-out page: its printed number, its words without note marks and running heads, the facts it quotes."""

    folio: str
    text: str
    facts: frozenset[str]


class AgreementRow(Struct, frozen=True):
    """What is written once: the words, where they are written, and the pages of each document that print them."""

    words: str
    place: str
    pages: tuple[str, ...]


class AgreementGroup(Struct, frozen=True):
    """Rows of one sort."""

    title: str
    rows: tuple[AgreementRow, ...]


class AgreementDocument(Struct, frozen=True):
    """The report as a publication."""

    id: str
    title: str
    author: str
    date: str
    printed_date: str
    documents: tuple[str, ...]
    groups: tuple[AgreementGroup, ...]


Pages = tuple[PrintedPage, ...]


def assemble_agreement(plan: Plan, printed_documents: Mapping[str, Pages]) -> AgreementDocument:
    """The report on laid-out documents, by their ids."""
    pages = [_folded(document) for document in printed_documents.values()]
    return AgreementDocument(
        id="agreement",
        title=f"{plan.settings.title} 一致の確認",
        author=plan.settings.municipality.name,
        date=plan.settings.date,
        printed_date=year_and_month(plan.settings.date),
        documents=tuple(SHORT_TITLES[id] for id in printed_documents),
        groups=tuple(
            group for group in (_facts(plan, pages), _values(plan, pages), *_names(plan, pages)) if group.rows
        ),
    )


def _folded(document: Pages) -> Pages:
    return tuple(PrintedPage(page.folio, folded(page.text), page.facts) for page in document)


#: What the documents are called in a few letters.
SHORT_TITLES = {"pamphlet": "概要版", "basic-plan": "基本計画", "strategy": "総合戦略", "booklet": "共創冊子"}


def _facts(plan: Plan, documents: list[Pages]) -> AgreementGroup:
    writer = Writer(plan, None)
    rows = (
        AgreementRow(
            f"{writer.fact(fact)}（{fact.id}）",
            place_of(fact.origin.span("value")),
            tuple(_listed(page.folio for page in document if fact.id in page.facts) for document in documents),
        )
        for fact in plan.facts.values()
    )
    return AgreementGroup("数値", tuple(rows))


def _values(plan: Plan, documents: list[Pages]) -> AgreementGroup:
    """The values of the indicators: they stand in the order of their columns, on a page with the indicator's name."""
    rows = []
    for indicator in plan.indicators:
        values = [text for cell in indicator_cells(plan, indicator) for line in cell.lines for text in line]
        name, wanted = folded(printed(indicator.name)), folded("".join(values))
        pages = (
            _listed(page.folio for page in document if wanted in page.text and name in page.text)
            for document in documents
        )
        words = f"{printed(indicator.name)}　{' '.join(text for text in values if text)}"
        rows.append(AgreementRow(words, place_of(indicator.span("baseline")), tuple(pages)))
    return AgreementGroup("指標の値", tuple(rows))


def _names(plan: Plan, documents: list[Pages]) -> Iterator[AgreementGroup]:
    """The names of items, and the texts that stand in short for others."""
    for title, kind, key in (
        ("目指す姿", Vision, "goal"),
        ("まちづくりの指針", Guideline, "text"),
        ("計画の層の説明", Layer, "text"),
        ("重点戦略", Strategy, "title"),
        ("施策", Measure, "title"),
        ("基本的な方向性", Strategy, "direction"),
        ("主な取組", Initiative, "text"),
        ("主な取組（短い名称）", Initiative, "summary"),
        ("指標", Indicator, "name"),
        ("分野", PolicyField, "title"),
        ("分野別施策", Policy, "title"),
        ("デジタル化・脱炭素化の取組", Policy, "dxgx"),
        ("基本姿勢", Stance, "title"),
        ("基本姿勢（短い文）", Stance, "summary"),
        ("抜粋の題名（もとと違うもの）", Quotation, "title"),
        ("抜粋", Quotation, "text"),
        ("用語の解説", Term, "definition"),
    ):
        rows = (_row(node, key, documents) for node in _nodes(plan, kind) if getattr(node, key))
        yield AgreementGroup(title, tuple(rows))


def _nodes(plan: Plan, kind: type[Node]) -> Iterator[Node]:
    """The items of a sort in the order of the plan."""
    stances = (plan.stances,) if plan.stances else ()
    framework = (plan.framework,) if plan.framework else ()
    texts = (*plan.chapters.values(), *plan.terms.values())
    files: tuple[Node, ...] = (plan.vision, *framework, *plan.strategies, *plan.fields, *stances, *texts)
    return (node for file in files for node in file.nodes() if isinstance(node, kind))


def _row(node: Node, key: str, documents: list[Pages]) -> AgreementRow:
    words = printed(getattr(node, key)).replace("\n", "")
    wanted = folded(words)
    pages = (_listed(page.folio for page in document if wanted in page.text) for document in documents)
    return AgreementRow(words, place_of(node.span(key)), tuple(pages))


def _listed(folios: Iterator[str]) -> str:
    return "、".join(dict.fromkeys(folios)) or "－"
