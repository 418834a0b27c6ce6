"""Charts: nothing but the plan's numbers is drawn, every number is printed, and each chart is drawn once."""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest

from tests.command import vision, vision_anew
from tests.conftest import MINIMAL, ROOT, Texts, sound
from tests.reading import folded, html_of, pages_of, saved
from tests.test_tags import by_role
from vision_compiler.diagnostics import ProjectError
from vision_compiler.document import assemble
from vision_compiler.document.diagrams import population_chart
from vision_compiler.document.figures import ChartLine, ChartPoint, PopulationChart
from vision_compiler.document.nodes import Document, IndicatorCharts, Section
from vision_compiler.emit.pdf import Output
from vision_compiler.model.pamphlet import Pamphlet
from vision_compiler.model.plan import Plan
from vision_compiler.render.charts import Spec
from vision_compiler.render.population import population
from vision_compiler.render.progress import legend, progress
from vision_compiler.typeset import cage, engraver, plates
from vision_compiler.typeset.plates import Plates

DOCUMENTS = ["strategy", "basic-plan"]


class Memory(dict[str, bytes]):
    """A shelf without a disk."""

    def take(self, name: str) -> bytes:
        return self.get(name, b"")

    def put(self, name: str, content: bytes) -> None:
        self[name] = content


def figures(sections: tuple[Any, ...]) -> Iterator[IndicatorCharts]:
    """All figures of small charts below some headings."""
    for block in sections:
        if isinstance(block, IndicatorCharts):
            yield block
        elif isinstance(block, Section):
            yield from figures(block.content)


def figures_of(plan: Plan, document: str = "strategy") -> list[IndicatorCharts]:
    assembled = assemble(plan, document)
    assert isinstance(assembled, Document)
    return list(figures(assembled.sections))


def with_indicator(minimal: Texts, **values: str) -> Texts:
    """The small plan with other values of its first indicator."""
    name = "strategies/growth.yaml"
    text = minimal[name]
    assert isinstance(text, bytes)
    kept = text.decode().partition("        unit: ")[0]
    written = {"unit": "回", "baseline": "8", "targets": "{2029: 9, 2034: 10}", **values}
    return minimal | {name: kept + "".join(f"        {key}: {value}\n" for key, value in written.items())}


def rows(specification: Spec, mark: str) -> list[dict[str, Any]]:
    """The data of all layers with a mark."""
    layers = [each for each in specification["layer"] if each["mark"]["type"] == mark]
    return [row for layer in layers for row in layer["data"]["values"]]


def drawn(texts: Texts) -> Spec:
    """The specification of the first chart of a plan."""
    return progress(figures_of(sound(texts))[0].charts[0], 2)


def remarks(figure: IndicatorCharts) -> str:
    return "".join(str(run) for remark in figure.remarks for run in remark.content)


def test_what_adds_up_is_bars_from_zero(minimal: Texts) -> None:
    specification = drawn(with_indicator(minimal, cumulative="true", baseline="108", targets="{2029: 109, 2034: 110}"))
    assert [(row["column"], row["amount"]) for row in rows(specification, "bar")] == [(0, 108), (1, 109), (2, 110)]
    assert specification["encoding"]["y"]["scale"]["domain"] == [0, 110]
    assert not rows(specification, "line")


@pytest.mark.parametrize(
    ("baseline", "targets", "low"),
    [("8", "{2029: 14, 2034: 16}", 0), ("6", "{2029: 0, 2034: 0}", 0), ("8", "{2029: 9, 2034: 10}", 7)],
)
def test_an_axis_that_does_not_begin_at_zero_is_dotted_and_said(
    minimal: Texts, baseline: str, targets: str, low: float
) -> None:
    figure = figures_of(sound(with_indicator(minimal, baseline=baseline, targets=targets)))[0]
    specification = progress(figure.charts[0], 2)
    assert specification["encoding"]["y"]["scale"]["domain"][0] == low
    assert bool(specification["encoding"]["x"]["axis"]["domainDash"]) is (low > 0)
    assert ("横軸が点線のグラフは、縦軸が０から始まりません。" in remarks(figure)) is (low > 0)


