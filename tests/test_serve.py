"""vision serve: what the browser gets, who is refused, and that every way of saving is noticed."""

import http.client
import json
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.command import vision
from tests.conftest import MINIMAL, ROOT, workshop
from vision_compiler.preview.server import Desk, PreviewServer, open_server, read_assets
from vision_compiler.preview.serving import take_in
from vision_compiler.preview.session import Session
from vision_compiler.preview.watch import Watcher
from vision_compiler.project import template_folder
from vision_compiler.typeset.workers import hire

DOCUMENT = "strategy"


@dataclass
class Serving:
    """A server with its plan folder."""

    plan: Path
    server: PreviewServer

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        connection.putrequest(method, path, skip_host=True)
        for name, value in {"Host": f"127.0.0.1:{self.server.port}", **headers}.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        found = answer.status, answer.read(), dict(answer.headers)
        connection.close()
        return found

    def state(self) -> Any:
        return json.loads(self.ask(f"/state.json?document={DOCUMENT}")[1])


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    """The small plan, served and watched."""
    plan = tmp_path / "計画 案" / "plan"
    shutil.copytree(MINIMAL, plan)
    templates = template_folder()
    hire(for_all=True)  # as `serve` does: a copy of a process that has threads may never wake up
    desk = Desk(Session(workshop()), plan, read_assets(templates / "preview"), run="test")
    watcher = Watcher(plan, templates)
    take_in(desk, watcher.now())
    server = open_server(desk, 0)

    def follow() -> None:
        for change in watcher.changes():
            take_in(desk, change)

    threads = [Thread(target=server.serve_forever, args=(0.05,)), Thread(target=follow)]
    for thread in threads:
        thread.start()
    yield Serving(plan, server)
    watcher.stop.set()
    desk.close()
    server.shutdown()
    for thread in threads:
        thread.join()
    server.server_close()


def states(serving: Serving) -> Iterator[Any]:
    """The state now, and after every change."""
    connection = http.client.HTTPConnection("127.0.0.1", serving.server.port, timeout=60)
    connection.request("GET", f"/events?document={DOCUMENT}")
    answer = connection.getresponse()
    assert answer.headers["Content-Type"] == "text/event-stream"
    silence = 0
    try:
        while line := answer.fp.readline():
            silence += line.startswith(b":")
            assert silence < 10, "nothing more is pushed"
            if line.startswith(b"data: "):
                yield serving.state()
    finally:
        answer.close()
        connection.close()


def first(found: Iterator[Any], **wanted: Any) -> Any:
    """The first state that says so."""
    return next(each for each in found if all(each[key] == value for key, value in wanted.items()))


def test_only_this_machine_is_answered(serving: Serving) -> None:
    assert serving.server.server_address[0] == "127.0.0.1"
    assert serving.server.address_family == socket.AF_INET


def test_the_page_has_everything_from_here(serving: Serving) -> None:
    status, page, headers = serving.ask("/")
    assert status == 200
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert b"http:" not in page
    assert b"https:" not in page
    for path, kind in (("/preview.js", "text/javascript"), ("/preview.css", "text/css"), ("/icon.svg", "image/svg")):
        status, content, headers = serving.ask(path)
        assert (status, bool(content)) == (200, True)
        assert headers["Content-Type"].startswith(kind)


