"""Running text: lines of even edges that begin and end with the right signs, set where WeasyPrint would set them."""

import random
from itertools import pairwise

import pytest
from fontTools.ttLib import TTFont
from jinja2 import FileSystemLoader

from tests.conftest import ROOT
from vision_compiler.document import assemble
from vision_compiler.pipeline import analyse
from vision_compiler.project import read_plan
from vision_compiler.render.manuscript import Manuscript, manuscript
from vision_compiler.render.piece import Piece
from vision_compiler.typeset.fonts import find_fonts
from vision_compiler.typeset.galley import Compositor
from vision_compiler.typeset.kinsoku import has_room, may_part
from vision_compiler.typeset.plates import Plates
from vision_compiler.typeset.prose import read
from vision_compiler.typeset.shapes import Element, Galley, Mark, TypesettingError
from vision_compiler.typeset.stick import Line, Sort, lines

STYLE = (ROOT / "templates" / "styles" / "elements.css").read_text(encoding="utf-8") + (
    "html{font-family:'Plan Gothic';line-height:1.8}@page{size:A4;margin:20mm}"
    "p{margin:2mm 0 4mm;text-align:justify;text-indent:1em;orphans:2;widows:2}"
    ".mark{font-size:.7em;line-height:0;vertical-align:.45em;color:#14506b}"
    ".note-mark{margin-right:.5em}.note{padding-left:2em;text-indent:-2em;font-size:8.5pt}"
)


def sorts(text: str) -> list[Sort]:
    """Type in which every character is as wide as high, but for spaces."""
    pairs = zip(" " + text, text, text[1:] + " ", strict=False)
    return [
        Sort(0.3 if here == " " else 1.0, bool(n) and may_part(before, here), has_room(here, after), here == " ")
        for n, (before, here, after) in enumerate(pairs)
    ]


def parted(text: str, measure: float, indent: float = 0.0) -> list[str]:
    return [text[line.start : line.end] for line in lines(sorts(text), measure, indent, 1.0)]


def width(line: Line, type_: list[Sort]) -> float:
    here = type_[line.start : line.end]
    return sum(each.width for each in here) + line.room * sum(each.has_room for each in here[:-1])


@pytest.mark.parametrize("sign", "、。」』）】！？・ーっゃッャ々～—…／％℃")
def test_what_never_begins_a_line(sign: str) -> None:
    found = parted("平塚市の総合計" + sign + "画を進めます", 7.0)
    assert len(found) > 1
    assert not any(line.startswith(sign) for line in found)


@pytest.mark.parametrize("sign", "「『（【￥")
def test_what_never_ends_a_line(sign: str) -> None:
    found = parted("平塚市の総合" + sign + "計画を進めます", 7.0)
    assert len(found) > 1
    assert not any(line.endswith(sign) for line in found)


@pytest.mark.parametrize("whole", ["2024", "Evidence", "１０", "ＥＢＰＭ", "……", "——"])
def test_words_and_numbers_stay_whole(whole: str) -> None:
    for before in range(1, 12):
        found = parted("あ" * before + whole + "う" * 12, 10.0)
        assert any(whole in line for line in found), found


def test_every_line_but_the_last_is_full() -> None:
    """Random texts: the same characters come back, and room makes every line as long as the measure."""
    dice = random.Random(5)
    for _ in range(60):
        text = "".join(dice.choices("市民が幸せに暮らすまちを、。「」（）ー20 DX", k=dice.randrange(1, 300)))
        text = " ".join(text.split()) or "市"
        type_ = sorts(text)
        measure, indent = dice.uniform(12, 40), dice.choice([0.0, 1.0])
        found = lines(type_, measure, indent, 1.0)
        assert "".join(text[line.start : line.end] for line in found).replace(" ", "") == text.replace(" ", "")
        for number, line in enumerate(found[:-1]):
            full = measure - (0.0 if number else indent)
            assert width(line, type_) == pytest.approx(full) or not any(
                e.has_room for e in type_[line.start : line.end]
            )
        assert width(found[-1], type_) <= measure + 1e-6


def test_a_last_line_of_two_signs_is_avoided() -> None:
    """「す。」 alone on a line is as ugly as it gets; the lines before are set a little wider instead."""
    text = "市" * 100 + "と、市民が幸せに暮らすことができるよう取組を進めています。"
    for measure in (30.1, 31.2, 32.3, 33.4, 42.4, 63.5):
        assert len(parted(text, measure)[-1]) > 2


def test_a_word_longer_than_a_line_is_parted_where_the_line_is_full() -> None:
    assert parted("https" * 5, 10.0) == ["httpshttps", "httpshttps", "https"]


def test_a_space_at_the_end_of_a_line_disappears() -> None:
    found = parted("policy making in the city of today", 9.0)
    assert found == [line.strip() for line in found]
    assert len(found) > 2


def galley(piece: Piece) -> Galley:
    return Compositor(STYLE).set([("piece", piece)])[0]


PLAIN = [
    Piece("<p>国の計画は、市民が幸せに暮らすまちを目指します。</p>"),
    Piece('<p>人口は<span data-fact="population">約⁠25万⁠人</span>です。</p>', begins=0),
    Piece('<p>EBPM<span id="here"></span>\u2060<sup class="mark" data-note="0">※１</sup>の考え方を用います。</p>'),
    Piece('<p class="note"><span class="note-mark">※１</span>根拠に基づく政策立案のこと。</p>'),
]


