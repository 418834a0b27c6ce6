"""References that do not hold: unknown ids, ids used twice, marks of unknown terms and facts, broken marks."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

from vision_compiler.diagnostics import Diagnostic, Related, Severity
from vision_compiler.model.base import Node, of_kinds
from vision_compiler.model.chapter import Figure, Quotation, QuoteBlock, QuoteSection
from vision_compiler.model.diagrams import ChartLine, PopulationChart
from vision_compiler.model.facts import Derived, Facts
from vision_compiler.model.plan import quotable
from vision_compiler.model.settings import STRATEGIES, DocumentSettings
from vision_compiler.model.strategy import Measure
from vision_compiler.model.text import FactMark, TermMark, broken_mark, has_marks, pieces
from vision_compiler.resolve.circles import circles
from vision_compiler.resolve.items import Items
from vision_compiler.resolve.lost import Lost, grouped
from vision_compiler.resolve.remedies import (
    absent_file,
    lost_chapter,
    lost_field,
    lost_file,
    lost_initiative,
    lost_mark,
    not_excerptable,
    not_quotable,
    unknown_quote,
)
from vision_compiler.source import Span
from vision_compiler.wording import did_you_mean

#: The files of the items that marks name.
TERMS, FACTS = "glossary.yaml", "population.yaml"
#: For each that is lost the likeliest of all others is looked for, so there is an end to it.
_MOST = 500


def references(found: Items, files: Mapping[str, Node]) -> Iterator[Diagnostic]:
    """Every reference of the plan that does not find its item."""
    yield from _duplicates(files.values())
    lost = list(islice(_unknown(found, files), _MOST))
    yield from grouped(lost)
    if len(lost) == _MOST:
        message = f"見つからないidや印が多いので、{_MOST}個で調べるのをやめました"
        help = "これまでに示したものを直してから、もう一度調べてください。"
        yield Diagnostic("REF001", Severity.ERROR, message, lost[-1].span, help)
    yield from circles(found)
    yield from _broken(files.values())


def _duplicates(files: Iterable[Node]) -> Iterator[Diagnostic]:
    """Ids are unique over the whole plan, and so are the words of terms and the names of facts."""
    first: dict[str, tuple[Node, str]] = {}
    for file in files:
        for word, node, key in _names(file):
            place = (node, key)
            known = first.setdefault(word, place)
            if known is not place:
                other, its_key = known
                yield Diagnostic(
                    "REF002",
                    Severity.ERROR,
                    f"「{word}」が二つあります",
                    node.span(key),
                    "どちらかを別の名前に変えてください。",
                    (Related("先に書かれている場所", other.span(its_key)),),
                )


def _names(file: Node) -> Iterator[tuple[str, Node, str]]:
    """Every name of a file that must be its own: (the name, whose it is, under which key)."""
    for node in file.nodes():
        for key in ("id", "term"):
            # A document is named after what it is, and never referred to by other items.
            if (word := vars(node).get(key)) is not None and type(node) is not DocumentSettings:
                yield word, node, key
    if isinstance(file, Facts):
        for series in file.series:
            for point in series.points:
                yield f"{series.id}.{point.at}", point, "at"


_REFERRING: tuple[type[Node], ...] = (QuoteSection, QuoteBlock, Quotation, Derived, ChartLine, PopulationChart, Measure)


def _unknown(found: Items, files: Mapping[str, Node]) -> Iterator[Lost]:
    yield from _lost_in_settings(found)
    quotes = {kind: _quotable_ids(found, kind) for kind in (QuoteSection, QuoteBlock)}
    for node in of_kinds((node for file in files.values() for node in file.nodes()), *_REFERRING):
        match node:
            case QuoteSection() | QuoteBlock():
                yield from _lost_quote(found, node, quotes[type(node)])
            case Quotation():
                yield from _lost_original(found, node)
            case Derived():
                yield from _lost_facts(found, node, "of", node.of)
            case ChartLine():
                yield from _lost_facts(found, node, "points", node.points)
            case PopulationChart():
                yield from _lost_fact(found, node.gap, node.span("gap"))
            case Measure():
                yield from _lost_in_measure(found, node)
    yield from _lost_marks(found, files)


def _quotable_ids(found: Items, kind: type[QuoteSection] | type[QuoteBlock]) -> set[str]:
    """What may be quoted as a section (with its title) or as a block."""
    chosen = [found.strategies[id] for id in found.settings.strategies if id in found.strategies]
    items = quotable(chosen, found.cross, found.chapters.values())
    return {item.id for item in items if kind is QuoteBlock or not isinstance(item, Figure)}


def _lost_quote(found: Items, node: QuoteSection | QuoteBlock, known: set[str]) -> Iterator[Lost]:
    id, span = node.quote, node.span("quote")
    if id in known:
        return
    if id in found.strategies:
        help = f"plan.yaml の strategies に {id} を書き足すか、この引用の行を消してください。"
        yield Lost(f"重点戦略「{id}」は、計画に入っていません", span, help, id)
    elif item := found.labelled.get(id):
        where = "節としては" if isinstance(item, Figure) else ""
        yield Lost(f"{item.LABEL}「{id}」は、{where}引用できません", span, not_quotable(item, id))
    else:
        yield _lost_item(found, id, span, unknown_quote(id, known))


def _lost_original(found: Items, node: Quotation) -> Iterator[Lost]:
    id, span = node.of, node.span("of")
    if id in found.originals:
        return
    if item := found.labelled.get(id):
        yield Lost(f"{item.LABEL}「{id}」からは、抜粋できません", span, not_excerptable(item, id))
    else:
        yield _lost_item(found, id, span, unknown_quote(id, found.originals, is_excerpt=True))


def _lost_item(found: Items, id: str, span: Span, help: str) -> Lost:
    if absent := absent_file(found, id):
        place, what = absent
        message = f"「{id}」が見つからず、{what}のファイル（{place}）もありません"
        return Lost(message, span, f"{place} を作るか、控えから戻してください。", place, "FILE002")
    return Lost(f"引用する項目「{id}」が見つかりません", span, help, id)


def _lost_in_measure(found: Items, measure: Measure) -> Iterator[Lost]:
    id = measure.highlight
    if id and id not in [initiative.id for initiative in measure.initiatives]:
        help = lost_initiative(id, measure)
        yield Lost(f"「{id}」という取組は、この施策にありません", measure.span("highlight"), help)
    for index, id in enumerate(measure.fields if isinstance(measure.fields, tuple) else ()):
        if id not in found.chosen_fields:
            yield Lost(f"分野「{id}」が見つかりません", measure.span("fields", index), lost_field(found, id))


def _lost_facts(found: Items, node: Node, key: str, ids: tuple[str, ...]) -> Iterator[Lost]:
    for index, id in enumerate(ids):
        yield from _lost_fact(found, id, node.span(key, index))


def _lost_fact(found: Items, id: str, span: Span) -> Iterator[Lost]:
    if FACTS not in found.places:
        yield _lost_with_file(FACTS, "数値", span)
    elif id not in found.facts:
        otherwise = f"{FACTS} にある値を、「系列のid.時点」の形で書いてください。"
        yield Lost(f"数値「{id}」が見つかりません", span, did_you_mean(id, found.facts, otherwise))


def _lost_in_settings(found: Items) -> Iterator[Lost]:
    settings = found.settings
    for index, id in enumerate(settings.strategies):
        if id not in found.strategies:
            help = lost_file(f"strategies/{id}.yaml", id, set(found.strategies) - set(settings.strategies))
            yield Lost(f"重点戦略「{id}」が見つかりません", settings.span("strategies", index), help, id)
    for index, id in enumerate(settings.fields):
        if id not in found.fields:
            help = lost_file(f"fields/{id}.yaml", id, set(found.fields) - set(settings.fields))
            yield Lost(f"分野「{id}」が見つかりません", settings.span("fields", index), help)
    for document in settings.documents:
        yield from _lost_chapters(found, document)


def _lost_chapters(found: Items, document: DocumentSettings) -> Iterator[Lost]:
    for owner, key in document.listings:
        for index, id in enumerate(getattr(owner, key)):
            is_place = id == STRATEGIES and owner is document and document.id == "strategy"
            if id not in found.chapters and not is_place:
                remedy = lost_chapter(found, document, id)
                yield Lost(remedy.message, owner.span(key, index), remedy.help, remedy.group)


def _lost_marks(found: Items, files: Mapping[str, Node]) -> Iterator[Lost]:
    """Marks of unknown terms and facts."""
    for kind, known, place, what in (
        (TermMark, found.terms.keys(), TERMS, "用語"),
        (FactMark, found.facts.keys(), FACTS, "数値"),
    ):
        for mark, span in _unknown_marks(files, kind, known if place in files else ()):
            if place not in files:
                yield _lost_with_file(place, what, span)
            else:
                help = lost_mark(found, mark) or did_you_mean(
                    mark.words, known, f"{place} に{what}を書き足すか、かっこを取ってください。"
                )
                yield Lost(f"{what}「{mark.words}」が見つかりません", span, help)


def _lost_with_file(place: str, what: str, span: Span) -> Lost:
    message = f"{what}が引かれていますが、{what}のファイル（{place}）がありません"
    return Lost(message, span, f"{place} を作るか、控えから戻してください。", place, "FILE002")


def _unknown_marks(
    files: Mapping[str, Node], kind: type, known: Collection[str]
) -> Iterator[tuple[TermMark | FactMark, Span]]:
    for file in files.values():
        for node, keys, text in (each for each in file.texts() if has_marks(each[2])):
            marks = [piece for piece in pieces(text) if isinstance(piece, TermMark | FactMark)]
            for index, mark in enumerate(marks):
                if isinstance(mark, kind) and mark.words not in known:
                    yield mark, node.find(str(mark), *keys, occurrence=marks[:index].count(mark))


def _broken(files: Iterable[Node]) -> Iterator[Diagnostic]:
    """Brackets of marks without their partner, once a text."""
    for file in files:
        for node, keys, text in file.texts():
            if found := broken_mark(text):
                bracket, occurrence = found
                yield Diagnostic(
                    "REF003",
                    Severity.ERROR,
                    f"印のかっこ「{bracket}」が正しくありません",
                    node.find(bracket, *keys, occurrence=occurrence),
                    "用語は [[用語]]、数値は {{数値のid}} と、半角のかっこ二つずつで囲みます。"
                    "文字としてのかっこなら、全角の［ ］や｛ ｝にしてください。",
                )
