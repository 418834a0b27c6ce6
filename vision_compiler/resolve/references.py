"""References that do not hold: unknown ids, ids used twice, marks of unknown terms and facts, broken marks."""

from collections.abc import Iterable, Iterator, Mapping

from vision_compiler.diagnostics import Diagnostic, Related, Severity
from vision_compiler.model.base import Node
from vision_compiler.model.chapter import Figure, Quotation, QuoteBlock, QuoteSection
from vision_compiler.model.diagrams import ChartLine, PopulationChart
from vision_compiler.model.facts import Derived, Facts
from vision_compiler.model.plan import quotable
from vision_compiler.model.settings import STRATEGIES, DocumentSettings, Part
from vision_compiler.model.strategy import Measure
from vision_compiler.model.text import FactMark, TermMark, broken_mark, pieces
from vision_compiler.resolve.items import Items
from vision_compiler.source import Span
from vision_compiler.wording import did_you_mean


def references(found: Items, files: Mapping[str, Node]) -> Iterator[Diagnostic]:
    """Every reference of the plan that does not find its item."""
    yield from _duplicates(files.values())
    yield from _unknown(found, files)
    yield from _broken(files.values())


def _duplicates(files: Iterable[Node]) -> Iterator[Diagnostic]:
    """Ids are unique over the whole plan, and so are the words of terms and the names of facts."""
    first: dict[str, Span] = {}
    for file in files:
        for node in file.nodes():
            for key in ("id", "term"):
                if isinstance(word := getattr(node, key, None), str) and not _is_document(node):
                    yield from _duplicate(word, node.span(key), first)
        if isinstance(file, Facts):
            for series in file.series:
                for point in series.points:
                    yield from _duplicate(f"{series.id}.{point.at}", point.span("at"), first)


def _is_document(node: Node) -> bool:
    """A document is named after what it is, and never referred to by other items."""
    return isinstance(node, DocumentSettings)


def _duplicate(word: str, span: Span, first: dict[str, Span]) -> Iterator[Diagnostic]:
    if word in first:
        yield Diagnostic(
            "REF002",
            Severity.ERROR,
            f"「{word}」が二つあります",
            span,
            "どちらかを別の名前に変えてください。",
            (Related("先に書かれている場所", first[word]),),
        )
    first.setdefault(word, span)


def _unknown(found: Items, files: Mapping[str, Node]) -> Iterator[Diagnostic]:
    yield from _unknown_in_settings(found)
    quotes = {kind: _quotable_ids(found, kind) for kind in (QuoteSection, QuoteBlock)}
    for node in (node for file in files.values() for node in file.nodes()):
        match node:
            case QuoteSection() | QuoteBlock():
                remedy = _quote_remedy(found, node.quote)
                yield from _missing(node.quote, quotes[type(node)], "引用する項目", node.span("quote"), remedy)
            case Quotation():
                yield from _missing(node.of, found.originals, "引用する項目", node.span("of"))
            case Derived():
                yield from _unknown_facts(found, node, "of", node.of)
            case ChartLine():
                yield from _unknown_facts(found, node, "points", node.points)
            case PopulationChart():
                yield from _missing(node.gap, found.facts, "数値", node.span("gap"))
            case Measure():
                yield from _unknown_in_measure(found, node)
    yield from _unknown_marks(found, files)
    yield from _circles(found)


def _quotable_ids(found: Items, kind: type[QuoteSection] | type[QuoteBlock]) -> set[str]:
    """What may be quoted as a section (with its title) or as a block."""
    chosen = [found.strategies[id] for id in found.settings.strategies if id in found.strategies]
    items = quotable(chosen, found.cross, found.chapters.values())
    return {item.id for item in items if kind is QuoteBlock or not isinstance(item, Figure)}


def _unknown_in_measure(found: Items, measure: Measure) -> Iterator[Diagnostic]:
    if measure.highlight:
        own = [initiative.id for initiative in measure.initiatives]
        yield from _missing(measure.highlight, own, "この施策の取組", measure.span("highlight"))
    for index, id in enumerate(measure.fields if isinstance(measure.fields, tuple) else ()):
        yield from _missing(id, found.settings.fields, "分野", measure.span("fields", index))


def _unknown_facts(found: Items, node: Node, key: str, ids: tuple[str, ...]) -> Iterator[Diagnostic]:
    for index, id in enumerate(ids):
        yield from _missing(id, found.facts, "数値", node.span(key, index))


def _quote_remedy(found: Items, id: str) -> str:
    if id in found.strategies:
        return f"plan.yaml の strategies に {id} を書き足すか、この引用の行を消してください。"
    return ""


