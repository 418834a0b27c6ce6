"""A hostile plan is printed as the text that it is: nothing outside is read, written, run or asked."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from tests.command import vision
from tests.conftest import MINIMAL, ROOT, Texts, sound
from vision_compiler import project
from vision_compiler.diagnostics import ProjectError, Severity
from vision_compiler.model.base import Node
from vision_compiler.pipeline import analyse
from vision_compiler.project import read_plan, template_folder
from vision_compiler.typeset.fonts import FOLDERS
from vision_compiler.typeset.sealed import ClosedFetcher

#: Each would read a file, ask a server or run something in who takes it for more than text.
PAYLOADS = [
    "<img src='file:///etc/passwd' alt='x'>",
    "<img src='http://{here}/img'>",
    "<script src='http://{here}/script'></script>",
    "<link rel='attachment' href='file:///etc/passwd'>",
    "<a rel='attachment' href='/etc/passwd'>x</a>",
    "<link rel='stylesheet' href='http://{here}/css'>",
    "<style>@import url(http://{here}/import);</style>",
    "<style>@font-face { font-family: 'Plan Gothic'; src: url(http://{here}/font) }</style>",
    "<p style='background: url(http://{here}/background)'>x</p>",
    "<svg><image href='file:///etc/passwd'/></svg>",
    "<svg><use href='http://{here}/use#x'/></svg>",
    "<svg><style>@import 'http://{here}/svg';</style></svg>",
    "<object data='/etc/passwd'></object>",
    "<embed src='http://{here}/embed'>",
    "<iframe src='http://{here}/frame'></iframe>",
    "<base href='http://{here}/'>",
    "<meta http-equiv='refresh' content='0; url=http://{here}/meta'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "<?xml-stylesheet href='http://{here}/xml'?>",
    "<xi:include href='file:///etc/passwd' parse='text'/>",
    "]]><img src='http://{here}/cdata'><![CDATA[",
    "'\"><img src='http://{here}/attribute'>",
    "--><img src='http://{here}/comment'><!--",
    "url(file:///etc/passwd)",
    "![x](http://{here}/markdown)",
    "[x](file:///etc/passwd)",
    "{% include '/etc/passwd' %}",
    "{# x #}{% import 'os' as os %}",
    "${x}`touch /tmp/x`$(touch /tmp/x)",
    '=HYPERLINK("http://{here}/csv")',
    "\\\\{here}\\share\\x ../../../../etc/passwd",
]
#: With these begin marks of a plan, which must be whole.
_MARKS = frozenset("[]{}")
#: Tells the events that could reach something outside, in every process of a command.
WATCHED = """
import os, sys
log = os.open(os.environ["AUDIT_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
KINDS = ("socket.", "subprocess.", "os.", "shutil.", "urllib.", "http.", "ftplib.", "webbrowser.")
def watch(event, arguments):
    if event in ("os.remove", "os.rmdir") and arguments[1] >= 0:  # a name in a folder that is open
        arguments = (os.path.join(os.readlink(f"/proc/self/fd/{arguments[1]}"), arguments[0]),)
    if event == "open" or event.startswith(KINDS):
        os.write(log, (repr((event, [each if isinstance(each, (int, str)) else
            os.fsdecode(each) if isinstance(each, (bytes, os.PathLike)) else repr(each)
            for each in arguments])) + "\\n").encode("utf-8", "replace"))
sys.addaudithook(watch)
from vision_compiler.__main__ import main
main()
"""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[object]]]:
    """The address of a server that nobody should ask, and who did."""
    callers: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, caller = server.accept()
                except OSError:
                    return
                callers.append(caller)
                connection.close()

        Thread(target=listen, daemon=True).start()
        yield f"127.0.0.1:{server.getsockname()[1]}", callers
        server.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="module")
def hostile(listener: tuple[str, list[object]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan whose every text, of which the check does not say that it must be something else, holds payloads."""
    folder = tmp_path_factory.mktemp("hostile")
    texts: Texts = dict(read_plan(MINIMAL))
    filled = [each.replace("{here}", listener[0]) for each in PAYLOADS]
    payloads = [f"文{each}" for each in filled if not _MARKS.intersection(each)]
    spoiled = 0
    for name in sorted(texts):
        for line in range(str(_decoded(texts, name)).count("\n") + 1):
            changed = {**texts, name: _spoiled(_decoded(texts, name), line, payloads[spoiled % len(payloads)])}
            if changed[name] != texts[name] and analyse(changed).plan:
                texts, spoiled = changed, spoiled + 1
    assert spoiled > len(payloads)
    for name in texts:
        (folder / "plan" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "plan" / name).write_text(_decoded(texts, name), encoding="utf-8")
    return folder


def _decoded(texts: Texts, name: str) -> str:
    text = texts[name]
    return text.decode() if isinstance(text, bytes) else text


def _spoiled(text: str, number: int, payload: str) -> str:
    """The text with the payload at the end of a line's value."""
    lines = text.split("\n")
    key, colon, value = lines[number].partition(": ")
    if colon and value and value[0] not in "|[{":
        lines[number] = f"{key}: {json.dumps(value.strip(chr(34)) + payload, ensure_ascii=False)}"
    elif not colon and lines[number].endswith("。"):
        lines[number] += payload
    return "\n".join(lines)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_text_is_printed_or_refused_for_its_marks(minimal: Texts, payload: str) -> None:
    payload = payload.replace("{here}", "127.0.0.1:9")
    minimal["vision.yaml"] = _spoiled(_decoded(minimal, "vision.yaml"), 0, payload)
    found = [found.code for found in analyse(minimal).diagnostics if found.severity is Severity.ERROR]
    assert found == [] or (found == ["REF003"] and _MARKS.intersection(payload))


@pytest.mark.parametrize("command", [("check",), ("build", "pdf"), ("build", "html")], ids="-".join)
def test_nothing_outside_is_touched(
    hostile: Path, listener: tuple[str, list[object]], tmp_path: Path, command: tuple[str, ...]
) -> None:
    log, temporary = tmp_path / "log", tmp_path / "temporary"
    temporary.mkdir()
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    result = subprocess.run(
        [sys.executable, "-c", WATCHED, *command],
        cwd=hostile,
        env={**environment, "PYTHONDONTWRITEBYTECODE": "1", "AUDIT_LOG": str(log), "TMPDIR": str(temporary)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (result.returncode, "Traceback" in result.stderr) == (0, False), result.stderr
    events = [eval(line, {}) for line in log.read_text(encoding="utf-8").splitlines()]
    assert len(events) > 100
    assert [each for each in events if not _is_allowed(each[0], each[1], hostile, temporary)] == []
    assert listener[1] == [] and not any(temporary.iterdir())
    made = [path for path in hostile.rglob("*") if path.is_file() and path.is_relative_to(hostile / "build")]
    assert not [path for path in made if b"root:x:0" in path.read_bytes()]
    assert sorted(path.name for path in hostile.iterdir()) in (["plan"], ["build", "plan"])


#: What the program itself is made of.
_PROGRAM = tuple(map(str, (ROOT, sys.prefix, sys.base_prefix, *filter(Path.is_dir, FOLDERS))))
#: What Python and its libraries ask of the machine.
_MACHINE = ("/proc/", "/dev/urandom", "/etc/localtime", "/etc/mime.types", "/usr/share/zoneinfo/", "/sys/fs/cgroup/")


def _is_allowed(event: str, arguments: list[object], folder: Path, temporary: Path) -> bool:
    if event == "open":
        return _may_open(str(arguments[0]), int(str(arguments[2])), folder, temporary)
    if event.startswith(("os.", "shutil.")):
        harmless = ("os.fork", "os.listdir", "os.scandir", "os.putenv", "os.unsetenv", "os.walk", "os.fwalk", "os.kill")
        return event in harmless or _is_below(str(arguments[0]), str(folder / "build"), str(temporary))
    if event == "socket.__new__":  # the two ends between a worker and its master
        return "AF_UNIX" in str(arguments[1]) or arguments[1] == socket.AF_UNIX
    return False


def _may_open(path: str, flags: int, folder: Path, temporary: Path) -> bool:
    if path.isdigit() or path == os.devnull:  # open already
        return True
    if flags & _WRITING:
        return _is_below(path, str(folder / "build"), str(temporary))
    return _is_below(path, str(folder), str(temporary), *_PROGRAM) or os.path.realpath(path).startswith(_MACHINE)


def _is_below(path: str, *folders: str) -> bool:
    return any(Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)) for folder in folders)


def test_the_watch_would_see_it(tmp_path: Path) -> None:
    """The test above says something: what it forbids is seen, also in a worker."""
    code = WATCHED.partition("from vision_compiler")[0] + (
        "import socket\nfrom vision_compiler.typeset.cage import Cage\nCage().ask(exec, 'open(\"/etc/passwd\")')\n"
        "open('/etc/hostname')\nsocket.socket()\n"
    )
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    environment["AUDIT_LOG"] = str(tmp_path / "log")
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True)
    events = [eval(line, {}) for line in (tmp_path / "log").read_text(encoding="utf-8").splitlines()]
    refused = [each for each in events if not _is_allowed(each[0], each[1], tmp_path, tmp_path)]
    assert [arguments[0] for event, arguments in refused if event == "open"] == ["/etc/passwd", "/etc/hostname"]
    assert [event for event, _ in refused if event != "open"] == ["socket.__new__"]


def test_every_payload_is_printed_as_it_is_written(hostile: Path) -> None:
    plan = sound(dict(read_plan(hostile / "plan")))
    texts = [text for node in plan.of(Node) for _, _, text in node.texts()]
    beginnings = [
        each.partition("{here}")[0] for each in PAYLOADS if not _MARKS.intersection(each.replace("{here}", ""))
    ]
    assert [each for each in beginnings if not any(each in text for text in texts)] == []
    assert vision("build", "html", folder=hostile).returncode == 0
    pages = [path.read_text(encoding="utf-8") for path in (hostile / "build" / "html").rglob("*.html")]
    assert any("&lt;script src=" in page for page in pages)
    for page in pages:
        for word in ("<script src='", "<img src=", "<iframe", "<base", "<embed", "<object", "<a href='javascript"):
            assert word not in page


@pytest.mark.parametrize(
    ("place", "command"),
    [
        ("prose/linked.yaml", ("check",)),
        ("strategies/growth.yaml", ("build", "pdf")),
        ("README.md", ("build", "html")),
        ("prose", ("check",)),
    ],
)
def test_a_link_in_a_plan_is_refused(tmp_path: Path, place: str, command: tuple[str, ...]) -> None:
    shutil.copytree(MINIMAL, tmp_path / "plan")
    target = tmp_path / "plan" / place
    outside = tmp_path / "outside"
    if target.is_dir():
        target.rename(outside)
    else:
        outside.write_text("id: linked\ntitle: secret\nbody: []\n", encoding="utf-8")
        target.unlink(missing_ok=True)
    target.symlink_to(outside)
    result = vision(*command, folder=tmp_path)
    assert "secret" not in result.stdout + result.stderr
    assert (result.returncode, "リンク" in result.stderr) == ((0, False) if place == "README.md" else (2, True))


def test_a_link_among_the_templates_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert template_folder() == ROOT / "templates"
    package = tmp_path / "vision_compiler"
    shutil.copytree(ROOT / "templates", package / "templates")
    monkeypatch.setattr(project, "__file__", str(package / "project.py"))
    assert template_folder() == package / "templates"
    (package / "templates" / "blocks" / "secret.html.j2").symlink_to("/etc/passwd")
    with pytest.raises(ProjectError, match=r"ひな形「blocks/secret\.html\.j2」はリンクです") as refused:
        template_folder()
    assert refused.value.help == "templates には、ファイルそのものだけを置いてください。"


def test_the_renderer_is_given_the_listed_files_and_nothing_else(tmp_path: Path) -> None:
    font, address = tmp_path / "font.ttf", "https://plan.invalid/font.ttf"
    font.write_bytes(b"font")
    fetcher = ClosedFetcher({address: font})
    served = fetcher.fetch(address)
    assert (served.url, served.read()) == (address, b"font")
    others = [f"{address}/../x", address.upper(), font.as_uri(), "file:///etc/passwd", "data:text/plain,x"]
    for other in others:
        with pytest.raises(FatalURLFetchingError, match=re.escape(other)):
            fetcher.fetch(other)
    assert fetcher.refused == others
    with pytest.raises(ValueError, match="disallowed protocol"):  # what it stands for would not do it either
        URLFetcher.fetch(fetcher, font.as_uri())
