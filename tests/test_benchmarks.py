"""Benchmarks: the peers get the same content as we do, so that the times can be compared."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.book import FOOTNOTES, PLAIN, TYPST, edited_sentence
from benchmarks.content import write_plan
from benchmarks.peers import publication, write_peers
from vision_compiler.document.nodes import Document, IndicatorCharts, Section


def charts(section: Section) -> Iterator[object]:
    for block in section.content:
        if isinstance(block, Section):
            yield from charts(block)
        elif isinstance(block, IndicatorCharts):
            yield from block.charts


def test_every_peer_gets_the_contents_the_charts_and_the_sentence_that_is_edited(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan", 20)
    write_peers(tmp_path)
    document = publication(tmp_path / "plan")
    assert isinstance(document, Document)
    drawn = sum(1 for section in document.sections for _ in charts(section))
    assert drawn
    typst, *pages = ((tmp_path / name).read_text(encoding="utf-8") for name in (TYPST, FOOTNOTES, PLAIN))
    assert typst.count("#image(") == drawn
    for page in pages:
        assert page.count('class="chart-title"') == drawn
        assert page.count('<p class="entry ') == len(document.contents)
    for text in (typst, *pages):
        assert text.count(edited_sentence(0)) == 1
