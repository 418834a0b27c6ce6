"""vision diff: the table in its formats, as it is handed out, posted and read by programs."""

import html as entities
import json
import re
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from jinja2 import FileSystemLoader
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock

from tests.conftest import MINIMAL, ROOT, Texts, sound, workshop
from tests.reading import folded
from tests.test_diff import edited, shown
from tests.validators import failures_by_page_validation, failures_of_syntax
from vision_compiler.comparison.changes import Comparison, compare
from vision_compiler.comparison.html import html
from vision_compiler.comparison.json_format import json_format
from vision_compiler.comparison.markdown import MARKER, markdown, quiet
from vision_compiler.comparison.printed import assembled, laid_out
from vision_compiler.comparison.reissues import changed_facts, ranged, reissues, told
from vision_compiler.comparison.sheet import ComparisonTable, Request
from vision_compiler.comparison.table import table
from vision_compiler.comparison.text import text
from vision_compiler.comparison.xlsx import xlsx
from vision_compiler.diagnostics import ProjectError
from vision_compiler.pipeline import Workshop, publish, publish_table
from vision_compiler.project import read_plan
from vision_compiler.typeset import fonts

OLD: Texts = dict(read_plan(MINIMAL))
#: A value, a sentence among others, an item more, one less, a fact; and what nobody prints.
NEW = edited(
    OLD,
    ("strategies/growth.yaml", "baseline: 8", "baseline: 7"),
    ("strategies/growth.yaml", "text: 端末の活用", "text: 端末とアプリの活用"),
    ("strategies/growth.yaml", "    kpis:\n", "      - id: sky-school\n        text: 青空教室\n    kpis:\n"),
    ("strategies/safety.yaml", "地域とともに取り組みます。", "市民とともに取り組みます。"),
    ("strategies/safety.yaml", "        unit: ％\n", "        unit: ％\n        better: keep\n"),
    ("prose/opening.yaml", "みんなで取り組みます。", "みんなで取り組みます。\n      次の世代に引き継ぎます。"),
    ("population.yaml", "38000", "37000"),
)


def compared(new: Texts = NEW, old: Texts = OLD) -> Comparison:
    return compare(sound(old), sound(new))


def made(new: Texts = NEW, old: Texts = OLD, **request: object) -> ComparisonTable:
    comparison = compared(new, old)
    printed = (assembled(comparison.old), assembled(comparison.new))
    return table(comparison, Request("v1.0", "plan", request.pop("reasons", {}), *printed, **request))  # type: ignore[arg-type]


def with_style(texts: Texts, style: str) -> Texts:
    return edited(texts, ("plan.yaml", "strategies:\n", f"comparison:\n{style}strategies:\n"))


def rows(found: ComparisonTable) -> dict[str, list[tuple[str, str]]]:
    """Both wordings of every row by the id of its item: (old, new), changed words in brackets."""
    return {row.id: [(shown(line.old), shown(line.new)) for line in row.lines] for row in found.rows}


# The table itself.


def test_a_row_has_both_wordings_with_their_words_marked() -> None:
    assert rows(made()) == {
        "lessons": [("講座の回数", "講座の回数"), ("[８]回", "[７]回")],
        "tablets": [("端末の活用", "端末[とアプリ]の活用")],
        "sky-school": [("（新設）", "[青空教室]")],
        "drills": [("訓練を増やす", "訓練を増やす"), ("[地域]とともに取り組みます。", "[市民]とともに取り組みます。")],
        "opening": [
            ("はじめに", "はじめに"),
            ("みんなで取り組みます。", "みんなで取り組みます。[次の世代に引き継ぎます。]"),
        ],
        "population.actual": [("総人口", "総人口"), ("[3万8,000]人", "[3万7,000]人")],
    }


def test_the_head_counts_by_chapter_and_names_the_documents() -> None:
    found = made()
    assert {each.group: (each.added, each.removed, each.changed) for each in found.counts} == {
        "重点戦略１": (1, 0, 2),
        "重点戦略２": (0, 0, 1),
        "総合戦略 １": (0, 0, 1),
        "人口などの数値": (0, 0, 1),
    }
    assert {each.documents for each in found.counts} == {"総合戦略"}
    assert found.totals == "新設 1件、削除 0件、変更 5件（ほかに、印刷されない変更 1件）"
    assert [(each.title, each.rows) for each in found.touched] == [("総合戦略", 6)]
    assert [row.id for row in found.hidden] == ["drill-rate"]


def test_what_was_removed_stands_where_it_stood() -> None:
    found = made(new=OLD, old=NEW)
    assert rows(found)["sky-school"] == [("[青空教室]", "（削る）")]
    assert [row.id for row in found.rows].index("sky-school") == [row.id for row in found.rows].index("tablets") + 1


