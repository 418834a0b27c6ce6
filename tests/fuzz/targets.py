"""What is fuzzed: reading a file, checking a plan, its running text, comparing two plans, the site. None may raise.

Bytes are a file as it is, or decisions on what to edit in the tiny plan (``choices``): so most inputs get beyond the
parser. What a fuzzer finds goes into ``corpus/``, which ``tests/test_fuzz.py`` puts through every target.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path, PurePath
from xml.etree import ElementTree
from zlib import crc32

from jinja2 import FileSystemLoader

from tests.fuzz.choices import Choices, Editor, words
from vision_compiler.comparison.changes import compare
from vision_compiler.comparison.html import html
from vision_compiler.comparison.json_format import json_format
from vision_compiler.comparison.markdown import markdown
from vision_compiler.comparison.printed import Printed, assembled
from vision_compiler.comparison.sheet import Request
from vision_compiler.comparison.table import table
from vision_compiler.comparison.text import text
from vision_compiler.comparison.xlsx import xlsx
from vision_compiler.document import assemble
from vision_compiler.model.base import Node
from vision_compiler.model.plan import Plan
from vision_compiler.model.text import pieces
from vision_compiler.opendata.texts import prose as said
from vision_compiler.pipeline import Analysis, analyse
from vision_compiler.project import read_plan
from vision_compiler.render.bytecode import KeptTemplates
from vision_compiler.render.html import Templates
from vision_compiler.render.manuscript import Manuscript
from vision_compiler.report.formats import Format, formatted
from vision_compiler.source import SourceError, SourceFile, Span, parse
from vision_compiler.source.read import composed
from vision_compiler.web.site import site

HERE = Path(__file__).parent
LOADER = FileSystemLoader(HERE.parents[1] / "templates")
MINIMAL = read_plan(HERE.parent / "plans" / "minimal")
#: With what the tiny plan lacks: a dictionary, facts that follow from others, more kinds of blocks.
SMALL = {**MINIMAL, **read_plan(HERE / "more")}
#: With all publications.
LARGE = {**MINIMAL, **read_plan(HERE.parent / "plans" / "town"), **read_plan(HERE / "more")}
#: Where running text is put: the file, and the value in whose place it stands. All of them are printed.
SLOTS = (
    ("prose/opening.yaml", "|\n      総人口は{{population.actual.2025-01-01}}です。\n"),
    ("strategies/growth.yaml", "|\n  学びを支えます。\n"),
    *(("prose/opening.yaml", words) for words in ("一つ目", "令和７年度の値です。", "条例", "市の推計", "策定の理由")),
    *(
        ("strategies/growth.yaml", words)
        for words in ("育つまち", "端末の活用", "講座の回数", "市が開く講座のこと。", "回")
    ),
    ("glossary.yaml", "情報通信技術のこと。"),
    ("plan.yaml", "みほん市総合戦略"),
    ("vision.yaml", "みんなで育てるまち"),
)
#: The mark of a note, inside the words that call it.
_MARK = re.compile(r"<sup.*?</sup>")


def edited(data: bytes) -> dict[str, bytes]:
    """The plan that an input stands for: with a file as it is after the second byte, or with edits in a file."""
    choices = Choices(data)
    plan = LARGE if (kind := choices.below(4)) == 3 else SMALL
    name = choices.of(sorted(plan))
    if kind == 0:
        return {**plan, name: data[2:]}
    return {**plan, name: _editor().edited(plan[name].decode(), choices).encode("utf-8", "surrogatepass")}


@cache
def _editor() -> Editor:
    kinds = Node.__subclasses__()
    for kind in kinds:
        kinds += kind.__subclasses__()
    keys = {"2029", "2034", *(key for kind in kinds for key in kind.model_fields)}
    return Editor([text.decode() for text in LARGE.values()], sorted(keys))


def load(data: bytes) -> None:
    """Any bytes are data or a mistake with its place."""
    try:
        parse("a.yaml", data)
    except SourceError as error:
        assert stands_in_its_file(error.span, {"a.yaml": error.source}), error.span


def check(data: bytes) -> Analysis:
    """A plan with any file is a plan or has errors, each at a place that its file has; every report can be written."""
    analysis = analyse(edited(data))
    assert analysis.plan or analysis.diagnostics
    for found in analysis.diagnostics:
        for span in (found.span, *(each.span for each in found.related)):
            assert stands_in_its_file(span, analysis.sources), found
    for format in Format if crc32(data) % 64 == 0 else (Format.TEXT, Format.JSON):
        formatted(format, analysis.diagnostics, analysis.sources, PurePath("plan")).encode()
    return analysis


def stands_in_its_file(span: Span, sources: Mapping[str, SourceFile]) -> bool:
    """Whether a place is one of its file; of a file that is not there, its beginning."""
    source = sources.get(span.file)
    if source is None or not source.text:
        return span.start == (1, 1)
    lines = source.text.split("\n")
    for line, column in (span.start, span.end):
        if not (0 < line <= len(lines) and 0 < column <= len(lines[line - 1]) + 2):
            return False
    return span.start <= span.end


def prose(data: bytes) -> None:
    """Running text is refused, or its words stand in well-formed HTML, and in its plain text, as they were written."""
    choices = Choices(data)
    name, value = choices.of(SLOTS)
    written = words(choices)
    assert bare("".join(map(str, pieces(written)))) == bare(written)
    typed = SMALL[name].decode().replace(value, json.dumps(written, ensure_ascii=False) + "\n", 1)
    plan = analyse({**SMALL, name: typed.encode("utf-8", "surrogatepass")}).plan
    if plan is None:
        return
    printed = "".join(_words_of(html) for html in html_of(plan, "strategy"))
    assert bare(said(plan, composed(written.strip()))) in bare(printed), written


def html_of(plan: Plan, document: str) -> Iterator[str]:
    """Every piece of HTML that a document hands to the typesetter."""
    templates = _templates()
    if len(templates.filled) > 5_000:  # what is the same in every plan is filled once
        templates.filled.clear()
    for piece in Manuscript(assemble(plan, document), templates, "").pieces({"somewhere": "1"}):
        yield from (each.source for each in (piece, *piece.notes))


@cache
def _templates() -> Templates:
    return Templates(LOADER, lambda _: "<svg/>")


def _words_of(html: str) -> str:
    return "".join(ElementTree.fromstring(f"<p>{_MARK.sub('', html)}</p>").itertext())


def bare(text: str) -> str:
    """Text without blanks and invisible signs."""
    return "".join(sign for sign in text if sign.isprintable() and not sign.isspace())


def diff(data: bytes) -> None:
    """Every plan that holds can be compared with the tiny one, in either direction, and the table written."""
    if (plan := analyse(edited(data)).plan) is None:
        return
    chance = crc32(data)
    before = _before(chance % 16 == 1)
    old, new = (before, plan) if chance & 1 else (plan, before)
    comparison = compare(old, new)
    made = table(comparison, Request("old", "new", {}, _assembled(old), _assembled(new), bool(chance & 2)))
    for written in (markdown(made), text(made), json_format(comparison, made)):
        written.encode()
    if chance % 64 == 0:
        xlsx(made)
        html(made, LOADER)


def _assembled(plan: Plan) -> tuple[Printed, ...]:
    return _assembled_before(plan) if plan in (_before(False), _before(True)) else assembled(plan)


_assembled_before = cache(assembled)


@cache
def _before(is_large: bool) -> Plan:
    plan = analyse(LARGE if is_large else SMALL).plan
    assert plan
    return plan


def publish(data: bytes) -> None:
    """Of every plan that holds, all that needs no type can be made: the HTML of its documents, the site, open data."""
    if (plan := analyse(edited(data)).plan) is None:
        return
    for document in plan.settings.documents:
        for source in html_of(plan, document.id):
            ElementTree.fromstring(f"<p>{source}</p>")
    for name, content in site(plan, LOADER, lambda _: "<svg/>", {}, _compiled()).items():
        if name.endswith((".json", ".jsonld")):
            json.loads(content)


@cache
def _compiled() -> KeptTemplates:
    return KeptTemplates(None, "")


TARGETS: dict[str, Callable[[bytes], object]] = {each.__name__: each for each in (load, check, prose, diff, publish)}
