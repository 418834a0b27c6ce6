"""A book to be measured: a folder with the plan, the same content for the peers, and what the programs make of it."""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

#: Notes at the foot of the page, for programs that know them; notes below their paragraph; and the Typst source.
FOOTNOTES, PLAIN, TYPST = "footnotes.html", "plain.html", "book.typ"

_PROJECT = Path(__file__).parents[1]
_EDITED = re.compile("この文は、推敲を[〇一二三四五六七八九]+度重ね(?:、さらに言葉を加え)*ました。")
_KANJI_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_COUNT_PAGES = "import sys, pikepdf; print(len(pikepdf.open(sys.argv[1]).pages))"


def edited_sentence(times: int) -> str:
    """The sentence that is edited, in its ``times``-th wording: always a new one, and some are longer."""
    more = "、さらに言葉を加え" * (times % 3)
    return f"この文は、推敲を{str(times).translate(_KANJI_DIGITS)}度重ね{more}ました。"


@dataclass
class Book:
    """About ``pages`` pages in a folder."""

    folder: Path
    pages: int
    edits: int = 0

    def write(self) -> None:
        """The plan and the sources of the peers, by other processes: this one has to stay small to measure."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for command in (["benchmarks.content", str(self.pages)], ["benchmarks.peers"]):
            subprocess.run([sys.executable, "-m", *command, str(self.folder)], cwd=_PROJECT, check=True)

    @property
    def plan(self) -> Path:
        return self.folder / "plan"

    @property
    def build(self) -> Path:
        """Where we put the PDF, and what we keep between builds."""
        return self.folder / "build"

    def forget(self) -> None:
        """As if we had never built it."""
        shutil.rmtree(self.build, ignore_errors=True)

    def edit(self) -> None:
        """Another wording of one sentence in the middle, in every source."""
        self.edits += 1
        for path in self._edited_files:
            text, found = _EDITED.subn(edited_sentence(self.edits), path.read_text(encoding="utf-8"))
            assert found == 1, f"{path} has {found} sentences to edit"
            path.write_text(text, encoding="utf-8")

    @cached_property
    def _edited_files(self) -> tuple[Path, ...]:
        chapters = self.plan.glob("prose/*.yaml")
        edited = next(path for path in chapters if _EDITED.search(path.read_text(encoding="utf-8")))
        return (edited, *(self.folder / name for name in (FOOTNOTES, PLAIN, TYPST)))

    def fresh_folder(self, name: str) -> Path:
        """An empty folder; what was in it is gone."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder


def count_pages(pdf: Path) -> int:
    """How many pages a PDF has."""
    told = subprocess.run([sys.executable, "-c", _COUNT_PAGES, str(pdf)], capture_output=True, text=True, check=True)
    return int(told.stdout)
