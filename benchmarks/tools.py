"""What is compared: how each program is found, which version it is, and which command makes the PDF of a book."""

import os
import re
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from functools import cached_property
from pathlib import Path

from benchmarks.book import FOOTNOTES, PLAIN, Book

_HERE = Path(__file__).parent
#: Where `install-peers` puts them.
PEERS = _HERE / ".peers"
TYPST_PYTHON = PEERS / "typst" / "bin" / "python"
#: A browser that does nothing but print.
_BROWSER_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Tool(ABC):
    """A program that makes a PDF. ``keeps`` says whether it uses what it made before."""

    id: str
    name: str
    keeps = False
    note = ""

    @property
    @abstractmethod
    def is_installed(self) -> bool:
        """Whether it can be measured on this machine."""

    @abstractmethod
    def command(self, book: Book) -> list[str]:
        """The command, run in the folder of the book."""

    @cached_property
    def version(self) -> str:
        """As the program says it; empty if it does not."""
        return _version(self.version_command)

    @property
    @abstractmethod
    def version_command(self) -> list[str]:
        """The command that prints the version."""

    @property
    def environment(self) -> dict[str, str]:
        """What the command finds in its environment."""
        return {}

    def output(self, book: Book) -> Path:
        """The PDF."""
        return book.folder / f"{self.id}.pdf"


def _version(command: list[str]) -> str:
    told = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    found = re.search(r"\d+(?:\.\d+)+", told.stdout)
    return found[0] if found else ""


class Ours(Tool):
    """This project: the whole command, from YAML to PDF, checks included."""

    id = "vision"
    name = "vision（本プロジェクト）"
    keeps = True
    note = "YAMLの検査を含む"

    @property
    def program(self) -> str:
        return str(Path(sys.executable).parent / "vision")

    @property
    def is_installed(self) -> bool:
        return Path(self.program).is_file()

    @property
    def version_command(self) -> list[str]:
        return [sys.executable, "-c", "from importlib.metadata import version; print(version('vision-compiler'))"]

    @cached_property
    def version(self) -> str:
        commit = subprocess.run(
            ["git", "--no-optional-locks", "describe", "--always", "--dirty"],
            cwd=_HERE,
            capture_output=True,
            text=True,
            check=False,
        )
        return f"{_version(self.version_command)} {commit.stdout.strip()}".strip()

    def command(self, book: Book) -> list[str]:
        return [self.program, "build", "pdf", "strategy", "--plan", str(book.plan)]

    def check_command(self, book: Book) -> list[str]:
        """Only the checks."""
        return [self.program, "check", "--plan", str(book.plan)]

    def output(self, book: Book) -> Path:
        return book.build / "strategy.pdf"


class WeasyPrint(Tool):
    """WeasyPrint as it comes, on the same HTML as one file, with tags."""

    id = "weasyprint"
    name = "WeasyPrint"
    note = "同じHTMLを1つのファイルにしたもの、タグ付き"

    @property
    def program(self) -> str:
        return str(Path(sys.executable).parent / "weasyprint")

    @property
    def is_installed(self) -> bool:
        return Path(self.program).is_file()

    @property
    def version_command(self) -> list[str]:
        return [self.program, "--version"]

    def command(self, book: Book) -> list[str]:
        return [self.program, "--quiet", "--pdf-tags", FOOTNOTES, self.output(book).name]


class Typst(Tool):
    """Typst, each time in a new process."""

    id = "typst"
    name = "Typst"
    note = "Pythonのパッケージ、起動を含む、タグ付き"

    @property
    def is_installed(self) -> bool:
        return TYPST_PYTHON.exists()

    @property
    def version_command(self) -> list[str]:
        return [str(TYPST_PYTHON), "-c", "import typst; print(typst.__version__)"]

    def command(self, book: Book) -> list[str]:
        return [str(TYPST_PYTHON), str(_HERE / "typst_worker.py"), "once", self.output(book).name]


class Chromium(Tool):
    """A browser prints."""

    id = "chromium"
    name = "Chromium"
    note = "ページ下の注・柱の章名・目次のページ番号なし"

    @property
    def is_installed(self) -> bool:
        return browser() is not None

    @property
    def version_command(self) -> list[str]:
        return [browser() or "", "--version"]

    def command(self, book: Book) -> list[str]:
        profile = f"--user-data-dir={book.fresh_folder('chromium-profile')}"
        printing = ("--no-pdf-header-footer", f"--print-to-pdf={self.output(book)}")
        return [browser() or "", *_BROWSER_FLAGS, profile, *printing, (book.folder / PLAIN).as_uri()]


class NodeTool(Tool):
    """A program of npm that drives a browser."""

    @property
    @abstractmethod
    def program_name(self) -> str:
        """What npm calls the command."""

    @property
    def program(self) -> Path:
        """The command."""
        return PEERS / self.id / "node_modules" / ".bin" / self.program_name

    @property
    def is_installed(self) -> bool:
        return self.program.exists() and browser() is not None

    @property
    def version_command(self) -> list[str]:
        return [str(self.program), "--version"]

    @property
    def environment(self) -> dict[str, str]:
        return {"PUPPETEER_EXECUTABLE_PATH": browser() or ""}


class PagedJs(NodeTool):
    """Paged.js cuts the page in the browser."""

    id = "pagedjs"
    name = "Paged.js CLI"
    note = "ページ下の注なし"
    program_name = "pagedjs-cli"

    @cached_property
    def version(self) -> str:
        """Its command knows no version."""
        reading = "console.log(require('./node_modules/pagedjs-cli/package.json').version)"
        told = subprocess.run(["node", "-e", reading], cwd=PEERS / self.id, capture_output=True, text=True, check=False)
        return told.stdout.strip()

    def command(self, book: Book) -> list[str]:
        flags = ",".join(_BROWSER_FLAGS[1:])
        waiting = ("--timeout", "3600000")
        return [str(self.program), PLAIN, "-o", self.output(book).name, f"--browserArgs={flags}", *waiting]


class Vivliostyle(NodeTool):
    """Vivliostyle makes the pages in the browser."""

    id = "vivliostyle"
    name = "Vivliostyle CLI"
    program_name = "vivliostyle"

    def command(self, book: Book) -> list[str]:
        chosen = ("--executable-browser", browser() or "", "--timeout", "3600", "--log-level", "silent")
        return [str(self.program), "build", FOOTNOTES, "-d", "-o", self.output(book).name, *chosen]


def browser() -> str | None:
    """Chromium, as the variable CHROMIUM or the path says."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


#: Ours first, then what it is compared with.
TOOLS: tuple[Tool, ...] = (Ours(), WeasyPrint(), Typst(), Chromium(), PagedJs(), Vivliostyle())
