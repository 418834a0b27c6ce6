"""writing: outputs are replaced whole and together, or stay as they were, whatever fails or is killed meanwhile."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.command import vision
from tests.conftest import ROOT, small_project
from tests.kills import killed, left_over, outputs_of, started
from vision_compiler.diagnostics import ProjectError
from vision_compiler.project import Shelf
from vision_compiler.writing import one_at_a_time, reason_of, restore, write_for_later, write_whole

#: Every call by which something gets on the disk, or changes its name there.
CALLS = {
    "fsync": (os, "fsync"),
    "mkdir": (os, "mkdir"),
    "rename": (os, "replace"),
    "link": (os, "link"),
    "unlink": (os, "unlink"),
    "write": (Path, "write_bytes"),
    "chmod": (os, "chmod"),
}
OLD = {"one.pdf": b"old 1", "html/two.html": b"old 2", "html/gone.html": b"old 3", "manifest.json": b"old 4"}
NEW = {"one.pdf": b"new 1", "html/two.html": b"new 2", "html/more/new.html": b"new 5", "manifest.json": b"new 4"}


def write(folder: Path, files: dict[str, bytes], gone: tuple[str, ...] = ()) -> None:
    write_whole({folder / name: content for name, content in files.items()}, [folder / name for name in gone])


def failing(call: Callable[..., Any], at: int, number: int, for_good: bool, calls: list[None]) -> Callable[..., Any]:
    """The call, which fails the n-th time, or from then on."""

    def instead(*arguments: Any, **options: Any) -> Any:
        calls.append(None)
        if len(calls) == at or (for_good and len(calls) > at):
            raise OSError(number, os.strerror(number))
        return call(*arguments, **options)

    return instead


def found(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the disk."""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)


@pytest.mark.usefixtures("quick_disk")
@pytest.mark.parametrize("for_good", [False, True])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES], ids=errno.errorcode.get)
@pytest.mark.parametrize("call", CALLS)
def test_whatever_fails_all_outputs_are_old_or_all_are_new(
    call: str, number: int, for_good: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, name = CALLS[call]
    for at in range(1, 100):
        folder, calls = tmp_path / str(at), list[None]()
        write(folder, OLD)
        (folder / "html" / "CNAME").write_text("of others", encoding="utf-8")
        expected = NEW
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, failing(getattr(owner, name), at, number, for_good, calls))
            try:
                write(folder, NEW, ("html/gone.html",))
            except ProjectError as refused:
                assert "書き込めません" in refused.message
                expected = OLD
        for swept in (folder, folder / "html", folder / "html" / "more"):
            restore(swept)
        assert found(folder) == {**expected, "html/CNAME": b"of others"}, f"{call} {at}"
        if len(calls) < at:
            break
    assert at > 1 and expected is NEW


@pytest.mark.parametrize("at", range(1, 30))
def test_a_kill_at_any_step_leaves_what_the_next_run_puts_back(at: int, tmp_path: Path) -> None:
    write(tmp_path, OLD)
    code = f"""
import os, sys
from pathlib import Path
from vision_compiler.writing import write_whole
calls = iter(range(1, 1000))
def dying(event, arguments):
    changes = event in ("os.rename", "os.link", "os.remove", "os.mkdir", "open")
    if changes and str(arguments[0]).startswith({str(tmp_path)!r}) and next(calls) == {at}:
        os.kill(os.getpid(), 9)
sys.addaudithook(dying)
folder = Path({str(tmp_path)!r})
write_whole({{folder / name: text for name, text in {NEW!r}.items()}}, [folder / "html/gone.html"])
"""
    status = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode
    for folder in (tmp_path, tmp_path / "html", tmp_path / "html" / "more"):
        restore(folder)
    assert found(tmp_path) in (OLD, NEW)
    assert status in (0, -signal.SIGKILL)


