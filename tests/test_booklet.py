"""The booklet: every word of it in order, and its excerpts checked against what they quote."""

from pathlib import Path

import pytest

from tests.conftest import MINIMAL, Texts, sound, workshop
from tests.reading import folded, of_chapter, pages_of, saved
from vision_compiler.diagnostics import Severity
from vision_compiler.emit.pdf import Output
from vision_compiler.model.chapter import Quotation
from vision_compiler.model.plan import Plan
from vision_compiler.pipeline import analyse, publish
from vision_compiler.project import read_plan

TOWN = Path(__file__).parent / "plans" / "town"


@pytest.fixture(scope="module")
def output(real_plan: Plan) -> Output:
    return publish(real_plan, "booklet", workshop())


def test_every_word_of_it_is_printed(real_plan: Plan, output: Output) -> None:
    document = real_plan.document("booklet")
    assert document
    strings = [words for id in document.contents for words in of_chapter(real_plan, real_plan.chapters[id])]
    assert len(strings) > 100
    text = "".join(folded(page.text) for page in output.printed)
    for words in strings:
        assert folded(words) in text, words


def test_its_pages_fold_into_a_sheet(output: Output) -> None:
    assert output.pages == 4


def test_its_five_excerpts_quote_the_five_stances(real_plan: Plan) -> None:
    assert real_plan.stances
    quoted = [node.of for node in real_plan.chapters["booklet-cocreation"].nodes() if isinstance(node, Quotation)]
    assert quoted == [stance.id for stance in real_plan.stances.stances]


def changed(texts: Texts, name: str, before: str, after: str) -> Texts:
    raw = texts[name]
    assert isinstance(raw, bytes)
    assert before in raw.decode()
    return {**texts, name: raw.decode().replace(before, after)}


def test_a_drifted_original_is_reported_with_both_texts(real_texts: Texts) -> None:
    texts = changed(real_texts, "stances.yaml", "失敗を恐れず、その結果から", "失敗を恐れずに、その結果から")
    found = [each for each in analyse(texts).diagnostics if each.severity is Severity.WARNING]
    assert [(each.code, each.span.file) for each in found] == [("QUOTE001", "prose/booklet-cocreation.yaml")]
    assert "失敗を恐れず、その結果から改善点の発見" in found[0].message
    assert "失敗を恐れずに、その結果から改善点の発見" in found[0].message
    assert found[0].related[0].span.file == "stances.yaml"


def test_another_city_has_its_booklet(tmp_path: Path) -> None:
    plan = sound({**read_plan(MINIMAL), **read_plan(TOWN)})
    text = "".join(pages_of(saved(publish(plan, "booklet", workshop()), tmp_path)))
    for words in ("みほんの共創", "（１）ともに進める", "（２）育つ", "1990年～", "みほんのまち", "01-2345"):
        assert folded(words) in text
