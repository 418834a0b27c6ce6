"""The web edition in a browser: judged at phone and desktop width, light and dark, by keyboard alone."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import FileSystemLoader

from tests.browsing import MODULES, browsed, errors_by_nu
from tests.conftest import ROOT, sound
from tests.test_web import TOWN
from vision_compiler.model.plan import Plan
from vision_compiler.project import Shelf
from vision_compiler.typeset.plates import Plates
from vision_compiler.web.site import site

#: EVERY_PAGE=1 opens all pages in the browser, which takes minutes; else one of every sort.
EVERY_PAGE = os.environ.get("EVERY_PAGE") == "1"
#: Pages of their own kind, and folders of which the longest comes with them.
SORTS = {"real": ("index", "indicators", "terms", "search"), "town": ("index",), "bad": ("bad",)}
FOLDERS = ("strategies", "basic-plan")
#: A page with one of each mistake that we claim to have none of; its scripts make the rest.
BAD = """<!DOCTYPE html>
<html><head><title>悪い</title></head><body><main><h1>悪い</h1>
<img src="http://127.0.0.1:9/x.png"/><p style="color: #bbb; width: 2000px">薄く、広い</p>
<p style="width: 5rem; overflow: hidden; white-space: nowrap">切れてしまう長い言葉</p>
<a href="#a" style="outline: none">見えない</a><a href="#b" tabindex="2">先に</a><b><p>崩れた</b></p>
<button onfocus="this.blur()">届かない</button><p id="late"></p>
<script>document.getElementById("late").textContent = "スクリプトの文";</script></main></body></html>"""


def written(files: dict[str, bytes], folder: Path) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def sites(real_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    plates = Plates(Shelf(ROOT / "build" / ".tests" / "html"), "tests")
    folder = tmp_path_factory.mktemp("sites")
    plans = {"real": real_plan, "town": sound(dict(TOWN))}
    made = {name: site(plan, FileSystemLoader(ROOT / "templates"), plates, {}) for name, plan in plans.items()}
    plates.keep()
    return {name: written(files, folder / name) for name, files in {**made, "bad": {"bad.html": BAD.encode()}}.items()}


@pytest.fixture(scope="module")
def seen(sites: dict[str, Path]) -> dict[str, Any]:
    pages = [f"{name}/{page}" for name, folder in sites.items() for page in chosen(folder)]
    return browsed(sites, pages, told="real")


def chosen(folder: Path) -> Iterator[str]:
    """The pages that are opened in the browser: one of every sort, or all of them."""
    pages = sorted(folder.rglob("*.html"), key=lambda page: (page.stat().st_size, page.name))
    longest = {page.parent: page for page in pages if page.parent.name in FOLDERS}
    for page in pages:
        is_long = folder.name == "real" and longest.get(page.parent) == page
        if EVERY_PAGE or is_long or page.stem in SORTS[folder.name]:
            yield page.relative_to(folder).as_posix()


@pytest.fixture
def pages(seen: dict[str, Any], sites: dict[str, Path]) -> dict[str, Any]:
    """What was found on every page that was chosen; none was forgotten."""
    found = {name: page for name, page in seen["pages"].items() if not name.startswith("bad/")}
    assert len(found) == sum(len(list(chosen(sites[name]))) for name in ("real", "town")) > 6
    return found


@pytest.fixture
def bad(seen: dict[str, Any]) -> dict[str, Any]:
    page: dict[str, Any] = seen["pages"]["bad/bad.html"]
    return page


@pytest.fixture(params=["file", "http"])
def story(seen: dict[str, Any], request: pytest.FixtureRequest) -> dict[str, Any]:
    """What happens to a reader of the site in its folder, and on a web server."""
    told: dict[str, Any] = seen["stories"][request.param]
    return told


def remarks(pages: dict[str, Any], key: str) -> Iterator[str]:
    """The findings in a list, or in a list for each look."""
    for name, page in pages.items():
        looks = page[key] if isinstance(page[key], dict) else {"": page[key]}
        yield from (f"{name} {look} {each}" for look, found in looks.items() for each in found)


def test_the_judges_are_the_pinned_ones(seen: dict[str, Any]) -> None:
    assert seen
    lock = json.loads((ROOT / ".ci" / "browser" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    for name in ("axe-core", "html-validate", "playwright-core", "vnu-jar"):
        installed = json.loads((MODULES / name / "package.json").read_text(encoding="utf-8"))
        assert installed["version"] == packages[f"node_modules/{name}"]["version"]
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert not any("resolved" in entry for entry in packages.values())


def test_axe_finds_nothing_in_any_size_and_colour(pages: dict[str, Any], bad: dict[str, Any]) -> None:
    for name, page in pages.items():
        assert set(page["axe"]) == {"1280 light", "1280 dark", "360 light", "360 dark", "320 light"}, name
        assert page["axe"]["1280 light"]["tried"] > 20 and page["axe"]["360 light"]["tried"] > 20, name
        assert page["axe"]["1280 dark"]["tried"] > 0, name
        assert not [each for look in page["axe"].values() for each in look["found"]], name
    caught = {each.partition(":")[0] for look in bad["axe"].values() for each in look["found"]}
    assert {"image-alt", "html-has-lang", "color-contrast", "tabindex"} <= caught


def test_html_validate_finds_nothing(pages: dict[str, Any], bad: dict[str, Any]) -> None:
    assert list(remarks(pages, "markup")) == []
    assert any("close-order" in each for each in bad["markup"])


def test_the_nu_checker_finds_nothing(sites: dict[str, Path]) -> None:
    assert any("no element “p” in scope" in each.lower() or "p" in each for each in errors_by_nu(sites["bad"]))
    assert errors_by_nu(sites["real"]) + errors_by_nu(sites["town"]) == []


def test_nothing_is_cut_off_or_needs_scrolling_sideways(pages: dict[str, Any], bad: dict[str, Any]) -> None:
    """At 320 pixels (1280 at 400 %), with text of twice the size, and with the spacing of WCAG 1.4.12."""
    for name, page in pages.items():
        assert {"320 light", "360 light", "320 spaced", "1280 twice"} <= set(page["overflow"]), name
    assert list(remarks(pages, "overflow")) == []
    assert "2008 > 320" in bad["overflow"]["320 light"] or len(bad["overflow"]["320 light"]) == 2


def test_the_keyboard_reaches_everything_in_order_and_one_sees_where_it_is(
    pages: dict[str, Any], bad: dict[str, Any]
) -> None:
    for name, page in pages.items():
        keyboard = page["keyboard"]
        assert keyboard["expected"] > 10 and keyboard["inOrder"], name
        assert not keyboard["missed"] and not keyboard["unseen"], (name, keyboard)
    assert not bad["keyboard"]["inOrder"]
    assert any("見えない" in each for each in bad["keyboard"]["unseen"])


def test_no_page_asks_for_anything_outside_and_none_complains(pages: dict[str, Any], bad: dict[str, Any]) -> None:
    assert list(remarks(pages, "requests")) == []
    assert list(remarks(pages, "complaints")) == []
    assert bad["requests"] == ["http://127.0.0.1:9/x.png"]


def test_without_scripts_every_page_is_complete(pages: dict[str, Any], bad: dict[str, Any]) -> None:
    """What scripts add are the tools of the list of indicators and the count of what was found."""
    for name, page in pages.items():
        missing = set(page["text"].split("\n")) - set(page["plain"].split("\n"))
        if name.endswith("/indicators.html"):
            assert any("件のうち" in line for line in missing), name
        else:
            assert not missing, name
        assert len(page["plain"]) > 20, name
    assert "スクリプトの文" in bad["text"] and "スクリプトの文" not in bad["plain"]


def test_the_first_stop_leads_to_the_text(story: dict[str, Any]) -> None:
    assert story["skipsToText"] == ["本文へ移動", True, "main"]


def test_a_term_opens_and_closes_by_keyboard(story: dict[str, Any]) -> None:
    term = story["opensTerm"]
    assert term["opened"] == [True, "true", True], "open, told so, and the focus is in it"
    assert "基盤産業" in term["words"] and "域外" in term["words"]
    assert term["closed"] == [False, "false", True], "closed, told so, and the focus is where it was"


def test_the_menu_of_a_phone_opens_by_keyboard_and_leads_on(story: dict[str, Any]) -> None:
    menu = story["opensMenu"]
    assert menu["opened"]
    assert "重点戦略" in menu["first"]
    assert menu["arrived"] == "strategies.html"


def test_a_resident_searches_from_the_home_page(story: dict[str, Any]) -> None:
    search = story["searches"]
    assert search["field"] == "子育て"
    assert search["count"].startswith("「子育て」は") and "件見つかりました" in search["count"]
    assert search["results"][0] == "分野１ 子ども・子育て、教育"
    assert "見つかりませんでした" in search["none"]


def test_the_list_of_indicators_is_narrowed_and_sorted_on_a_phone(story: dict[str, Any]) -> None:
    table = story["narrows"]
    assert table["names"] == ["保育所等の待機児童数"]
    assert "件のうち1件" in table["count"]
    numbers = [float(key) for key in table["keys"] if key]
    assert len(numbers) > 30 and numbers == sorted(numbers, reverse=True)
    assert all(table["keys"][: len(numbers)]), "what has no number comes last"
