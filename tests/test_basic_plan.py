"""The printed basic plan, read back: every text in order, true pages in its lists, no figure of the draft."""

import re
from pathlib import Path

import pytest
from jinja2 import FileSystemLoader

from tests.conftest import MINIMAL, sound, workshop
from tests.reading import (
    assert_in_order,
    folded,
    of_chapter,
    of_prose,
    pages_of,
    plain,
    rows_of,
    saved,
    without_notes,
)
from vision_compiler.document import assemble
from vision_compiler.document.kana import row_of, sort_key
from vision_compiler.emit.pdf import Output
from vision_compiler.model.plan import Plan
from vision_compiler.pipeline import publish
from vision_compiler.project import read_plan
from vision_compiler.render.manuscript import PageFacts, manuscript
from vision_compiler.typeset.composing import compose
from vision_compiler.typeset.standing import StandingType

TOWN = Path(__file__).parent / "plans" / "town"


@pytest.fixture(scope="module")
def output(real_plan: Plan) -> Output:
    return publish(real_plan, "basic-plan", workshop())


@pytest.fixture(scope="module")
def pdf(output: Output, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(output, tmp_path_factory.mktemp("basic-plan"))


@pytest.fixture(scope="module")
def pages(pdf: Path) -> list[str]:
    return pages_of(pdf)


@pytest.fixture(scope="module")
def numbered(output: Output) -> dict[str, str]:
    """The words of the pages by their printed numbers."""
    return {page.folio: folded(page.text) for page in output.printed}


@pytest.fixture(scope="module")
def rows(pdf: Path) -> list[list[str]]:
    return rows_of(pdf)


def in_reading_order(plan: Plan) -> list[str]:
    document = plan.document("basic-plan")
    assert document
    strings: list[str] = []
    for part in document.parts:
        strings += [part.title, *of_prose(plan, part.text or "")]
        for id in part.contents:
            strings += of_chapter(plan, plan.chapters[id])
    return strings


def test_every_string_is_printed_in_reading_order(real_plan: Plan, pages: list[str]) -> None:
    strings = in_reading_order(real_plan)
    assert len(strings) >= 300
    first = next(number for number, page in enumerate(pages) if page.startswith(folded("序論「序論」では")))
    assert_in_order(strings, "".join(without_notes(real_plan, page) for page in pages[first:]))


def test_no_figure_or_name_of_the_draft_is_left(pages: list[str]) -> None:
    text = "".join(pages)
    assert "17万7千人" in text
    for words in (
        "14万6千",
        "16万5千",
        "22万2千",
        "24万4千",
        "25万7,649",
        "258,422",
        "1万9千",
        "叶う",
        "仮称",
        "予定）",
    ):
        assert folded(words) not in text, words


def test_the_list_of_indicators_names_the_page_of_each(
    real_plan: Plan, numbered: dict[str, str], rows: list[list[str]]
) -> None:
    years = len(real_plan.settings.target_years)
    rows = [row for row in rows if len(row) == years + 3 and row[-1].isdigit()]
    assert len(rows) == len(real_plan.indicators) == 49
    for indicator, row in zip(real_plan.indicators, rows, strict=True):
        assert folded(plain(real_plan, indicator.name)) in row[0]
        assert folded(plain(real_plan, indicator.name)) in numbered[row[-1]], indicator.id


def test_terms_stand_in_the_order_of_their_readings_with_the_pages_that_note_them(
    real_plan: Plan, numbered: dict[str, str]
) -> None:
    text = "".join(numbered.values())
    order = []
    for term in sorted(real_plan.terms.values(), key=lambda term: sort_key(term.reading)):
        words = re.escape(folded(f"{term.term}{term.definition}"))
        entry = re.search(rf"{words}\(ページ([\d、]+)\)", text)
        assert entry, term.term
        order.append(entry.start())
        for folio in entry[1].split("、"):
            assert folded(term.term) in numbered[folio]
            assert folded(term.definition) in numbered[folio], f"{term.term} is not noted on page {folio}"
    assert order == sorted(order)
    assert len(order) == 19


def test_every_policy_stands_with_its_number_and_its_initiative(real_plan: Plan, rows: list[list[str]]) -> None:
    seen = 0
    for number, field in enumerate(real_plan.fields, 1):
        for n, policy in enumerate(field.policies, 1):
            assert [f"{number}-{n}", folded(policy.title), folded(policy.dxgx or "")] in rows
            assert [f"{number}-{n}", folded(policy.title)] in [row[-2:] for row in rows]
            seen += 1
    assert seen == 27


def test_what_is_not_known_is_printed_as_such(real_plan: Plan, pages: list[str]) -> None:
    unknown = real_plan.settings.labels.unknown
    goals, relations = (next(page for page in pages if folded(f"資料{n}") in page[:8]) for n in (3, 4))
    for page in (goals, relations):
        assert page.replace(f"「{unknown}」", "").count(unknown) == 12  # in quotation marks: what the word means


def test_the_period_is_drawn_from_the_years_of_the_plan(pages: list[str]) -> None:
    page = next(page for page in pages if "2028" in page and "2030" in page)
    for words in (*(str(year) for year in range(2024, 2032)), "基本計画", "実施計画", "見直し", "毎年度見直し"):
        assert words in page


@pytest.mark.parametrize(
    ("readings", "row"),
    [
        (["アイシーティー", "いんふら"], "あ"),
        (["きばん", "こうつう"], "か"),
        (["すまーと", "すまーとかいご"], "さ"),
        (["はーと", "はあび"], "は"),
        (["びょういん", "ひょうか"], "は"),
    ],
)
def test_readings_are_sorted_by_their_clear_kana(readings: list[str], row: str) -> None:
    assert sorted(reversed(readings), key=sort_key) in (readings, list(reversed(readings)))
    assert {row_of(reading) for reading in readings} == {row}


def test_another_city_has_its_basic_plan(tmp_path: Path) -> None:
    plan = sound({**read_plan(MINIMAL), **read_plan(TOWN)})
    text = "".join(pages_of(saved(publish(plan, "basic-plan", workshop()), tmp_path)))
    assert_in_order(
        [
            "本編",
            "第１章 計画のあらまし",
            "1 策定にあたって",
            "市民の声に応えること",
            "実行計画",
            "毎年度見直します",
            "重点方針３ 楽しむまち",
            "2-②水を守る",
            "資料１",
        ],
        text,
    )
    for words in ("平塚", "DX", "SDG", "デジタル化"):
        assert words not in text


def test_pages_without_a_number_have_a_name(output: Output) -> None:
    folios = [page.folio for page in output.printed]
    assert (folios[0], folios[-1]) == ("表紙", "奥付")
    assert not {"表紙", "奥付"} & set(folios[1:-1])


def test_a_page_bears_a_tab_for_every_field_that_begins_on_it(real_plan: Plan) -> None:
    shop = workshop()
    assert shop.shelf is not None
    written = manuscript(assemble(real_plan, "basic-plan"), FileSystemLoader(shop.templates), shop.plates)
    bare, tabs = (written.furniture(PageFacts("", "37", "left", "", fields)) for fields in ((), (3, 4)))
    assert [piece.html for piece in tabs if piece not in bare] == [
        f'<div class="furniture"><div class="tab tab-left field-{number}"></div></div>' for number in (3, 4)
    ]
    begun = 0
    standing = StandingType(written.css, shop.made_by, shop.shelf.take("basic-plan"))
    for page in compose(written, standing).pages:
        rows = [(each.artifact, each.galley.rows[each.row]) for each in page.placed]
        here = sum(key == "field" for artifact, row in rows if not artifact for key, _ in row.running)
        begun += here
        assert not here or sum(artifact and not row.words for artifact, row in rows) == here
    assert begun == len(real_plan.fields) == 5
