"""A city's own icons for the goals of the SDGs, here artificial squares with a circle: read, refused, printed."""

from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pypdfium2 as pdfium
import pytest
from jinja2 import FileSystemLoader

from tests.command import vision
from tests.conftest import ROOT, Texts, sound, workshop
from tests.test_preview import digests, update
from tests.test_tags import by_role
from tests.test_web import draw
from tests.test_website import project as project  # noqa: PLC0414 - the fixture
from vision_compiler.diagnostics import Diagnostic
from vision_compiler.document.sdgs import GOALS
from vision_compiler.icons.attributes import written
from vision_compiler.icons.svg import LARGEST, read_icon
from vision_compiler.model.icons import Shape
from vision_compiler.pipeline import Workshop, analyse, publish
from vision_compiler.preview.session import Session
from vision_compiler.render.icons import icon
from vision_compiler.report.text import report
from vision_compiler.web.site import site

SVG = "{http://www.w3.org/2000/svg}"
FIGURE = "  - figure:\n      id: goal-tiles\n      diagram: {kind: goals}\n"
ALTS = [f"{number} {title}" for number, title in enumerate(GOALS, 1)]


def drawing(inside: str = '<circle cx="5" cy="5" r="3" fill="#fff"/>', head: str = 'viewBox="0 0 10 10"') -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {head}>\n<rect width="10" height="10" fill="#345"/>\n{inside}</svg>\n'
    )


@pytest.fixture
def tiled(minimal: Texts) -> Texts:
    """The small plan with tiles in its text and on its page of goals, still without icons."""
    opening, growth = (minimal[name] for name in ("prose/opening.yaml", "strategies/growth.yaml"))
    assert isinstance(opening, bytes) and isinstance(growth, bytes)
    linked = growth.decode().replace("    kpis:\n", "    sdgs: [4, 17]\n    kpis:\n", 1)
    return {**minimal, "prose/opening.yaml": opening.decode() + FIGURE, "strategies/growth.yaml": linked}


@pytest.fixture
def iconic(tiled: Texts) -> Texts:
    """The same with icons; a file may be called 1.svg or 01.svg."""
    settings = tiled["plan.yaml"]
    assert isinstance(settings, bytes)
    files = {f"icons/{number:02}.svg": drawing() for number in range(2, 18)}
    return {**tiled, "plan.yaml": f"{settings.decode()}goal_icons: icons\n", "icons/1.svg": drawing(), **files}


def without(texts: Texts, *names: str) -> Texts:
    return {name: text for name, text in texts.items() if name not in names}


def found(texts: Texts) -> list[Diagnostic]:
    analysis = analyse(texts)
    assert (analysis.plan is None) == bool(analysis.diagnostics)
    return analysis.diagnostics


def the_only(texts: Texts) -> Diagnostic:
    diagnostics = found(texts)
    assert len(diagnostics) == 1, diagnostics
    return diagnostics[0]


def place(diagnostic: Diagnostic) -> tuple[str, int, int]:
    return diagnostic.span.file, *diagnostic.span.start


# Reading


def test_a_drawing_is_written_anew() -> None:
    content = """<?xml version="1.0" encoding="UTF-8"?><!-- made by a program -->
    <svg xmlns="http://www.w3.org/2000/svg" id="x" class="y" width="20mm" height="20mm" viewBox="0,0 10 10" fill="none">
      <title>old</title><metadata><script>1</script></metadata><defs/>
      <g><path clip-rule="evenodd" fill=" #E5243B " d="M1,2.50l.5-.5a1 1 0 013 4l5e0,6zm0 0h1e-9"/></g>
      <g transform="translate(1,-2)rotate( 90 )"><line x1="1px" stroke="rgb(1,2,3)"/></g><g fill="black"/><path/>
    </svg>"""
    read = read_icon(content.encode())
    assert read.view_box == "0 0 10 10"
    path = Shape("path", (("fill", "#E5243B"), ("d", "M 1 2.5 l 0.5 -0.5 a 1 1 0 0 1 3 4 l 5 6 z m 0 0 h 0")))
    line = Shape("line", (("x1", "1"), ("stroke", "rgb(1,2,3)")))
    group = Shape("g", (("transform", "translate(1 -2) rotate(90)"),), (line,))
    assert read.shapes == (Shape("g", (("fill", "none"),), (path, group)),)