def test_an_office_has_its_own_words_and_order() -> None:
    style = "  new: 修正後\n  old: 修正前\n  order: old-first\n  added: （追加）\n  pad: true\n"
    found = made(new=with_style(NEW, style))
    assert [side.heading for side in found.sides] == ["修正前", "修正後"]
    assert rows(found)["sky-school"] == [("（追加）", "[青空教室]")]
    assert rows(found)["tablets"] == [("端末[\u3000\u3000\u3000\u3000]の活用", "端末[とアプリ]の活用")]


def test_unchanged_sentences_are_left_out_unless_an_office_wants_them() -> None:
    name, words = "prose/opening.yaml", "みんなで取り組みます。"
    old = edited(OLD, (name, words, f"{words}\n      毎年見直します。\n      広く知らせます。"))
    new = edited(old, (name, "広く知らせます。", "広報で知らせます。"))
    assert rows(made(new, old))["opening"][-1] == ("（略）[広く]知らせます。", "（略）[広報で]知らせます。")
    whole = rows(made(with_style(new, "  omit: false\n"), old))["opening"][-1][1]
    assert whole == "みんなで取り組みます。毎年見直します。[広報で]知らせます。"


def test_errata_have_the_wrong_wording_first() -> None:
    found = made(is_errata=True)
    assert [side.heading for side in found.sides] == ["誤", "正"]
    assert found.title.endswith("正誤表")


def test_reasons_stand_in_a_column_of_their_own() -> None:
    found = made(reasons={"": "意見による", "lessons": "実績の確定"})
    assert {row.id: row.reason for row in found.rows}["lessons"] == "実績の確定"
    assert {row.reason for row in found.rows if row.id != "lessons"} == {"意見による"}
    assert found.has_reasons and not made().has_reasons


# Formats.


def test_the_terminal_shows_the_old_wording_above_the_new() -> None:
    plain = re.sub(r"\x1b\[\d+m", "", text(made()))
    assert "重点戦略１（１） KPI　指標「講座の回数」　策定時実績値の変更\n    指標名: 講座の回数\n" in plain
    assert "  - 策定時実績値: ８回\n  + 策定時実績値: ７回\n" in plain
    assert "\x1b[4m７\x1b[0m回" in text(made())


def test_json_says_all_that_is_known() -> None:
    comparison = compared()
    report = json.loads(json_format(comparison, made()))
    assert report["version"] == 1
    by_id = {each["id"]: each for each in report["items"]}
    assert by_id["lessons"]["edits"] == [
        {
            "kind": "baseline",
            "label": "策定時実績値",
            "old": "８回",
            "new": "７回",
            "old_words": [["８", True], ["回", False]],
            "new_words": [["７", True], ["回", False]],
        }
    ]
    assert by_id["sky-school"]["edits"][0]["old"] is None
    assert by_id["drill-rate"]["kinds"] == ["unprinted"]
    assert (by_id["lessons"]["matched"], by_id["lessons"]["chapter"]) == ("id", "重点戦略１")
    assert len(report["items"]) == len(comparison.items)


