"""HTTP for the browser on this machine: the page, the state of the plan, pictures, and word of every change.

Nothing of the disk is served: every answer is made in memory. Who asks must name this server (``Host``) and come from
its own page (``Origin``), so that no web site on another address can read a plan through the browser.
"""

import json
import re
import socket
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from vision_compiler.diagnostics import ProjectError
from vision_compiler.preview.pictures import FINENESSES
from vision_compiler.preview.session import Session
from vision_compiler.preview.state import region_states, state

ADDRESS = "127.0.0.1"
#: So many ports are tried, one after the other.
_TRIED = 20
#: Seconds after which a silent line is shown to be alive, and after which an unused one is closed.
_BEAT, _IDLE = 15, 60
_PAGE = re.compile(r"/page/([a-z-]{1,40})/([0-9]{1,4})\.png")
_REGIONS = re.compile(r"/regions/([a-z-]{1,40})/([0-9]{1,4})\.json")
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_NEVER, _FOREVER = "no-store", "private, max-age=31536000, immutable"
_ASSETS = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/preview.css": ("preview.css", "text/css; charset=utf-8"),
    "/preview.js": ("preview.js", "text/javascript; charset=utf-8"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
}


@dataclass
class Desk:
    """What the windows look at: the session, and a number that grows with each change of it."""

    session: Session
    folder: Path
    assets: Mapping[str, tuple[bytes, str]]
    run: str = ""
    number: int = 0
    #: How many windows look at each document.
    viewers: Counter[str] = field(default_factory=Counter)
    is_open: bool = True
    _changed: Condition = field(default_factory=Condition)

    @property
    def version(self) -> str:
        """Names the state of this run of the program."""
        return f"{self.run}-{self.number}"

    @property
    def viewed(self) -> list[str]:
        """The documents that are looked at."""
        with self._changed:
            return [document for document, count in self.viewers.items() if count > 0]

    def push(self) -> None:
        """Tell all windows that there is something new."""
        with self._changed:
            self.number += 1
            self._changed.notify_all()

    def close(self) -> None:
        """Let all windows go."""
        with self._changed:
            self.is_open = self.session.is_open = False
            self._changed.notify_all()

    def wait(self, number: int, seconds: float) -> int:
        """The number as soon as it is another one, or after some seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.number != number or not self.is_open, seconds)
            return self.number

    @contextmanager
    def viewing(self, document: str) -> Iterator[None]:
        """While a window looks at a document."""
        with self._changed:
            self.viewers[document] += 1
        try:
            yield
        finally:
            with self._changed:
                self.viewers[document] -= 1
                self.viewers += Counter()  # drops those that nobody looks at


def read_assets(folder: Path) -> dict[str, tuple[bytes, str]]:
    """The page with its style and its script, by the paths that they are asked for."""
    return {path: ((folder / name).read_bytes(), kind) for path, (name, kind) in _ASSETS.items()}


class PreviewServer(ThreadingHTTPServer):
    """Answers the browser on this machine, and nobody else."""

    daemon_threads = True
    request_queue_size = 128  # a page asks for many pictures at once
    #: On Windows, reuse would let two programs have the same port.
    allow_reuse_address = hasattr(socket, "AF_UNIX")

    def __init__(self, desk: Desk, port: int) -> None:
        self.desk = desk
        super().__init__((ADDRESS, port), _Handler)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def hosts(self) -> set[str]:
        """What a browser on this machine calls this server."""
        return {f"{name}:{self.port}" for name in ("localhost", ADDRESS, "[::1]")}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A window that was closed in the middle of an answer is no error, and neither is the end of the program."""
        if self.desk.is_open and not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


