"""Running text set without WeasyPrint: a plain paragraph or note → galley.

What a paragraph looks like is for the stylesheets to say, so a *specimen* of it (a character of every kind, in the same
surroundings) is set by WeasyPrint; its galley, with the measures of its type, serves all paragraphs of its kind.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.etree import ElementTree

from msgspec import Struct
from msgspec.structs import replace

from vision_compiler.render.piece import JOINER, Piece
from vision_compiler.typeset.faces import COMPOSED, glyph
from vision_compiler.typeset.kinsoku import SPACES, bounds, real
from vision_compiler.typeset.marks import area_of, to_note, to_text
from vision_compiler.typeset.shapes import Element, Galley, Link, Mark, Row, TextStyle, Typeface, TypeStyle
from vision_compiler.typeset.stick import Line, Sort, lines

_SCALE = 0.75
#: What may stand in a plain paragraph, by its class: bare text, marks of notes; the element, and a sample of it.
_SAMPLES = {
    "": ("span", "国"),
    "mark": ("sup", '<sup class="mark">国</sup>'),
    "note-mark": ("span", '<span class="note-mark">国</span>'),
    "remark-mark": ("span", '<span class="remark-mark">国</span>'),
}
#: What stands before a text, in one piece.
_LABELS = frozenset({"note-mark", "remark-mark"})


class _Run(Struct, frozen=True):
    """Text of one kind, with joiners in it. ``note`` is the number of the note that it calls."""

    kind: str
    text: str
    note: int | None = None
    facts: tuple[str, ...] = ()
    language: str = ""

    @property
    def role(self) -> str:
        """Its element in the paragraph; empty for the paragraph itself."""
        if self.note is not None:
            return "Reference"
        if self.language:
            return "Span"
        return "Lbl" if self.kind == "note-mark" else ""


class Prose(Struct, frozen=True):
    """A plain paragraph, read. ``anchors`` are names with the number of the character that they stand before."""

    specimen: Piece
    runs: tuple[_Run, ...]
    anchors: tuple[tuple[str, int], ...]

    def set(self, specimen: Galley) -> Galley:
        """The paragraph in the type of its specimen."""
        assert specimen.text is not None, "only what has measures is set by them"
        return _Setter(self, specimen, specimen.text).galley()


def read(piece: Piece) -> Prose | None:
    """A piece as running text, or None if there is more to it."""
    if not piece.html.startswith(("<p>", '<p class="')) or COMPOSED.search(piece.html):
        return None
    paragraph = ElementTree.fromstring(piece.html)
    runs, anchors, count = [], [], 0
    for run in _runs(paragraph):
        match run:
            case None:
                return None
            case str(anchor):
                anchors.append((anchor, count))
            case _Run():
                runs.append(run)
                count += len(run.text) - run.text.count(JOINER)
    return Prose(_specimen(piece, paragraph, runs), tuple(runs), tuple(anchors)) if count else None


def _runs(paragraph: ElementTree.Element) -> Iterator[_Run | str | None]:
    """The runs of a paragraph, its anchors as names, and None for what is not plain."""
    if paragraph.keys() not in ([], ["class"]):
        yield None
    yield from _text(paragraph.text)
    for child in paragraph:
        kind, name = child.get("class", ""), child.get("id")
        if len(child) or (not child.text and name is None):
            yield None
        elif not child.text:
            yield name
        elif name is None and child.tag == _SAMPLES.get(kind, ("",))[0]:
            note = child.get("data-note")
            facts = tuple(child.get("data-fact", "").split())
            yield _Run(kind, child.text, None if note is None else int(note), facts, child.get("lang", ""))
        else:
            yield None
        yield from _text(child.tail)


def _text(text: str | None) -> Iterator[_Run]:
    if text:
        yield _Run("", text)


def _specimen(piece: Piece, paragraph: ElementTree.Element, runs: Sequence[_Run]) -> Piece:
    name = paragraph.get("class")
    opening = f'<p class="{name}" data-specimen="">' if name else '<p data-specimen="">'
    samples = "".join(_SAMPLES[kind][1] for kind in sorted({"", *(run.kind for run in runs)}))
    around = tuple(replace(each, id=each.opening) for each in piece.around)
    return Piece(f"{opening}{samples}</p>", around, piece.begins)


class _Character(Struct, frozen=True):
    """A character in its run, with its glyph; ``sort`` is all that matters for lines."""

    run: _Run
    glyph: int
    text: str
    sort: Sort


class _Segment(Struct, frozen=True):
    """Characters of a line that are painted at one go, from ``x``."""

    style: TypeStyle
    x: float
    characters: Sequence[_Character]


#: Segments of a line that belong to one element: a run's, or (None) the paragraph's.
_Stretch = tuple[_Run | None, list[_Segment]]


class _Setter:
    def __init__(self, prose: Prose, specimen: Galley, style: TextStyle) -> None:
        self.prose, self.specimen, self.style = prose, specimen, style
        self.characters = list(self._characters())

    def galley(self) -> Galley:
        sorts = [character.sort for character in self.characters]
        body = self.style.types[""]
        found = lines(sorts, self.style.measure, self.style.indent, body.size)
        whole, words = _tree(self.specimen.tree[0])
        rows = tuple(self._row(number, line, found, (whole, words)) for number, line in enumerate(found))
        if words is not whole:
            whole.kids.append(words)
        return replace(self.specimen, rows=rows, tree=(whole,), typefaces=self._typefaces(), resources=(), text=None)

    def _characters(self) -> Iterator[_Character]:
        found, joined = real([(run, text) for run in self.prose.runs for text in run.text])
        parting = bounds([text for _, text in found], joined)
        following = [run for run, _ in found[1:]]
        for (run, text), next_run, (may_begin, room) in zip(found, [*following, None], parting, strict=True):
            style, is_text = self.style.types[run.kind], run.kind not in _LABELS
            shape, width = glyph(style.file, text)
            full = width * style.size + (style.after if next_run is not run else 0.0)
            yield _Character(run, shape, text, Sort(full, may_begin and is_text, room and is_text, text in SPACES))

    def _typefaces(self) -> tuple[Typeface, ...]:
        used: dict[str, dict[int, str]] = {}
        for each in self.characters:
            used.setdefault(self.style.types[each.run.kind].file, {})[each.glyph] = each.text
        return tuple(Typeface(_name(file), file, dict(sorted(glyphs.items()))) for file, glyphs in sorted(used.items()))

    def _row(self, number: int, line: Line, found: Sequence[Line], tree: tuple[Element, Element]) -> Row:
        first, count = self.specimen.rows[0], len(found)
        top = first.top + number * self.style.leading * _SCALE
        characters, stretches = self.characters[line.start : line.end], list(self._stretches(number, line))
        links = {at: link for at, (run, segments) in enumerate(stretches) if (link := self._link(run, segments, top))}
        _tag(tree, number, stretches, list(links))
        next_start = found[number + 1].start if number + 1 < count else len(self.characters) + 1
        keeps = number + 1 < count and (number + 1 < self.style.orphans or count - number - 1 < self.style.widows)
        return Row(
            top=top,
            bottom=top + self.style.leading * _SCALE,
            chunks=self._painted(stretches, line, top),
            roles=tuple(run.role if run else tree[1].role for run, _ in stretches),
            links=tuple(links.values()),
            anchors=tuple((name, top) for name, at in self.prose.anchors if line.start <= at < next_start),
            running=first.running if number == 0 else (),
            notes=tuple(dict.fromkeys(each.run.note for each in characters if each.run.note is not None)),
            words="".join(each.text for each in characters if each.run.kind != "mark"),
            facts=frozenset(fact for each in characters for fact in each.run.facts),
            keeps=max(3 * keeps, self.specimen.rows[-1].keeps if number + 1 == count else 0),
        )

    def _stretches(self, number: int, line: Line) -> Iterator[_Stretch]:
        """The segments of a line by the elements that they belong to."""
        for run, segments in groupby(self._segments(number, line), key=lambda each: _owner(each.characters[0])):
            yield run, list(segments)

    def _segments(self, number: int, line: Line) -> Iterator[_Segment]:
        x = self.style.left + (self.style.indent if number == 0 else 0.0)
        characters = self.characters[line.start : line.end]
        for (style, _), group in groupby(characters, key=lambda each: (self._style(each), _owner(each))):
            segment = list(group)
            yield _Segment(style, x, segment)
            x += sum(each.sort.width + line.room * each.sort.has_room for each in segment)

    def _style(self, character: _Character) -> TypeStyle:
        return self.style.types[character.run.kind]

    def _link(self, run: _Run | None, segments: Sequence[_Segment], top: float) -> Link | None:
        """From a mark to its note, and from that of a note to the text."""
        if run is None or run.language:
            return None
        left, style = segments[0].x, segments[0].style
        width = sum(each.sort.width for each in segments[0].characters) - style.after
        baseline = top + (self.style.baseline - style.rise) * _SCALE
        area = area_of(left * _SCALE, (left + width) * _SCALE, baseline, style.size * _SCALE)
        mark = run.text.replace(JOINER, "")
        return to_text(mark, area) if run.note is None else to_note(mark, area, (run.note, 0))

    def _painted(self, stretches: Sequence[_Stretch], line: Line, top: float) -> tuple[bytes, ...]:
        baseline = (self.specimen.area.top + top) / _SCALE + self.style.baseline
        chunks = [b"q"]
        for _, segments in stretches:
            parts = [_segment(each, baseline, line.room) for each in segments]
            chunks.append(b"BT\n%s\nET\nEMC" % b"\n".join(parts))
        chunks[-1] += b"\nQ"
        return tuple(chunks)


def _owner(character: _Character) -> _Run | None:
    """The run, if it has an element of its own in the paragraph."""
    return character.run if character.run.role else None


def _tree(specimen: Element) -> tuple[Element, Element]:
    """The element of a text as that of its specimen, and the one that its words go into: a note has a paragraph."""
    whole = Element(specimen.role, dict(specimen.attributes))
    inside = next((kid for kid in specimen.kids if isinstance(kid, Element) and kid.role == "P"), None)
    return whole, Element(inside.role, dict(inside.attributes)) if inside else whole


def _tag(tree: tuple[Element, Element], row: int, stretches: Sequence[_Stretch], links: Sequence[int]) -> None:
    """Hang the stretches of a row into the paragraph: a mark into an element of its own, with its link."""
    whole, words = tree
    for number, (run, _) in enumerate(stretches):
        mark = Mark(row, number)
        also = [Mark(row, links.index(number), is_link=True)] if number in links else []
        spoken: dict[str, str | int | tuple[float, ...]] = {"Lang": run.language} if run and run.language else {}
        holder = whole if run and run.role == "Lbl" else words
        holder.kids.append(Element(run.role, spoken, [mark, *also]) if run else mark)


def _segment(segment: _Segment, baseline: float, room: float) -> bytes:
    """Operators: type, spacing, place, glyphs. Where there may be no room, the spacing is taken back."""
    style = segment.style
    back = b">%s<" % _number(room * 1000 / style.size)
    glyphs = []
    for each in segment.characters:
        glyphs.append(b"%04x" % each.glyph)
        if room and not each.sort.has_room:
            glyphs.append(back)
    shown = b"".join(glyphs)
    place = (_number(segment.x), _number(baseline - style.rise))
    spacing = b"%s Tc\n" % _number(room) if room else b"0 Tc\n"
    type_ = b"/%s %s Tf\n" % (_name(style.file).encode(), _number(style.size))
    return style.paint.encode() + b"\n" + type_ + spacing + b"1 0 0 -1 %s %s Tm\n[<%s>]TJ" % (*place, shown)


def _number(value: float) -> bytes:
    return f"{value:.4f}".rstrip("0").rstrip(".").encode()


def _name(file: str) -> str:
    """What the operators call a face."""
    return file.partition(".")[0]
