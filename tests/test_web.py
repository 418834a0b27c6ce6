"""The web edition: nothing of the plan is missing, every link leads somewhere, nothing is fetched or injected."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from itertools import pairwise
from posixpath import dirname, join, normpath
from typing import get_args
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from jinja2 import FileSystemLoader

from tests.conftest import MINIMAL, ROOT, Texts, sound
from vision_compiler.document.figures import Diagram
from vision_compiler.document.inline import Writer
from vision_compiler.document.nodes import Block
from vision_compiler.model.chapter import Figure
from vision_compiler.model.passages import Passage
from vision_compiler.model.plan import Plan
from vision_compiler.model.text import FactMark, TermMark, pieces
from vision_compiler.project import read_plan
from vision_compiler.render.charts import Spec
from vision_compiler.render.html import template_name
from vision_compiler.web.site import site

TEMPLATES = ROOT / "templates"
TOWN = {**read_plan(MINIMAL), **read_plan(MINIMAL.parent / "town")}
DRAFT = read_plan(ROOT / "plan" / "editions" / "2023-08-draft")


def draw(specification: Spec) -> str:
    """A chart as its words: what is drawn is for other tests."""
    title = escape(specification["description"])
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>{title}</title></svg>'


def built(plan: Plan) -> dict[str, bytes]:
    return site(plan, FileSystemLoader(TEMPLATES), draw, {"strategy.pdf": ("総合戦略", b"%PDF-1.7")})


@dataclass(frozen=True)
class Built:
    """A plan with its site."""

    plan: Plan
    files: dict[str, bytes] = field(repr=False)

    @cached_property
    def pages(self) -> dict[str, Element]:
        """Every page as a tree: pages are well-formed."""
        texts = {name: content.decode() for name, content in self.files.items() if name.endswith(".html")}
        assert len(texts) > 8
        assert all(text.lstrip().startswith("<!DOCTYPE html>") for text in texts.values())
        return {name: ElementTree.fromstring(text.partition("<!DOCTYPE html>")[2]) for name, text in texts.items()}

    def elements(self) -> Iterator[tuple[str, Element]]:
        for name, page in self.pages.items():
            yield from ((name, element) for element in page.iter())


@pytest.fixture(scope="module", params=["minimal", "town", "draft", "real"])
def edition(request: pytest.FixtureRequest, real_plan: Plan) -> Built:
    texts: dict[str, Texts] = {"minimal": dict(read_plan(MINIMAL)), "town": dict(TOWN), "draft": dict(DRAFT)}
    plan = real_plan if request.param == "real" else sound(texts[request.param])
    return Built(plan, built(plan))


def words(element: Element) -> str:
    return "".join(element.itertext())


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_every_link_leads_somewhere(edition: Built) -> None:
    anchors = {
        name: {element.get("id") for element in page.iter() if element.get("id")}
        for name, page in edition.pages.items()
    }
    seen = 0
    for name, element in edition.elements():
        for attribute in ("href", "src", "action"):
            if address := element.get(attribute):
                path, _, anchor = address.partition("#")
                target = normpath(join(dirname(name), path)) if path else name
                assert target in edition.files, f"{name}: {address}"
                assert not anchor or unquote(anchor) in anchors[target], f"{name}: {address}"
                seen += 1
    assert seen > 200


def test_every_page_is_reached_from_the_home_page(edition: Built) -> None:
    reached, waiting = set[str](), ["index.html"]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            links = (element.get("href", "").partition("#")[0] for element in edition.pages[name].iter("a"))
            targets = (normpath(join(dirname(name), link)) for link in links if link)
            waiting += [target for target in targets if target in edition.pages]
    assert reached == set(edition.pages)


def test_every_text_of_the_plan_is_on_a_page(edition: Built) -> None:
    # ＊ stands after the words that the pamphlet explains.
    shown = squeezed("".join(words(page) for page in edition.pages.values())).replace("＊", "")
    writer, seen = Writer(edition.plan, None), 0
    for passage in edition.plan.passages:
        if _is_unprinted(edition.plan, passage):
            continue
        for piece in pieces(passage.text):
            text = writer.fact(edition.plan.facts[piece.words]) if isinstance(piece, FactMark) else str(piece)
            bare = text.removeprefix("[[").removesuffix("]]").replace("＊", "")
            assert all(squeezed(line) in shown for line in bare.split("\n")), f"{passage.file}: {text}"
            seen += 1
    assert seen > 30


def _is_unprinted(plan: Plan, passage: Passage) -> bool:
    """What no publication prints as it is written: settings, facts, spelling, reasons for editors, loose chapters."""
    folder, _, file = passage.file.rpartition("/")
    chapters = {f"{id}.yaml" for document in plan.settings.documents for id in document.chapters}
    for_editors = passage.key in ("provisional", "missing") or (
        isinstance(passage.node, Figure) and passage.node.missing
    )
    is_loose = folder == "prose" and file not in chapters
    return passage.file in ("plan.yaml", "population.yaml", "dictionary.yaml") or is_loose or bool(for_editors)


def test_ids_are_unique_on_a_page(edition: Built) -> None:
    for name, page in edition.pages.items():
        ids = [element.get("id") for element in page.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), name


def test_headings_stand_in_order(edition: Built) -> None:
    for name, page in edition.pages.items():
        levels = [int(element.tag[1]) for element in page.iter() if re.fullmatch("h[1-6]", element.tag)]
        assert levels[0] == 1 and levels.count(1) == 1, name
        assert all(after <= before + 1 for before, after in pairwise(levels)), (name, levels)
        assert all(words(element).strip() for element in page.iter() if re.fullmatch("h[1-6]", element.tag)), name


def test_every_page_has_landmarks_and_a_title_of_its_own(edition: Built) -> None:
    titles = [page.findtext("head/title") for page in edition.pages.values()]
    assert len(set(titles)) == len(titles)
    for name, page in edition.pages.items():
        assert page.get("lang") == "ja", name
        body = page.find("body")
        assert body is not None
        assert (body[0].get("class"), body[0].get("href")) == ("skip", "#main"), name
        assert [len(list(page.iter(tag))) for tag in ("main", "header", "footer")] == [1, 1, 1], name
        assert all(nav.get("aria-label") for nav in page.iter("nav")), name
        if name != "index.html":
            assert page.find(".//nav[@class='trail']") is not None, name


def test_tables_charts_and_fields_say_what_they_are(edition: Built) -> None:
    seen = 0
    for name, page in edition.pages.items():
        for table in page.iter("table"):
            seen += 1
            assert words(table.find("caption") or Element("caption")).strip() or table.find("caption") is not None, name
            assert squeezed("".join(words(caption) for caption in table.iter("caption"))), name
            assert all(head.get("scope") for head in table.iter("th")), name
        for chart in page.iter("{http://www.w3.org/2000/svg}svg"):
            assert chart.get("role") == "img" and chart.findtext("{http://www.w3.org/2000/svg}title"), name
        labelled = {label.get("for") for label in page.iter("label")}
        inputs = [*page.iter("input"), *page.iter("select")]
        assert all(each.get("id") in labelled for each in inputs), name
    assert seen > 3


def test_nothing_is_asked_of_another_place(edition: Built) -> None:
    for name, element in edition.elements():
        for attribute, value in element.items():
            assert "//" not in value, f"{name}: {attribute}={value}"
    for name, content in edition.files.items():
        if name.endswith((".css", ".js")) and "minisearch" not in name and "index" not in name:
            assert not re.search(r"url\(|@import|https?:", content.decode()), name


def test_scripts_and_styles_are_files_and_nothing_else_may_run(edition: Built) -> None:
    for name, page in edition.pages.items():
        policy = page.find(".//meta[@http-equiv='Content-Security-Policy']")
        assert policy is not None and policy.get("content", "").startswith("default-src 'none'; "), name
        assert "unsafe" not in policy.get("content", ""), name
        assert all(script.get("src", "").endswith(".js") and not script.text for script in page.iter("script")), name
        assert not list(page.iter("style")), name
    for name, element in edition.elements():
        assert not [key for key in element.attrib if key.startswith("on") or key == "style"], name


def test_the_same_plan_gives_the_same_bytes(edition: Built) -> None:
    assert built(edition.plan) == edition.files


HOSTILE = "<script>alert(1)</script>\"><img src=x onerror=alert(1)>'&amp;"


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("plan.yaml", "みほん市総合計画"),
        ("plan.yaml", "みほん市役所 企画課"),
        ("vision.yaml", "みんなで育てるまち"),
        ("glossary.yaml", "情報通信技術のこと。"),
        ("strategies/growth.yaml", "育つまち"),
        ("strategies/growth.yaml", "学びを広げる"),
        ("prose/opening.yaml", "みんなで取り組みます。"),
        ("prose/opening.yaml", "はじめに"),
    ],
)
def test_no_text_of_a_plan_becomes_markup(minimal: Texts, file: str, text: str) -> None:
    source = minimal[file]
    assert isinstance(source, bytes) and text in source.decode()
    quoted = HOSTILE.replace("'", "''")
    is_block = f"  {text}" in source.decode() and f": {text}" not in source.decode()
    minimal[file] = source.decode().replace(text, HOSTILE if is_block else f"'{quoted}'")
    hostile = Built(sound(minimal), built(sound(minimal)))
    assert any(HOSTILE in words(page) for page in hostile.pages.values()), "the words are shown as they are"
    for name, page in hostile.pages.items():
        assert {script.get("src", "").rpartition("/")[2] for script in page.iter("script")} <= {
            *("terms.js", "roles.js", "tables.js", "minisearch.js", "search-index.js", "finding.js", "search.js")
        }, name
        assert not list(page.iter("img")), name


def test_every_kind_of_block_has_a_template() -> None:
    kinds = [*get_args(Block), *get_args(Diagram)]
    assert len(kinds) > 25
    for kind in kinds:
        name = template_name(type(kind.__name__, (), {})())
        own = TEMPLATES / "web" / "blocks" / f"{name}.html.j2"
        # What print shares is plain text with classes: no widths, no pages, no drawings.
        shared = TEMPLATES / "blocks" / f"{name}.html.j2"
        assert own.is_file() or not re.search(
            r"style=|folio|<svg|\| (?!phrases|inline|unbroken|block)", shared.read_text()
        ), name


def test_every_colour_and_size_of_the_stylesheet_is_defined(edition: Built) -> None:
    css = edition.files["assets/style.css"].decode()
    assert set(re.findall(r"var\((--[\w-]+)", css)) <= set(re.findall(r"(--[\w-]+):", css))


def test_a_term_is_a_link_to_its_explanation_and_is_explained_on_the_page(edition: Built) -> None:
    linked = 0 if edition.plan.quoted(TermMark) else 1  # the draft quotes none
    for name, page in edition.pages.items():
        for link in page.iterfind(".//a[@class='term']"):
            linked += 1
            term = edition.plan.terms[words(link)]
            assert link.get("href", "").endswith(f"terms.html#{term.id}") or name == "terms.html"
            note = page.find(f".//*[@id='{link.get('data-term')}']")
            assert note is not None and words(link) in words(note)
    assert linked


def test_the_menu_marks_where_one_is(edition: Built) -> None:
    page = edition.pages[f"strategies/{edition.plan.strategies[0].id}.html"]
    marked = [link for link in page.iterfind(".//nav[@class='menu-wide']//a") if link.get("aria-current")]
    assert [(link.get("href"), link.get("aria-current")) for link in marked] == [("../strategies.html", "true")]


def test_a_draft_says_so_on_every_page() -> None:
    draft = Built(plan := sound(dict(DRAFT)), built(plan))
    for name, page in draft.pages.items():
        mark = page.find(".//*[@class='stage-mark']")
        assert mark is not None and mark.text == "素案", name


def test_a_document_without_indicators_notes_or_fields_needs_no_page_for_them(minimal: Texts) -> None:
    pages = set(built(sound(minimal)))
    assert "fields.html" not in pages and "sdgs.html" not in pages
    assert {"strategies/growth.html", "strategy/opening.html", "terms.html", "indicators.html"} <= pages


def test_addresses_do_not_change_with_titles_and_order(minimal: Texts) -> None:
    before = set(built(sound(minimal)))
    plan = minimal["plan.yaml"]
    assert isinstance(plan, bytes)
    changed = (
        plan.decode()
        .replace("  - growth\n  - safety", "  - safety\n  - growth")
        .replace("みほん市総合計画", "新しい計画")
    )
    assert changed != plan.decode()
    assert set(built(sound({**minimal, "plan.yaml": changed}))) == before