@pytest.mark.usefixtures("quick_disk")
@pytest.mark.parametrize("is_whole", [True, False], ids=["outputs", "standing type"])
def test_what_a_kill_would_leave_at_any_call_is_put_back(
    is_whole: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The state before each call is copied, instead of killing a process there."""
    folder, copies = tmp_path / "build", list[Path]()
    if is_whole:
        write(folder, OLD)
    else:
        write_for_later(folder / "one.pdf", b"old 1")

    def copied(call: Callable[..., Any]) -> Callable[..., Any]:
        def instead(*arguments: Any, **options: Any) -> Any:
            copies.append(tmp_path / str(len(copies)))
            shutil.copytree(folder, copies[-1])
            return call(*arguments, **options)

        return instead

    with monkeypatch.context() as patch:
        for name in ("replace", "link", "unlink", "fsync"):
            patch.setattr(os, name, copied(getattr(os, name)))
        if is_whole:
            write(folder, NEW, ("html/gone.html",))
        else:
            write_for_later(folder / "one.pdf", b"new 1")
    old, new = (OLD, NEW) if is_whole else ({"one.pdf": b"old 1"}, {"one.pdf": b"new 1"})
    for copy in copies:
        for swept in (copy, copy / "html", copy / "html" / "more"):
            restore(swept)
        assert found(copy) in (old, new), copy.name
    assert found(folder) == new and len(copies) > 1


def test_the_reasons_of_the_system_are_japanese() -> None:
    assert reason_of(OSError(errno.ENOSPC, "No space left on device")) == "空き容量がありません"
    assert reason_of(OSError(errno.ELOOP, "Too many levels of symbolic links")) == f"エラー番号 {errno.ELOOP}"


@pytest.mark.parametrize(
    "attempt",
    [
        lambda file: write_whole({file / "one.pdf": b"1"}),
        lambda file: write_for_later(file / "one.pdf", b"1"),
        restore,
    ],
    ids=["write_whole", "write_for_later", "restore"],
)
def test_a_refusal_names_the_folder_the_reason_and_the_remedy(attempt: Callable[[Path], None], tmp_path: Path) -> None:
    file = tmp_path / "build"
    file.write_bytes(b"mine")
    with pytest.raises(ProjectError) as refused:
        attempt(file)
    assert refused.value.message.startswith(f"「{file}」に書き込めません（")
    assert refused.value.message.endswith(("同じ名前のファイルがあります）", "フォルダーではありません）"))
    assert refused.value.help == "空き容量と、フォルダーの権限や、同じ名前のものがないかを確かめてください。"
    assert file.read_bytes() == b"mine"


def test_new_folders_are_made_and_are_on_the_disk_with_what_holds_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[int] = set()
    monkeypatch.setattr(os, "fsync", lambda handle: synced.add(os.fstat(handle).st_ino))
    write_whole({tmp_path / "build" / "data" / "plan" / "one.csv": b"1"})
    target = tmp_path / "build" / "data" / "plan" / "one.csv"
    assert {path.stat().st_ino for path in (target, *list(target.parents)[:4])} == synced
    assert target.stat().st_mode & 0o777 == 0o644
    write_for_later(tmp_path / "type" / "of" / "one", b"1")
    assert (tmp_path / "type" / "of" / "one").read_bytes() == b"1"


@pytest.mark.parametrize("fails", [False, True])
def test_ctrl_c_waits_for_the_outputs_and_only_for_them(
    fails: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr("vision_compiler.writing.replacing", told.append)
    monkeypatch.setattr(os, "fsync", failing(lambda _: told.append("disk"), 3, errno.EIO, fails, []))
    with suppress(ProjectError):
        write(tmp_path, OLD)
    assert told[0] is True and told[-1] is False
    assert set(told[1:-1]) == {"disk"}


def test_a_single_output_needs_no_second_name(tmp_path: Path) -> None:
    target = tmp_path / "表 1.xlsx"
    write_whole({target: b"1"})
    write_whole({target: b"2"})
    assert found(tmp_path) == {"表 1.xlsx": b"2"}


def test_what_is_the_same_is_not_written_again(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    before = (tmp_path / "one.pdf").stat()
    write(tmp_path, {**NEW, "one.pdf": OLD["one.pdf"]})
    assert (tmp_path / "one.pdf").stat().st_ino == before.st_ino


def test_only_what_dead_runs_left_behind_is_swept(tmp_path: Path) -> None:
    ours, others = tmp_path / ".three.pdf.0123abcd.part", tmp_path / ".bashrc.part"
    own = tmp_path / ".two.pdf.0123abcd.part"
    for path in (ours, own, others, tmp_path / "x.part"):
        path.write_bytes(b"")
    write_whole({tmp_path / "two.pdf": b"2"})
    assert ours.exists() and not own.exists(), "who writes one file looks after that one"
    write(tmp_path, OLD)
    assert not ours.exists()
    assert others.exists() and (tmp_path / "x.part").exists()


def test_a_journal_cannot_lead_out_of_its_folder(tmp_path: Path) -> None:
    build, own = tmp_path / "build", tmp_path / "own.txt"
    build.mkdir()
    own.write_bytes(b"mine")
    (build / ".undo.json").write_text('{"../own.txt": null, "/etc/nothing": "x"}', encoding="utf-8")
    restore(build)
    assert own.read_bytes() == b"mine"
    assert found(build) == {}


def test_a_damaged_journal_is_no_journal(tmp_path: Path) -> None:
    (tmp_path / ".undo.json").write_bytes(b'{"one.pdf": nu')
    write(tmp_path, OLD)
    assert found(tmp_path) == OLD


def test_the_shelf_takes_a_full_disk_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf(tmp_path / ".cache")
    shelf.put("strategy", b"kept")
    monkeypatch.setattr(Path, "replace", failing(Path.replace, 1, errno.ENOSPC, True, []))
    shelf.put("strategy", b"new")
    assert shelf.take("strategy") == b"kept"
    assert found(tmp_path) == {".cache/strategy": b"kept"}
    with pytest.raises(ProjectError, match="空き容量がありません"):
        write_for_later(tmp_path / "x", b"")


def test_the_second_waits_for_the_first_but_not_for_a_dead_one(tmp_path: Path) -> None:
    lock = tmp_path / ".cache" / "lock"
    holding = (
        "import sys, time; from pathlib import Path; from vision_compiler.writing import one_at_a_time\n"
        f"with one_at_a_time(Path({str(lock)!r}), lambda: None): print('in', flush=True); time.sleep(60)"
    )
    first = subprocess.Popen([sys.executable, "-c", holding], cwd=ROOT, stdout=subprocess.PIPE)
    assert first.stdout
    first.stdout.readline()
    told: list[str] = []

    def tell() -> None:
        told.append("waits")
        first.kill()

    with one_at_a_time(lock, tell):
        told.append("is in")
    first.wait()
    first.stdout.close()
    assert told == ["waits", "is in"]


# On the real program.


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return small_project(tmp_path / "計画 案")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose outputs are there."""
    folder = small_project(tmp_path_factory.mktemp("built") / "計画 案")
    for command in (("build", "pdf"), ("build", "html"), ("schema",)):
        assert vision(*command, folder=folder).returncode == 0
    return folder


@pytest.fixture
def edited(built: Path, tmp_path: Path) -> Path:
    """A project that was edited after its outputs were made."""
    folder = tmp_path / "計画 案"
    shutil.copytree(built, folder)
    file = folder / "plan" / "vision.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("みんなで", "共に"), encoding="utf-8")
    for schema in (folder / "schemas").iterdir():
        schema.write_text("old", encoding="utf-8")
    return folder


#: Makes the n-th call of a kind fail below the folders of outputs, as the system reports it.
FAULTY = """
import os, sys
count = iter(range(1, 100000))
def faulty(call):
    def instead(path, *arguments, **options):
        at = os.readlink(f"/proc/self/fd/{{path}}") if isinstance(path, int) else os.fspath(path)
        if ("/build" in str(at) or "/schemas" in str(at)) and ".cache" not in str(at) and next(count) == {at}:
            raise OSError({number}, os.strerror({number}))
        return call(path, *arguments, **options)
    return instead
os.{name} = faulty(os.{name})
from vision_compiler.cli import main
main()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for the names of open files")
@pytest.mark.parametrize(
    ("command", "name", "number", "at"),
    [
        (("build", "pdf"), "replace", errno.EIO, 2),
        (("build", "html"), "fsync", errno.ENOSPC, 9),
        (("build", "html"), "replace", errno.EACCES, 7),
        (("schema",), "replace", errno.EROFS, 5),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_a_fault_is_one_line_and_nothing_has_changed(
    edited: Path, command: tuple[str, ...], name: str, number: int, at: int
) -> None:
    before = outputs_of(edited)
    result = subprocess.run(
        [sys.executable, "-c", FAULTY.format(at=at, name=name, number=number), *command],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        cwd=edited,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    lines = result.stderr.splitlines()
    assert result.returncode == 2, result.stderr
    assert lines[0].startswith("エラー: ") and "書き込めません" in lines[0] and len(lines) == 2
    assert outputs_of(edited) == before
    assert vision(*command, folder=edited).returncode == 0
    assert left_over(edited) == []
    assert outputs_of(edited) != before


@pytest.mark.parametrize("command", [("build", "pdf"), ("build", "html"), ("schema",)], ids=" ".join)
def test_a_file_where_the_folder_should_be_is_one_line(project: Path, command: tuple[str, ...]) -> None:
    shutil.rmtree(project / "build")
    (project / "build").write_text("mine", encoding="utf-8")
    (project / "schemas").write_text("mine", encoding="utf-8")
    result = vision(*command, folder=project)
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 2 and "書き込めません" in result.stderr


def test_two_builds_at_once_are_one_after_the_other(edited: Path) -> None:
    pdf = edited / "build" / "strategy.pdf"
    both = [started("build", "pdf", folder=edited) for _ in range(2)]
    read: list[bytes] = []
    while any(each.poll() is None for each in both):
        read.append(pdf.read_bytes())
        time.sleep(0.01)
    told = [each.communicate()[1].decode() for each in both]
    assert [each.returncode for each in both] == [0, 0], told
    assert sum("ほかで動いているので" in text for text in told) == 1
    assert all(content.startswith(b"%PDF") and content.rstrip().endswith(b"%%EOF") for content in read)
    assert len(set(read)) <= 2


KINDS = [signal.SIGKILL] * 2 + [signal.SIGINT]


@pytest.mark.parametrize(("kind", "seed"), [(kind, seed) for seed, kind in enumerate(KINDS)])
def test_a_build_that_is_ended_leaves_old_outputs_or_new_ones(edited: Path, kind: signal.Signals, seed: int) -> None:
    outcome = killed(edited, ("build", "pdf"), kind, 0.15 + 0.6 * seed)
    assert outcome.problems == []


def test_ctrl_c_is_heard_while_a_build_waits_for_another(edited: Path) -> None:
    with one_at_a_time(edited / "build" / ".cache" / "lock", lambda: None):
        waiting = started("build", "pdf", folder=edited)
        assert waiting.stderr
        assert "終わるまで待ちます" in waiting.stderr.readline().decode()
        waiting.send_signal(signal.SIGINT)
        rest = waiting.communicate(timeout=10)[1].decode()
    assert (waiting.returncode, rest) == (130, "中止しました。\n")
