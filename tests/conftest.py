"""Plans to test on, and snapshots that hold input and output together."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from vision_compiler.emit.pdf import Output
from vision_compiler.model.plan import Plan
from vision_compiler.origins import program
from vision_compiler.pipeline import Workshop, analyse, publish, publish_agreement
from vision_compiler.project import Shelf, read_plan
from vision_compiler.typeset.maker import maker

ROOT = Path(__file__).parents[1]
MINIMAL = Path(__file__).parent / "plans" / "minimal"
Texts = dict[str, str | bytes]


# Who runs the tests in the background ignores Ctrl-C, and so would every process that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-snapshots", action="store_true", help="write what comes out as what is expected")


def small_project(folder: Path) -> Path:
    """A project that holds the small plan, with type that stands already: to set it takes most of a build."""
    shutil.copytree(MINIMAL, folder / "plan")
    shutil.copytree(_type_of_minimal(), folder / "build" / ".cache")
    return folder


@cache
def _type_of_minimal() -> Path:
    """Made by the program itself, once for each state of it."""
    kept = ROOT / "build" / ".tests" / f"minimal-{program()}"
    if not kept.is_dir():
        with TemporaryDirectory() as name:
            folder = Path(name)
            shutil.copytree(MINIMAL, folder / "plan")
            for output in ("pdf", "html"):
                command = [sys.executable, "-m", "vision_compiler", "build", output]
                subprocess.run(command, cwd=folder, env={"PYTHONPATH": str(ROOT)}, capture_output=True, check=True)
            half = kept.with_name(f"{kept.name}-{os.getpid()}")
            shutil.copytree(folder / "build" / ".cache", half)
        with suppress(OSError):  # another process of the tests was here first
            half.rename(kept)
    return kept


#: What takes long begins first, so that no core waits for it in the end.
_LONG = ("test_conformance", "test_web_conformance", "test_same_bytes", "test_cage", "test_typography")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the files; with them come their tests, as a file stays on one core."""
    items.sort(key=lambda item: _LONG.index(item.path.stem) if item.path.stem in _LONG else len(_LONG))


@pytest.fixture
def minimal() -> Texts:
    """The texts of a small plan of another municipality, to be changed at will."""
    return dict(read_plan(MINIMAL))


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a file, or write it with --update-snapshots."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update-snapshots"):
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text

    return compare


def sound(texts: Texts) -> Plan:
    """The resolved plan; fails with the findings if there is none."""
    analysis = analyse(texts)
    assert analysis.plan is not None, analysis.diagnostics
    return analysis.plan


def workshop(edition: str = "") -> Workshop:
    """What printing needs. Type that one test has set stands for the others, and for their next run.

    A document of an edition has a shelf of its own: its type would push out that of the plan.
    """
    return Workshop(ROOT / "templates", shelf=Shelf(ROOT / "build" / ".tests" / edition), made_by=maker())


@pytest.fixture(scope="session")
def real_texts() -> Texts:
    """The texts of the real plan."""
    return dict(read_plan(ROOT / "plan"))


@pytest.fixture(scope="session")
def real_plan(real_texts: Texts) -> Plan:
    """The real plan, resolved."""
    return sound(real_texts)


@pytest.fixture(scope="session")
def publication(real_plan: Plan) -> Callable[[str], Output]:
    """Every publication by its id, made once: the documents of the real plan, their "agreement", and the "draft"."""

    @cache
    def made(id: str) -> Output:
        if id == "draft":
            plan = sound(dict(read_plan(ROOT / "plan" / "editions" / "2023-08-draft")))
            return publish(plan, "basic-plan", workshop("draft"))
        return publish_agreement(real_plan, workshop()) if id == "agreement" else publish(real_plan, id, workshop())

    return made
