"""The cage: what runs out of time or memory or crashes in a worker is a message, and the next piece is set as ever."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MINIMAL, ROOT, Texts, sound, workshop
from tests.test_preview import DOCUMENT, OPENING, edit, seen, update
from tests.test_typeset import STYLE
from vision_compiler.diagnostics import ProjectError
from vision_compiler.pipeline import Workshop, publish
from vision_compiler.preview.session import Session
from vision_compiler.render.piece import Piece
from vision_compiler.typeset import cage, workers
from vision_compiler.typeset.cage import Cage, DiedError
from vision_compiler.typeset.shapes import TypesettingError
from vision_compiler.typeset.standing import StandingType
from vision_compiler.typeset.workers import UnsettableError

#: WeasyPrint makes a column of every one.
BOMB = Piece('<table><tr><td colspan="9000000">市の表</td></tr></table>', place="prose/tables.yaml:7")
LISTS = [Piece(f"<ul><li>項目{number}</li></ul>") for number in range(20)]


@pytest.fixture
def team(monkeypatch: pytest.MonkeyPatch) -> Iterator[workers._Team]:
    """Workers of this test alone, with little patience."""
    monkeypatch.setattr(cage, "COMPUTING", 2)
    made = workers._Team()
    monkeypatch.setattr(workers, "_team", made)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("task", "arguments", "why"),
    [
        (sum, (range(10**15),), "1秒計算しても終わりません"),
        (time.sleep, (600,), "3秒たっても終わりません"),
        (bytearray, (4_000_000_000,), "1500MBのメモリに収まりません"),
        (os.abort, (), "止まってしまいます（シグナル 6）"),
        (os._exit, (3,), "止まってしまいます（終了コード 3）"),
    ],
    ids=["computing", "clock", "memory", "crash", "exit"],
)
@pytest.mark.parametrize("method", [cage.COPY, "spawn"])
def test_a_task_ends_at_its_limits(
    monkeypatch: pytest.MonkeyPatch, method: str, task: Callable[..., Any], arguments: tuple[Any, ...], why: str
) -> None:
    monkeypatch.setattr(cage, "COMPUTING", 1)
    if task is time.sleep:
        monkeypatch.setattr(cage, "PATIENCE", 3)
    with pytest.raises(DiedError, match=why):
        Cage(method).ask(task, *arguments)


def test_limits_are_those_of_a_task_and_not_of_a_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cage, "COMPUTING", 1)
    process = Cage()
    spent = [process.ask(time.process_time)]
    while spent[-1] < 1.5:
        process.ask(sum, range(3_000_000))
        spent.append(process.ask(time.process_time))
    assert process.ask(abs, -1) == 1
    process.end()


def test_what_a_task_raises_comes_out() -> None:
    process = Cage()
    with pytest.raises(TypesettingError, match="ZeroDivisionError"):
        process.ask(divmod, 1, 0)
    assert process.ask(abs, -1) == 1
    process.end()


@pytest.mark.usefixtures("team")
def test_a_piece_that_never_ends_is_named_and_the_others_are_set() -> None:
    standing = StandingType(STYLE)
    with pytest.raises(UnsettableError) as caught:
        standing.set([*LISTS, BOMB])
    assert caught.value.message == "prose/tables.yaml:7 の「市の表」は、2秒計算しても終わりません"
    assert "分けて" in caught.value.help
    assert len(standing.set(LISTS)) == len(LISTS)


def test_what_the_renderer_logs_is_told_with_the_place() -> None:
    asks = Piece('<p><img src="file:///etc/passwd" alt="x"/>市章</p>', place="prose/city.yaml:3")
    with pytest.raises(TypesettingError, match=r"prose/city\.yaml:3 の「市章」\n.*file:///etc/passwd"):
        StandingType(STYLE).set([*LISTS, asks])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_no_room_for_temporary_files_is_said_with_what_to_do() -> None:
    made = Cage()
    with pytest.raises(ProjectError) as caught:
        made.ask(Path.write_bytes, Path("/dev/full"), b"1")
    made.end()
    assert "一時ファイル" in caught.value.message
    assert "TMPDIR" in caught.value.help


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("killing", [signal.SIGKILL, signal.SIGXCPU, signal.SIGTERM])
def test_a_worker_that_is_killed_is_replaced(team: workers._Team, killing: signal.Signals) -> None:
    standing = StandingType(STYLE)
    before = standing.set(LISTS[:3])
    for hand in team._hands:
        os.kill(hand.cage.ask(os.getpid), killing)
    assert StandingType(STYLE).set(LISTS[:3]) == before


def test_the_document_is_named(minimal: Texts, monkeypatch: pytest.MonkeyPatch) -> None:
    _set_by(_die, monkeypatch)
    with pytest.raises(ProjectError, match=r"「みほん市総合戦略」を組めません。.*「.*」は、.*（シグナル 9）"):
        publish(sound(minimal), DOCUMENT, Workshop(ROOT / "templates"))


def _die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


_die.__module__, _die.__qualname__ = workers.__name__, "_set"  # so that it is found there


def test_the_preview_says_so_and_goes_on(minimal: Texts, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(workshop())
    update(session, minimal)
    before = [sheet.digest for sheet in seen(session).sheets]
    _set_by(_die, monkeypatch)
    edit(minimal, "strategies/growth.yaml", "text: 端末の活用", "text: 端末の貸出し")
    update(session, minimal)
    assert "組めません" in session.problems[DOCUMENT] and "strategies/growth.yaml" in session.problems[DOCUMENT]
    assert [sheet.digest for sheet in seen(session).sheets] == before
    monkeypatch.undo()
    edit(minimal, OPENING, "みんなで", "すべての人で")
    update(session, minimal)
    assert session.problems == {}
    assert [sheet.digest for sheet in seen(session).sheets] != before


def _set_by(task: Callable[..., object], monkeypatch: pytest.MonkeyPatch) -> None:
    """New workers that do this instead of setting type, and so do those that replace them."""
    monkeypatch.setattr(workers, "_set", task)
    monkeypatch.setattr(workers, "_team", workers._Team())
    monkeypatch.setattr(workers._Team, "replacement", lambda _: Cage(cage.COPY))


SLOW = """
import sys, time
from vision_compiler.typeset import cage, workers
cage.COMPUTING = 3600
def slow(css, pieces):
    print("begun", file=sys.stderr, flush=True)
    while True:
        pass
