"""Says when the files of a plan changed, however they were saved."""

import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from watchfiles import watch

from vision_compiler.diagnostics import ProjectError
from vision_compiler.load import kind_of
from vision_compiler.project import read_plan

#: Milliseconds without a further change, after which a save is over; and how long many of them count as one.
_QUIET, _AT_MOST = 4, 50
#: Every so many milliseconds the files are looked at without being asked: not every drive says what changes on it.
_LOOK = 1000
#: A file that vanished or is empty in the middle of a save is looked at again, so often and after so many seconds.
_TRIES, _PAUSE = 12, 0.02

Texts = Mapping[str, bytes]
_Stamp = list[tuple[str, int, int, int]]


@dataclass(frozen=True, slots=True)
class Change:
    """What the plan's files hold now, or why they can't be read; and whether templates changed."""

    texts: Texts = field(default_factory=dict)
    problem: str = ""
    templates: bool = False


@dataclass
class Watcher:
    """The folder of a plan and that of the templates."""

    plan: Path
    templates: Path
    stop: Event = field(default_factory=Event)
    _last: Change = field(default_factory=Change)

    def now(self) -> Change:
        """What the files hold, without waiting for a change."""
        self._last = self._read()
        return self._last

    def changes(self) -> Iterator[Change]:
        """One after the other, until ``stop`` is set. What changes while nobody asks is not lost."""
        for paths in self._alarms():
            renewed = any(path.is_relative_to(self.templates) for path in paths)
            before, self._last = self._last, self._saved(paths) or self._read()
            if renewed or self._last != before:
                yield Change(self._last.texts, self._last.problem, renewed)

    def _alarms(self) -> Iterator[set[Path]]:
        """Whenever something may have changed: what, if that is known."""
        while not self.stop.is_set():
            stamps = _stamp(self.plan), _stamp(self.templates)
            yield set()
            if not self.plan.is_dir():
                self.stop.wait(_LOOK / 1000)
                continue
            with suppress(OSError, RuntimeError):  # a folder that went away meanwhile
                yield from self._events(stamps)

    def _events(self, stamps: tuple[_Stamp, _Stamp]) -> Iterator[set[Path]]:
        home = _identity(self.plan)
        for events in watch(
            *filter(Path.is_dir, (self.plan, self.templates)),
            watch_filter=None,
            debounce=_AT_MOST,
            step=_QUIET,
            rust_timeout=_LOOK,
            yield_on_timeout=True,
            stop_event=self.stop,
            raise_interrupt=False,
        ):
            if events:
                yield {Path(path) for _, path in events}
                continue
            before, stamps = stamps, (_stamp(self.plan), _stamp(self.templates))
            if before != stamps:
                yield {self.templates} if before[1] != stamps[1] else set()
            if _identity(self.plan) != home:
                return  # another folder of the same name: watch that one

    def _saved(self, paths: set[Path]) -> Change | None:
        """What an ordinary save leaves: the same files, some of them with another text. Else look at everything."""
        texts = dict(self._last.texts)
        for path in paths:
            name = path.relative_to(self.plan).as_posix() if path.is_relative_to(self.plan) else ""
            if path.name.startswith("."):
                continue  # what an editor writes beside the file
            try:
                texts[name] = path.read_bytes() if name in texts and not path.is_symlink() else b""
            except OSError:
                return None
            if not texts[name]:
                return None
        return Change(texts) if paths and not self._last.problem else None

    def _read(self) -> Change:
        """The files. What looks like the middle of a save is read again."""
        change = self._read_once()
        for _ in range(_TRIES):
            if not change.problem and not self._is_half_saved(change.texts):
                break
            time.sleep(_PAUSE)
            change = self._read_once()
        return change

    def _read_once(self) -> Change:
        try:
            return Change(read_plan(self.plan))
        except ProjectError as error:
            return Change(problem=f"{error.message}。{error.help}")
        except OSError:
            return Change(problem=f"「{self.plan}」を読めません。フォルダーがあるかを確かめてください。")

    def _is_half_saved(self, texts: Texts) -> bool:
        """A file is gone or has become empty, or a new one is none of a plan: for a moment, or for good."""
        before = self._last.texts
        strays = (name for name in texts.keys() - before.keys() if kind_of(name) is None)
        return bool(before) and (any(not texts.get(name) for name, text in before.items() if text) or any(strays))


def _identity(folder: Path) -> tuple[int, int]:
    with suppress(OSError):
        found = folder.stat()
        return found.st_dev, found.st_ino
    return 0, 0


def _stamp(folder: Path) -> _Stamp:
    """Names, sizes and times of all files."""
    found = []
    with suppress(OSError):
        for path in sorted(folder.rglob("*")):
            about = path.stat()
            found.append((path.as_posix(), about.st_mtime_ns, about.st_size, about.st_ino))
    return found
