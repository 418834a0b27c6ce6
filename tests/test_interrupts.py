"""interrupts: what ends the program ends it at once, but never in the middle of replacing outputs.

On signals that are only written down; ``test_cage.py`` and ``test_writes.py`` send real ones to real processes.
"""

import os
import signal
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest

from vision_compiler.interrupts import end_on_interrupt, replacing, stop

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="Windows has fewer signals")
WORKERS = "vision_compiler.typeset.workers"
ENGRAVER = "vision_compiler.typeset.engraver"
IGNORED = {number: signal.SIG_IGN for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}


class EndedError(BaseException):
    """The process would have ended here."""


@pytest.fixture
def done() -> list[object]:
    """What was done, in order."""
    return []


@pytest.fixture
def handlers(monkeypatch: pytest.MonkeyPatch, done: list[object]) -> dict[int, Any]:
    """What is done on a signal; the process itself goes on as it was."""
    by_signal: dict[int, Any] = dict.fromkeys(IGNORED, signal.SIG_DFL)
    by_signal[signal.SIGINT] = signal.default_int_handler

    def ended(status: int) -> NoReturn:
        raise EndedError(status)

    def write(handle: int, text: bytes) -> None:
        done.append((handle, text.decode()))

    monkeypatch.setattr(signal, "signal", by_signal.__setitem__)
    monkeypatch.setattr(signal, "getsignal", by_signal.__getitem__)
    monkeypatch.setattr(os, "_exit", ended)
    monkeypatch.setattr(os, "write", write)
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(os, "register_at_fork", lambda *, after_in_child: done.append(after_in_child))
    for name in (WORKERS, ENGRAVER, "multiprocessing"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return by_signal


def status_of(ending: Callable[..., object], *arguments: object) -> int:
    with pytest.raises(EndedError) as ended:
        ending(*arguments)
    return int(ended.value.args[0])


def test_the_end_is_one_line_and_the_status_of_shells(handlers: dict[int, Any], done: list[object]) -> None:
    assert status_of(stop) == 130
    assert done == [(2, "中止しました。\n")]
    assert handlers == IGNORED


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_terminal_gets_its_cursor_and_its_line_back(
    is_terminal: bool, handlers: dict[int, Any], done: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", SimpleNamespace(isatty=lambda: is_terminal))
    assert status_of(stop, signal.SIGTERM) == 143
    clear = "\r\x1b[K\x1b[?25h" if is_terminal else ""
    assert done == [(2, f"{clear}中止しました。\n")]
    assert handlers == IGNORED


def test_no_worker_is_left_over_or_replaced(
    handlers: dict[int, Any], done: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    workers = [SimpleNamespace(kill=lambda name=name: done.append(name)) for name in ("one", "two")]
    monkeypatch.setitem(sys.modules, WORKERS, SimpleNamespace(dismiss=lambda: done.append("dismissed")))
    monkeypatch.setitem(sys.modules, ENGRAVER, SimpleNamespace(dismiss=lambda: done.append("no more charts")))
    monkeypatch.setitem(sys.modules, "multiprocessing", SimpleNamespace(active_children=lambda: workers))
    assert status_of(stop) == 130
    assert done == ["dismissed", "no more charts", "one", "two", (2, "中止しました。\n")]
    assert handlers == IGNORED


def test_modules_that_are_loaded_in_part_have_no_workers_yet(
    handlers: dict[int, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (WORKERS, ENGRAVER, "multiprocessing"):
        monkeypatch.setitem(sys.modules, name, SimpleNamespace())
    assert status_of(stop) == 130
    assert handlers == IGNORED


def test_a_signal_ends_the_program_unless_it_was_ignored_before(handlers: dict[int, Any]) -> None:
    handlers[signal.SIGHUP] = signal.SIG_IGN  # as nohup does
    end_on_interrupt()
    assert handlers[signal.SIGHUP] == signal.SIG_IGN
    assert status_of(handlers[signal.SIGTERM], signal.SIGTERM, None) == 143
    end_on_interrupt()
    assert handlers == IGNORED


def test_while_outputs_are_replaced_they_are_put_back_first(handlers: dict[int, Any], done: list[object]) -> None:
    end_on_interrupt()
    interrupted = handlers[signal.SIGINT]
    replacing(True)
    try:
        with pytest.raises(KeyboardInterrupt) as caught:
            interrupted(signal.SIGTERM, None)
    finally:
        replacing(False)
    assert caught.value.args == (signal.SIGTERM,)
    assert handlers == IGNORED, "the second one does not disturb"
    assert not [each for each in done if isinstance(each, tuple)], "main() says it"
    assert status_of(interrupted, signal.SIGINT, None) == 130


def test_a_worker_leaves_ctrl_c_to_the_master(handlers: dict[int, Any], done: list[object]) -> None:
    end_on_interrupt()
    (in_child,) = done
    assert callable(in_child)
    in_child()
    assert handlers == {**dict.fromkeys(IGNORED, signal.SIG_DFL), signal.SIGINT: signal.SIG_IGN}


def test_where_processes_are_not_copied_nothing_is_said_to_copies(
    handlers: dict[int, Any], done: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "register_at_fork")
    end_on_interrupt()
    assert done == []
    assert status_of(handlers[signal.SIGINT], signal.SIGINT, None) == 130