def test_state_pictures_and_regions(serving: Serving) -> None:
    state = serving.state()
    assert (state["good"], state["document"], state["title"]) == (True, DOCUMENT, "みほん市総合計画")
    assert state["documents"] == [{"id": DOCUMENT, "title": "みほん市総合戦略"}]
    assert [each["title"] for each in state["sections"]][:2] == ["目次", "１ はじめに"]
    for number, page in enumerate(state["pages"]):
        status, png, headers = serving.ask(f"/page/{DOCUMENT}/{number}.png?v={page['digest']}")
        assert (status, png[:4], headers["Content-Type"]) == (200, b"\x89PNG", "image/png")
        assert "immutable" in headers["Cache-Control"]
    found = [serving.ask(f"/regions/{DOCUMENT}/{number}.json")[1] for number in range(len(state["pages"]))]
    places = [(each["file"], each["line"]) for regions in found for each in json.loads(regions)]
    assert ("prose/opening.yaml", 8) in places
    assert serving.ask("/state.json?document=nothing")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/preview.js/",
        "/plan/plan.yaml",
        "/../plan/plan.yaml",
        "/%2e%2e/plan/plan.yaml",
        "/page/../../etc/passwd",
        "/page/strategy/",
        "/page/strategy/0.png",
        "/page/strategy/0.png?v=0",
        "/page/strategy/99.png?v=0",
        "/page/nothing/0.png?v=0",
        "/page/strategy/00000.png",
        "/regions/strategy/99.json",
        "/regions/nothing/0.json",
        "/templates/preview/index.html",
        "//etc/passwd",
        "//127.0.0.1/state.json",
        "http://127.0.0.1/",
        "http://example.jp/state.json",
        "/..%2fplan%2fplan.yaml",
        "/%2fetc%2fpasswd",
        "/%252e%252e/plan/plan.yaml",
        "/..\\plan\\plan.yaml",
        "/page/strategy%2f0.png",
        "/state.json%00",
        "/state.json;x",
        "/build/",
    ],
)
def test_nothing_else_is_there(serving: Serving, path: str) -> None:
    status, content, _ = serving.ask(path)
    assert (status, len(content) < 100) == (404, True)


@pytest.mark.parametrize(
    "host", ["example.jp", "127.0.0.1", "127.0.0.1:1", "localhost.example.jp:{port}", "0.0.0.0:{port}", ""]
)
def test_another_host_is_refused(serving: Serving, host: str) -> None:
    for path in ("/", "/state.json", "/events"):
        assert serving.ask(path, Host=host.format(port=serving.server.port))[0] == 403


def test_a_request_without_a_host_or_with_two_is_refused(serving: Serving) -> None:
    host = f"Host: 127.0.0.1:{serving.server.port}\r\n"
    for head in ("", host + host):
        with socket.create_connection(("127.0.0.1", serving.server.port), timeout=60) as connection:
            connection.sendall(f"GET / HTTP/1.1\r\n{head}\r\n".encode())
            assert connection.recv(64).startswith(b"HTTP/1.1 403")


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]"])
def test_the_names_of_this_machine_are_taken(serving: Serving, name: str) -> None:
    host = f"{name}:{serving.server.port}"
    assert serving.ask("/state.json", Host=host, Origin=f"http://{host}")[0] == 200


