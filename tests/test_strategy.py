"""The printed strategy, read back from its PDF: nothing missing, every number in its row, every note on its page."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from tests.conftest import workshop
from tests.reading import (
    assert_in_order,
    folded,
    of_chapter,
    of_strategy,
    pages_of,
    plain,
    rows_of,
    run,
    saved,
    without_notes,
)
from vision_compiler.document.numbers import counted
from vision_compiler.emit.pdf import Output
from vision_compiler.model.chapter import Chapter, Figure
from vision_compiler.model.plan import Plan
from vision_compiler.model.settings import STRATEGIES
from vision_compiler.model.strategy import Indicator
from vision_compiler.model.values import AtLeastBaseline, Number, Parts, Value
from vision_compiler.pipeline import publish


@pytest.fixture(scope="module")
def output(real_plan: Plan) -> Output:
    return publish(real_plan, "strategy", workshop())


@pytest.fixture(scope="module")
def pdf(output: Output, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(output, tmp_path_factory.mktemp("pdf"))


@pytest.fixture(scope="module")
def pages(pdf: Path) -> list[str]:
    return pages_of(pdf)


def chapters(plan: Plan) -> list[Chapter]:
    """The chapters of the strategy."""
    document = plan.document("strategy")
    assert document
    return [plan.chapters[id] for id in document.contents if id != STRATEGIES]


def figures(plan: Plan) -> list[Figure]:
    """The figures of the strategy."""
    return [node for chapter in chapters(plan) for node in chapter.nodes() if isinstance(node, Figure)]


def in_reading_order(plan: Plan) -> list[str]:
    document = plan.document("strategy")
    assert document
    strings: list[str] = []
    for id in document.contents:
        if id == STRATEGIES:
            strings += [text for strategy in plan.strategies for text in of_strategy(plan, strategy)]
        else:
            strings += of_chapter(plan, plan.chapters[id])
    return strings


def test_every_string_of_the_plan_is_printed_in_reading_order(real_plan: Plan, pages: list[str]) -> None:
    strings = in_reading_order(real_plan)
    assert len(strings) >= 250
    assert_in_order(strings, "".join(without_notes(real_plan, page) for page in pages[2:]))


def test_figures_and_cover_are_printed(real_plan: Plan, pages: list[str]) -> None:
    text = "".join(pages)
    vision, settings = real_plan.vision, real_plan.settings
    leading = vision.leading
    assert leading
    strings = [
        vision.goal,
        vision.basis or "",
        *(guideline.text for guideline in vision.guidelines),
        *leading.phrases,
        leading.motto or "",
        *(entry.title for entry in real_plan.cross),
        settings.publisher.name,
        settings.publisher.address or "",
        settings.publisher.phone or "",
        *(figure.title for figure in figures(real_plan) if figure.diagram and figure.title),
    ]
    for figure in figures(real_plan):
        if figure.diagram:
            fields = figure.diagram.model_dump(exclude={"kind"})
            strings += [words for words in fields.values() if isinstance(words, str)]
    assert len(strings) > 20
    for string in strings:
        assert folded(string) in text, string


def test_figures_without_content_are_not_printed(real_plan: Plan, pages: list[str]) -> None:
    missing = [figure for figure in figures(real_plan) if figure.missing]
    assert len(missing) == 7
    text = "".join(pages)
    for figure in missing:
        assert not figure.title or folded(figure.title) not in text
        assert folded(figure.missing or "") not in text


def shown(plan: Plan, indicator: Indicator, value: Value) -> str:
    """A value as a resident reads it in its cell."""
    unit = indicator.unit or ""
    match value:
        case Number(amount):
            return counted(amount) + unit
        case Parts(numbers):
            texts = [counted(number.amount) + unit for number in numbers]
            if indicator.parts_inline:
                return "・".join(texts)
            return "".join(part + text for part, text in zip(indicator.parts, texts, strict=True))
        case AtLeastBaseline(words):
            return words
        case _:
            return plan.settings.labels.none


def test_every_number_stands_in_its_row_under_its_year(real_plan: Plan, pdf: Path) -> None:
    rows = [row for row in rows_of(pdf) if row[0] != folded(real_plan.settings.labels.indicator_name)]
    indicators = real_plan.indicators
    assert len(indicators) == len(rows) == 49
    for indicator, row in zip(indicators, rows, strict=True):
        values = (indicator.baseline, *(indicator.targets[year] for year in real_plan.settings.target_years))
        assert row[1:] == [folded(shown(real_plan, indicator, value)) for value in values], indicator.id
        name = re.sub(r"[※★]\d+", "", row[0])
        extra = "".join(f"({part})・" for part in indicator.parts).rstrip("・") if indicator.parts_inline else ""
        sign = folded(real_plan.settings.labels.cumulative) if indicator.cumulative else ""
        assert name == folded(plain(real_plan, indicator.name)) + extra + sign


def test_every_note_is_printed_on_the_page_of_its_call(real_plan: Plan, pages: list[str]) -> None:
    calls = 0
    for page in pages[2:]:
        for term in real_plan.terms.values():
            definition = re.escape(folded(term.definition))
            for mark in re.findall(rf"([※]\d+){definition}", page):
                called = re.sub(rf"{mark}{definition}", "", page)
                assert folded(term.term) + mark in called, f"{term.term} {mark} is explained but not called"
                calls += 1
    assert calls == 22


def test_every_star_note_is_printed_under_its_table(real_plan: Plan, pages: list[str]) -> None:
    notes = [indicator.note for indicator in real_plan.indicators if indicator.note]
    text = "".join(pages)
    assert len(notes) == 19
    for note in notes:
        assert len(re.findall(rf"★\d+{re.escape(folded(note))}", text)) == 1
    assert len(re.findall(r"★\d+[^【(（※★]*?(?:こと|もの|する)。", text)) == 20


def outline(items: pikepdf.OutlineItem | list[pikepdf.OutlineItem], depth: int = 1) -> Iterator[tuple[int, str]]:
    for item in items if isinstance(items, list) else items.children:
        yield depth, item.title
        yield from outline(item, depth + 1)


def test_bookmarks_are_the_contents(real_plan: Plan, output: Output) -> None:
    with pikepdf.open(io.BytesIO(output.content)) as document, document.open_outline() as tree:
        marks = list(outline(list(tree.root)))
    assert marks[0] == (1, "目次")
    titles = [folded(title) for _, title in marks[1:]]
    for chapter in chapters(real_plan):
        assert sum(title.endswith(folded(chapter.title)) for title in titles) == 1
    for number, strategy in enumerate(real_plan.strategies, 1):
        start = titles.index(folded(f"重点戦略{number}{strategy.title}"))
        expected = [folded(f"({n}){measure.title}") for n, measure in enumerate(strategy.measures, 1)]
        assert titles[start + 1 : start + 4] == expected
    assert {depth for depth, _ in marks} == {1, 2}


def test_page_numbers_of_the_contents_are_true(pdf: Path, pages: list[str]) -> None:
    contents = run("pdftotext", "-layout", "-f", "2", "-l", "2", pdf, "-")
    entries = re.findall(r"^(.+?)\s*\.*\s*(\d+)$", contents, re.MULTILINE)
    assert len(entries) > 25
    for title, folio in entries:
        assert folded(title) in pages[int(folio) + 1], title


def test_metadata_and_language(real_plan: Plan, output: Output) -> None:
    with pikepdf.open(io.BytesIO(output.content)) as document:
        document_settings = real_plan.document("strategy")
        assert document_settings
        assert str(document.docinfo["/Title"]) == document_settings.title
        assert str(document.docinfo["/Author"]) == real_plan.settings.municipality.name
        assert str(document.Root.Lang) == "ja"
        assert len(document.pages) == output.pages
        box = [round(float(side) / 72 * 25.4) for side in document.pages[0].mediabox]
        assert box == [0, 0, 210, 297]


def test_all_fonts_are_ours_embedded_and_subset(pdf: Path) -> None:
    lines = run("pdffonts", pdf).strip().split("\n")[2:]
    assert lines
    for line in lines:
        assert re.match(r"[A-Z]{6}\+BIZUDPGothic-", line), line
        assert re.search(r"yes +yes +yes", line), line


def test_no_page_is_left_almost_empty(pages: list[str]) -> None:
    lengths = [len(page) for page in pages[2:-1]]  # between the contents and the imprint
    assert min(lengths) > 250


def test_the_same_plan_gives_the_same_bytes(real_plan: Plan, output: Output) -> None:
    assert publish(real_plan, "strategy", workshop()).content == output.content
