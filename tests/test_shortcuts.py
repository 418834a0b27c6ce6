"""Shortcuts: what is answered sooner is what WeasyPrint would answer, on every page of the real plan's pamphlet."""

from collections import Counter
from collections.abc import Mapping
from copy import copy
from typing import Any

import pypdfium2
import pytest
from jinja2 import FileSystemLoader
from weasyprint.layout import inline

from tests.conftest import ROOT
from tests.test_typeset import galley, pdf
from vision_compiler.document import assemble
from vision_compiler.model.plan import Plan
from vision_compiler.render.manuscript import manuscript
from vision_compiler.render.piece import Piece
from vision_compiler.typeset import shortcuts
from vision_compiler.typeset.galley import Compositor
from vision_compiler.typeset.plates import Plates
from vision_compiler.typeset.shapes import TypesettingError

#: Boxes whose lengths are not all in pixels stand among those whose are.
TABLE = Piece(
    "<table><colgroup><col/><col style='width:30%'/></colgroup><tbody><tr><th>人口</th><td>258,500人</td></tr></tbody>"
    "</table><div class='frame'><p>枠の中</p></div><p class='mark'>印</p>"
)
STYLE = (
    "table{border-collapse:separate;width:100%} .frame{border:1px solid;padding:5%;box-sizing:border-box;width:50%}"
    " .mark{position:absolute;right:0;top:0;background:#eee;border-radius:4px}"
)


def test_every_answer_is_the_one_that_weasyprint_would_give(real_plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    told = Counter[str]()
    tell, strut = shortcuts._tell, shortcuts._kept_strut

    def checked(box: Any, values: Mapping[str, Any]) -> None:
        real = getattr(box, "_box", box)
        for around in ((640.0, "auto"), (100.0, 50.0)):
            plain = copy(real)
            if "background" in values:
                shortcuts._laid_behind(None, plain, None, False)
            else:
                shortcuts._resolved(plain, around)
            assert {name: getattr(plain, name) for name in values} == dict(values)
        told["background" if "background" in values else "lengths"] += 1
        tell(box, values)

    def compared(style: Any) -> tuple[float, float]:
        told["strut"] += 1
        assert strut(style) == shortcuts._strut(style)
        return strut(style)

    monkeypatch.setattr(shortcuts, "_tell", checked)
    monkeypatch.setattr(inline, "strut", compared)
    written = manuscript(assemble(real_plan, "pamphlet"), FileSystemLoader(ROOT / "templates"), Plates())
    pieces = [(str(number), piece) for number, piece in enumerate(written.pieces(None))]
    Compositor(written.css).set(pieces[:4])
    galley(TABLE.html, STYLE)
    assert min(told["background"], told["lengths"], told["strut"]) > 100


def test_numbers_are_written_as_pydyf_writes_them() -> None:
    for item in (1.5, 1.0, 1, True, -0.0, 1e-9, b"1", "1", 3.14159265, float(1 << 40)):
        assert shortcuts._as_bytes(item) == shortcuts._bytes(item)


DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100" font-family="Plan Gothic" font-size="20">{}</svg>'
)


@pytest.mark.parametrize(("anchor", "share"), [("start", 0.0), ("middle", 0.5), ("end", 1.0)])
def test_words_in_a_drawing_stand_at_their_place(anchor: str, share: float) -> None:
    words = f'<text x="150" y="50" text-anchor="{anchor}" font-weight="bold" fill="#123456">平塚市</text>'
    page = pypdfium2.PdfDocument(pdf(DRAWING.format(words)))[0]
    text = page.get_textpage()
    boxes = [text.get_charbox(number, loose=True) for number in range(3)]
    assert text.get_text_range(0, 3) == "平塚市"
    plain = pypdfium2.PdfDocument(pdf(DRAWING.format(words.replace(anchor, "start"))))[0].get_textpage().get_charbox(0)
    width = 60 * 0.75
    assert boxes[2][2] - boxes[0][0] == pytest.approx(width, abs=1)
    assert text.get_charbox(0)[0] == pytest.approx(plain[0] - share * width, abs=0.1)


@pytest.mark.parametrize(
    "words", ['<text dx="4">幅</text>', '<text rotate="5">斜</text>', "<text><tspan>一</tspan></text>", "<text/>"]
)
def test_words_that_no_drawing_of_ours_has_are_refused(words: str) -> None:
    with pytest.raises(TypesettingError, match="can't be painted"):
        galley(f"<div>{DRAWING.format(words)}</div>")