@pytest.mark.parametrize("origin", ["http://example.jp", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1"])
def test_another_origin_is_refused(serving: Serving, origin: str) -> None:
    assert serving.ask("/state.json", Origin=origin.format(port=serving.server.port))[0] == 403


OURS, PAGE = "Host: {host}\r\n", "GET / HTTP/1.1\r\n"


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ("GET / HTTP/1.0\r\n", 403),
        ("GET / HTTP/1.0\r\nHost: example.jp\r\n", 403),
        ("GET http://example.jp/ HTTP/1.1\r\nHost: example.jp\r\n", 403),
        (PAGE + "Host: example.jp\r\nX-Forwarded-Host: {host}\r\n", 403),
        (PAGE + "Host: user@{host}\r\n", 403),
        (PAGE + "Host: {host}.\r\n", 403),
        (PAGE + "Host: {host}, example.jp\r\n", 403),
        (PAGE + OURS + "Origin: http://example.jp\r\n", 403),
        ("GET /events HTTP/1.1\r\n" + OURS + "Origin: null\r\n", 403),
        ("GET /events HTTP/1.1\r\n" + OURS + "Sec-Fetch-Site: cross-site\r\n", 403),
        ("GET /page/strategy/0.png HTTP/1.1\r\n" + OURS + "Sec-Fetch-Site: cross-site\r\n", 403),
        (PAGE + OURS + "Origin: http://example.jp\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n", 403),
        (PAGE + OURS + "Upgrade: websocket\r\nConnection: Upgrade\r\n", 200),
        ("POST /state.json HTTP/1.1\r\n" + OURS, 405),
        ("PUT /plan/plan.yaml HTTP/1.1\r\n" + OURS, 405),
        ("DELETE / HTTP/1.1\r\n" + OURS, 405),
        ("OPTIONS / HTTP/1.1\r\n" + OURS + "Access-Control-Request-Private-Network: true\r\n", 405),
        ("TRACE / HTTP/1.1\r\n" + OURS, 405),
        ("CONNECT example.jp:443 HTTP/1.1\r\n" + OURS, 405),
        (PAGE + OURS + "X: " + "x" * 70_000 + "\r\n", 431),
        (PAGE + OURS + "X: x\r\n" * 200, 431),
        ("GET /" + "x" * 70_000 + " HTTP/1.1\r\n" + OURS, 414),
        ("GET / HTTP/9.9\r\n" + OURS, 505),
        ("GET / x HTTP/1.1\r\n" + OURS, 400),
        ("GET /\r\n", 403),
    ],
    ids=range(25),
)
def test_a_probe_gets_nothing(serving: Serving, request_: str, status: int) -> None:
    host = f"127.0.0.1:{serving.server.port}"
    with socket.create_connection(("127.0.0.1", serving.server.port), timeout=60) as connection:
        connection.sendall((request_.replace("{host}", host) + "\r\n").encode())
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        content = answer.read()
    assert answer.status == status
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]
    assert "みほん市".encode() not in content


def test_those_who_say_nothing_hold_up_nobody(serving: Serving) -> None:
    address = ("127.0.0.1", serving.server.port)
    silent = [socket.create_connection(address, timeout=60) for _ in range(200)]
    for number, connection in enumerate(silent):
        connection.sendall(b"GET / HTTP/1.1\r\nHost: "[: number % 24])
    assert serving.ask("/state.json")[0] == 200
    for connection in silent:
        connection.close()


def test_what_is_clicked_leads_into_the_plan_only(serving: Serving) -> None:
    files = {path.relative_to(serving.plan).as_posix() for path in serving.plan.rglob("*.yaml")}
    found = [serving.ask(f"/regions/{DOCUMENT}/{number}.json")[1] for number in range(len(serving.state()["pages"]))]
    named = {each["file"] for regions in found for each in json.loads(regions)}
    assert named and named <= files


def test_pictures_are_not_for_other_sites(serving: Serving) -> None:
    assert serving.ask("/state.json", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors")[0] == 403
    assert serving.ask("/state.json", Sec_Fetch_Site="same-site", Sec_Fetch_Mode="navigate")[0] == 403
    assert serving.ask("/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate")[0] == 200
    assert serving.ask("/state.json", Sec_Fetch_Site="same-origin", Sec_Fetch_Mode="cors")[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "なし"])
def test_only_reading_is_possible(serving: Serving, method: str) -> None:
    with socket.create_connection(("127.0.0.1", serving.server.port), timeout=60) as connection:
        connection.sendall(f"{method} / HTTP/1.1\r\nHost: 127.0.0.1:{serving.server.port}\r\n\r\n".encode())
        assert connection.recv(64).split()[1] in (b"405", b"400")


def test_a_head_has_no_body(serving: Serving) -> None:
    status, content, headers = serving.ask("/state.json", "HEAD")
    assert (status, content) == (200, b"")
    assert int(headers["Content-Length"]) > 100


def test_a_save_by_renaming_is_pushed(serving: Serving) -> None:
    found = states(serving)
    before = next(found)
    file = serving.plan / "prose" / "opening.yaml"
    beside = file.with_name(".opening.yaml.tmp")
    beside.write_text(file.read_text(encoding="utf-8").replace("みんなで", "すべての人で"), encoding="utf-8")
    beside.replace(file)
    after = next(each for each in found if each["pages"] != before["pages"])
    touched = after["touched"]["page"]
    assert [page for page in after["pages"] if page not in before["pages"]] == [after["pages"][touched]]
    assert (after["good"], after["problem"]) == (True, "")
    assert serving.ask(f"/page/{DOCUMENT}/{touched}.png?v={after['pages'][touched]['digest']}")[0] == 200