@pytest.mark.parametrize("piece", PLAIN, ids=range(len(PLAIN)))
def test_a_line_stands_where_the_renderer_sets_it(piece: Piece) -> None:
    """If this fails after an update of WeasyPrint: it no longer takes ``typeset/specimen.py``."""
    prose, theirs = read(piece), galley(piece)
    assert prose is not None
    ours = prose.set(galley(prose.specimen))
    same = ("area", "above", "below", "heads", "before", "after", "page", "unbroken")
    assert [getattr(ours, name) for name in same] == [getattr(theirs, name) for name in same]
    assert _described(ours) == _described(theirs)
    assert _outline(ours.tree) == _outline(theirs.tree)
    assert {face.file: face.glyphs for face in ours.typefaces} == {face.file: face.glyphs for face in theirs.typefaces}
    for row in range(len(ours.rows)):
        assert _starts(ours, row) == pytest.approx(_starts(theirs, row), abs=0.06), "the type stands elsewhere"


def _described(found: Galley) -> list[tuple[object, ...]]:
    return [
        (
            (round(row.top, 3), round(row.bottom, 3)),
            (row.words.replace("\u2060", ""), row.roles, row.notes, row.facts, row.keeps),
            [(name, round(y, 3)) for name, y in row.anchors],
        )
        for row in found.rows
    ]


def _outline(elements: tuple[Element, ...]) -> object:
    return [(each.role, [kid if isinstance(kid, Mark) else _outline((kid,)) for kid in each.kids]) for each in elements]


def _starts(found: Galley, row: int) -> list[float]:
    """Where each stretch of a row begins: x and y of its first piece of type."""
    starts = []
    for chunk in found.rows[row].chunks[1:]:
        *_, x, y = chunk.split(b"Tm", 1)[0].split()
        starts += [float(x), float(y)]
    return starts


@pytest.mark.parametrize(
    "html",
    ["<p>国<b>の</b></p>", '<p style="color: red">国</p>', '<p id="here">国</p>', "<p></p>", "<ul><li>国</li></ul>"],
)
def test_more_than_running_text_is_left_to_the_renderer(html: str) -> None:
    assert read(Piece(html)) is None


@pytest.mark.parametrize(
    "css",
    ["p{text-align:left}", "p{letter-spacing:.1em}", "p{border:1px solid}", "p{break-inside:avoid}", "p{opacity:.5}"],
)
def test_a_style_that_needs_more_than_lines_is_left_to_the_renderer(css: str) -> None:
    prose = read(Piece("<p>国</p>"))
    assert prose is not None
    assert Compositor(STYLE + css).set([("piece", prose.specimen)])[0].text is None


def test_a_character_without_a_glyph_is_an_error() -> None:
    prose = read(Piece("<p>𠮷</p>"))
    assert prose is not None
    with pytest.raises(TypesettingError, match="20BB7"):
        prose.set(galley(prose.specimen))


def test_lines_that_a_template_ends_stay_as_they_are() -> None:
    found = galley(Piece("<p>市民が<br/>幸せに暮らす<br/>まち</p>"))
    assert [row.words.strip() for row in found.rows] == ["市民が", "幸せに暮らす", "まち"]


def test_our_fonts_neither_kern_nor_join() -> None:
    """``faces.glyph`` takes a line for the sum of its characters; what marks make of others is left to the renderer."""
    for face, path in find_fonts().items():
        with TTFont(path) as font:
            assert "GPOS" not in font, face.file
            assert "kern" not in font, face.file
            table, names = font["GSUB"].table, {name: chr(code) for code, name in font.getBestCmap().items()}
            features = {each.FeatureTag for each in table.FeatureList.FeatureRecord}
            assert not features & {"locl", "rlig", "clig", "calt", "rclt"}, face.file
            lookups = {
                index
                for each in table.FeatureList.FeatureRecord
                if each.FeatureTag in ("ccmp", "liga")
                for index in each.Feature.LookupListIndex
            }
            for index in lookups:
                for subtable in table.LookupList.Lookup[index].SubTable:
                    for first, ligatures in getattr(subtable, "ExtSubTable", subtable).ligatures.items():
                        for ligature in ligatures:
                            word = names.get(first, "") + "".join(names[each] for each in ligature.Component)
                            assert word in ("fi", "fl") or read(Piece(f"<p>{word}</p>")) is None, word


@pytest.fixture(scope="module")
def strategy() -> Manuscript:
    plan = analyse(read_plan(ROOT / "plan")).plan
    assert plan
    return manuscript(assemble(plan, "strategy"), FileSystemLoader(ROOT / "templates"), Plates())


def test_the_paragraphs_of_the_real_plan_are_plain(strategy: Manuscript) -> None:
    """Most of the running text is set without WeasyPrint; if not, an edit takes long again."""
    copies = [each for piece in strategy.pieces(None) for each in (piece, *piece.notes)]
    paragraphs = [piece for piece in copies if piece.html.startswith(("<p>", '<p class="note">'))]
    assert len(paragraphs) >= 60
    assert [piece.html for piece in paragraphs if read(piece) is None] == []


def test_the_lines_of_the_real_plan(strategy: Manuscript) -> None:
    prose = [found for piece in strategy.pieces(None) if (found := read(piece))]
    specimens = list(dict.fromkeys(each.specimen for each in prose))
    named = [(str(number), specimen) for number, specimen in enumerate(specimens)]
    galleys = dict(zip(specimens, Compositor(strategy.css).set(named), strict=True))
    for each in prose:
        words = [row.words for row in each.set(galleys[each.specimen]).rows]
        for before, after in pairwise(words):
            assert may_part(before[-1], after[0]), (before, after)
        assert len(words) == 1 or len(words[-1]) > 2, words[-2:]
