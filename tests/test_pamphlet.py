"""The overview pamphlet: every word of it on its eight sheets, and what is allowed to be long still fits."""

import subprocess
from pathlib import Path

import pytest

from tests.conftest import MINIMAL, Texts, sound, workshop
from tests.reading import folded, plain
from vision_compiler.diagnostics import ProjectError
from vision_compiler.document.pamphlet import assemble_pamphlet
from vision_compiler.emit.pdf import Output
from vision_compiler.model import pamphlet as slots
from vision_compiler.model.plan import Plan
from vision_compiler.model.text import paragraphs, printed
from vision_compiler.pipeline import analyse, publish
from vision_compiler.project import read_plan

TOWN = Path(__file__).parent / "plans" / "town"


def built(plan: Plan) -> Output:
    return publish(plan, "pamphlet", workshop())


def text_of(output: Output, folder: Path) -> str:
    path = folder / output.name
    path.write_bytes(output.content)
    return folded(subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True, text=True).stdout)


@pytest.fixture(scope="module")
def output(real_plan: Plan) -> Output:
    return built(real_plan)


@pytest.fixture(scope="module")
def text(output: Output, tmp_path_factory: pytest.TempPathFactory) -> str:
    return text_of(output, tmp_path_factory.mktemp("pamphlet"))


def test_it_has_eight_sheets(output: Output) -> None:
    assert output.pages == 8


def test_every_word_of_it_is_printed(real_plan: Plan, text: str) -> None:
    words, stances, framework = real_plan.pamphlet, real_plan.stances, real_plan.framework
    assert words and stances and framework
    strings = [
        *(value for _, _, value in words.texts()),
        *(value for _, keys, value in framework.texts() if keys != ("id",)),
        *(value for node, keys, value in stances.texts() if keys[0] in ("title", "lead", "summary")),
        stances.text or "",
        *(value for field in real_plan.fields for _, keys, value in field.texts() if keys != ("id",)),
        *(strategy.title for strategy in real_plan.strategies),
        *(strategy.direction for strategy in real_plan.strategies),
        *(measure.title for strategy in real_plan.strategies for measure in strategy.measures),
        *(guideline.text for guideline in real_plan.vision.guidelines),
        real_plan.settings.publisher.name,
    ]
    skipped = {panel_id for panel_id in real_plan.facts}  # the chart names facts by id; their numbers are tested below
    assert len(strings) > 130
    for string in strings:
        if string not in skipped:
            for paragraph in paragraphs(string):
                assert folded(plain(real_plan, paragraph)).replace("*", "") in text.replace("*", ""), paragraph


def test_every_measure_shows_the_initiative_that_was_chosen(real_plan: Plan) -> None:
    panels = assemble_pamphlet(real_plan).strategy_panels
    lines = [(line.code, line.title, line.initiative) for panel in panels for line in panel.measures]
    assert len(lines) == 12
    assert lines[0] == ("1-（１）", "希望する結婚・妊娠・出産がかなう", "働きながら子育てができる環境づくり")
    assert lines[2][2] == "子どもの可能性を引き出す学びの充実"
    assert all(initiative for _, _, initiative in lines)


def test_policies_are_numbered_by_field_and_order(real_plan: Plan) -> None:
    fields = assemble_pamphlet(real_plan).fields
    assert [len(field.policies) for field in fields] == [4, 4, 5, 7, 7]
    assert fields[3].policies[6].code == "4-⑦"


def test_figures_of_the_draft_are_nowhere(text: str) -> None:
    for figure in ("14万6千", "16万5千", "22万2千", "25万7,649", "叶う"):
        assert folded(figure) not in text


def lengthened(plan: Plan, text: str) -> str:
    """A file of the plan with every text of a slot as long as the slot allows."""
    for owner, limit in (
        *((strategy.direction, slots.STRATEGY_DIRECTION) for strategy in plan.strategies),
        *((stance.summary or "", slots.STANCE_SUMMARY) for stance in (plan.stances.stances if plan.stances else ())),
    ):
        last = owner.split("\n")[-1]
        missing = limit - len(printed(owner).replace("\n", ""))
        text = text.replace(f"  {last}\n", f"  {last[:-1]}{'長' * missing}。\n")
    for policy in (policy for field in plan.fields for policy in field.policies):
        text = text.replace(f"title: {policy.title}\n", f"title: {'長' * slots.POLICY}\n")
        text = text.replace(f"dxgx: {policy.dxgx}\n", f"dxgx: {'長' * slots.POLICY_DXGX}\n")
    return text


def test_texts_as_long_as_they_may_be_still_fit(real_texts: Texts, real_plan: Plan, tmp_path: Path) -> None:
    longest: Texts = {
        name: lengthened(real_plan, raw.decode() if isinstance(raw, bytes) else raw) for name, raw in real_texts.items()
    }
    plan = analyse(longest).plan or pytest.fail("the lengthened plan does not hold")
    output = built(plan)
    assert output.pages == 8
    assert text_of(output, tmp_path).count("長" * 10) >= 27


def test_another_city_with_other_counts_has_its_pamphlet(tmp_path: Path) -> None:
    plan = sound({**read_plan(MINIMAL), **read_plan(TOWN)})
    output = built(plan)
    text = text_of(output, tmp_path)
    assert output.pages == 8
    for words in ("みほん市総合計画", "2025年度~2034年度", "楽しむまち", "祭りの支援", "2-②水を守る", "実行計画"):
        assert folded(words) in text
    for words in ("平塚", "DX", "デジタル化"):
        assert words not in text


def test_too_many_items_for_a_sheet_are_refused(real_texts: Texts) -> None:
    raw = real_texts["framework.yaml"]
    assert isinstance(raw, bytes)
    point = "    - 新たな課題や市民ニーズに応えること。\n"
    more = "".join(point.replace("新たな", f"新たな{number}つの") for number in range(9))
    texts: Texts = {**real_texts, "framework.yaml": raw.decode().replace(point, point + more)}
    with pytest.raises(ProjectError, match="「総合計画とは」の面が、1ページに入りません"):
        built(sound(texts))
