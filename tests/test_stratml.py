"""The plan in StratML Part 1: an XML that the form admits, with the city's words and nothing made up."""

from xml.etree.ElementTree import Element, fromstring

import pytest
from lxml import etree

from tests.conftest import MINIMAL, ROOT, Texts, sound
from vision_compiler.model.plan import Plan
from vision_compiler.opendata.stratml import NAMESPACE, strategic_plan
from vision_compiler.project import read_plan

SCHEMA = etree.XMLSchema(etree.parse(str(ROOT / "tests" / "schemas" / "stratml-part1.xsd")))


@pytest.fixture(scope="module")
def draft() -> Plan:
    return sound(dict(read_plan(ROOT / "plan" / "editions" / "2023-08-draft")))


def faults(content: bytes) -> list[str]:
    SCHEMA.validate(etree.fromstring(content))
    return [error.message for error in SCHEMA.error_log]


def text(element: Element, path: str) -> str | None:
    return element.findtext("/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/")))


def all_of(element: Element, name: str) -> list[Element]:
    return list(element.iter(f"{{{NAMESPACE}}}{name}"))


def identifiers(plan: Plan) -> list[str]:
    return [each.text or "" for each in all_of(fromstring(strategic_plan(plan)), "Identifier")]


def test_the_form_admits_every_plan(real_plan: Plan, draft: Plan, minimal: Texts) -> None:
    town = {**minimal, **read_plan(MINIMAL.parent / "town")}
    for plan in (real_plan, draft, sound(minimal), sound(town)):
        assert faults(strategic_plan(plan)) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<StartDate>2024-04-01<", "<StartDate>2024-04<"),
        ("<Vision>", "<Mission/><Vision>"),
        ("<StrategicPlan ", '<StrategicPlan xml:lang="ja" '),
        ("<Identifier>_", "<Identifier>0"),
        ("<Value>", "<PerformanceIndicator/><Value>"),
    ],
)
def test_the_form_does_not_admit_everything(real_plan: Plan, right: str, wrong: str) -> None:
    content = strategic_plan(real_plan).decode()
    assert right in content
    assert faults(content.replace(right, wrong, 1).encode())


def test_strategies_are_goals_and_measures_are_objectives(real_plan: Plan) -> None:
    root = fromstring(strategic_plan(real_plan))
    goals = all_of(root, "Goal")
    above = [strategy.title for strategy in real_plan.strategies] + [field.title for field in real_plan.fields]
    assert [text(goal, "Name") for goal in goals] == above
    below = [measure.title for strategy in real_plan.strategies for measure in strategy.measures]
    below += [policy.title for field in real_plan.fields for policy in field.policies]
    objectives = all_of(root, "Objective")
    assert [text(each, "Name") for each in objectives] == below
    assert [text(each, "SequenceIndicator") for each in (goals[0], goals[4])] == ["重点戦略１", "分野１"]
    assert [text(each, "SequenceIndicator") for each in (objectives[0], objectives[-1])] == ["（１）", "5-⑦"]
    assert text(root, "StrategicPlanCore/Vision/Description") == real_plan.vision.goal
    assert [text(each, "Description") for each in all_of(root, "Value")][:5] == [
        guideline.text for guideline in real_plan.vision.guidelines
    ]


def test_texts_are_those_of_the_plan_and_indicators_are_as_printed(real_plan: Plan) -> None:
    root = fromstring(strategic_plan(real_plan))
    strategy = real_plan.strategies[0]
    assert text(all_of(root, "Goal")[0], "Description") == strategy.direction.replace("\n", "")
    lines = (text(all_of(root, "Objective")[0], "OtherInformation") or "").split("\n")
    assert lines[0] == "主な取組"
    assert "保育所等におけるICTの活用" in lines
    assert "正規雇用促進補助件数【累計】、策定時実績値 229件、目標値（2027） 429件、目標値（2031） 589件" in lines
    assert lines[-2:] == ["ＳＤＧｓの目標との関連", "不詳"]
    assert "[[" not in strategic_plan(real_plan).decode()


def test_days_are_those_of_fiscal_years_and_no_day_is_made_up(real_plan: Plan, minimal: Texts) -> None:
    root = fromstring(strategic_plan(real_plan))
    assert text(root, "AdministrativeInformation/StartDate") == "2024-04-01"
    assert text(root, "AdministrativeInformation/EndDate") == "2032-03-31"
    assert real_plan.settings.date == "2024-02"
    assert text(root, "AdministrativeInformation/PublicationDate") is None
    settings = minimal["plan.yaml"]
    assert isinstance(settings, bytes)
    dated = sound({**minimal, "plan.yaml": settings.decode().replace('"2025-03"', '"2025-03-14"')})
    assert text(fromstring(strategic_plan(dated)), "AdministrativeInformation/PublicationDate") == "2025-03-14"


def test_an_item_keeps_its_identifier_and_a_draft_has_others(real_texts: Texts, real_plan: Plan, draft: Plan) -> None:
    before = identifiers(real_plan)
    assert len(before) == len(set(before)) > 40
    source = real_texts["strategies/children.yaml"]
    assert isinstance(source, bytes)
    renamed = source.decode().replace("title: 子どもを育む環境づくり", "title: 子どもと育つ環境づくり")
    assert identifiers(sound({**real_texts, "strategies/children.yaml": renamed})) == before
    assert not set(before) & set(identifiers(draft))
    assert text(fromstring(strategic_plan(draft)), "OtherInformation") == "素案"
