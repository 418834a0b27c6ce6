"""``vision serve``: the files are watched, the session makes pages, the server shows them, until it is stopped."""

import gc
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from threading import Thread
from typing import Any

from vision_compiler.pipeline import Workshop
from vision_compiler.preview.server import ADDRESS, Desk, open_server, read_assets
from vision_compiler.preview.session import Session
from vision_compiler.preview.watch import Change, Watcher
from vision_compiler.project import shelf, template_folder
from vision_compiler.typeset.engraver import get_ready
from vision_compiler.typeset.maker import maker
from vision_compiler.typeset.plates import are_kept
from vision_compiler.typeset.requirements import demand_libraries
from vision_compiler.typeset.workers import hire

#: The browser gets its picture before the advice on the text is worked out: so many seconds are left to it.
_BREATH = 0.03
Say = Callable[[str], None]


def serve(folder: Path, port: int, say: Say) -> None:
    """Show a plan until Ctrl-C (or the end of the terminal)."""
    demand_libraries()
    with _signals(signal.SIG_IGN, "SIGINT", "SIGHUP"):
        kept = shelf(folder)
        get_ready(not are_kept(kept))
        hire(for_all=True)  # all of these end with us, without a word of their own
    with _signals(_interrupt, "SIGTERM", "SIGHUP"):
        templates = template_folder()
        session = Session(Workshop(templates, shelf=kept, made_by=maker()))
        desk = Desk(session, folder, read_assets(templates / "preview"), run=token_hex(4))
        watcher = Watcher(folder, templates)
        server = open_server(desk, port)
        _told(say, port, server.port)
        try:
            Thread(target=_follow, args=(desk, watcher), name="plan", daemon=True).start()
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            say("プレビューを終わりました。")
        finally:
            watcher.stop.set()
            desk.close()
            server.server_close()


def _told(say: Say, asked: int, port: int) -> None:
    if asked not in (0, port):
        say(f"{asked}番のポートは使われているので、{port}番を使います。")
    say("プレビューを始めました。ブラウザーで次のアドレスを開いてください。")
    say(f"  http://{ADDRESS}:{port}/")
    say("計画のファイルを保存すると、ページが変わります。終わるときは、ここで Ctrl と C を同時に押してください。")


def _follow(desk: Desk, watcher: Watcher) -> None:
    """Take in the plan as it is, then every change."""
    take_in(desk, watcher.now())
    if plan := desk.session.plan:
        desk.session.preview(plan.settings.documents[0].id)
    gc.collect()
    gc.freeze()  # what is there now stays
    for change in watcher.changes():
        take_in(desk, change)
        gc.collect()  # between edits, not in the middle of one


def take_in(desk: Desk, change: Change) -> None:
    """Show what changed, step by step."""
    if change.templates:
        desk.session.renew()
    if change.problem:
        desk.session.fail(change.problem)
        desk.push()
        return
    for step, _ in enumerate(desk.session.update(change.texts, desk.viewed)):
        if step == 1:  # nothing to see
            time.sleep(_BREATH)
        else:
            desk.push()


@contextmanager
def _signals(answer: Any, *names: str) -> Iterator[None]:
    """Answer these signals (those that the system has) so for a while."""
    known = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {name: signal.signal(name, answer) for name in known}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt
