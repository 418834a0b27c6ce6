"""The agreement report: what is written once, and the pages of every document that print it."""

import re
from pathlib import Path

import pytest

from tests.conftest import MINIMAL, Texts, sound, workshop
from tests.reading import folded, html_of
from vision_compiler.diagnostics import Severity
from vision_compiler.document import assemble
from vision_compiler.document.agreement import AgreementRow, PrintedPage, assemble_agreement
from vision_compiler.model.plan import Plan
from vision_compiler.pipeline import analyse, publish_agreement
from vision_compiler.project import read_plan

TOWN = Path(__file__).parent / "plans" / "town"


@pytest.fixture(scope="module")
def town() -> Plan:
    return sound({**read_plan(MINIMAL), **read_plan(TOWN)})


def rows(plan: Plan, group: str, **documents: tuple[PrintedPage, ...]) -> list[AgreementRow]:
    report = assemble_agreement(plan, documents)
    return [row for each in report.groups if each.title == group for row in each.rows]


def page(folio: str, text: str, *facts: str) -> PrintedPage:
    return PrintedPage(folio, text, frozenset(facts))


def test_a_fact_is_found_where_it_is_quoted_and_not_where_the_number_only_looks_the_same(town: Plan) -> None:
    strategy = (
        page("1", "3万8,000人"),
        page("2", "", "population.actual.2040"),
        page("3", "", "population.actual.2040"),
    )
    found = rows(town, "数値", strategy=strategy, booklet=(page("1", "3万8,000人"),))
    assert [(row.words, row.pages) for row in found] == [
        ("4万1,250人（population.actual.2025-01-01）", ("－", "－")),
        ("3万8,000人（population.actual.2040）", ("2、3", "－")),
    ]


def test_a_name_is_found_over_breaks_and_widths(town: Plan) -> None:
    found = rows(
        town,
        "重点戦略",
        strategy=(page("ii", "楽しむ\u200b まち"), page("5", "楽しむまちと育つ"), page("5", "楽しむまち")),
    )
    assert [(row.words, row.place, row.pages) for row in found] == [
        ("育つまち", "strategies/growth.yaml:2", ("－",)),
        ("守るまち", "strategies/safety.yaml:2", ("－",)),
        ("楽しむまち", "strategies/culture.yaml:2", ("ii、5",)),
    ]


def test_the_report_is_printed_from_the_laid_out_documents(town: Plan) -> None:
    output = publish_agreement(town, workshop())
    assert output.name == "agreement.pdf"
    text = "".join(folded(page.text) for page in output.printed)
    for words in ("みほん市総合計画一致の確認", "育つまち", "strategies/growth.yaml:2", "基本計画"):
        assert folded(words) in text


@pytest.mark.parametrize("id", ["pamphlet", "basic-plan", "strategy"])
def test_a_changed_number_and_a_changed_name_are_followed_by_every_document(real_texts: Texts, id: str) -> None:
    texts = replaced(real_texts, "population.yaml", "- {at: 2040, value: 233000}", "- {at: 2040, value: 234000}")
    name = "strategies/children.yaml"
    texts = replaced(texts, name, "希望する結婚・妊娠・出産がかなう", "結婚・妊娠・出産の希望がかなう")
    html = html_of(assemble(sound(texts), id))
    text = folded(re.sub(r"<[^>]*>", "", html))
    for words, is_there in (
        ("結婚・妊娠・出産の希望がかなう", True),
        ("希望する結婚・妊娠・出産がかなう", False),
        ("約23万4千人", True),
        ("約23万3千人", False),
    ):
        assert (words in text) == is_there, words


def test_a_changed_number_that_no_longer_fits_is_told(real_texts: Texts) -> None:
    texts = replaced(real_texts, "population.yaml", "- {at: 2070, value: 177000}", "- {at: 2070, value: 150000}")
    found = [each for each in analyse(texts).diagnostics if each.severity is Severity.ERROR]
    assert [each.code for each in found] == ["FACT002", "FACT002"]


def test_a_changed_name_that_a_text_still_types_is_told(real_texts: Texts) -> None:
    texts = replaced(
        real_texts, "strategies/children.yaml", "title: 子どもを育む環境づくり", "title: 子どもが育つ環境づくり"
    )
    found = [each for each in analyse(texts).diagnostics if each.severity is Severity.WARNING]
    assert [(each.code, each.span.file) for each in found] == [("NAME001", "prose/strategy-direction.yaml")]


def replaced(texts: Texts, name: str, before: str, after: str) -> Texts:
    raw = texts[name]
    text = raw.decode() if isinstance(raw, bytes) else raw
    assert before in text
    return {**texts, name: text.replace(before, after)}