def _unknown_in_settings(found: Items) -> Iterator[Diagnostic]:
    settings = found.settings
    for index, id in enumerate(settings.strategies):
        unlisted = set(found.strategies) - set(settings.strategies)
        otherwise = f"strategies/{id}.yaml というファイルがありません。ファイルを置くか、この行を消してください。"
        if id not in found.strategies:
            yield from _missing(id, unlisted, "重点戦略", settings.span("strategies", index), otherwise)
    for index, id in enumerate(settings.fields):
        otherwise = f"fields/{id}.yaml というファイルがありません。ファイルを置くか、この行を消してください。"
        yield from _missing(id, found.fields, "分野", settings.span("fields", index), otherwise)
    for document in settings.documents:
        yield from _unknown_in_contents(found, document)


def _unknown_in_contents(found: Items, document: DocumentSettings) -> Iterator[Diagnostic]:
    unlisted = set(found.chapters) - set(document.chapters)
    lists: list[tuple[DocumentSettings | Part, str]] = [(document, "front"), (document, "contents")]
    for owner, key in (*lists, *((part, "contents") for part in document.parts)):
        for index, id in enumerate(getattr(owner, key)):
            is_place = id == STRATEGIES and owner is document and document.id == "strategy"
            if id not in found.chapters and not is_place:
                yield from _missing(id, unlisted, "章", owner.span(key, index), _chapter_remedy(found, document, id))


def _chapter_remedy(found: Items, document: DocumentSettings, id: str) -> str:
    if document.id != "strategy" and (id == STRATEGIES or id in found.strategies):
        return f"重点戦略を載せる章の body に「- insert: {STRATEGIES}」と書いてください。"
    if id in found.strategies:
        return f"重点戦略は、まとめて {STRATEGIES} の一行で書きます。順番は plan.yaml の strategies に書きます。"
    return f"prose/{id}.yaml というファイルがありません。ファイルを置くか、この行を消してください。"


def _circles(found: Items) -> Iterator[Diagnostic]:
    """Quotations that lead back to the part that they stand in."""
    divisions = {item.id: item for item in quotable((), (), found.chapters.values())}
    seen: dict[Span, Diagnostic] = {}
    followed: set[str] = set()

    def follow(id: str, inside: tuple[str, ...]) -> None:
        followed.add(id)
        for quote in divisions[id].nodes():
            if isinstance(quote, QuoteSection | QuoteBlock) and quote.quote in divisions:
                if quote.quote in inside:
                    help = "この引用の行を消すか、別の項目を引用してください。"
                    message = f"「{quote.quote}」の中で「{quote.quote}」自身を引用しています"
                    seen[quote.span("quote")] = Diagnostic("REF004", Severity.ERROR, message, quote.span("quote"), help)
                elif quote.quote not in followed:
                    follow(quote.quote, (*inside, quote.quote))

    for id in found.chapters:
        follow(id, (id,))
    yield from seen.values()


def _unknown_marks(found: Items, files: Mapping[str, Node]) -> Iterator[Diagnostic]:
    """Marks of unknown terms and facts; where the whole file of terms or facts is not there, the first one only."""
    for kind, known, place, what in (
        (TermMark, tuple(found.terms), "glossary.yaml", "用語"),
        (FactMark, tuple(found.facts), "population.yaml", "数値"),
    ):
        for mark, span in _marks(files, kind):
            if place not in files:
                yield _absent(place, what, span)
                break
            yield from _missing(mark.words, known, what, span, _mark_remedy(found, mark, place, what))


def _marks(files: Mapping[str, Node], kind: type) -> Iterator[tuple[TermMark | FactMark, Span]]:
    for file in files.values():
        for node, keys, text in file.texts():
            marks = [piece for piece in pieces(text) if isinstance(piece, TermMark | FactMark)]
            for index, mark in enumerate(marks):
                if isinstance(mark, kind):
                    yield mark, node.find(str(mark), *keys, occurrence=marks[:index].count(mark))


def _mark_remedy(found: Items, mark: TermMark | FactMark, place: str, what: str) -> str:
    if isinstance(mark, FactMark) and mark.words in found.terms:
        return f"用語には [[{mark.words}]] と書いてください。"
    if isinstance(mark, TermMark) and mark.words in found.facts:
        return f"数値には {{{{{mark.words}}}}} と書いてください。"
    for term in found.terms.values():
        if isinstance(mark, TermMark) and mark.words == term.id:
            return f"idではなく、用語の言葉で [[{term.term}]] と書いてください。"
    longer = [term for term in found.terms if isinstance(mark, TermMark) and mark.words and mark.words in term]
    if longer:
        return f"[[{longer[0]}]] のように、用語の全体を書いてください。"
    return f"{place} に{what}を書き足すか、かっこを取ってください。"


def _absent(place: str, what: str, span: Span) -> Diagnostic:
    message = f"{what}が引かれていますが、{what}のファイル（{place}）がありません"
    return Diagnostic("FILE002", Severity.ERROR, message, span, f"{place} を作るか、控えから戻してください。")


def _missing(id: str, known: Iterable[str], what: str, span: Span, otherwise: str = "") -> Iterator[Diagnostic]:
    known = tuple(known)
    if id not in known:
        help = did_you_mean(id, known, otherwise)
        yield Diagnostic("REF001", Severity.ERROR, f"{what}「{id}」が見つかりません", span, help)


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
