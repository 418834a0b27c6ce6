"""The draft edition: it stands as the drafts stand, open where they are open, and marked on every page."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import ROOT, Texts, sound, workshop
from tests.reading import assert_in_order, folded, of_chapter, of_prose, run, saved
from vision_compiler.diagnostics import Severity
from vision_compiler.document.indexes import open_list
from vision_compiler.emit.pdf import Output
from vision_compiler.model.open_items import open_items
from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Indicator
from vision_compiler.pipeline import analyse, publish
from vision_compiler.project import read_plan

DRAFT = ROOT / "plan" / "editions" / "2023-08-draft"


@pytest.fixture(scope="module")
def texts() -> Texts:
    return dict(read_plan(DRAFT))


@pytest.fixture(scope="module")
def plan(texts: Texts) -> Plan:
    return sound(texts)


@pytest.fixture(scope="module")
def output(plan: Plan) -> Output:
    return publish(plan, "basic-plan", workshop())


@pytest.fixture(scope="module")
def pdf(output: Output, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(output, tmp_path_factory.mktemp("draft"))


def test_it_has_no_mistake(texts: Texts) -> None:
    assert [each for each in analyse(texts).diagnostics if each.severity is not Severity.INFO] == []


def test_it_is_complete(plan: Plan) -> None:
    measures = [measure for strategy in plan.strategies for measure in strategy.measures]
    assert [len(strategy.target_indicators) for strategy in plan.strategies] == [3, 2, 2, 2]
    assert sum(len(measure.kpis) for measure in measures) == 30
    assert sum(len(measure.initiatives) for measure in measures) == 45
    assert sum(len(strategy.dxgx) for strategy in plan.strategies) == 15
    assert all(strategy.effect for strategy in plan.strategies)
    assert sum(len(field.policies) for field in plan.fields) == 27
    remarks = [strategy.targets_remark for strategy in plan.strategies] + [measure.kpis_remark for measure in measures]
    assert sum(remark == "今後、担当部局と調整し、値を決定します。" for remark in remarks) == 9
    assert sum(indicator.note is not None for indicator in plan.indicators) == 7


def test_every_value_is_open_and_every_open_item_is_in_the_list(plan: Plan) -> None:
    values = Counter(item.node.id for item in open_items(plan) if isinstance(item.node, Indicator))
    assert len(values) == len(plan.indicators) == 39
    assert set(values.values()) == {3}
    entries = open_list(plan).entries
    owed = [entry for entry in entries if entry.owner == "担当部局"]
    assert len(owed) == 39
    assert (owed[0].place, owed[0].what) == ("重点戦略１", "策定時実績値、目標値（2027・2031）")
    texts = [(entry.place, entry.title) for entry in entries if entry.what != plan.settings.labels.sdgs]
    assert [entry for entry in texts if "戦略" not in entry[0] and "-" not in entry[0]] == [
        ("計画の策定に当たり", "計画の策定に当たり"),
        ("序論 第２章 総合計画の実現に向けて", "人口の将来展望"),
        ("序論 第２章 総合計画の実現に向けて", "福祉（高齢化）"),
        ("序論 第２章 総合計画の実現に向けて", "本市の決算状況の推移と財政推計"),
        ("序論 第２章 総合計画の実現に向けて", "脱炭素社会への移行（GX）＊２"),
    ]
    assert len(entries) == 39 + 12 + 5  # the indicators, the SDGs of the measures, the texts


def test_the_draft_is_printed_in_reading_order(plan: Plan, output: Output) -> None:
    document = plan.document("basic-plan")
    assert document
    text = "".join(folded(page.text) for page in output.printed)
    strings = [words for id in document.front for words in of_chapter(plan, plan.chapters[id])]
    assert_in_order(strings, text)
    strings = []
    for part in document.parts:
        strings += [part.title, *of_prose(plan, part.text or "")]
        strings += [words for id in part.contents for words in of_chapter(plan, plan.chapters[id])]
    assert len(strings) > 250
    assert_in_order(strings, re.sub(r"[※★]\d+", "", text[text.rindex(folded("「序論」では")) - 2 :]))
    for words in ("希望する妊娠・出産が叶う", "約14万6千人", "約16万5千人", "約22万2千人", "25万7,649人"):
        assert folded(words) in text


def test_it_is_marked_as_a_draft_on_every_page(pdf: Path) -> None:
    pages = run("pdftotext", pdf, "-").split("\f")[:-1]
    assert len(pages) > 40
    for number, page in enumerate(pages, 1):
        assert "素案" in folded(page), f"page {number} does not say so in words"
        assert number == 1 or re.search(r"^[素案]$", page, re.MULTILINE), f"page {number} has no watermark"


def test_what_is_open_cannot_be_settled(texts: Texts) -> None:
    raw = texts["plan.yaml"]
    assert isinstance(raw, bytes)
    analysis = analyse({**texts, "plan.yaml": raw.decode().replace("stage: 素案", "stage: 策定")})
    assert analysis.plan is None
    codes = Counter(each.code for each in analysis.diagnostics if each.severity is Severity.ERROR)
    assert codes == {"STAGE001": 39 * 3 + 12 + 5}
