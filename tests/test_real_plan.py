"""The real plan: complete as its source counts it, and without a single error or warning."""

from collections import Counter

from tests.conftest import Texts
from vision_compiler.diagnostics import Severity
from vision_compiler.model.plan import Plan
from vision_compiler.model.text import TermMark, pieces
from vision_compiler.model.values import AtLeastBaseline, NoValue, Parts
from vision_compiler.pipeline import analyse


def test_it_has_no_mistake(real_texts: Texts) -> None:
    found = [each for each in analyse(real_texts).diagnostics if each.severity is not Severity.INFO]
    assert found == []


def test_it_is_complete(real_plan: Plan) -> None:
    measures = [measure for strategy in real_plan.strategies for measure in strategy.measures]
    targets = [indicator for strategy in real_plan.strategies for indicator in strategy.target_indicators]
    kpis = [kpi for measure in measures for kpi in measure.kpis]
    assert len(real_plan.strategies) == 4
    assert len(measures) == 12
    assert sum(len(measure.initiatives) for measure in measures) == 58
    assert (len(targets), len(kpis)) == (15, 34)
    assert sum(indicator.cumulative for indicator in real_plan.indicators) == 27
    assert len(real_plan.terms) == 19
    assert len(real_plan.chapters) == 20


def test_its_values_are_of_the_kinds_that_the_source_prints(real_plan: Plan) -> None:
    baselines = Counter(type(indicator.baseline) for indicator in real_plan.indicators)
    assert (baselines[NoValue], baselines[Parts]) == (9, 4)
    words = [
        value.words
        for indicator in real_plan.indicators
        for value in indicator.targets.values()
        if isinstance(value, AtLeastBaseline)
    ]
    assert Counter(words) == {"策定時実績値以上": 2, "計画策定時以上": 2}


def test_its_notes_are_as_many_as_the_source_prints(real_plan: Plan) -> None:
    marks = [
        (type(node).__name__, piece.words)
        for file in real_plan.files.values()
        for node, _, text in file.texts()
        for piece in pieces(text)
        if isinstance(piece, TermMark)
    ]
    assert len(marks) == 25  # two in the introduction
    assert Counter(kind for kind, _ in marks)["Indicator"] == 1
    assert sum(indicator.note is not None for indicator in real_plan.indicators) == 19