def open_server(desk: Desk, port: int) -> PreviewServer:
    """A server on this port, or on the next free one. ``port`` 0: on any."""
    for tried in range(port, min(port + _TRIED, 65536)):
        with suppress(OSError):
            return PreviewServer(desk, tried)
    raise ProjectError(
        f"{port}番から{_TRIED}個のポートが、どれも使えません", "--port で、ほかの番号（8100 など）を指定してください。"
    )


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer
    protocol_version = "HTTP/1.1"
    timeout = _IDLE
    disable_nagle_algorithm = True
    wbufsize = -1
    _ROUTES: ClassVar[dict[str, str]] = {"/state.json": "_state", "/events": "_events"}

    def do_GET(self) -> None:
        """Every request comes here."""
        if refused := self._refused():
            self._say(*refused)
            return
        path = self.path.partition("?")[0]  # as it is written: no other server's address, nothing decoded
        if path in self.server.desk.assets:
            self._answer(*self.server.desk.assets[path])
        elif path in self._ROUTES:
            getattr(self, self._ROUTES[path])()
        elif found := _PAGE.fullmatch(path):
            self._picture(found[1], int(found[2]))
        elif found := _REGIONS.fullmatch(path):
            self._regions(found[1], int(found[2]))
        else:
            self._say(HTTPStatus.NOT_FOUND, "ここには何もありません。")

    def do_HEAD(self) -> None:
        """The same without what is in it."""
        self.do_GET()

    def _refused(self) -> tuple[HTTPStatus, str] | None:
        hosts = self.server.hosts
        if self.headers.get_all("Host", []) not in [[host] for host in hosts]:
            return HTTPStatus.FORBIDDEN, "このアドレスからは使えません。"
        if not {f"http://{host}" for host in hosts}.issuperset(self.headers.get_all("Origin", [])):
            return HTTPStatus.FORBIDDEN, "ほかのサイトからは使えません。"
        is_typed = self.path == "/" and self.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
        if self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin") and not is_typed:
            return HTTPStatus.FORBIDDEN, "ほかのサイトからは使えません。"
        return None

    # What there is

    def _state(self) -> None:
        desk = self.server.desk
        found = state(desk.session, desk.folder, desk.version, self._asked("document"))
        self._answer(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"), "application/json")
        self.wfile.flush()
        desk.session.warm(found["document"])

    def _picture(self, document: str, number: int) -> None:
        session, wanted = self.server.desk.session, self._asked("v")
        if self._asked("fineness") in map(str, FINENESSES):
            session.pictures.fineness = int(self._asked("fineness"))
        png = session.pictures.known(wanted)
        if png is None:
            preview = session.preview(document)
            if preview is None or number >= len(preview.sheets) or preview.sheets[number].digest != wanted:
                self._say(HTTPStatus.NOT_FOUND, "このページは、もうありません。")
                return
            png = session.pictures.picture(preview.sheets[number])
        self._answer(png, "image/png", _FOREVER)

    def _regions(self, document: str, number: int) -> None:
        session = self.server.desk.session
        with session.lock:
            preview = session.preview(document)
            if preview is None or number >= len(preview.sheets):
                self._say(HTTPStatus.NOT_FOUND, "このページは、もうありません。")
                return
            found = region_states(preview, number)
        self._answer(json.dumps(found, ensure_ascii=False).encode(), "application/json")

    def _events(self) -> None:
        """A line that stays open: the version now, and after each change."""
        self._head(HTTPStatus.OK, "text/event-stream", _NEVER, Connection="close")
        self.close_connection = True
        if self.command == "HEAD":
            return
        desk = self.server.desk
        with desk.viewing(self._asked("document")), suppress(OSError):
            number = -1
            self.wfile.write(b"retry: 500\n\n")
            while desk.is_open:
                before, number = number, desk.wait(number, _BEAT)
                self.wfile.write(b":\n\n" if number == before else f"data: {desk.version}\n\n".encode())
                self.wfile.flush()

    # How it is said

    def _asked(self, name: str) -> str:
        return parse_qs(urlsplit(self.path).query).get(name, [""])[0]

    def _head(self, status: HTTPStatus, kind: str, cache: str, **more: str) -> None:
        self.request_version = self.protocol_version  # an odd one would be answered without headers
        self.send_response(status)
        for name, value in {**_HEADERS, "Content-Type": kind, "Cache-Control": cache, **more}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def _answer(self, content: bytes, kind: str, cache: str = _NEVER, status: HTTPStatus = HTTPStatus.OK) -> None:
        more = {"Connection": "close"} if self.close_connection else {}
        self._head(status, kind, cache, Content_Length=str(len(content)), **more)
        if self.command != "HEAD":
            self.wfile.write(content)

    def _say(self, status: HTTPStatus, words: str) -> None:
        self.close_connection = True
        self._answer(f"{words}\n".encode(), "text/plain; charset=utf-8", status=status)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """What the library refuses: other methods, broken requests."""
        self.close_connection = True
        if code == HTTPStatus.NOT_IMPLEMENTED:
            self._answer(
                "読むことだけができます。\n".encode(),
                "text/plain; charset=utf-8",
                status=HTTPStatus.METHOD_NOT_ALLOWED,
            )
        else:
            self._say(HTTPStatus(code), "この要求には答えられません。")

    def version_string(self) -> str:
        """Nobody needs to know."""
        return "vision"

    def log_message(self, format: str, *args: Any) -> None:
        """The terminal belongs to the person at it."""
