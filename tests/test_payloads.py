"""Texts of a plan and names of its files are shown, never obeyed, by browsers, terminals, runners and templates."""

import json
import os
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest
from jinja2 import FileSystemLoader, StrictUndefined

from tests.command import vision
from tests.conftest import MINIMAL, ROOT, Texts
from tests.reading import html_of
from tests.test_cli import project  # noqa: F401 - the fixture
from tests.test_web import TOWN, draw
from vision_compiler.diagnostics import Severity
from vision_compiler.document import assemble
from vision_compiler.model.plan import Plan
from vision_compiler.pipeline import analyse
from vision_compiler.render.html import environment
from vision_compiler.source import SourceFile, parse
from vision_compiler.web.site import site

ERROR = Severity.ERROR
PLAN: Texts = dict(TOWN)


class Edition(NamedTuple):
    """How a plan becomes HTML, and what markup there is in it when all texts are harmless."""

    of: Callable[[Plan], str]
    markup: frozenset[str]


PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "handler": '"onerror="alert(1)" x=\'',
    "scheme": "javascript:alert(1)",
    "entity": "&amp;&lt;b&gt;&#x3c;",
    "end of data": ">-->--!>",
    "end of elements": "</p></section></main></html>",
    "command": "::error::x",
    "markdown": "**x**`y`<ftp://x/>",
    "formula": "=1+1|cmd",
    "arguments": "%s%(x)s\\1 --output=x",
    "paths": "../../etc/passwd file:///etc/passwd",
}
#: Half-width [ ] and { } are for marks, and refused wherever they are none.
BRACKETED = ["{7*7}", "${x}", "{% raw %}", "{# x #}", "{{7*7}}", "{{ self }}", "[[x", "]]>", "[/foo]", "[z](http://x)"]


def entries(texts: Texts) -> dict[str, bytes]:
    return {name: text if isinstance(text, bytes) else text.encode() for name, text in texts.items()}


def loaded_with(texts: Texts, payload: str, places: set[tuple[str, int]]) -> Texts:
    """The plan with the payload at the end of the texts that begin at these places."""
    changed = dict(texts)
    for name, raw in entries(texts).items():
        source, _ = parse(name, raw)
        text = source.text
        for start, end in sorted(source.values.values(), reverse=True):
            if (name, start) in places:
                words = text[start:end]
                if words.startswith("|"):
                    words = words.rstrip("\n")
                    text = f"{text[:start]}{words}{payload}{text[start + len(words) :]}"
                else:
                    (_, value) = parse(name, words)
                    text = f"{text[:start]}{json.dumps(f'{value}{payload}', ensure_ascii=False)}{text[end:]}"
        changed[name] = text
    return changed


def fields_of(texts: Texts) -> set[tuple[str, int]]:
    """Where the texts begin that readers of the plan meet."""
    analysis = analyse(texts)
    assert analysis.plan
    found = set()
    for passage in analysis.plan.passages:
        if passage.key == "term":
            continue  # marks repeat it
        path = (*passage.node._path, *passage.keys)
        found.add((passage.file, analysis.sources[passage.file].values[path][0]))
    return found


def lines_of(source: SourceFile, start: int) -> tuple[int, int]:
    """The lines of the text that begins there."""
    end = next(end for begin, end in source.values.values() if begin == start)
    return source.position(start).line, source.position(end - 1).line


def open_fields(texts: Texts, payload: str) -> set[tuple[str, int]]:
    """The texts that take the payload; the others (short ones, names that others repeat, …) refuse it at their line."""
    fields = fields_of(texts)
    sources = analyse(texts).sources
    while (analysis := analyse(loaded_with(texts, payload, fields))).plan is None:
        wrong = [each.span for each in analysis.diagnostics if each.severity is ERROR]
        refused = {
            (file, start)
            for file, start in fields
            for first, last in [lines_of(sources[file], start)]
            if any(span.file == file and first <= span.start.line <= last for span in wrong)
        }
        assert refused, analysis.diagnostics
        fields -= refused
    return fields


@pytest.fixture(scope="module", params=range(3))
def payload(request: pytest.FixtureRequest) -> str:
    """Several payloads in a row, which a text has to bear as well as one."""
    return " ".join([*PAYLOADS.values()][request.param :: 3])


@pytest.fixture(scope="module")
def loaded(payload: str) -> Plan:
    """The plan with the payload in every text that takes it."""
    texts = PLAN
    fields = open_fields(texts, payload)
    assert len(fields) > 60
    plan = analyse(loaded_with(texts, payload, fields)).plan
    assert plan
    return plan


