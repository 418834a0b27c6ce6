"""resolve: every reference finds its item; what the resolved plan answers."""

from tests.conftest import Texts, sound
from vision_compiler.pipeline import analyse


def test_strategies_follow_the_order_of_the_settings(minimal: Texts) -> None:
    text = minimal["plan.yaml"]
    assert isinstance(text, bytes)
    turned = text.replace(b"  - growth\n  - safety\n", b"  - safety\n  - growth\n")
    assert turned != text
    assert [strategy.id for strategy in sound({**minimal, "plan.yaml": turned}).strategies] == ["safety", "growth"]


def test_facts_have_the_unit_and_the_place_of_their_series(minimal: Texts) -> None:
    fact = sound(minimal).facts["population.actual.2040"]
    assert (fact.unit, fact.approximate, fact.origin.span("value").start.line) == ("人", False, 7)


def test_all_unknown_references_are_found_in_one_run(minimal: Texts) -> None:
    text = "id: opening\ntitle: はじめに\nbody:\n  - text: '[[A]]{{b.c}}[[D'\nsections:\n  - quote: nobody\n"
    found = analyse({**minimal, "prose/opening.yaml": text}).diagnostics
    assert sorted((each.code, each.span.start) for each in found) == [
        ("REF001", (4, 12)),
        ("REF001", (4, 17)),
        ("REF001", (6, 12)),
        ("REF003", (4, 24)),
    ]


def test_no_rule_runs_on_a_plan_that_does_not_resolve(minimal: Texts) -> None:
    text = "id: opening\ntitle: はじめに\nbody:\n  - text: '[[A]]'\n"
    analysis = analyse({**minimal, "prose/opening.yaml": text})
    assert {each.code for each in analysis.diagnostics} == {"REF001"}
    assert analysis.plan is None