def test_every_part_has_a_line_and_a_sign(minimal: Texts) -> None:
    chart = figures_of(sound(minimal))[1].charts[0]
    lines = [each for each in progress(chart, 2)["layer"] if each["mark"]["type"] == "line"]
    assert [[row["amount"] for row in each["data"]["values"]] for each in lines] == [[6.5, 6.8, 7], [7, 8, 9]]
    assert len({str(each["mark"]["strokeDash"]) for each in lines}) == 2
    assert legend(chart) == "●大人 ■子ども"
    assert {row["text"] for row in rows(progress(chart, 2), "text")} >= {"6.5％", "6.8％", "7.0％", "8.0％", "9.0％"}


def as_draft(texts: Texts) -> Texts:
    plan = texts["plan.yaml"]
    assert isinstance(plan, bytes)
    return texts | {"plan.yaml": plan.decode().replace("stage: 策定", "stage: 素案")}


def test_what_is_undecided_is_not_drawn_and_no_line_passes_over_it(minimal: Texts) -> None:
    specification = drawn(as_draft(with_indicator(minimal, targets="{2029: 未定, 2034: 16}", owner="企画課")))
    points = rows(specification, "point")
    assert [(row["column"], row["amount"]) for row in points] == [(0, 8), (2, 16)]
    assert len({row["run"] for row in rows(specification, "line")}) == 2, "each point is a line of its own"
    assert [row["text"] for row in rows(specification, "text") if row["column"] == 1] == ["未定（回）", "2029"]
    svg = Plates()(specification)
    assert not re.search(r'd="M[^"]*L', svg), "nothing joins them"


def test_a_value_that_does_not_exist_is_not_drawn_but_printed(minimal: Texts) -> None:
    specification = drawn(with_indicator(minimal, cumulative="true", baseline="－"))
    assert [row["column"] for row in rows(specification, "bar")] == [1, 2]
    assert "－" in [row["text"] for row in rows(specification, "text") if row["column"] == 0]


@pytest.mark.parametrize("targets", ["{2029: 未定, 2034: 未定}", "{2029: 策定時実績値以上, 2034: 策定時実績値以上}"])
def test_without_two_numbers_there_is_no_chart(minimal: Texts, targets: str) -> None:
    texts = as_draft(with_indicator(minimal, targets=targets, owner="企画課"))
    assert len(figures_of(sound(texts))) == len(figures_of(sound(minimal))) - 1


def test_the_source_of_an_indicator_is_printed(minimal: Texts) -> None:
    assert "市民意識調査を基に作成" in remarks(figures_of(sound(with_indicator(minimal, source="市民意識調査")))[0])


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_indicator_of_the_real_plan_has_its_chart_or_is_said_to_have_none(real_plan: Plan, document: str) -> None:
    places = [
        indicators
        for strategy in real_plan.strategies
        for indicators in (strategy.target_indicators, *(measure.kpis for measure in strategy.measures))
    ]
    found = figures_of(real_plan, document)
    assert len(found) == len(places) == 16
    charts, left_out = 0, []
    for indicators, figure in zip(places, found, strict=True):
        titles = iter(figure.charts)
        chart = next(titles, None)
        for indicator in indicators:
            name = re.sub(r"\[\[|\]\]", "", indicator.name)
            if chart and chart.title.startswith(name):
                charts, chart = charts + 1, next(titles, None)
            else:
                assert f"「{name}" in remarks(figure) and "グラフにしていません" in remarks(figure)
                left_out.append(indicator.id)
        assert chart is None, "every chart is of an indicator of its table"
    assert (charts, left_out) == (47, ["healthy-life-expectancy", "urban-function-facilities"])


@pytest.mark.parametrize("document", ["pamphlet", "booklet"])
def test_other_publications_have_none(real_plan: Plan, document: str) -> None:
    assert 'class="charts"' not in html_of(assemble(real_plan, document))