HOSTILE = [
    "@octocat #12 GH-3",
    "<img src=x onerror=alert(1)>",
    "!a(http://evil.example/x.png) https://evil.example www.evil.example javascript:c",
    "a | b `c` *d* _e_ ~~f~~ &lt;",
    "::error::x ::stop-commands::y",
    "-->",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_markdown_shows_the_words_of_strangers_and_obeys_none(words: str) -> None:
    posted = markdown(made(edited(OLD, ("strategies/growth.yaml", "text: 端末の活用", f"text: '{words}'"))))
    body = posted.removeprefix(MARKER)
    assert not re.search(r"[@`*_\[\]()!~\\]", re.sub(r"<[a-z/]+>", "", body)), "no sign of theirs is left"
    assert set(re.findall(r"<[^>]*>", body)) <= {"<br>", "<ins>", "</ins>"}
    assert not re.search(r"&#(64|35|45);(?!&#8203;)", body), "nobody is called, no issue is named"
    finished = entities.unescape(re.sub(r"</?ins>|<br>", "", body)).replace("\u200b", "")
    assert words in finished
    assert not re.search(r"^\s*::", posted, re.MULTILINE)


def test_quiet_words_keep_their_characters() -> None:
    assert quiet("指標@a-1") == "指標&#64;&#8203;a&#45;&#8203;1"


def test_markdown_that_is_too_long_says_how_much_is_left_out() -> None:
    whole, short = markdown(made()), markdown(made(), 900)
    assert len(short) <= 900 < len(whole)
    left = re.search(r"このほかに(\d+)行あります", short)
    assert left and short.count("| 備考 |") == 1 and 0 < int(left[1]) < 6
    assert "このほかに" not in whole


def test_html_is_one_page_with_escaped_words() -> None:
    words = "<script>alert(1)</script>&amp;"
    page = html(
        made(edited(OLD, ("strategies/growth.yaml", "端末の活用", f"'{words}'"))), FileSystemLoader(ROOT / "templates")
    )
    assert entities.escape(words, quote=False) in page.replace("&#34;", '"')
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=", page), "it needs no other file"
    assert '<span class="changed">７</span>回' in html(made(), FileSystemLoader(ROOT / "templates"))


def test_the_workbook_has_marked_words_and_no_formulas() -> None:
    sheet = load_workbook(BytesIO(xlsx(made())), rich_text=True)["新旧対照表"]
    assert [cell.value for cell in sheet[1]] == ["箇所", "新", "旧", "備考"]
    (value,) = (row[1].value for row in sheet.iter_rows(min_row=2) if "講座の回数" in str(row[0].value))
    assert isinstance(value, CellRichText)
    assert [part.text for part in value if isinstance(part, TextBlock) and part.font.u == "single"] == ["７"]
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$1:$1", "landscape")
    formula = edited(OLD, ("strategies/growth.yaml", "text: 端末の活用", "text: =1+1"))
    cells = [cell for row in load_workbook(BytesIO(xlsx(made(formula))))["新旧対照表"].iter_rows() for cell in row]
    assert any("=1+1" in str(cell.value) for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)


def test_the_same_table_makes_the_same_bytes() -> None:
    assert xlsx(made()) == xlsx(made())


def test_the_pdf_is_a_landscape_table_in_mincho_with_its_head_on_every_page(tmp_path: Path) -> None:
    sentences = "".join(f"      {number}番目の取組を進めます。\n\n" for number in range(60))
    new = edited(NEW, ("prose/opening.yaml", "      みんなで取り組みます。\n", sentences))
    pdf = publish_table(made(new), Workshop(ROOT / "templates")).content
    path = tmp_path / "comparison.pdf"
    path.write_bytes(pdf)
    facts = subprocess.run(["pdfinfo", path], check=True, capture_output=True, text=True).stdout
    assert "841.89 x 595.276 pts (A4)" in facts
    assert "BIZUDPMincho" in subprocess.run(["pdffonts", path], check=True, capture_output=True, text=True).stdout
    pages = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout
    heads = [re.search(r"箇所\s+新\s+旧\s+備考", page) for page in pages.split("\f")[:-1]]
    assert len(heads) > 2 and all(heads[1:])
    assert folded("青空教室") in folded(pages)
    assert failures_of_syntax(pdf) == []
    assert failures_by_page_validation(pdf) == []


def test_a_missing_mincho_is_named_only_where_it_is_needed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    gothic = {face: path for face, path in fonts.find_fonts().items()}
    for path in gothic.values():
        (tmp_path / path.name).symlink_to(path)
    fonts.find_fonts.cache_clear()
    monkeypatch.setattr(fonts, "FOLDERS", (tmp_path,))
    try:
        assert set(fonts.find_fonts()) == set(gothic)
        with pytest.raises(ProjectError) as caught:
            fonts.find_fonts(fonts.faces_for('font-family: "Plan Mincho"'))
    finally:
        monkeypatch.undo()
        fonts.find_fonts.cache_clear()
    assert "BIZUDPMincho-Regular.ttf" in caught.value.message
    assert caught.value.help.endswith("apt-get install fonts-morisawa-bizud-mincho")


# Pages.


@pytest.fixture(scope="module")
def pages() -> tuple[tuple[object, ...], tuple[object, ...]]:
    old, new = ((laid_out("strategy", publish(sound(texts), "strategy", workshop()).printed),) for texts in (OLD, NEW))
    return old, new


def test_the_pages_of_both_sides_are_found(pages: tuple[tuple[object, ...], tuple[object, ...]]) -> None:
    found = table(compared(), Request("v1.0", "plan", {}, *pages))  # type: ignore[arg-type]
    by_id = {row.id: row for row in found.rows}
    for id in ("lessons", "tablets", "opening", "population.actual"):
        ((title, folio),) = by_id[id].new_pages
        assert title == "総合戦略" and folio.isdigit(), id
    assert by_id["sky-school"].old_pages == ()
    assert re.fullmatch(r"総合戦略 \d+ページ", found.pages(by_id["lessons"]))


def test_the_documents_that_must_be_reissued(pages: tuple[tuple[object, ...], tuple[object, ...]]) -> None:
    old, new = pages
    facts = changed_facts(sound(OLD), sound(NEW))
    assert facts == {"population.actual.2040"}
    (found,) = reissues(old, new, facts)  # type: ignore[arg-type]
    assert found.is_needed and not found.is_new
    assert set(found.changed) <= {page.folio for page in new[0].pages}  # type: ignore[attr-defined]
    assert told(reissues(old, old)) == "総合戦略: 変わりません。"  # type: ignore[arg-type]
    assert told(reissues((), old)).startswith("総合戦略: 新しい文書です")  # type: ignore[arg-type]
    assert told(reissues(old, ())) == "総合戦略: なくなりました。"  # type: ignore[arg-type]


def test_pages_are_listed_in_short() -> None:
    assert ranged(["i", "3", "5", "6", "7", "9", "10"]) == "i、3、5～7、9、10"