class Markup(HTMLParser):
    """The markup of a page without its texts: names of elements with their attributes' names, addresses, the rest."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(f"<{tag} {' '.join(sorted(name for name, _ in attrs))}")
        self.found += [
            f"to {value}" for name, value in attrs if name in ("href", "src", "action") and ":" in (value or "")
        ]
        self.words += [value or "" for _, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"</{tag}")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"<!--{data}")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"<?{data}")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def documents_of(plan: Plan) -> str:
    return "".join(html_of(assemble(plan, each.id)) for each in plan.settings.documents)


def pages_of(plan: Plan) -> str:
    files = site(plan, FileSystemLoader(ROOT / "templates"), draw, {})
    return "".join(page.decode() for name, page in files.items() if name.endswith(".html"))


@pytest.fixture(scope="module", params=[documents_of, pages_of], ids=["documents", "web"])
def edition(request: pytest.FixtureRequest) -> Edition:
    return Edition(request.param, frozenset(Markup(request.param(harmless())).found))


def harmless() -> Plan:
    """The plan with words in every text that nobody has to fear; foreign ones are told as such."""
    texts = PLAN
    words = " and two words http://x.invalid/"
    plan = analyse(loaded_with(texts, words, open_fields(texts, words))).plan
    assert plan
    return plan


def test_payloads_are_words_and_no_markup(edition: Edition, loaded: Plan, payload: str) -> None:
    markup = Markup(edition.of(loaded))
    assert set(markup.found) <= edition.markup
    said = re.sub(r"[\u2060\u200b\s]", "", " ".join(markup.words))
    assert said.count(re.sub(r"\s", "", payload)) > 30


def test_templates_escape_every_text_and_miss_nothing() -> None:
    made = environment(FileSystemLoader(ROOT / "templates"))
    assert made.autoescape is True
    assert made.undefined is StrictUndefined
    for file in (ROOT / "templates").rglob("*"):
        if file.is_file() and file.suffix in (".j2", ".css"):
            text = file.read_text(encoding="utf-8")
            assert not re.search(r"\|\s*safe\b|autoescape false|=\{\{", text), file


def test_plan_texts_are_never_compiled_as_templates() -> None:
    for file in (ROOT / "vision_compiler").rglob("*.py"):
        assert not re.search(r"\bfrom_string\(|\bTemplate\(|select_autoescape", file.read_text(encoding="utf-8")), file


@pytest.mark.parametrize("words", BRACKETED)
def test_what_looks_like_a_mark_is_refused_in_every_text(words: str) -> None:
    assert open_fields(PLAN, words) == set()


NAMES = [
    "a\n::error::x.yaml",
    "::warning::x.yaml",
    "\x1b[31mx.yaml",
    "x\r.yaml",
    "[bold]x[-].yaml",
    os.fsdecode(b"\xff.yaml"),
]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
@pytest.mark.parametrize("format", ["text", "json", "github", "sarif"])
def test_names_of_files_are_shown_and_not_obeyed(name: str, format: str, project: Path) -> None:  # noqa: F811
    (project / "plan" / name).write_text("a: 1\n", encoding="utf-8")
    (project / "plan" / "vision.yaml").write_bytes((MINIMAL / "vision.yaml").read_bytes() + b"x: '::error::y'\n")
    summary = project / "summary.md"
    result = vision("check", "--format", format, folder=project, GITHUB_STEP_SUMMARY=str(summary))
    assert (result.returncode, result.stderr) == (1, "")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", result.stdout)
    for line in result.stdout.splitlines():
        assert format != "text" or not line.startswith("::")
        assert format != "github" or re.match(r"::(error|warning|notice) file=|エラー [0-9]+件", line)
        assert not line.startswith("::error::")
    if format in ("json", "sarif"):
        json.loads(result.stdout)
    if format == "github":
        written = summary.read_text(encoding="utf-8")
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]|^::", written, re.MULTILINE)


@pytest.mark.parametrize("name", ["a\n::error::x", "\x1b[31mx", os.fsdecode(b"\xff")], ids=range(3))
def test_names_in_errors_of_the_project_are_shown_and_not_obeyed(name: str, project: Path) -> None:  # noqa: F811
    for arguments in (("check", "--plan", name), ("diff", name)):
        result = vision(*arguments, folder=project)
        assert result.returncode == 2
        assert result.stderr.startswith("エラー: ")
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]|^::", result.stderr, re.MULTILINE)


@pytest.mark.parametrize("format", ["text", "md"])
def test_a_comparison_shows_payloads_and_obeys_none(format: str, project: Path) -> None:  # noqa: F811
    other = project / "a\n::error::b\x1b[31m"
    other.mkdir()
    for name, raw in entries(PLAN).items():
        target = project / "plan" / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(raw)
    payload = "::error::<b>"
    hostile = loaded_with(PLAN, payload, open_fields(PLAN, payload))
    for name, raw in entries(hostile).items():
        target = other / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(raw)
    result = vision("diff", str(other), "--format", format, folder=project)
    assert (result.returncode, result.stderr) == (0, "")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]|^::", result.stdout, re.MULTILINE)
    assert ("::error::<b>" in result.stdout) is (format == "text")