def test_charts_say_in_words_what_they_show(
    publication: Callable[[str], Output], real_plan: Plan, tmp_path: Path
) -> None:
    with pikepdf.open(saved(publication("strategy"), tmp_path)) as pdf:
        spoken = [str(each.A.Alt if "/A" in each and "/Alt" in each.A else each.Alt) for each in by_role(pdf, "Figure")]
    charts = [chart for figure in figures_of(real_plan) for chart in figure.charts]
    for chart in charts:
        assert chart.alt in spoken, "one figure with its words"
        assert chart.title in chart.alt
        for line in chart.lines:
            assert all(reading.text in chart.alt for reading in line.readings) and line.label in chart.alt
    assert "目標値（2027） 168人、目標値（2031） 180人。" in "".join(spoken)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_charts_stand_on_the_page_of_their_table_with_all_their_words(
    publication: Callable[[str], Output], real_plan: Plan, tmp_path: Path, document: str
) -> None:
    pages = pages_of(saved(publication(document), tmp_path))
    for figure in figures_of(real_plan, document):
        page = next(page for page in pages if all(page.count(folded(chart.title)) >= 1 for chart in figure.charts))
        for chart in figure.charts:
            for line in chart.lines:
                for reading in line.readings:
                    number = re.match(r"[\d,.]+", folded(reading.text))
                    words = number[0] if number else folded(reading.text)
                    assert page.count(words) >= 2, f"{chart.title}: {words} in the table and in the chart"
        assert all(folded("".join(map(str, remark.content))) in page for remark in figure.remarks)


def test_charts_have_the_colour_of_their_strategy(real_plan: Plan) -> None:
    html = html_of(assemble(real_plan, "strategy"))
    colours = dict(
        re.findall(r"--(accent-\d): (#\w+)", (ROOT / "templates/styles/tokens.css").read_text(encoding="utf-8"))
    )
    svgs = re.findall(r"<svg(?:(?!<svg).)*?棒グラフ。.*?</svg>", html, re.DOTALL)
    assert len(svgs) > 20 and "var(" not in "".join(svgs)
    strategy = next(svg for svg in svgs if "新規就農者数" in svg)
    assert f'fill="{colours["accent-2"]}"' in strategy
    assert not any(f'"{colour}"' in strategy for name, colour in colours.items() if name != "accent-2")


