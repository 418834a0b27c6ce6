"""How many millimetres are left on a designed sheet, and what its author reads if there are too few."""

import re

import pytest
from jinja2 import FileSystemLoader

from tests.conftest import ROOT, Texts, sound, workshop
from tests.test_typeset import galley
from vision_compiler.diagnostics import ProjectError
from vision_compiler.document import assemble
from vision_compiler.model.plan import Plan
from vision_compiler.pipeline import publish
from vision_compiler.render.manuscript import manuscript
from vision_compiler.typeset import typeset
from vision_compiler.typeset.shapes import Panel
from vision_compiler.typeset.standing import StandingType

SHEET = (
    ".sheet{position:relative;box-sizing:border-box;width:120mm;height:100mm;padding:10mm}"
    "h1{margin:0;height:10mm}p{margin:0;font-size:4mm;line-height:5mm}.foot{position:absolute;bottom:5mm;height:15mm}"
)


def panels(text: str, css: str = "") -> tuple[Panel, ...]:
    body = f'<section class="sheet"><h1 data-head="題">題</h1>{text}</section>'
    return galley(body, SHEET + css).panels


def test_what_is_left_is_measured_to_the_padding() -> None:
    (panel,) = panels("<p>市民が</p><p>幸せに</p>")
    assert (panel.name, panel.excess) == ("題", 0)
    assert panel.free == pytest.approx(100 - 2 * 10 - 10 - 2 * 5, abs=0.1)


def test_what_stands_at_the_foot_is_left_alone() -> None:
    (panel,) = panels('<p>市民が</p><p class="foot">発行</p>')
    assert panel.free == pytest.approx(100 - 5 - 15 - 10 - 10 - 5, abs=0.1)


def test_what_is_missing_is_told_in_millimetres_and_characters() -> None:
    (panel,) = panels(f"<p>{'長' * 25 * 16}</p>")
    assert panel.free == pytest.approx(-10, abs=0.1)
    assert panel.excess == 2 * 25, "two lines of 25 characters"


def test_a_box_of_its_own_height_within_a_sheet_is_a_panel_too() -> None:
    inner = '<div class="inner"><h2 data-head="中">中</h2><p>市民が</p></div>'
    found = panels(inner, ".inner{height:20mm}h2{margin:0;height:8mm}")
    assert [panel.name for panel in found] == ["題", "中"]
    assert found[1].free == pytest.approx(20 - 8 - 5, abs=0.1)


def test_what_flows_is_no_panel() -> None:
    assert galley('<h1 data-head="題">題</h1><p>市民が</p>').panels == ()


def test_every_sheet_of_the_pamphlet_says_what_is_left(real_plan: Plan) -> None:
    shared = workshop()
    written = manuscript(assemble(real_plan, "pamphlet"), FileSystemLoader(ROOT / "templates"), shared.plates)
    found = typeset(written, StandingType(written.css)).panels()
    assert [name for name, _ in found][:4] == ["総合計画とは", "人口の将来展望", "目指す姿", "重点戦略"]
    assert len(found) == 7, "all but the front"
    assert all(5 < free < 100 for _, free in found)


def test_a_sheet_that_is_too_full_is_named_with_what_is_missing(real_texts: Texts) -> None:
    raw = real_texts["framework.yaml"]
    assert isinstance(raw, bytes)
    point = "    - 新たな課題や市民ニーズに応えること。\n"
    more = "".join(point.replace("新たな", f"新たな{number}つの") for number in range(9))
    texts: Texts = {**real_texts, "framework.yaml": raw.decode().replace(point, point + more)}
    with pytest.raises(ProjectError) as caught:
        publish(sound(texts), "pamphlet", workshop())
    missing = re.fullmatch(
        r"「総合計画とは」の面が、1ページに入りません（([0-9.]+)mm 足りません）", caught.value.message
    )
    assert missing and 50 < float(missing[1]) < 120
    assert re.match(r"この面に載せる文をおよそ[0-9]+字短くするか", caught.value.help)
