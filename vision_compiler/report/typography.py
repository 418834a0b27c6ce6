"""How a document is set, in words for who prints it: what ``vision build pdf --verbose`` adds."""

from collections.abc import Iterator, Sequence

from vision_compiler.inspection.measures import Inspection, Place
from vision_compiler.report.text import visible

#: So many characters of a line are shown.
_SHOWN = 30
#: What stands for the number of a page that bears none.
_NO_NUMBERS = ("", "－")


def typography(found: Inspection, panels: Sequence[tuple[str, float]] = ()) -> str:
    """All that was measured, a line each; below it the places where something is wrong.

    ``panels`` are sheets of their own design with the millimetres that are left on them.
    """
    return "\n".join(f"  {line}" for line in _lines(found, panels))


def _lines(found: Inspection, panels: Sequence[tuple[str, float]]) -> Iterator[str]:
    yield f"{found.pages}ページ、{found.lines}行"
    of_all = f"本文の途中の{found.inner}行のうち{len(found.ragged)}行（{found.ragged_share:.1%}）"
    yield from _places("右端がそろわない行", found.ragged, of_all)
    yield from _places("行頭・行末に置けない字", found.forbidden)
    yield from _places("枠や紙からはみ出した行", found.overfull)
    yield from _places("一、二文字だけの最後の行", found.short)
    if found.widest:
        yield f"いちばん広い字間: {found.widest.em:.2f}字分（{_place(found.widest.place)}）"
    yield from _places("書体にない文字", found.failed)
    yield f"埋め込まれていない書体: {'、'.join(found.not_embedded) or 'なし'}"
    if panels:
        yield "面ごとの余り: " + "、".join(f"{visible(name)} {free:.1f}mm" for name, free in panels)


def _places(name: str, places: Sequence[Place], count: str = "") -> Iterator[str]:
    yield f"{name}: {count or (f'{len(places)}か所' if places else 'なし')}"
    yield from (f"  {_place(place)}" for place in places)


def _place(place: Place) -> str:
    page = f"PDFの{place.sheet}枚目" if place.label in _NO_NUMBERS else f"{place.label}ページ"
    text = place.text if len(place.text) <= _SHOWN else f"{place.text[:_SHOWN]}…"
    return f"{page}「{visible(text)}」"
