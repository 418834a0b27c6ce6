"""vision diff: what changed between two plans, by the identity of their items; the city's own draft and final plan."""

from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import MINIMAL, ROOT, Texts, sound
from vision_compiler.comparison.changes import Change, Comparison, ItemChange, Kind, compare
from vision_compiler.comparison.words import Runs, marked, words
from vision_compiler.project import read_plan

TOWN = Path(__file__).parent / "plans" / "town"


@pytest.fixture(scope="module")
def town() -> Texts:
    return {**read_plan(MINIMAL), **read_plan(TOWN)}


@pytest.fixture(scope="module")
def real() -> Comparison:
    """The draft of August 2023 and the final plan."""
    draft, final = (sound(dict(read_plan(ROOT / folder))) for folder in ("plan/editions/2023-08-draft", "plan"))
    return compare(draft, final)


def edited(texts: Texts, *edits: tuple[str, str, str]) -> Texts:
    """The texts with words of a file replaced (file, before, after); each must be there."""
    result = dict(texts)
    for name, before, after in edits:
        raw = result[name]
        text = raw.decode() if isinstance(raw, bytes) else raw
        assert before in text, before
        result[name] = text.replace(before, after, 1)
    return result


def changes(old: Texts, new: Texts) -> list[tuple[str, Kind, str | None, str | None]]:
    """Every change as (id, kind, old words, new words)."""
    found = compare(sound(old), sound(new))
    return [(item.item.id, each.kind, each.old, each.new) for item in found.items for each in item.changes]


def item(found: Comparison, id: str) -> ItemChange:
    (change,) = (each for each in found.items if each.item.id == id)
    return change


def kinds(found: Comparison, *wanted: Kind) -> set[str]:
    """The ids of the indicators with an edit of one of these kinds."""
    indicators = [each for each in found.items if each.item.node.LABEL == "指標"]
    return {each.item.id for each in indicators if set(wanted) & set(each.kinds)}


def shown(runs: Runs) -> str:
    return "".join(f"[{run.text}]" if run.is_changed else run.text for run in runs)


# The real case. The lists are those of the sources of the plan, sections 3 and 4.


def test_the_moved_indicators_of_the_final_plan_are_moved(real: Comparison) -> None:
    moved = {each.item.id: each.changes[0] for each in real.items if Kind.MOVED in each.kinds}
    assert kinds(real, Kind.MOVED) == {
        *("new-farmers", "guardianship-lecture-participants", "guardianship-supporters", "watch-over-agreements"),
        *("self-driving-bus-routes", "bus-transfer-points"),
    }
    assert (moved["new-farmers"].old, moved["new-farmers"].new) == ("重点戦略２（２） KPI", "重点戦略２ 数値目標")
    assert (moved["watch-over-agreements"].old, moved["watch-over-agreements"].new) == (
        "重点戦略３（３） KPI",
        "重点戦略３（２） KPI",
    )


def test_the_dropped_and_the_new_indicators(real: Comparison) -> None:
    assert kinds(real, Kind.REMOVED) == {"nursery-place-sufficiency", "support-for-family-friendly-workplaces"}
    assert kinds(real, Kind.ADDED) == {
        *("waiting-children", "regular-employment-subsidies", "work-style-reform-grants", "visiting-tourists"),
        *("farming-consultations", "work-environment-experts", "job-fair-participants", "healthy-life-expectancy"),
        *("surveys-of-elderly-living-alone", "urban-function-facilities", "multilayered-support-groups"),
        "waterproof-sewer-pumps",
    }


def test_the_replaced_indicators_are_told_by_the_nearness_of_their_words(real: Comparison) -> None:
    replaced = {
        "nursery-capacity-rate": "nursery-place-sufficiency-kpi",
        "childcare-support-base-users": "childcare-support-base-usage-rate",
        "silver-work-new-members": "silver-work-members",
        "earthquake-proof-bridges": "number-of-earthquake-proof-bridges",
        "earthquake-proof-sewers": "earthquake-proof-sewer-routes",
    }
    assert kinds(real, Kind.REPLACED) == set(replaced)
    for id, before in replaced.items():
        change = item(real, id)
        assert change.by_words
        assert change.old and change.old.id == before
    assert not [each.item.id for each in real.items if each.by_words and each.item.id not in replaced]


