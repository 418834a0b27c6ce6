"""Any text that is accepted is printed, character for character, and can be read back from the PDF."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from unicodedata import combining, normalize

import pikepdf
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import MINIMAL, ROOT, Texts, sound
from tests.reading import folded, saved, spoken
from vision_compiler.diagnostics import Severity
from vision_compiler.model.characters import repertoire
from vision_compiler.pipeline import Workshop, analyse, publish
from vision_compiler.project import read_plan
from vision_compiler.typeset.maker import maker

#: No number at a second point in time: no chart, for which a page would not have room so many times.
KEPT = "targets: {2029: 策定時実績値以上, 2034: 策定時実績値以上}"
#: A place in the tiny plan: where a text may stand, with room for it at ○ and for a number of its own at ●.
PLACES = {
    "paragraph": "  - text: ○",
    "entry": "  - bullets: [○]",
    "remark": "  - remark: ○",
    "verse": "  - verse: ○",
    "event": "  - timeline: [{period: ○, text: ○}]",
    "excerpt": "  - excerpt: {title: ○, sections: [{title: 目的, numbers: [○]}]}",
    "figure": "  - figure: {id: figure-●, title: ○, remarks: [○], diagram: {kind: goals}}",
    "heading": "  - {id: heading-●, title: ○, body: [{text: 本文です。}]}",
    "initiative": "      - {id: initiative-●, text: ○}",
    "indicator": "      - {id: name-●, name: ○, unit: 回, baseline: 8, targets: {2029: 9, 2034: 10}}",
    "unit": f"      - {{id: unit-●, name: 単位●, unit: ○, baseline: 8, {KEPT}}}",
    "note": f"      - {{id: note-●, name: 注●, note: ○, baseline: 8, {KEPT}}}",
    "part": f"      - {{id: part-●, name: 内訳●, parts: [○, 他], baseline: [1, 2], {KEPT}}}",
}
#: Text as it comes to a plan: typed, copied from a PDF, out of a spreadsheet of 1995.
ALPHABETS = (
    "あいうえおがぎぱぴゃっゝゞゔゕアイウエオガパヴヵヶヷーヽヾ、。・「」（）～―…‥",
    "市計画総合人口減少社会子育て支援々〆〇仝ヶ髙﨑神塚侮蓮辻葛餅飴噓𠮟剝頰𠮷𩸽𩿎𩿗𪚲㐂㒵",
    "ｱｲｳｶﾞﾊﾟｬｯｰ｡｢｣､･ﾞﾟ",
    "ABCxyz0123456789 .,:;!?'\"#%&*+-/<=>@\\^_`|~$",
    "ÀÉÎÕÜßçñøœæŁžşđąěıŒ¡¿«»€£¥¢§¶",
    "ΑΩαβγδεάέςабвЖЯё",
    "①⑳㎡㎢㎥㈱㈲№℡㍻㋿Ⅳⅷ℃Å←→↑↓★☆※◎○●△▼◆■♪♀♂†‡∞≒≠≦≧±×÷√∑∫∴∵",
    "a\u0301e\u0300u\u0308か\u3099は\u309aか\u309aセ\u309aト\u309aɔ\u0301ə\u0300o\u0304",
    "葛\U000e0100辻\U000e0101禰\ufe00神\ufe01⽅⾒⻑⺟㊗\ufe0f",
    "😀👨\u200d👩\u200d👧🇯🇵❤\ufe0f",
    "سلامשלוםไทยहिन्दी한국어简体",
    "\u200b\u2060\u00ad\ufeff\u202e\ue000\ufffd\uffff\u3000\u00a0\u2003\t",
)
ORDINARY = st.sampled_from("".join(ALPHABETS[:7]))
TEXTS = st.one_of(
    st.text(ORDINARY, min_size=1, max_size=12),
    *(st.text(st.sampled_from(alphabet), min_size=1, max_size=8) for alphabet in ALPHABETS),
    st.text(st.sampled_from(sorted(repertoire())), min_size=1, max_size=12),
    st.text(st.characters(), min_size=1, max_size=3),
)
_STACK = re.compile("[\u0300-\u036f\u3099\u309a]{2,}")
#: What has a meaning of its own in a plan.
MARKS = frozenset("[]{}")


def with_texts(written: Sequence[tuple[str, str]]) -> Texts:
    """The tiny plan with texts at their places."""
    lines: dict[str, list[str]] = {folder: [] for folder in ("body", "sections", "initiatives", "kpis")}
    for number, (place, words) in enumerate(written):
        line = PLACES[place].replace("●", str(number)).replace("○", json.dumps(words, ensure_ascii=False))
        lines[_list_of(place)].append(line)
    texts: Texts = dict(read_plan(MINIMAL))
    opening, growth = texts["prose/opening.yaml"], texts["strategies/growth.yaml"]
    assert isinstance(opening, bytes)
    assert isinstance(growth, bytes)
    chapter = [opening.decode(), *lines["body"], *(["sections:", *lines["sections"]] if lines["sections"] else [])]
    head, initiatives, kpis = growth.decode().partition("    kpis:\n")
    strategy = [head.rstrip("\n"), *lines["initiatives"], initiatives + kpis.rstrip("\n"), *lines["kpis"]]
    for name, content in (("prose/opening.yaml", chapter), ("strategies/growth.yaml", strategy)):
        texts[name] = "".join(f"{line.rstrip()}\n" for line in content).encode("utf-8", "surrogatepass")
    return texts


def _list_of(place: str) -> str:
    if place in ("heading", "initiative"):
        return f"{place}s".replace("heading", "section")
    return "kpis" if place in ("indicator", "unit", "note", "part") else "body"


def framed(number: int, words: str) -> str:
    """A text that can be told from all others, with kanji around it that no line or letter takes part in."""
    return f"始{number}番{words}終"


def assert_comes_back(written: Sequence[tuple[str, str]], folder: Path) -> None:
    """Every text stands in the PDF, once NFKC has made signs of one meaning the same and blanks are gone."""
    texts = [(place, framed(number, words)) for number, (place, words) in enumerate(written)]
    output = publish(sound(with_texts(texts)), "strategy", Workshop(ROOT / "templates", made_by=maker()))
    path = saved(output, folder)
    assert not paints_what_no_font_has(path)
    read = in_any_order(spoken(path))
    lost = [(place, words) for place, words in texts if in_any_order(folded(words)) not in read]
    assert lost == []


def paints_what_no_font_has(pdf: Path) -> bool:
    """Whether a font of the file has a meaning for glyph 0, the box that stands for whatever a font lacks."""
    with pikepdf.open(pdf) as opened:
        maps = [each.ToUnicode.read_bytes() for each in opened.objects if "/ToUnicode" in each]
    assert maps
    return any(b"<0000> <" in each.partition(b"endcodespacerange")[2] for each in maps)


def in_any_order(text: str) -> str:
    """A text with several marks on one letter sorted: readers of PDFs order them by where they are painted."""
    return _STACK.sub(lambda marks: "".join(sorted(marks[0])), text)


@settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=2,
    phases=[Phase.generate],  # a failure names the texts; to shrink would mean to print hundreds of PDFs
    suppress_health_check=list(HealthCheck),  # many texts share a PDF
)
@given(st.lists(st.tuples(st.sampled_from(sorted(PLACES)), TEXTS), min_size=120, max_size=120))
def test_accepted_text_comes_back_from_the_pdf(
    tmp_path_factory: pytest.TempPathFactory, written: list[tuple[str, str]]
) -> None:
    accepted = [
        (place, words)
        for number, (place, words) in enumerate(written)
        if analyse(with_texts([(place, framed(number, words))])).plan
    ]
    assert accepted
    assert_comes_back(accepted, tmp_path_factory.mktemp("round-trip"))


def test_every_character_of_the_fonts_comes_back_from_the_pdf(tmp_path: Path) -> None:
    signs = [f"国{sign}" if combining(sign) else sign for sign in sorted(repertoire() - MARKS - {" ", "\u3000"})]
    stretches = ["".join(signs[start : start + 40]) for start in range(0, len(signs), 40)]
    assert_comes_back([("paragraph", stretch) for stretch in stretches], tmp_path)


def test_a_letter_with_its_mark_comes_back_from_the_pdf(tmp_path: Path) -> None:
    """For some of them the fonts have one glyph, to which the renderer gives no meaning."""
    kana = [f"{letter}\u309a" for letter in "かきくけこカキクケコセツトㇷ"]
    latin = [f"{letter}{mark}" for letter in "ɔʌəɚæ" for mark in "\u0300\u0301"]
    letters = [normalize("NFC", each) for each in (*kana, *latin)]
    assert_comes_back([(place, each) for each in letters for place in ("paragraph", "heading", "part")], tmp_path)


def test_a_letter_with_two_marks_is_refused() -> None:
    """Of those the fonts have no glyph, and what a reader copies would be something else."""
    found = analyse(with_texts([("paragraph", "ɔ\u0301\u0308と、é\u3099")])).diagnostics
    assert [each.code for each in found if each.severity is Severity.ERROR] == ["FONT001", "FONT001"]
