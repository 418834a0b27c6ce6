"""The agreement report: every number, name and short text of the plan, and the pages of each document that print it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from unicodedata import normalize

from vision_compiler.document.inline import Writer
from vision_compiler.document.numbers import year_and_month
from vision_compiler.model.base import Node
from vision_compiler.model.chapter import Quotation
from vision_compiler.model.field import Policy, PolicyField
from vision_compiler.model.plan import Plan
from vision_compiler.model.stances import Stance
from vision_compiler.model.strategy import Indicator, Initiative, Measure, Strategy
from vision_compiler.model.text import printed
from vision_compiler.model.vision import Guideline
from vision_compiler.source import Span


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A laid-out page: its printed number, its words without note marks and running heads, the facts it quotes."""

    folio: str
    text: str
    facts: frozenset[str]


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """What is written once: the words, where they are written, and the pages of each document that print them."""

    words: str
    place: str
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgreementGroup:
    """Rows of one sort."""

    title: str
    rows: tuple[AgreementRow, ...]


@dataclass(frozen=True, slots=True)
class AgreementDocument:
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
    """The report on laid-out documents, by their titles."""
    pages = [_folded(document) for document in printed_documents.values()]
    return AgreementDocument(
        id="agreement",
        title=f"{plan.settings.title} 一致の確認",
        author=plan.settings.municipality.name,
        date=plan.settings.date,
        printed_date=year_and_month(plan.settings.date),
        documents=tuple(printed_documents),
        groups=tuple(group for group in (_facts(plan, pages), *_names(plan, pages)) if group.rows),
    )


def _folded(document: Pages) -> Pages:
    return tuple(PrintedPage(page.folio, _fold(page.text), page.facts) for page in document)


def _fold(text: str) -> str:
    """Words as readers compare them: without spaces, breaks and differences of width."""
    folded = normalize("NFKC", text)
    return "".join(character for character in folded if character.isprintable() and not character.isspace())


def _facts(plan: Plan, documents: list[Pages]) -> AgreementGroup:
    writer = Writer(plan, None)
    rows = (
        AgreementRow(
            f"{writer.fact(fact)}（{fact.id}）",
            _place(fact.origin.span("value")),
            tuple(_listed(page.folio for page in document if fact.id in page.facts) for document in documents),
        )
        for fact in plan.facts.values()
    )
    return AgreementGroup("数値", tuple(rows))


def _names(plan: Plan, documents: list[Pages]) -> Iterator[AgreementGroup]:
    """The names of items, and the texts that stand in short for others."""
    for title, kind, key in (
        ("まちづくりの指針", Guideline, "text"),
        ("重点戦略", Strategy, "title"),
        ("施策", Measure, "title"),
        ("主な取組", Initiative, "text"),
        ("主な取組（短い名称）", Initiative, "summary"),
        ("指標", Indicator, "name"),
        ("分野", PolicyField, "title"),
        ("分野別施策", Policy, "title"),
        ("デジタル化・脱炭素化の取組", Policy, "dxgx"),
        ("基本姿勢", Stance, "title"),
        ("基本姿勢（短い文）", Stance, "summary"),
        ("抜粋", Quotation, "text"),
    ):
        rows = (_row(node, key, documents) for node in _nodes(plan, kind) if getattr(node, key))
        yield AgreementGroup(title, tuple(rows))


def _nodes(plan: Plan, kind: type[Node]) -> Iterator[Node]:
    """The items of a sort in the order of the plan."""
    stances = (plan.stances,) if plan.stances else ()
    files: tuple[Node, ...] = (plan.vision, *plan.strategies, *plan.fields, *stances, *plan.chapters.values())
    return (node for file in files for node in file.nodes() if isinstance(node, kind))


def _row(node: Node, key: str, documents: list[Pages]) -> AgreementRow:
    words = printed(getattr(node, key)).replace("\n", "")
    wanted = _fold(words)
    pages = (_listed(page.folio for page in document if wanted in page.text) for document in documents)
    return AgreementRow(words, _place(node.span(key)), tuple(pages))


def _place(span: Span) -> str:
    return f"{span.file}:{span.start.line}"


def _listed(folios: Iterator[str]) -> str:
    return "、".join(dict.fromkeys(folios)) or "－"