@pytest.mark.parametrize(
    ("name", "value", "anew"),
    [
        ("x", " 1.50px ", "1.5"),
        ("x1", "-.5", "-0.5"),
        ("cy", "+3.", "3"),
        ("y", "-1e-9", "0"),
        ("y2", "0.1234567", "0.123457"),
        ("cx", "100000", "100000"),
        ("y", "-100000", "-100000"),
        ("width", "0", "0"),
        ("stroke-miterlimit", "1", "1"),
        ("fill", " none ", "none"),
        ("stroke", "rgb(1, 2%,3.5%)", "rgb(1, 2%,3.5%)"),
        ("opacity", " 1.0 ", "1.0"),
        ("points", " 1,2-3.5.5 ", "1 2 -3.5 0.5"),
        ("points", "", ""),
        ("d", "", ""),
        ("d", " m1 2Z\nM3,4 h5-6 ", "m 1 2 Z M 3 4 h 5 -6"),
        ("d", "M1 2 3 4zl5 6", "M 1 2 3 4 z l 5 6"),
        ("d", "M1 2A3 4 5 016 7 8 9 1 1 0 2 3", "M 1 2 A 3 4 5 0 1 6 7 8 9 1 1 0 2 3"),
        ("transform", "", ""),
        ("transform", " rotate(9) scale (1,2),skewX(3) ", "rotate(9) scale(1 2) skewX(3)"),
        ("fill-rule", " evenodd ", "evenodd"),
    ],
)
def test_a_value_is_written_anew(name: str, value: str, anew: str) -> None:
    assert written(name, value) == anew


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("x", "100000.1", "too large"),
        ("x", "-100001", "too large"),
        ("x", "1 2", "no length"),
        ("x", "", "no length"),
        ("r", "-0.1", "negative"),
        ("stroke-miterlimit", "0.9", "below 1"),
        ("fill", "red", "no plain colour"),
        ("points", "1 x", "no number"),
        ("points", "1 2 3", "half a point"),
        ("d", "1 2", "begins nowhere"),
        ("d", "M1 2 3 4 5", "no command"),
        ("d", "M1 2?", "no command"),
        ("d", "M1 2L", "numbers are missing"),
        ("transform", "scale", "no transformation"),
        ("transform", "scale(1) x", "no transformation"),
        ("transform", "turn(1)", "no transformation"),
        ("transform", "rotate(1 2)", "no transformation"),
        ("transform", "scale()", "no transformation"),
        ("fill-rule", "odd", "another word"),
    ],
)
def test_a_value_that_is_not_understood_is_refused(name: str, value: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}$"):
        written(name, value)


def test_the_size_may_stand_for_the_view_box() -> None:
    assert read_icon(drawing(head='width="10px" height="10"').encode()).view_box == "0 0 10 10"


@pytest.mark.parametrize("size", ["0.5 0.5", "1 1", "100 99", "100 101"])
def test_a_square_may_be_small_or_a_little_out_of_true(size: str) -> None:
    assert read_icon(drawing(head=f'viewBox="0 0 {size}"').encode()).view_box == f"0 0 {size}"


def test_what_is_written_is_escaped_whatever_it_is() -> None:
    sound_icon = read_icon(drawing().encode())
    written = icon(sound_icon, 'A & "B" <C>')
    root = ElementTree.fromstring(written)
    assert [each.tag for each in root] == [f"{SVG}title", f"{SVG}rect", f"{SVG}circle"]
    assert root.findtext(f"{SVG}title") == 'A & "B" <C>' and root.get("role") == "img"


# What is refused