def test_the_population_is_drawn_through_known_points_only(real_plan: Plan) -> None:
    words = next(iter(real_plan.of(Pamphlet)))
    assert words.population.chart
    chart = population_chart(real_plan, words.population.chart, words.population.title, (496, 330))
    specification = population(chart)
    known = {(fact.year, float(fact.amount)) for fact in real_plan.facts.values()}
    points = {(row["year"], row["amount"]) for mark in ("line", "point") for row in rows(specification, mark)}
    assert points == {(2024, 258500), (2040, 233000), (2070, 177000), (2070, 189000)} and points <= known
    assert specification["encoding"]["y"]["axis"]["values"] == [100000, 150000, 200000, 250000, 300000]
    svg = ElementTree.fromstring(Plates()(specification))
    texts = [element.text for element in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert {"10万人", "2040年", "25万8,500人", "約17万7千人", "約18万9千人", "約1万2千人の減少抑制"} <= set(texts)
    for number in (
        "25万8,500人",
        "約23万3千人",
        "約17万7千人",
        "約18万9千人",
        "約1万2千人の減少抑制",
        words.population.title,
    ):
        assert number in (svg[0].text or ""), "the first element says it in words"


def specifications(plan: Plan) -> list[Spec]:
    return [progress(chart, 3) for figure in figures_of(plan) for chart in figure.charts]


def test_the_same_specification_is_the_same_drawing_on_any_way(real_plan: Plan) -> None:
    wanted = specifications(real_plan)[:8]
    there, back = Plates(), Plates()
    assert [there(each) for each in wanted] == list(reversed([back(each) for each in reversed(wanted)]))


def test_a_chart_is_drawn_once_and_a_damaged_one_again(real_plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf, wanted = Memory(), specifications(real_plan)[:4]

    def made(made_by: str) -> list[str]:
        plates = Plates(shelf, made_by)
        found = [plates(each) for each in wanted]
        plates.keep()
        return found

    first = made("us")
    shelf["charts"] = shelf["charts"][:-1] + b"?"
    assert made("us") == first
    with monkeypatch.context() as patch:
        patch.setattr(plates, "engraved", lambda _: pytest.fail("a chart is drawn again"))
        assert made("us") == first
    monkeypatch.setattr(plates, "engraved", lambda _: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>')
    assert not set(made("others")) & set(first), "another program's charts count for nothing"


def test_words_of_the_plan_are_never_markup_in_a_chart(minimal: Texts) -> None:
    hostile = "'<b>&\\\\'"
    figure = figures_of(sound(with_indicator(minimal, unit=f"{hostile}")))[0]
    svg = ElementTree.fromstring(Plates()(progress(figure.charts[0], 2)))
    assert {element.tag.rpartition("}")[2] for element in svg.iter()} <= {"svg", "title", "g", "path", "line", "text"}
    assert any("<b>&" in (element.text or "") for element in svg.iter())


def line(*amounts: float) -> ChartLine:
    return ChartLine("人口", tuple(ChartPoint(2000 + year, amount, "") for year, amount in enumerate(amounts)))


@pytest.mark.parametrize("amounts", [(0.0, 0.0), (-5.0, -5.0), (1e18, 1e-18), (-1e18, 1e18)])
def test_odd_numbers_are_drawn(amounts: tuple[float, ...]) -> None:
    chart = PopulationChart("人口", line(*amounts), line(*amounts), "", "", "人", (447, 200), ())
    svg = Plates()(population(chart))
    assert "NaN" not in svg and "Infinity" not in svg


def test_too_many_points_are_told_before_they_are_drawn() -> None:
    chart = PopulationChart("人口の推移", line(*range(10_000)), line(1, 2), "", "", "人", (447, 200), ())
    with pytest.raises(ProjectError, match="「人口の推移…」は、点が多すぎて描けません"):
        Plates()(population(chart))


def test_no_chart_asks_the_network() -> None:
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/data.json"
        with pytest.raises(ProjectError, match="not allowed"):
            Plates()({"description": "", "data": {"url": url}, "mark": "bar", "encoding": {}})
        server.shutdown()
    assert not asked


def test_an_engraver_that_ended_is_replaced(real_plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    made = engraver._Engraver()
    monkeypatch.setattr(engraver, "_engraver", made)
    first, second = specifications(real_plan)[:2]
    Plates()(first)
    assert made._cage
    made._cage._process.kill()
    assert Plates()(second).startswith("<svg")
    made.close()


def test_a_chart_that_ends_every_engraver_is_told(real_plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    made = engraver._Engraver()
    monkeypatch.setattr(engraver, "_engraver", made)
    with monkeypatch.context() as patch:
        patch.setattr(engraver, "_engrave", time.sleep)
        patch.setattr(cage, "PATIENCE", 1)
        with pytest.raises(ProjectError, match="グラフを描けません（1秒たっても終わりません）"):
            made.draw(600)  # type: ignore[arg-type]  # seconds for the one that sleeps
    assert Plates()(specifications(real_plan)[0]).startswith("<svg")
    made.close()


def test_an_edit_elsewhere_starts_no_engraver(tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path / "plan")
    assert vision("build", "pdf", folder=tmp_path).returncode == 0
    text = tmp_path / "plan" / "strategies" / "growth.yaml"
    text.write_text(
        text.read_text(encoding="utf-8").replace("学びを支えます。", "学びを広く支えます。"), encoding="utf-8"
    )
    without = tmp_path / "without"
    without.mkdir()
    (without / "vl_convert.py").write_text("raise ImportError", encoding="utf-8")
    assert vision_anew("build", "pdf", folder=tmp_path, PYTHONPATH=str(without)).returncode == 0
    shutil.rmtree(tmp_path / "build")
    refused = vision_anew("build", "pdf", folder=tmp_path, PYTHONPATH=str(without))
    assert refused.returncode != 0
    assert "グラフを描くライブラリ（vl-convert-python）を読み込めません" in refused.stderr