slow.__module__, slow.__qualname__ = workers.__name__, "_set"
workers._set = slow
from vision_compiler.__main__ import main
main()
"""


@pytest.fixture
def hanging(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A build whose workers have begun something that never ends."""
    shutil.copytree(MINIMAL, tmp_path / "plan")
    (tmp_path / "temporary").mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, "build", "pdf"],
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PYTHONIOENCODING": "utf-8",
            "TMPDIR": str(tmp_path / "temporary"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    assert process.stderr is not None
    assert process.stderr.readline() == "begun\n"
    yield process
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


@pytest.mark.skipif(sys.platform != "linux", reason="processes of a session are read from /proc")
@pytest.mark.parametrize("everyone", [True, False], ids=["terminal", "kill"])
def test_ctrl_c_ends_at_once_and_leaves_nothing(hanging: subprocess.Popen[str], tmp_path: Path, everyone: bool) -> None:
    """Long before the workers would be at their limit."""
    (os.killpg if everyone else os.kill)(hanging.pid, signal.SIGINT)
    _, errors = hanging.communicate(timeout=60)
    assert (hanging.returncode, errors.replace("begun\n", "")) == (130, "中止しました。\n")
    assert (_left(hanging.pid), list((tmp_path / "temporary").iterdir())) == ([], [])


@pytest.mark.skipif(sys.platform != "linux", reason="processes of a session are read from /proc")
def test_workers_end_with_a_master_that_was_killed(hanging: subprocess.Popen[str], tmp_path: Path) -> None:
    assert len(_alive(hanging.pid)) > 1
    hanging.kill()
    hanging.communicate(timeout=60)  # they hold its output open
    assert (_left(hanging.pid), list((tmp_path / "temporary").iterdir())) == ([], [])


def _left(session: int) -> list[str]:
    """The processes of a session that stay alive."""
    for _ in range(50):
        if not _alive(session):
            break
        time.sleep(0.1)
    return _alive(session)


def _alive(session: int) -> list[str]:
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            facts = file.read_text().rpartition(")")[2].split()
            if int(facts[3]) == session and facts[0] != "Z":
                found.append(file.parent.name)
    return found