@pytest.mark.parametrize(
    ("content", "position", "words", "remedy"),
    [
        ("%PDF-1.7", (1, 1), "PDFかAI", "SVGで保存し直し"),
        ("<html/>", (1, 1), "SVGではありません", "SVGで保存し直し"),
        ("", (1, 1), "SVGとして読めません", "壊れている"),
        (drawing("<g>"), (3, 6), "SVGとして読めません", "壊れている"),
        pytest.param(drawing() + " " * LARGEST, (1, 1), "101KBあります", "画像", id="too large"),
        (f"<!DOCTYPE svg>{drawing()}", (1, 14), "DOCTYPE", "消す"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><svg>&b;</svg>', (1, 13), "DOCTYPE", "消す"),
        (f'<?xml-stylesheet href="a.css"?>{drawing()}', (1, 1), "指示", "消す"),
        (drawing(head=""), (1, 1), "viewBox", "viewBox="),
        (drawing(head='width="10mm" height="10mm"'), (1, 1), "viewBox", "viewBox="),
        (drawing(head='viewBox="0 0 10 12"'), (1, 1), "正方形ではありません（幅10、高さ12）", "正方形"),
        (drawing(head='viewBox="0 0 100 101.1"'), (1, 1), "幅100、高さ101.1", "正方形"),
        (drawing(head='viewBox="0 0 0 0"'), (1, 1), "正方形ではありません", "正方形"),
        ('<svg viewBox="0 0 9 9"><defs><rect/></defs></svg>', (1, 1), "図形が一つもありません", "SVGで保存し直し"),
        (drawing("<g>" * 30 + "</g>" * 30), (3, 58), "グループの重なり", "グループを解除"),
        (drawing("<style>.a{}</style>"), (3, 1), "style", "プレゼンテーション属性"),
        (drawing('<g>\n <rect style="fill:red"/></g>'), (4, 2), "style", "プレゼンテーション属性"),
        (drawing("<script>1</script>"), (3, 1), "script", "使わないで"),
        (drawing('<a href="https://example.com"/>'), (3, 1), "リンク", "リンクを外"),
        (drawing('<image href="a.png"/>'), (3, 1), "画像", "図形で描かれた"),
        (drawing("<text>1</text>"), (3, 1), "文字", "アウトライン"),
        (drawing('<use href="#a"/>'), (3, 1), "「use」", "単色の図形"),
        (drawing('<defs><linearGradient id="a"/></defs>'), (3, 7), "「linearGradient」", "単色の図形"),
        (drawing("<svg/>"), (3, 1), "「svg」", "単色の図形"),
        (drawing('<b:rect xmlns:b="urn:b"/>'), (3, 1), "「rect」", "単色の図形"),
        (drawing('<rect onclick="a()"/>'), (3, 1), "rect の「onclick」", "単色の図形"),
        (drawing('<rect b:href="c" xmlns:b="http://www.w3.org/1999/xlink"/>'), (3, 1), "「href」", "単色の図形"),
        (drawing('<rect clip-path="url(#a)"/>'), (3, 1), "「clip-path」", "単色の図形"),
        (drawing('<rect fill="url(#a)"/>'), (3, 1), "rect の fill の値「url(#a)」", "#e5243b"),
        (drawing('<rect fill="var(--a)"/>'), (3, 1), "fill の値「var(--a)」", "#e5243b"),
        (drawing('<rect width="50%"/>'), (3, 1), "width の値「50%」", "単位のない数"),
        (drawing('<rect width="-5"/>'), (3, 1), "width の値「-5」", "単色の図形"),
        (drawing('<rect x="1e999"/>'), (3, 1), "x の値「1e999」", "単位のない数"),
        (drawing('<rect x="１"/>'), (3, 1), "x の値「１」", "単位のない数"),
        (drawing('<rect opacity="0.5"/>'), (3, 1), "opacity の値「0.5」", "単色の図形"),
        (drawing('<rect transform="translate(1 2 3)"/>'), (3, 1), "transform の値", "単色の図形"),
        (drawing('<rect stroke-miterlimit="0"/>'), (3, 1), "stroke-miterlimit の値", "単色の図形"),
        (drawing('<polygon points="1 2 3"/>'), (3, 1), "points の値", "単位のない数"),
        (drawing('<path d="L1 2"/>'), (3, 1), "d の値「L1 2」", "単色の図形"),
        (drawing('<path d="M1 2 L3"/>'), (3, 1), "d の値「M1 2 L3」", "単色の図形"),
        (drawing('<path d="M1 2 3"/>'), (3, 1), "d の値「M1 2 3」", "単色の図形"),
        (drawing('<path d="M1 2a1 1 0 21 3 4"/>'), (3, 1), "d の値", "単色の図形"),
        (drawing('<path d="M1 2 url(#a)"/>'), (3, 1), "d の値", "単色の図形"),
    ],
)
def test_what_is_no_plain_drawing_is_refused_at_its_place(
    iconic: Texts, content: str, position: tuple[int, int], words: str, remedy: str
) -> None:
    diagnostic = the_only({**iconic, "icons/09.svg": content})
    assert diagnostic.code == "ICON003"
    assert place(diagnostic) == ("icons/09.svg", *position)
    assert diagnostic.span.end == diagnostic.span.start
    assert words in diagnostic.message and remedy in diagnostic.help


@pytest.mark.parametrize(
    ("beginning", "words"),
    [("89504e470d0a1a0a", "PNGの画像"), ("ffd8ffe0", "JPEGの画像"), ("1f8b08", "圧縮されたSVG"), ("00", "読めません")],
)
def test_a_picture_with_the_name_of_a_drawing_is_told(iconic: Texts, beginning: str, words: str) -> None:
    diagnostic = the_only({**iconic, "icons/09.svg": bytes.fromhex(beginning)})
    assert diagnostic.code == "ICON003" and place(diagnostic) == ("icons/09.svg", 1, 1)
    assert words in diagnostic.message and "SVGで保存し直し" in diagnostic.help


@pytest.mark.parametrize(
    ("name", "words", "remedy"),
    [
        ("09.png", "SVGでなければなりません（いまはPNG）", "09.svg"),
        ("goal_09_ja_2.svg", "名前ではありません", "09.svg"),
        ("09.SVG", "名前ではありません", "09.svg"),
        ("more/9.svg", "名前ではありません", "09.svg"),
        ("12/9.svg", "名前ではありません", "09.svg"),
        ("goal.9.svg", "名前ではありません", "09.svg"),
    ],
)
def test_a_file_with_a_wrong_name_is_told_once_with_the_right_one(
    iconic: Texts, name: str, words: str, remedy: str
) -> None:
    diagnostic = the_only({**without(iconic, "icons/09.svg"), f"icons/{name}": drawing()})
    assert (diagnostic.code, diagnostic.span.file) == ("ICON002", f"icons/{name}")
    assert words in diagnostic.message and remedy in diagnostic.help


@pytest.mark.parametrize("name", ["18.svg", "0.svg", "memo.txt", "09.png", "all.svg"])
def test_a_file_that_is_no_icon_has_to_go(iconic: Texts, name: str) -> None:
    diagnostic = the_only({**iconic, f"icons/{name}": drawing()})
    assert (diagnostic.code, diagnostic.span.file) == ("ICON002", f"icons/{name}")
    assert "icons の外に移して" in diagnostic.help


def test_the_name_of_a_folder_is_no_number(iconic: Texts) -> None:
    diagnostics = found({**without(iconic, "icons/12.svg"), "icons/12/all.svg": drawing()})
    assert sorted((each.code, each.span.file) for each in diagnostics) == [
        ("ICON001", "plan.yaml"),
        ("ICON002", "icons/12/all.svg"),
    ]


def test_a_goal_has_one_icon(iconic: Texts) -> None:
    diagnostic = the_only({**iconic, "icons/9.svg": drawing()})
    assert diagnostic.code == "ICON002"
    assert "目標9のアイコンは「icons/09.svg」にもあります" in diagnostic.message
    assert place(diagnostic) == ("icons/9.svg", 1, 1)


def test_goals_without_an_icon_are_named_where_the_folder_is(iconic: Texts) -> None:
    diagnostic = the_only(without(iconic, "icons/1.svg", "icons/12.svg"))
    assert (diagnostic.code, diagnostic.message) == ("ICON001", "「icons」に、目標1、12のアイコンがありません")
    line = str(iconic["plan.yaml"]).split("\n").index("goal_icons: icons") + 1
    assert place(diagnostic) == ("plan.yaml", line, len("goal_icons: ") + 1)


def test_a_folder_that_is_not_there(tiled: Texts, iconic: Texts) -> None:
    diagnostic = the_only({**tiled, "plan.yaml": iconic["plan.yaml"]})
    assert diagnostic.code == "ICON001" and "フォルダー「icons」がない" in diagnostic.message
    assert "01.svg から 17.svg まで" in diagnostic.help


def test_the_line_that_names_the_folder_is_shown(iconic: Texts) -> None:
    analysis = analyse(without(iconic, "icons/12.svg"))
    told = report(analysis.diagnostics, analysis.sources, Path("plan"))
    assert "| goal_icons: icons\n" in told


@pytest.mark.parametrize("folder", ["../icons", "/etc", "plan/icons", "Icons"])
def test_the_folder_is_one_of_the_plan(iconic: Texts, folder: str) -> None:
    diagnostic = the_only({**iconic, "plan.yaml": str(iconic["plan.yaml"]).replace(": icons", f": {folder}")})
    assert (diagnostic.code, diagnostic.span.file) == ("SHAPE009", "plan.yaml")
    assert "フォルダー" in diagnostic.help


def test_drawings_that_no_key_asks_for_are_told_once(iconic: Texts) -> None:
    diagnostic = the_only({**iconic, "plan.yaml": str(iconic["plan.yaml"]).replace("goal_icons: icons\n", "")})
    assert diagnostic.code == "FILE001" and "17個" in diagnostic.message
    assert place(diagnostic) == ("icons/02.svg", 1, 1)
    assert "goal_icons: icons" in diagnostic.help


def test_drawings_that_no_key_asks_for_are_told_folder_by_folder(tiled: Texts) -> None:
    names = ("a/x.svg", "a/b/y.svg", "a/b/z.svg", "c/w.svg")
    diagnostics = found({**tiled, **{name: drawing() for name in names}})
    assert [each.span.file for each in diagnostics] == ["a/b/y.svg", "a/x.svg", "c/w.svg"]
    for each, folder in zip(diagnostics, ("a/b", "a", "c"), strict=True):
        assert f"「goal_icons: {folder}」" in each.help


def test_a_misspelt_key_is_the_only_mistake(iconic: Texts) -> None:
    diagnostic = the_only({**iconic, "plan.yaml": str(iconic["plan.yaml"]).replace("goal_icons", "goal_icon")})
    assert diagnostic.code == "SHAPE001" and "「goal_icons」の書き間違い" in diagnostic.help


def test_check_shows_the_line_of_the_file(iconic: Texts, project: Path) -> None:
    for name, text in {**iconic, "icons/09.svg": drawing("<text>九</text>")}.items():
        path = project / "plan" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    result = vision("check", folder=project)
    assert result.returncode == 1
    assert (
        "plan/icons/09.svg:3:1: エラー [ICON003] 文字（text）が入っています\n    3 | <text>九</text></svg>"
        in result.stdout
    )


# What is made


def test_the_tiles_of_a_pdf_are_the_icons_each_with_its_words(iconic: Texts) -> None:
    plan = sound(iconic)
    sources = {name: text if isinstance(text, bytes) else text.encode() for name, text in iconic.items()}
    output = publish(plan, "strategy", Workshop(workshop().templates, sources, made_by=workshop().made_by))
    with pikepdf.open(BytesIO(output.content)) as pdf:
        figures = by_role(pdf, "Figure")
        assert [str(each.get("/Alt")) for each in figures if "/Alt" in each][: len(ALTS)] == ALTS
        assert {str(each.P.S) for each in figures[: len(ALTS)]} == {"/LBody"}
        attached = set(pdf.attachments)
    assert "plan/plan.yaml" in attached and not any(name.endswith(".svg") for name in attached)
    page = pdfium.PdfDocument(output.content)[2].render(scale=1).to_pil().convert("RGB")
    tiles = sum(count for count, colour in page.getcolors(1 << 20) if colour == (0x33, 0x44, 0x55))
    side = 22 / 25.4 * 72
    assert tiles == pytest.approx(len(GOALS) * (side**2 - 3.14 * (0.3 * side) ** 2), rel=0.05)


def test_a_preview_follows_an_icon_and_keeps_the_last_right_one(iconic: Texts) -> None:
    session = Session(workshop())
    update(session, iconic)
    before = digests(session)
    update(session, {**iconic, "icons/09.svg": drawing('<circle cx="5" cy="5" r="4" fill="#fff"/>')})
    after = digests(session)
    assert [one != other for one, other in zip(before, after, strict=True)].count(True) == 1
    update(session, {**iconic, "icons/09.svg": drawing("<text>1</text>")})
    assert digests(session) == after
    assert [found.code for found in session.checked.diagnostics] == ["ICON003"]


def test_the_tiles_of_the_site_are_the_icons_each_with_its_words(iconic: Texts) -> None:
    files = site(sound(iconic), FileSystemLoader(ROOT / "templates"), draw, {})
    for name in ("strategy/opening.html", "sdgs.html"):
        root = ElementTree.fromstring(files[name].decode().partition("<!DOCTYPE html>")[2])
        icons = [each for each in root.iter(f"{SVG}svg") if each.get("class") == "goal-icon"]
        assert [each.findtext(f"{SVG}title") for each in icons] == ALTS
        assert all(each.find(f"{SVG}circle") is not None for each in icons)
        assert "chip-number" not in files[name].decode()
    assert ".goal-icon {" in files["assets/style.css"].decode()


def test_a_search_finds_goals_by_the_words_of_their_icons(tiled: Texts, iconic: Texts) -> None:
    before, after = (
        site(sound(texts), FileSystemLoader(ROOT / "templates"), draw, {})["assets/search-index.js"].decode()
        for texts in (tiled, iconic)
    )
    assert before.count("海の豊かさを守ろう") == after.count("海の豊かさを守ろう") > 0


def test_without_the_key_the_tiles_are_numbers_and_names(tiled: Texts) -> None:
    files = site(sound(tiled), FileSystemLoader(ROOT / "templates"), draw, {})
    assert files["sdgs.html"].decode().count("chip-number") == len(GOALS)
    assert not any(b"goal-icon" in content for content in files.values())