def test_the_reworded_indicators_and_the_changed_units(real: Comparison) -> None:
    assert kinds(real, Kind.RENAMED) == {
        *("children-with-dreams", "deepening-by-discussion", "adults-to-consult", "knowledge-exchange-people"),
        *("company-location-subsidies", "company-co2-reduction", "community-council-meetings"),
        *("frailty-check-participants", "joint-rebuilding-consultations", "citizen-planning-talks"),
        "local-discussion-forums",
    }
    units = {id: _edit(real, id, Kind.UNIT) for id in kinds(real, Kind.UNIT)}
    assert {id: (edit.old, edit.new) for id, edit in units.items()} == {
        "job-fair-companies": ("件", "社"),
        "company-co2-reduction": ("t", "トンCO２"),
        "childcare-support-base-users": ("％", "人"),
        "earthquake-proof-bridges": ("橋", "％"),
        "earthquake-proof-sewers": ("路線", "％"),
    }
    gained = _edit(real, "frailty-check-participants", Kind.RENAMED)
    assert (gained.old, gained.new) == ("フレイルチェック参加者数", "フレイルチェック参加者数【累計】")


def test_every_value_of_the_draft_was_decided(real: Comparison) -> None:
    decided = Counter(
        {each.item.id: sum(change.kind is Kind.DECIDED for change in each.changes) for each in real.items}
    )
    indicators = [each for each in real.items if each.item.node.LABEL == "指標" and each.old and each.new]
    assert len(indicators) == 37, "39 rows of the draft, less the two that were dropped"
    assert all(decided[each.item.id] == 3 for each in indicators)


def test_the_renamed_measures_and_policies(real: Comparison) -> None:
    renamed = {
        each.item.id: (edit.old, edit.new)
        for each in real.items
        if each.item.node.LABEL in ("施策", "分野別施策", "重点戦略", "分野")
        for edit in each.changes
        if edit.kind is Kind.RENAMED
    }
    assert renamed == {
        "marriage-and-birth": ("希望する妊娠・出産が叶う", "希望する結婚・妊娠・出産がかなう"),
        "policy-youth": ("青少年の健全育成を推進する", "若者支援、青少年健全育成を推進する"),
        "policy-employment-and-working-styles": (
            "雇用の確保、多様な働き方を促進する",
            "雇用の確保や多様な働き方を促進する",
        ),
    }


def test_the_effects_and_initiatives_that_the_final_plan_leaves_out(real: Comparison) -> None:
    gone = [
        edit
        for id in ("children", "industry", "elderly", "safety")
        for edit in item(real, id).changes
        if edit.new is None
    ]
    labels = Counter(edit.label for edit in gone)
    assert labels["効果"] == 4
    assert labels["デジタル化・脱炭素化の取組"] == 15
    dxgx = [each for each in real.items if each.item.node.LABEL == "分野別施策"]
    assert len(dxgx) == 27
    assert all(any(edit.label.startswith("デジタル化") and edit.old is None for edit in each.changes) for each in dxgx)


def test_initiatives_of_the_final_plan(real: Comparison) -> None:
    found = [each for each in real.items if each.item.node.LABEL == "取組"]
    added, removed = sum(each.old is None for each in found), sum(each.new is None for each in found)
    assert (added, removed) == (17, 4)
    assert 45 + added - removed == 58


def test_the_population_facts_of_the_final_plan(real: Comparison) -> None:
    edits = {edit.label: (edit.old, edit.new) for edit in item(real, "population.estimate").changes}
    assert edits["値（2040）"] == ("約22万2千人", "約23万3千人")
    assert edits["値（2070）"] == ("約14万6千人", "約17万7千人")
    outlook = _edit(real, "population.outlook", Kind.VALUE, "値（2070）")
    assert (outlook.old, outlook.new) == ("約16万5千人", "約18万9千人")