def test_a_broken_file_keeps_the_pages_until_it_is_repaired(serving: Serving) -> None:
    found = states(serving)
    before = first(found, complete=True)
    file = serving.plan / "vision.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("goal:", "goal"), encoding="utf-8")
    broken = first(found, good=False)
    assert broken["pages"] == before["pages"]
    assert [each["file"] for each in broken["findings"]] == ["vision.yaml"]
    file.write_text(text, encoding="utf-8")
    assert first(found, good=True)["pages"] == before["pages"]


def test_many_files_at_once(serving: Serving) -> None:
    found = states(serving)
    before = next(found)
    for name, old, new in (
        ("prose/opening.yaml", "みんなで", "すべての人で"),
        ("strategies/growth.yaml", "端末の活用", "端末の貸出し"),
        ("strategies/safety.yaml", "訓練の支援", "訓練の充実"),
    ):
        file = serving.plan / name
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    wanted = len(before["pages"])
    last = next(each for each in found if sum(page in each["pages"] for page in before["pages"]) <= wanted - 2)
    assert last["good"]


def test_a_file_that_goes_away_is_missed_and_welcome_back(serving: Serving) -> None:
    found = states(serving)
    before = next(found)
    file = serving.plan / "prose" / "opening.yaml"
    text = file.read_bytes()
    file.unlink()
    assert first(found, good=False)["pages"] == before["pages"]
    file.write_bytes(text)
    assert first(found, good=True)["pages"] == before["pages"]


def test_a_folder_that_is_exchanged_is_followed(serving: Serving) -> None:
    found = states(serving)
    next(found)
    old = serving.plan.rename(serving.plan.with_name("old"))
    shutil.copytree(old, serving.plan)
    file = serving.plan / "prose" / "opening.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("みんなで", "すべての人で"), encoding="utf-8")
    assert next(each for each in found if each["touched"])["good"]


def test_the_middle_of_a_save_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(MINIMAL, tmp_path / "plan")
    watcher = Watcher(tmp_path / "plan", template_folder())
    before = watcher.now()
    file = tmp_path / "plan" / "vision.yaml"
    file.write_bytes(b"")
    stray = tmp_path / "plan" / "vision.yaml___jb_tmp___"
    stray.write_bytes(b"")

    def later(_: float) -> None:
        file.write_bytes(before.texts["vision.yaml"])
        stray.unlink(missing_ok=True)

    monkeypatch.setattr("vision_compiler.preview.watch.time.sleep", later)
    assert watcher.now() == before


def test_serve_shows_its_address_and_ends_with_one_line(tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path / "plan")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code = "from vision_compiler.cli import main; main()"
        process = subprocess.Popen(
            [sys.executable, "-c", code, "serve", "--port", str(port)],
            cwd=tmp_path,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(4)]
    address = lines[2].strip()
    assert f"{port}番のポートは使われている" in lines[0]
    assert address.startswith("http://127.0.0.1:")
    connection = http.client.HTTPConnection(address.removeprefix("http://").rstrip("/"), timeout=60)
    connection.request("GET", "/state.json")
    answer = connection.getresponse()
    assert (answer.status, bool(answer.read())) == (200, True)
    connection.close()
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output, errors) == (0, "プレビューを終わりました。\n", "")


@pytest.mark.parametrize("port", ["0", "70000", "八千"])
def test_a_port_that_cannot_be(tmp_path: Path, port: str) -> None:
    result = vision("serve", "--port", port, folder=tmp_path)
    assert result.returncode == 2
    assert "「--port」の値がないか、使えない値です" in result.stderr


def test_serve_without_a_plan(tmp_path: Path) -> None:
    result = vision("serve", folder=tmp_path)
    assert result.returncode == 2
    assert "見つかりません" in result.stderr
