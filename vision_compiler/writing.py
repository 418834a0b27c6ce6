"""Outputs appear whole, and all together or not at all, whatever ends the program on the way.

New files are written beside their targets and take their places only when all of them are on the disk. While they do, a
journal says what stood there before: what fails, is killed or loses power in between is put back, at the latest by the
next run that writes there. What nobody needs any more of an earlier run is swept away.
"""

import errno
import json
import os
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePath

from vision_compiler.diagnostics import ProjectError
from vision_compiler.interrupts import replacing

if sys.platform != "win32":
    import fcntl

_JOURNAL = ".undo.json"
#: New files before they take their places, and old ones until all have.
_NEW, _OLD = ".part", ".old"
_LEFT_OVER = re.compile(r"\..+\.[a-z0-9_]{8}\.(?:part|old)")
_REASONS: dict[int | None, str] = {
    errno.ENOSPC: "空き容量がありません",
    errno.EDQUOT: "使える容量の上限を超えます",
    errno.EROFS: "書き込みできない場所です",
    errno.EACCES: "権限がありません",
    errno.EPERM: "権限がありません",
    errno.ENOENT: "見つかりません",
    errno.ENOTDIR: "フォルダーではありません",
    errno.EISDIR: "同じ名前のフォルダーがあります",
    errno.EEXIST: "同じ名前のファイルがあります",
    errno.ENAMETOOLONG: "名前が長すぎます",
}


@dataclass(frozen=True, slots=True)
class _Change:
    """A file that changes: what is written for it (None: it goes), what it was before (None: it was not there)."""

    target: Path
    new: Path | None
    old: Path | None


def write_whole(files: Mapping[Path, bytes], gone: Collection[Path] = ()) -> None:
    """Write all files (the last one last) and remove those that are ``gone``, or leave everything as it was."""
    folder = _common({path.parent for path in (*files, *gone)})
    replacing(True)
    try:
        _make_folder(folder)
        with _alone(folder):
            _undo(folder)
            _replace(folder, files, gone)
        for emptied in {path.parent for path in gone} - {folder}:
            with suppress(OSError):  # others have files there
                emptied.rmdir()
    except OSError as error:
        raise _refused(folder, error) from error
    finally:
        replacing(False)


