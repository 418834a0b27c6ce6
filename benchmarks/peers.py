"""Our Document in the words of the peers: one HTML with notes at the foot, one with plain notes, one Typst source.

`python -m benchmarks.peers FOLDER` reads FOLDER/plan and writes them beside it, with the fonts.
"""

import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import takewhile
from pathlib import Path

from jinja2 import FileSystemLoader

from benchmarks.book import FOOTNOTES, PLAIN, TYPST
from benchmarks.typst_source import typst_source
from vision_compiler.document import Publication, assemble
from vision_compiler.document.nodes import Document
from vision_compiler.pipeline import analyse
from vision_compiler.project import read_plan, template_folder
from vision_compiler.render.manuscript import Manuscript, manuscript
from vision_compiler.render.piece import Piece, Surrounding
from vision_compiler.typeset.fonts import FACES, find_fonts
from vision_compiler.typeset.plates import Plates

#: The folder of the fonts, beside the sources; its own server gives a browser nothing outside of the folder.
FONTS = "fonts"

_HERE = Path(__file__).parent
_CALL = re.compile(r'<sup class="mark" data-note="(\d+)">[^<]*</sup>')
#: Page numbers that are not known, but wanted: contents are printed, and the peers put the numbers in.
_UNKNOWN = {"": ""}
#: The leaders of the contents are drawings in ours; to the peers a dotted line of CSS is the same, and costs less.
_DRAWN_DOTS = re.compile(r'(<span class="dots">)<svg.*?</svg>', re.DOTALL)


def write_peers(folder: Path) -> None:
    """The sources of the peers for the plan in a folder."""
    document = publication(folder / "plan")
    assert isinstance(document, Document)
    written = manuscript(document, FileSystemLoader(template_folder()), Plates())
    for name, piece_with_notes in ((FOOTNOTES, _with_footnotes), (PLAIN, _with_notes_below)):
        (folder / name).write_text(_page(written, piece_with_notes), encoding="utf-8")
    (folder / TYPST).write_text(typst_source(document, written.templates), encoding="utf-8")
    (folder / FONTS).mkdir(exist_ok=True)
    for face, path in find_fonts().items():
        shutil.copyfile(path, folder / FONTS / face.file)


def publication(plan: Path) -> Publication:
    """The 総合戦略 of a plan, assembled."""
    analysis = analyse(read_plan(plan))
    assert analysis.plan, "the synthetic plan has errors; see vision check"
    return assemble(analysis.plan, "strategy")


def _page(written: Manuscript, html: Callable[[Piece], str]) -> str:
    faces = "\n".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; src: url("{FONTS}/{face.file}"); }}'
        for face in FACES
    )
    css = "\n".join((faces, written.css, (_HERE / "print.css").read_text(encoding="utf-8")))
    body = _DRAWN_DOTS.sub(r"\1", joined(written.pieces(_UNKNOWN), html))
    title = escape(written.document.title)
    head = f'<meta charset="utf-8"><title>{title}</title>\n<style>\n{css}\n</style>'
    return f'<!DOCTYPE html>\n<html lang="ja">\n<head>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n'


def joined(pieces: Sequence[Piece], html: Callable[[Piece], str]) -> str:
    """The pieces as one text: what they stand in is opened and closed where it changes."""
    lines: list[str] = []
    stack: tuple[Surrounding, ...] = ()
    for piece in pieces:
        kept = _in_common(stack, piece)
        lines += [f"</{each.tag}>" for each in reversed(stack[kept:])]
        lines += [each.opening for each in piece.around[kept:]]
        lines.append(html(piece))
        stack = piece.around
    lines += [f"</{each.tag}>" for each in reversed(stack)]
    return "\n".join(lines)


def _in_common(stack: tuple[Surrounding, ...], piece: Piece) -> int:
    """How many surroundings are open that the piece stands in, too; those that begin with it are not."""
    pairs = zip(stack, piece.around[: len(piece.around) - piece.begins], strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0].id == pair[1].id, pairs))


def _with_footnotes(piece: Piece) -> str:
    """Every note in the text, right after its mark."""

    def note(call: re.Match[str]) -> str:
        html = piece.notes[int(call[1])].html
        return call[0] + html.replace('<p class="note">', '<span class="note fn">').replace("</p>", "</span>")

    return _CALL.sub(note, piece.html)


def _with_notes_below(piece: Piece) -> str:
    return "\n".join((piece.html, *_notes(piece)))


def _notes(piece: Piece) -> Iterator[str]:
    return (note.html for note in piece.notes)


if __name__ == "__main__":
    write_peers(Path(sys.argv[1]))