def _edit(found: Comparison, id: str, kind: Kind, label: str = "") -> Change:
    (edit,) = (each for each in item(found, id).changes if each.kind is kind and label in ("", each.label))
    return edit


# Single edits.


def test_a_plan_is_the_same_as_itself(town: Texts, real_texts: Texts) -> None:
    for texts in (town, real_texts):
        found = compare(sound(texts), sound(texts))
        assert (found.items, found.renamed_ids) == ((), ())


def test_what_only_follows_is_no_change(real_texts: Texts) -> None:
    """A strategy that goes to the front changes the numbers of all; a changed fact, all texts that quote it."""
    texts = edited(real_texts, ("plan.yaml", "  - children\n  - industry\n", "  - industry\n  - children\n"))
    assert [(id, kind) for id, kind, _, _ in changes(real_texts, texts)] == [("children", Kind.REORDERED)]
    texts = edited(real_texts, ("population.yaml", "{at: 2040, value: 233000}", "{at: 2040, value: 234000}"))
    assert changes(real_texts, texts) == [("population.estimate", Kind.VALUE, "約23万3千人", "約23万4千人")]


def test_a_new_unit_is_one_change_and_not_one_of_every_value(real_texts: Texts) -> None:
    before = "name: 保育所等の待機児童数\n    unit: 人"
    texts = edited(real_texts, ("strategies/children.yaml", before, before.replace("人", "名")))
    assert changes(real_texts, texts) == [("waiting-children", Kind.UNIT, "人", "名")]


def test_digits_that_are_printed_count(real_texts: Texts) -> None:
    texts = edited(real_texts, ("strategies/children.yaml", "2027: 20.0", "2027: 20"))
    assert changes(real_texts, texts) == [("equal-childcare-sharing", Kind.TARGET, "20.0％", "20％")]


def test_a_note_that_a_word_gets_is_shown(real_texts: Texts) -> None:
    before, after = "保育所等における[[ICT]]の活用", "保育所等におけるICTの活用"
    texts = edited(real_texts, ("strategies/children.yaml", before, after))
    assert changes(real_texts, texts) == [
        ("nursery-ict", Kind.RENAMED, "保育所等におけるICT※の活用", "保育所等におけるICTの活用")
    ]


def test_an_id_alone_is_no_change_but_said(real_texts: Texts) -> None:
    texts = edited(real_texts, ("strategies/children.yaml", "- id: postnatal-support", "- id: after-birth-support"))
    found = compare(sound(real_texts), sound(texts))
    assert found.items == ()
    assert [(old.id, new.id) for old, new in found.renamed_ids] == [("postnatal-support", "after-birth-support")]


def test_an_item_with_another_id_and_another_name_is_replaced(real_texts: Texts) -> None:
    before = "- id: postnatal-support\n        text: 産後の不安に寄り添う支援"
    after = "- id: after-birth-support\n        text: 産前産後の不安に寄り添う支援"
    texts = edited(real_texts, ("strategies/children.yaml", before, after))
    found = compare(sound(real_texts), sound(texts))
    (change,) = found.items
    assert (change.kinds, change.by_words) == ((Kind.REPLACED,), True)


def test_a_measure_that_is_gone_is_gone_with_all_in_it_but_what_moved(real_texts: Texts) -> None:
    raw = real_texts["strategies/elderly.yaml"]
    assert isinstance(raw, bytes)
    text = raw.decode()
    start = text.index("  - id: protecting-rights")
    kpi_start = text.index("      - id: elder-abuse-prevention-training")
    kpi_end = text.index("      - id: end-of-life-planning-lectures")
    kpi = text[kpi_start:kpi_end]
    place = text.index("      - id: multidisciplinary-training")
    texts = {**real_texts, "strategies/elderly.yaml": text[:place] + kpi + text[place:start]}
    found = changes(real_texts, texts)
    assert [(id, kind) for id, kind, _, _ in found] == [
        ("elder-abuse-prevention-training", Kind.MOVED),
        ("protecting-rights", Kind.REMOVED),
    ]