def write_for_later(target: Path, content: bytes) -> None:
    """Write a file that can be made again: whole or not at all, but not to outlive a loss of power."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _alone(target.parent):
            _sweep(target.parent)
            temporary = _beside(target, _token(), _NEW)
            try:
                temporary.write_bytes(content)
                temporary.replace(target)
            finally:
                temporary.unlink(missing_ok=True)
    except OSError as error:
        raise _refused(target.parent, error) from error


def restore(folder: Path) -> None:
    """Put back what a run that was killed has replaced, and sweep away what it left behind."""
    if not folder.exists():
        return
    try:
        left_over = any(_is_left_over(path.name) for path in folder.iterdir())
        if left_over or (folder / _JOURNAL).exists():
            with _alone(folder):
                _undo(folder)
                _sweep(folder)
    except OSError as error:
        raise _refused(folder, error) from error


def reason_of(error: OSError) -> str:
    """Why the system refuses something, in Japanese."""
    return _REASONS.get(error.errno, f"エラー番号 {error.errno}")


def below(folder: Path, name: str) -> Path | None:
    """The file of this name below a folder; None if the name leads out of it."""
    is_below = name and not PurePath(name).anchor and ".." not in PurePath(name).parts
    return folder / name if is_below else None


def _refused(folder: Path, error: OSError) -> ProjectError:
    help = "空き容量と、フォルダーの権限や、同じ名前のものがないかを確かめてください。"
    return ProjectError(f"「{folder}」に書き込めません（{reason_of(error)}）", help)


def _replace(folder: Path, files: Mapping[Path, bytes], gone: Collection[Path]) -> None:
    for target in files:
        if target.is_dir():  # found before anything is written
            raise IsADirectoryError(errno.EISDIR, "is a directory", target)
        _make_folder(target.parent)
    for parent in {path.parent for path in (*files, *gone)}:
        _sweep(parent, next(iter(files)).name if len(files) == 1 else "")
    token = _token()
    changed = [target for target, content in files.items() if not _holds(target, content)]
    changes = [_change(target, token, is_kept=True) for target in changed]
    changes += [_change(target, token, is_kept=False) for target in gone if target.is_file()]
    try:
        _write(changes, files)
        _take_places(folder, changes)
    except BaseException:
        _undo(folder)
        raise
    finally:
        if not (folder / _JOURNAL).exists():  # else the next run puts back what we could not
            _remove(path for change in changes for path in (change.new, change.old) if path)


def _change(target: Path, token: str, is_kept: bool) -> _Change:
    new = _beside(target, token, _NEW) if is_kept else None
    return _Change(target, new, _beside(target, token, _OLD) if target.exists() else None)


def _write(changes: Iterable[_Change], files: Mapping[Path, bytes]) -> None:
    """The new files: first all of them, then on the disk itself, which takes less time so."""
    written = [(change.new, files[change.target]) for change in changes if change.new]
    for path, content in written:
        path.write_bytes(content)
        path.chmod(0o644)
    for path, _ in written:
        _to_disk(path)


def _take_places(folder: Path, changes: Collection[_Change]) -> None:
    folders = {change.target.parent for change in changes}
    if len(changes) > 1:  # a single renaming is whole by itself
        for change in changes:
            if change.old:
                _keep(change.target, change.old)
        _begin(folder, changes, folders)
    for change in changes:
        if change.new:
            change.new.replace(change.target)
        else:
            change.target.unlink()
    _folders_to_disk(folders)
    if len(changes) > 1:
        (folder / _JOURNAL).unlink()  # from here on the new ones count
        with suppress(OSError):
            _folders_to_disk([folder])


def _begin(folder: Path, changes: Iterable[_Change], folders: Iterable[Path]) -> None:
    """The journal: for every target what it was before."""
    before = {
        change.target.relative_to(folder).as_posix(): change.old.relative_to(folder).as_posix() if change.old else None
        for change in changes
    }
    journal = folder / _JOURNAL
    temporary = _beside(journal, _token(), _NEW)
    try:
        temporary.write_bytes(json.dumps(before).encode())
        _to_disk(temporary)
        _folders_to_disk(folders)
        temporary.replace(journal)
        _folders_to_disk([folder])
    finally:
        _remove([temporary])


def _undo(folder: Path) -> None:
    """Put back what the journal names; without a journal there is nothing to put back."""
    journal = folder / _JOURNAL
    try:
        before = json.loads(journal.read_bytes())
    except FileNotFoundError:
        return
    except ValueError:  # not ours: it takes its place whole
        before = {}
    for name, kept in before.items():
        target, old = below(folder, name), below(folder, kept or "")
        if target and kept is None:
            target.unlink(missing_ok=True)
        elif target and old and old.exists():
            old.replace(target)
            old.unlink(missing_ok=True)  # it stays where both are one file
    _folders_to_disk({(folder / name).parent for name in before if (folder / name).parent.is_dir()})
    journal.unlink()
    _folders_to_disk([folder])


def _keep(target: Path, old: Path) -> None:
    """A second name for a file; where there are none, a copy."""
    try:
        old.hardlink_to(target)
    except OSError:
        old.write_bytes(target.read_bytes())
        _to_disk(old)


def _holds(target: Path, content: bytes) -> bool:
    try:
        return target.stat().st_size == len(content) and target.read_bytes() == content
    except OSError:
        return False


def _sweep(folder: Path, of: str = "") -> None:
    """Remove what dead runs left behind (``of`` one file). Who writes into a folder has it alone: nobody needs it."""
    if folder.is_dir():
        _remove(path for path in folder.iterdir() if _is_left_over(path.name) and path.name.startswith(f".{of}"))


def _is_left_over(name: str) -> bool:
    return _LEFT_OVER.fullmatch(name) is not None


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):  # it is gone already, or the next run tries again
            path.unlink()


def _beside(target: Path, token: str, ending: str) -> Path:
    return target.with_name(f".{target.name}.{token}{ending}")


def _token() -> str:
    return os.urandom(4).hex()


def _common(folders: Collection[Path]) -> Path:
    return Path(os.path.commonpath(folders))


def _make_folder(folder: Path) -> None:
    """A folder with those above it, on the disk itself."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    _folders_to_disk(each.parent for each in missing)


def _to_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _folders_to_disk(folders: Iterable[Path]) -> None:
    if sys.platform != "win32":  # which takes care of it by itself
        for folder in folders:
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Be the only one who writes into a folder, as far as its file system knows of such a thing."""
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a network drive may not know it
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        with suppress(OSError):  # closing is not enough: a worker that was forked meanwhile has it open, too
            fcntl.flock(handle, fcntl.LOCK_UN)
        os.close(handle)


@contextmanager
def one_at_a_time(lock: Path, tell: Callable[[], None]) -> Iterator[None]:
    """Wait until no other process is in here (``tell`` before waiting). A process that dies is out."""
    with suppress(OSError):  # where no lock can be written, nothing else will be
        lock.parent.mkdir(parents=True, exist_ok=True)
    try:
        file = lock.open("ab")
    except OSError:
        yield
        return
    with file:
        _enter(file.fileno(), tell)
        yield


def _enter(handle: int, tell: Callable[[], None]) -> None:
    if sys.platform == "win32":
        return
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # this kind of lock is not handed down to workers
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN):
            tell()
            fcntl.lockf(handle, fcntl.LOCK_EX)
