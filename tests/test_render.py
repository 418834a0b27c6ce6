"""render: the plan's words are text and nothing else; what a line end must not part stays together."""

import json

import pytest
from jinja2 import DictLoader, UndefinedError
from markupsafe import Markup

from tests.conftest import ROOT, Texts, sound
from tests.reading import html_of
from vision_compiler.document import assemble, figures, nodes, panels
from vision_compiler.render.lines import phrases, unbroken
from vision_compiler.render.manuscript import STYLESHEETS, manuscript
from vision_compiler.render.piece import JOINER, PARTING
from vision_compiler.typeset.plates import Plates

HOSTILE = ["<script>alert(1)</script>", '"onmouseover="x', "&lt;b&gt;", "<!--", "</p></section></html>"]
TEXTS = {
    "plan.yaml": ("みほん市総合戦略",),
    "prose/opening.yaml": ("はじめに",),
    "strategies/growth.yaml": ("育つまち", "学びを広げる", "端末の活用", "講座の回数", "市が開く講座のこと。"),
}


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_the_plan_are_never_markup(minimal: Texts, words: str) -> None:
    count = 0
    for name, texts in TEXTS.items():
        file = minimal[name]
        assert isinstance(file, bytes)
        for text in texts:
            file = file.replace(text.encode(), json.dumps(text + words).encode())
            count += 1
        minimal[name] = file
    html = html_of(assemble(sound(minimal), "strategy"))
    assert html.count(str(Markup.escape(words))) >= count
    if "<" in words:
        assert words not in html


def test_every_block_has_its_template_and_every_template_its_block() -> None:
    blocks = {
        path.name.removesuffix(".html.j2").replace("_", "")
        for path in (ROOT / "templates" / "blocks").glob("*.html.j2")
    }
    assert len(blocks) > 10
    known = {
        name.lower()
        for module in (nodes, figures, panels)
        for name, kind in vars(module).items()
        if isinstance(kind, type)
    }
    assert blocks - {"head", "noterule", "continued"} <= known


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("約18万9千人となり", "約18万9千人"),
        ("第２章では", "第２章"),
        ("2024年１月", "2024年"),
        ("１つとして", "１つ"),
        ("32号。以下", "32号"),
    ],
)
def test_a_number_and_its_unit_are_not_parted(text: str, whole: str) -> None:
    assert JOINER.join(whole) in unbroken(text)
    assert unbroken(text).replace(JOINER, "") == text


@pytest.mark.parametrize("sign", "～〜—―／")
def test_what_never_begins_a_line_is_joined_to_what_stands_before(sign: str) -> None:
    text = f"平塚市{sign}ひらつか{sign}2024年度{sign}2031年度"
    for marked in (unbroken(text), phrases(text)):
        assert marked.count(f"{JOINER}{sign}") == 3
        assert marked.replace(JOINER, "").replace(PARTING, "") == text


@pytest.mark.parametrize(
    "text",
    ["子どもを育む環境づくり", "DX（デジタル化）の取組", "2024年度～2027年度の戦略", "母親父親教室への男性の参加者数"],
)
def test_headings_break_between_phrases_and_keep_their_words(text: str) -> None:
    marked = phrases(text)
    cuts = marked.replace(JOINER, "").split(PARTING)
    assert "".join(cuts) == text
    for words in cuts:
        assert words.count("（") == words.count("）")
        assert words


def test_templates_refuse_what_is_not_there(minimal: Texts) -> None:
    names = [f"styles/{name}.css" for name in STYLESHEETS] + ["strategy/style.css"]
    loader = DictLoader(dict.fromkeys(names, "") | {"strategy/document.html.j2": "{{ document.nothing }}"})
    with pytest.raises(UndefinedError):
        manuscript(assemble(sound(minimal), "strategy"), loader, Plates()).pieces({})
