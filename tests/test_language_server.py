"""What an editor gets: a real YAML language server reads real files of the plan through their modelines."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from typing import Any

import pytest

from tests.conftest import ROOT
from vision_compiler.model.chapter import BLOCKS

SERVER = ROOT / ".venv" / "language-server" / "node_modules" / "yaml-language-server"
SECONDS = 60
STRATEGY = "plan/strategies/children.yaml"
CHAPTER = "plan/prose/strategy-vision.yaml"
CURSOR = "｜"
#: What an editor with a Japanese user interface says of itself.
EDITOR = {
    "processId": None,
    "rootUri": ROOT.as_uri(),
    "workspaceFolders": [{"uri": ROOT.as_uri(), "name": ROOT.name}],
    "locale": "ja",
    "capabilities": {
        "workspace": {"configuration": True},
        "textDocument": {
            "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
            "hover": {"contentFormat": ["markdown"]},
        },
    },
}
SETTINGS = {"yaml": {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}}


class Client:
    """As much of an editor as these tests need: JSON-RPC over the server's standard input and output."""

    def __init__(self, server: subprocess.Popen[bytes]) -> None:
        assert server.stdin and server.stdout
        self.server, self.input, self.output = server, server.stdin, server.stdout
        self.messages: Queue[dict[str, Any]] = Queue()
        self.sent = self.opened = 0
        Thread(target=self._read, daemon=True).start()
        self.ask("initialize", EDITOR)
        self.send("initialized", {})

    def send(self, method: str, params: Any) -> None:
        self._write({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        self.sent += 1
        self._write({"id": self.sent, "method": method, "params": params})
        answer = self._next(lambda message: message.get("id") == self.sent and "method" not in message)
        assert "error" not in answer, answer
        return answer["result"]

    def open(self, name: str, text: str) -> str:
        """Show a text as a new file beside a file of the plan; returns its address."""
        self.opened += 1
        uri = (ROOT / name).with_suffix(f".{self.opened}.yaml").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.send("textDocument/didOpen", {"textDocument": document})
        return uri

    def close(self, uri: str) -> None:
        self.send("textDocument/didClose", {"textDocument": {"uri": uri}})

    def mistakes(self, texts: list[tuple[str, str]]) -> list[tuple[str, int, str]]:
        """What the editor underlines in files that are open side by side, as (file, line, message)."""
        names = {self.open(name, text): name for name, text in texts}
        found = []
        while names:
            shown = self._next(lambda message: message.get("params", {}).get("uri") in names)["params"]
            name = names.pop(shown["uri"])
            found += [(name, entry["range"]["start"]["line"] + 1, entry["message"]) for entry in shown["diagnostics"]]
        return found

    def at(self, method: str, name: str, text: str) -> Any:
        """What the editor shows at the cursor."""
        before, after = text.split(CURSOR)
        uri = self.open(name, before + after)
        line, column = before.count("\n"), len(before) - (before.rfind("\n") + 1)
        shown = self.ask(method, {"textDocument": {"uri": uri}, "position": {"line": line, "character": column}})
        self.close(uri)
        return shown

    def _write(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.input.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.input.flush()

    def _read(self) -> None:
        while header := self.output.readline():
            if header.lower().startswith(b"content-length:"):
                length = int(header.split(b":")[1])
                while self.output.readline().strip():
                    pass
                self.messages.put(json.loads(self.output.read(length)))

    def _next(self, wanted: Any) -> dict[str, Any]:
        end = monotonic() + SECONDS
        while True:
            try:
                message = self.messages.get(timeout=max(0.0, end - monotonic()))
            except Empty:
                pytest.fail(f"the language server did not answer within {SECONDS} seconds")
            if wanted(message):
                return message
            if "method" in message and "id" in message:
                self._write({"id": message["id"], "result": self._answer(message)})

    @staticmethod
    def _answer(message: dict[str, Any]) -> Any:
        if message["method"] != "workspace/configuration":
            return None
        return [SETTINGS.get(item["section"], {}) for item in message["params"]["items"]]


@pytest.fixture(scope="module")
def editor() -> Iterator[Client]:
    node = shutil.which("node")
    if not node or not SERVER.is_dir():
        pytest.skip("the language server could not be installed: run .ci/language-server/install")
    command = [node, str(SERVER / "bin" / "yaml-language-server"), "--stdio"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        try:
            yield Client(server)
        finally:
            server.kill()


def real(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def typed(name: str, after: str, words: str) -> str:
    """A file of the plan with words typed after a place in it."""
    text = real(name)
    assert after in text
    return text.replace(after, after + words, 1)


def offered(editor: Client, name: str, text: str) -> dict[str, str]:
    """What the editor offers to complete at the cursor, with what it would write."""
    items = editor.at("textDocument/completion", name, text)["items"]
    return {item["label"]: item["insertText"] for item in items}


def hover(editor: Client, name: str, text: str) -> str:
    shown = editor.at("textDocument/hover", name, text)
    return str(shown["contents"]["value"])


@pytest.mark.usefixtures("editor")
def test_the_server_is_the_pinned_one() -> None:
    lock = json.loads((ROOT / ".ci" / "language-server" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert (
        json.loads((SERVER / "package.json").read_text(encoding="utf-8"))["version"]
        == (packages["node_modules/yaml-language-server"]["version"])
    )
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert not any("resolved" in entry for entry in packages.values())


def test_the_keys_of_an_indicator_are_offered(editor: Client) -> None:
    text = typed(STRATEGY, "    name: 保育所等の待機児童数\n", f"    {CURSOR}\n")
    keys = offered(editor, STRATEGY, text)
    assert {"note", "cumulative", "parts", "source", "formula"} <= set(keys)
    assert not {"id", "name", "baseline", "targets"} & set(keys), "they are written already"
    assert keys["note"] == "note: "


def test_a_new_indicator_begins_with_the_keys_that_it_needs(editor: Client) -> None:
    text = typed(STRATEGY, "    targets: {2027: [81.0, 67.0], 2031: [83.0, 68.0]}\n", f"  - {CURSOR}\n")
    written = offered(editor, STRATEGY, text)["指標"]
    assert [line.strip().split(":")[0] for line in written.split("\n") if ":" in line] == [
        "id",
        "name",
        "baseline",
        "targets",
    ]


def test_no_example_is_written_as_a_value(editor: Client) -> None:
    text = typed(STRATEGY, "\ntarget_indicators:\n  - id: waiting-children\n", f"    {CURSOR}\n")
    keys = offered(editor, STRATEGY, text.replace("    unit: 人\n", "", 1).replace("    baseline: 6\n", "", 1))
    assert (keys["unit"], keys["baseline"]) == ("unit: ", "baseline: ")


def test_values_are_offered(editor: Client) -> None:
    text = real(STRATEGY).replace("    better: down\n", f"    better: {CURSOR}\n", 1)
    assert list(offered(editor, STRATEGY, text)) == ["up", "down", "keep"]


def test_every_block_of_a_body_is_offered(editor: Client) -> None:
    blocks = offered(editor, CHAPTER, real(CHAPTER).split("\nbody:\n")[0] + f"\nbody:\n  - {CURSOR}\n")
    assert set(BLOCKS) <= set(blocks)
    assert {model.LABEL for model in BLOCKS.values()} <= set(blocks)
    assert "of:" in blocks["抜粋の引用"] and "text:" in blocks["抜粋の引用"]


def test_a_block_that_is_begun_offers_its_own_keys_only(editor: Client) -> None:
    head = real(CHAPTER).split("\nbody:\n")[0]
    keys = offered(editor, CHAPTER, f"{head}\nbody:\n  - placeholder: 未定\n    {CURSOR}\n")
    assert list(keys) == ["owner"]


def test_the_keys_of_a_kind_of_diagram_are_offered(editor: Client) -> None:
    head = real(CHAPTER).split("\nbody:\n")[0] + "\nbody:\n  - figure:\n      id: some-figure\n      diagram:\n        "
    kinds = offered(editor, CHAPTER, f"{head}kind: {CURSOR}\n")
    assert {"vision", "system", "population"} <= set(kinds)
    keys = offered(editor, CHAPTER, f"{head}kind: system\n        {CURSOR}\n")
    assert {"plan_title", "fields_title", "aim"} <= set(keys)
    assert "basis" not in keys, "it belongs to another kind"


@pytest.mark.parametrize(
    ("name", "place", "title", "words"),
    [
        (STRATEGY, "    bet｜ter: down", "望ましい方向", "up（増える）・down（減る）・keep（保つ）"),
        (STRATEGY, "    base｜line: 6", "策定時実績値", "実績値なし"),
        (STRATEGY, "    tar｜gets: {2027: 0, 2031: 0}", "目標値", "年度ごとの目標値"),
        (STRATEGY, "\nmea｜sures:", "施策", "この戦略の施策"),
        (CHAPTER, "\nbo｜dy:", "内容", "印刷する順に"),
        (CHAPTER, "{ki｜nd: vision}", "図の種類", "目指す姿"),
        ("plan/plan.yaml", "\nda｜te:", "策定・発行の年月", "引用符で囲む"),
        ("plan/plan.yaml", "\nper｜iod:", "計画期間", "初年度と最終年度"),
        ("plan/population.yaml", "    uni｜t: 人", "単位", "数値の後に印刷する"),
    ],
)
def test_a_key_is_explained_in_japanese(editor: Client, name: str, place: str, title: str, words: str) -> None:
    assert place.replace(CURSOR, "") in real(name)
    shown = hover(editor, name, real(name).replace(place.replace(CURSOR, ""), place, 1))
    assert shown.startswith(f"#### {title}\n"), shown
    assert words in shown


def test_an_example_is_shown(editor: Client) -> None:
    shown = hover(editor, STRATEGY, real(STRATEGY).replace("    unit: 人", f"    un{CURSOR}it: 人", 1))
    assert "例:" in shown and "```yaml\n人\n```" in shown


@pytest.mark.parametrize(
    ("name", "out", "into", "message"),
    [
        (STRATEGY, "    unit: 人\n", "    untt: 人\n", "プロパティ untt は許可されていません。"),
        (STRATEGY, "    unit: 人\n", "    unit:\n", "string"),
        (STRATEGY, "    better: down\n", "    better: less\n", "up"),
        (STRATEGY, "    baseline: 6\n", "    baseline: 6人\n", "number"),
        (CHAPTER, "{kind: vision}", "{kind: visoin}", "vision"),
        ("plan/plan.yaml", 'code: "142034"', 'code: "14203"', "^[0-9]{6}$"),
    ],
)
def test_a_mistake_is_underlined_while_it_is_typed(
    editor: Client, name: str, out: str, into: str, message: str
) -> None:
    text = real(name)
    assert out in text
    line = text[: text.index(out)].count("\n") + 1
    found = editor.mistakes([(name, text.replace(out, into, 1))])
    assert [place for _, place, _ in found] == [line], found
    assert message in found[0][2], found


def test_nothing_is_underlined_in_the_plan(editor: Client) -> None:
    files = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "plan").rglob("*.yaml"))
    assert len(files) > 30
    assert editor.mistakes([(name, real(name)) for name in files]) == []