def test_paragraphs_are_matched_by_their_words(real_texts: Texts) -> None:
    name, line = "prose/strategy-population.yaml", "本市の総人口は、2010年をピークに減少傾向に転じており"
    texts = edited(real_texts, (name, line, "市の総人口は、2010年をピークに減少傾向に転じており"))
    ((id, kind, old, new),) = changes(real_texts, texts)
    assert (id, kind) == ("population-history-and-fertility", Kind.TEXT)
    assert old and new and old.startswith("本市の総人口") and new.startswith("市の総人口")


def test_what_no_document_prints_is_told_apart(real_texts: Texts) -> None:
    texts = edited(real_texts, ("strategies/children.yaml", "    better: down\n", ""))
    assert [(id, kind) for id, kind, _, _ in changes(real_texts, texts)] == [("waiting-children", Kind.UNPRINTED)]


def test_a_decided_value_of_the_draft() -> None:
    draft: Texts = dict(read_plan(ROOT / "plan" / "editions" / "2023-08-draft"))
    before = "unit: 人\n        baseline: 未定"
    texts = edited(draft, ("strategies/children.yaml", before, "unit: 人\n        baseline: 138"))
    assert changes(draft, texts) == [("fathers-in-parenting-classes", Kind.DECIDED, "未定（人）", "138人")]


# Words.


@pytest.mark.parametrize(
    ("old", "new", "marked_old", "marked_new"),
    [
        ("リスクリングの推進", "リスキリングの推進", "[リスクリング]の推進", "[リスキリング]の推進"),
        (
            "希望する妊娠・出産が叶う",
            "希望する結婚・妊娠・出産がかなう",
            "希望する妊娠・出産が[叶う]",
            "希望する[結婚・]妊娠・出産が[かなう]",
        ),
        ("住みなれた地域", "住み慣れた地域", "[住みなれた]地域", "[住み慣れた]地域"),
        ("約22万2千人です。", "約23万3千人です。", "約[22万2千]人です。", "約[23万3千]人です。"),
        ("2023年８月", "2024年２月", "[2023]年[８]月", "[2024]年[２]月"),
        ("79.9％", "81.0％", "[79.9]％", "[81.0]％"),
        ("企業における排出量", "中小企業における排出量", "[企業]における排出量", "[中小企業]における排出量"),
        (
            "雇用の確保、多様な働き方",
            "雇用の確保や多様な働き方",
            "雇用の確保[、]多様な働き方",
            "雇用の確保[や]多様な働き方",
        ),
    ],
)
def test_whole_words_are_marked_on_both_sides(old: str, new: str, marked_old: str, marked_new: str) -> None:
    one, other = marked(old, new)
    assert (shown(one), shown(other)) == (marked_old, marked_new)


def test_marks_lose_no_character(real: Comparison) -> None:
    pairs = [(edit.old, edit.new) for each in real.items for edit in each.changes if edit.old and edit.new]
    assert len(pairs) > 200
    for old, new in pairs:
        one, other = marked(old, new)
        assert ("".join(run.text for run in one), "".join(run.text for run in other)) == (old, new)
        assert "".join(run.text for run in one if not run.is_changed) == "".join(
            run.text for run in other if not run.is_changed
        )
        assert "".join(words(old)) == old


def test_sentences_in_which_nothing_changed_are_left_out() -> None:
    old = "今日は晴れです。明日は雨です。明後日は雪です。次は曇りです。"
    one, other = marked(old, old.replace("雪", "霧"), omit="（略）")
    assert shown(one) == "（略）明後日は[雪です]。（略）"
    assert shown(other) == "（略）明後日は[霧です]。（略）"
    one, other = marked(old, old.replace("明後日", "風が吹きます。明後日"), omit="（略）")
    assert shown(one) == "（略）明日は雨です。明後日は雪です。（略）", "the sentences beside one that was added stay"
    assert shown(other) == "（略）明日は雨です。[風が吹きます。]明後日は雪です。（略）"


def test_added_words_leave_room_on_the_other_side_where_an_office_wants_it() -> None:
    one, other = marked("妊娠・出産", "結婚・妊娠・出産", pad=True)
    assert (shown(one), shown(other)) == ("[\u3000\u3000\u3000]妊娠・出産", "[結婚・]妊娠・出産")
