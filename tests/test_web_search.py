"""The search of the web edition: words are cut alike in Python and in the browser, residents find what they expect."""

import json
import shutil
import subprocess

import pytest
from jinja2 import FileSystemLoader

from tests.conftest import ROOT
from tests.test_web import draw
from vision_compiler.model.plan import Plan
from vision_compiler.web.reading import passages
from vision_compiler.web.search import Found, index, tokens
from vision_compiler.web.site import site

#: Searches as the page does, in Node.js: each line of the input is a query, each of the output its results.
RUN = """
const fs = require("fs");
globalThis.window = globalThis;
globalThis.MiniSearch = require(process.argv[1] + "/minisearch.js");
for (const name of ["search-index.js", "finding.js"]) (0, eval)(fs.readFileSync(process.argv[1] + "/" + name, "utf8"));
const queries = fs.readFileSync(0, "utf8").split("\\n");
for (const query of queries) console.log(JSON.stringify(window.planFinding.found(query).passages));
"""


@pytest.fixture(scope="module")
def files(real_plan: Plan) -> dict[str, bytes]:
    return site(real_plan, FileSystemLoader(ROOT / "templates"), draw, {})


@pytest.fixture(scope="module")
def assets(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("assets")
    for name, content in files.items():
        if name.startswith("assets/"):
            (folder / name.removeprefix("assets/")).write_bytes(content)
    return str(folder)


def found(assets: str, *queries: str) -> list[list[tuple[str, str, str, str]]]:
    node = shutil.which("node")
    if not node:
        pytest.skip("Node.js is not installed")
    result = subprocess.run(
        [node, "-e", RUN, assets],
        input="\n".join(queries),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return [[tuple(each) for each in json.loads(line)] for line in result.stdout.splitlines()]


def test_words_of_ascii_are_whole_and_others_are_pairs() -> None:
    assert list(tokens("ＩＣＴを活用した、2027年度の目標")) == [
        *("ict", "を活", "活用", "用し", "した", "2027", "年度", "度の", "の目", "目標")
    ]
    assert list(tokens("県・市　A-1")) == ["県", "市", "a", "1"]


def test_a_resident_finds_the_page_of_a_word_first(assets: str) -> None:
    children, elderly, reskilling = found(assets, "子育て", "フレイル", "リスキリング")
    assert {address for address, *_ in children[:3]} & {
        "fields/children-and-education.html",
        "strategies/children.html#childcare-leeway",
    }
    assert len(children) > 20
    assert all("子育て" in heading + text for _, _, heading, text in children)
    assert elderly[0][0] == "terms.html#frailty"
    assert reskilling[0][0] == "terms.html#reskilling"


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("子育て", "fields/children-and-education.html"),
        ("防災", "strategies/safety.html#disaster-prevention"),
        ("人口", "strategy/strategy-population.html"),
        ("SDGs", "sdgs.html"),
        ("ＤＸ", "basic-plan/plan-outline.html#plan-and-dx-gx"),
        ("待機児童", "strategies/children.html#children.targets"),
        ("介護", "terms.html#smart-care"),
    ],
)
def test_what_a_resident_expects_comes_first(assets: str, query: str, first: str) -> None:
    (results,) = found(assets, query)
    assert results[0][0] == first


def test_headings_come_before_texts(assets: str) -> None:
    for query, results in zip(("人口", "防災"), found(assets, "人口", "防災"), strict=True):
        is_head = [query in heading for _, _, heading, _ in results]
        assert is_head[0] and not is_head[-1] and is_head == sorted(is_head, reverse=True)


def test_a_bus_is_found_and_no_word_across_two_others(assets: str) -> None:
    (buses,) = found(assets, "バス")
    assert {"fields/safety-and-infrastructure.html", "strategies/safety.html#supporting-networks.kpis"} <= {
        address for address, *_ in buses
    }
    assert all("バス" in heading + text for _, _, heading, text in buses)


def test_other_kana_and_other_spellings_find_the_word(assets: str) -> None:
    half, hiragana, katakana, variants, plain = found(assets, "ﾃﾞｼﾞﾀﾙ", "でじたる", "デジタル", "子供", "子ども")
    assert half == katakana and len(half) > 10
    assert sorted(hiragana) == sorted(katakana), "in whichever kana"
    assert variants == plain != [], "as the dictionary of the plan spells it"


def test_what_the_plan_does_not_mention_is_not_found(assets: str) -> None:
    assert found(assets, "ごみ", "図書館", "病院") == [[], [], []]


def test_width_and_case_make_no_difference(assets: str) -> None:
    wide, narrow, lower = found(assets, "ＩＣＴ", "ICT", "ict")
    assert wide == narrow == lower
    assert len(wide) > 2


def test_all_of_several_words_are_there(assets: str) -> None:
    (both,) = found(assets, "子育て　企業")
    assert both
    assert all("子育て" in heading + text and "企業" in heading + text for _, _, heading, text in both)


def test_pairs_that_stand_apart_are_no_word(assets: str) -> None:
    """子育 and 育園 stand in the plan, and so does every other pair, but not the whole."""
    assert found(assets, "子育園", "", "・", "<script>") == [[], [], [], []]


def test_every_address_that_is_found_is_on_a_page(files: dict[str, bytes], assets: str) -> None:
    (all_of_it,) = found(assets, "の")
    assert len(all_of_it) > 50
    for address, *_ in all_of_it:
        path, _, anchor = address.partition("#")
        assert f'id="{anchor}"' in files[path].decode() or not anchor


def test_the_index_counts_what_stands_where() -> None:
    made = index([Found("a.html", "", "市民", "市民と市民"), Found("b.html#x", "a", "市", "")], {"町民": "市民"})
    assert made["passages"][1] == ["b.html#x", "a", "市", ""]
    assert dict(made["index"]["index"])["市民"] == {"0": {"0": 1}, "1": {"0": 2}}
    assert made["spellings"] == {"町民": "市民"}
    assert made["index"]["fieldLength"] == {"0": [1, 3], "1": [1, 0]}


def test_a_page_is_read_by_its_headings() -> None:
    html = (
        '<header><p>前</p></header><main id="main"><h1 id="top">市<wbr/>民</h1>'
        '<p>一つ<br/>二つ</p><div data-unread=""><p>目<em>次</em></p></div>'
        '<h2 id="a">用語</h2><dl><dt id="b">ICT</dt><dd>情報 &amp; 通信</dd></dl></main><p>後</p>'
    )
    assert [(each.level, each.anchor, each.title, each.content) for each in passages(html)] == [
        (1, "top", "市民", "一つ 二つ"),
        (2, "a", "用語", ""),
        (6, "b", "ICT", "情報 & 通信"),
    ]
