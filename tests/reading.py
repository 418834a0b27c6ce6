"""Reading documents back: what a plan says in reading order, and what its PDF prints."""

import re
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
from jinja2 import FileSystemLoader
from pypdfium2 import raw

from tests.conftest import ROOT
from vision_compiler.document import Publication
from vision_compiler.document.numbers import quoted
from vision_compiler.emit.pdf import Output
from vision_compiler.model.chapter import (
    Block,
    BulletsBlock,
    Chapter,
    ContactsBlock,
    Division,
    ExcerptBlock,
    ExcerptSection,
    Figure,
    InsertBlock,
    PlaceholderBlock,
    QuotationBlock,
    QuoteBlock,
    QuoteSection,
    RemarkBlock,
    TextBlock,
    TimelineBlock,
    VerseBlock,
)
from vision_compiler.model.dxgx import CrossInitiative
from vision_compiler.model.plan import Plan
from vision_compiler.model.strategy import Measure, Strategy
from vision_compiler.model.text import FactMark, TermMark, paragraphs, pieces
from vision_compiler.render.manuscript import manuscript
from vision_compiler.typeset.plates import Plates


def run(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def saved(output: Output, folder: Path) -> Path:
    path = folder / output.name
    path.write_bytes(output.content)
    return path


def html_of(document: Publication) -> str:
    """All that a publication hands to the typesetter."""
    pieces = manuscript(document, FileSystemLoader(ROOT / "templates"), Plates()).pieces({"somewhere": "1"})
    return "".join(each.source for piece in pieces for each in (piece, *piece.notes))


def pages_of(pdf: Path, *options: str) -> list[str]:
    """The text between head and folio of every page, folded; with ``-raw`` in the order in which it is drawn."""
    margin = ("-x", "0", "-y", "70", "-W", "600", "-H", "708")
    text = run("pdftotext", *margin, *options, pdf, "-")
    return [folded(page) for page in text.split("\f")[:-1]]


def folded(text: str) -> str:
    """Text without spaces and differences of width, as residents read it."""
    return re.sub(r"[\s\u200b\u2060]", "", unicodedata.normalize("NFKC", text))


def plain(plan: Plan, text: str) -> str:
    """A text of the plan as it is printed, without note marks."""
    words = ""
    for piece in pieces(text):
        if isinstance(piece, FactMark):
            fact = plan.facts[piece.words]
            words += quoted(fact.amount, fact.unit, fact.approximate)
        else:
            words += piece.words if isinstance(piece, TermMark) else piece
    return words


def without_notes(plan: Plan, page: str) -> str:
    """A page without its notes at the foot and without the marks that call them."""
    for term in plan.terms.values():
        page = re.sub(rf"[※★]\d+{re.escape(folded(term.definition))}", "", page)
    return re.sub(r"[※★]\d+", "", page)


def assert_in_order(strings: list[str], text: str) -> None:
    """Every string stands in the text, one after the other."""
    position = 0
    for string in strings:
        found = text.find(folded(string), position)
        assert found >= 0, f"not found after …{text[max(0, position - 60) : position]}: {string}"
        position = found + len(folded(string))


def of_prose(plan: Plan, prose: str) -> Iterator[str]:
    for paragraph in paragraphs(prose):
        yield plain(plan, paragraph)


def of_excerpt(section: ExcerptSection) -> Iterator[str]:
    yield section.title
    yield from section.bullets
    yield from section.numbers
    for inner in section.sections:
        yield from of_excerpt(inner)


def of_block(plan: Plan, block: Block) -> Iterator[str]:  # noqa: C901, PLR0912 - one case a kind
    match block:
        case TextBlock():
            yield from of_prose(plan, block.text)
        case BulletsBlock():
            yield from (plain(plan, bullet) for bullet in block.bullets)
        case RemarkBlock():
            yield plain(plan, block.remark)
        case ExcerptBlock():
            yield block.excerpt.title
            for section in block.excerpt.sections:
                yield from of_excerpt(section)
        case PlaceholderBlock():
            yield block.placeholder
        case TimelineBlock():
            yield from (words for entry in block.timeline for words in (entry.period, entry.text))
        case VerseBlock():
            yield from (line for line in block.verse.split("\n") if line)
        case QuotationBlock():
            yield block.quotation.title or plan.originals[block.quotation.of].title
            yield from of_prose(plan, block.quotation.text)
        case ContactsBlock():
            for contact in block.contacts:
                yield from (words for words in (contact.name, contact.address, contact.phone) if words)
        case QuoteBlock():
            yield from of_quoted(plan, block.quote)
        case InsertBlock():
            yield from of_insertion(plan, block.insert)


def of_quoted(plan: Plan, id: str) -> Iterator[str]:
    match plan.quotable[id]:
        case Division() as division:
            yield from of_division(plan, division)
        case Strategy() | CrossInitiative() as item:
            yield from of_prose(plan, item.direction or "")


def of_insertion(plan: Plan, name: str) -> Iterator[str]:
    match name:
        case "strategies":
            for strategy in plan.strategies:
                yield from of_strategy(plan, strategy, goals_at="measure")
        case "stances":
            for stance in plan.stances.stances if plan.stances else ():
                yield from (stance.title, *of_prose(plan, stance.text or ""))
        case "viewpoints":
            yield from plan.framework.viewpoints.points if plan.framework and plan.framework.viewpoints else ()


def of_chapter(plan: Plan, chapter: Chapter) -> Iterator[str]:
    """Every string of a chapter but those of its diagrams and lists, in reading order."""
    yield chapter.title
    yield from of_division(plan, chapter)


def of_division(plan: Plan, division: Division) -> Iterator[str]:
    for block in division.body:
        yield from of_block(plan, block)
    for inner in division.sections:
        if isinstance(inner, QuoteSection):
            item = plan.quotable[inner.quote]
            assert not isinstance(item, Figure)
            yield item.title
            yield from of_quoted(plan, inner.quote)
        else:
            yield inner.title
            yield from of_division(plan, inner)
    for block in division.closing:
        yield from of_block(plan, block)


def of_strategy(plan: Plan, strategy: Strategy, goals_at: str = "strategy") -> Iterator[str]:
    labels = plan.settings.labels
    yield strategy.title
    if strategy.effect:
        yield labels.effect
        yield from of_prose(plan, strategy.effect)
    yield labels.direction
    yield from of_prose(plan, strategy.direction)
    yield from strategy.dxgx
    yield labels.target_indicators
    yield from ([strategy.targets_remark] if strategy.targets_remark else [])
    if goals_at == "strategy":
        yield labels.sdgs
        yield from (measure.title for measure in strategy.measures)
    for measure in strategy.measures:
        yield from of_measure(plan, measure)
        if goals_at == "measure":
            yield labels.sdgs


def of_measure(plan: Plan, measure: Measure) -> Iterator[str]:
    labels = plan.settings.labels
    yield measure.title
    yield labels.direction
    yield from of_prose(plan, measure.direction)
    yield labels.initiatives
    yield from (plain(plan, initiative.text) for initiative in measure.initiatives)
    yield labels.kpis
    yield from ([measure.kpis_remark] if measure.kpis_remark else [])


def rows_of(pdf: Path) -> list[list[str]]:
    """The cells of every table row, from the structure of the PDF."""
    words = _words_by_mark(pdf)
    with pikepdf.open(pdf) as opened:
        sheets = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
        found = [
            [folded("".join(words.get((sheets[sheet], mark), "") for sheet, mark in _marks(cell))) for cell in row.K]
            for row in _elements(opened.Root.StructTreeRoot)
            if row.get("/S") == "/TR"
        ]
    return [row for row in found if len(row) > 1]


def spoken(pdf: Path) -> str:
    """All that a voice reads aloud, in the order of the tags, folded: nothing of heads, folios or ends of pages."""
    words = _words_by_mark(pdf)
    with pikepdf.open(pdf) as opened:
        sheets = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
        tree = opened.Root.StructTreeRoot
        found = "".join(words.get((sheets[sheet], mark), "") for kid in tree.K for sheet, mark in _marks(kid))
    return folded(found.encode("utf-16", "surrogatepass").decode("utf-16"))


def _words_by_mark(pdf: Path) -> dict[tuple[int, int], str]:
    """The text of every stretch of marked content, by the number of its page and its own."""
    found: dict[tuple[int, int], str] = {}
    with pypdfium2.PdfDocument(pdf) as document:
        for sheet, page in enumerate(document):
            text_page = page.get_textpage()  # what is raw lives as long as this
            text = text_page.raw
            for index in range(raw.FPDFText_CountChars(text)):
                if raw.FPDFText_IsGenerated(text, index) != 1:
                    mark = raw.FPDFPageObj_GetMarkedContentID(raw.FPDFText_GetTextObject(text, index))
                    found[sheet, mark] = found.get((sheet, mark), "") + chr(raw.FPDFText_GetUnicode(text, index))
    return found


def _elements(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield element
    kids = element.get("/K", ())
    for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _elements(kid)


def _marks(element: pikepdf.Object) -> Iterator[tuple[tuple[int, int], int]]:
    """The marked content of an element and of those in it: the page, and its number there."""
    for kid in element.get("/K", ()):
        if isinstance(kid, int):
            yield element.Pg.objgen, kid
        elif "/MCID" in kid:
            yield kid.Pg.objgen, int(kid.MCID)
        elif "/S" in kid:
            yield from _marks(kid)
