"""The formats of `vision check`: complete, in order, valid, and no text of a plan is obeyed by whoever reads them."""

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path, PurePath
from typing import Any

import pytest
from jsonschema import Draft4Validator

from tests.command import vision
from tests.conftest import ROOT
from tests.test_cli import project, spoil
from vision_compiler.diagnostics import Diagnostic, Related, Severity
from vision_compiler.report.catalogue import catalogue
from vision_compiler.report.formats import Format, formatted
from vision_compiler.report.markdown import markdown
from vision_compiler.source import Position, Span
from vision_compiler.wording import MISTAKES

__all__ = ["project"]
SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.4.json").read_text(encoding="utf-8"))
HOSTILE = [
    "::error::偽の誤り",
    "x\n::error::偽の誤り",
    "x\r::error::偽の誤り",
    "##[error]偽の誤り",
    "100%0A::error::偽の誤り",
    "a,line=1,title=偽::b",
    "a | b | c",
    "<script>alert(1)</script>",
    "![絵](https://example.com/a.png) `x` **y** [here](1) {0} https://example.com @someone",
    "\x1b[31m赤\u202e逆",
    "長" * 5000,
]


def hostile(text: str) -> Diagnostic:
    """A finding that bears a text wherever a plan could put one."""
    span = Span(f"{text}.yaml", Position(3, 5), Position(3, 9))
    return Diagnostic("TEXT001", Severity.ERROR, text, span, text, (Related(text, span),))


def output(format: Format, *found: Diagnostic) -> str:
    return formatted(format, found, {}, PurePath("plan"))


def checked(project: Path, format: str, **variables: str) -> str:
    result = vision("check", "--format", format, folder=project, **variables)
    assert result.stderr == ""
    return result.stdout


def command(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as GitHub's runner reads it: name, properties, message."""
    match = re.fullmatch(r"::(?P<name>\w+) (?P<properties>.*?)::(?P<message>.*)", line)
    assert match, line
    properties = dict(pair.split("=", 1) for pair in match["properties"].split(","))
    return match["name"], {key: decoded(value) for key, value in properties.items()}, decoded(match["message"])


def decoded(text: str) -> str:
    for code, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, sign)
    return text


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("|").split("|")]


def test_text_is_the_default_and_complete_at_any_width(project: Path) -> None:
    spoil(project)
    text = checked(project, "text", COLUMNS="20")
    assert text == vision("check", folder=project).stdout
    assert "直し方: 「goal」の書き間違い" in text


def test_json_is_what_its_module_says(project: Path) -> None:
    spoil(project)
    report = json.loads(checked(project, "json"))
    assert list(report) == ["version", "plan", "findings", "counts"]
    assert (report["version"], report["plan"]) == (1, "plan")
    assert report["counts"] == {"error": len(report["findings"]), "warning": 0, "info": 0}
    assert report["findings"][0] == {
        "code": "SHAPE001",
        "severity": "error",
        "message": "「gaol」というキーは、目指す姿にはありません",
        "help": "「goal」の書き間違いではありませんか。",
        "file": "plan/vision.yaml",
        "start": {"line": 1, "column": 1},
        "end": {"line": 1, "column": 5},
        "related": [],
    }


def test_json_of_a_right_plan_is_empty_and_japanese_is_legible(project: Path) -> None:
    result = vision("check", "--format", "json", folder=project)
    assert result.returncode == 0
    assert json.loads(result.stdout)["findings"] == []
    spoil(project)
    assert "書き間違い" in checked(project, "json")


def test_related_places_are_given(project: Path) -> None:
    file = project / "plan" / "strategies" / "safety.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("id: drills", "id: growth"), encoding="utf-8")
    found = [each for each in json.loads(checked(project, "json"))["findings"] if each["code"] == "REF002"]
    assert [each["related"][0]["message"] for each in found] == ["先に書かれている場所"]
    assert found[0]["related"][0]["file"] == "plan/strategies/growth.yaml"
    assert "関連: plan/strategies/growth.yaml:1:5: 先に書かれている場所" in checked(project, "github")
    assert '"relatedLocations"' in checked(project, "sarif")


def test_github_gets_a_command_for_each_finding_and_the_counts(project: Path) -> None:
    spoil(project)
    *lines, counts = checked(project, "github").rstrip("\n").split("\n")
    name, properties, message = command(lines[0])
    assert name == "error"
    assert properties == {
        "file": "plan/vision.yaml",
        "line": "1",
        "endLine": "1",
        "col": "1",
        "endColumn": "5",
        "title": f"SHAPE001 {MISTAKES['SHAPE001'].title}",
    }
    assert message.split("\n")[1] == "直し方: 「goal」の書き間違いではありませんか。"
    assert counts == f"エラー {len(lines)}件"


def test_a_finding_over_several_lines_has_no_columns_for_github() -> None:
    span = Span("a.yaml", Position(1, 5), Position(3, 2))
    line = output(Format.GITHUB, Diagnostic("X", Severity.INFO, "文", span)).split("\n")[0]
    assert line == "::notice file=plan/a.yaml,line=1,endLine=3,title=X::文"


@pytest.mark.parametrize("format", ["github", "sarif"])
def test_files_are_named_below_the_repository_wherever_the_user_is(project: Path, format: str) -> None:
    (project.parent / ".git").mkdir()
    spoil(project)
    below = project / "plan"
    text = vision("check", "--format", format, folder=below).stdout
    assert text == checked(project, format)
    assert {"github": "file=計画 案/plan/vision.yaml,", "sarif": '%E6%A1%88/plan/vision.yaml"'}[format] in text


def test_the_summary_of_the_step_is_complete_and_added_to(project: Path, tmp_path: Path) -> None:
    spoil(project)
    target = tmp_path / "summary.md"
    target.write_text("前の計画\n\n", encoding="utf-8")
    checked(project, "github", GITHUB_STEP_SUMMARY=str(target))
    text = target.read_text(encoding="utf-8")
    assert text.startswith("前の計画\n\n## 計画の検査: plan\n\nエラー ")
    rows = [cells(line) for line in text.split("\n") if line.startswith("| ")][1:]
    assert len(rows) == json.loads(checked(project, "json"))["counts"]["error"]
    assert [unescape(cell) for cell in rows[0]][:3] == ["plan/vision.yaml:1:1", "エラー", "SHAPE001"]


def test_only_the_github_format_writes_the_summary(project: Path, tmp_path: Path) -> None:
    target = tmp_path / "summary.md"
    for format in ("text", "json", "sarif"):
        checked(project, format, GITHUB_STEP_SUMMARY=str(target))
    assert not target.exists()
    checked(project, "github", GITHUB_STEP_SUMMARY="")
    checked(project, "github", GITHUB_STEP_SUMMARY=str(target))
    assert target.read_text(encoding="utf-8") == "## 計画の検査: plan\n\n誤りはありません。\n\n\n"


def test_a_summary_that_cannot_be_written_is_a_japanese_error(project: Path) -> None:
    result = vision("check", "--format", "github", folder=project, GITHUB_STEP_SUMMARY=str(project))
    assert result.returncode == 2
    assert "に書き込めません（同じ名前のフォルダーがあります）" in result.stderr


def test_a_summary_never_exceeds_what_github_takes_and_says_so() -> None:
    found = [hostile("誤り")] * 1000
    text = markdown(found, PurePath("plan"), 20_000)
    assert 15_000 < len(text.encode()) <= 20_000
    rows = sum(line.startswith("| ") for line in text.split("\n")) - 1
    assert f"このほかに{1000 - rows}件あります" in text
    assert "このほかに1000件あります" in markdown(found, PurePath("plan"), 0)


def schema_errors(text: str) -> list[str]:
    return [error.message for error in Draft4Validator(SCHEMA).iter_errors(json.loads(text))]


def test_sarif_is_valid_and_complete(project: Path) -> None:
    spoil(project)
    text = checked(project, "sarif")
    assert schema_errors(text) == []
    run = json.loads(text)["runs"][0]
    found = json.loads(checked(project, "json"))["findings"]
    assert [result["ruleId"] for result in run["results"]] == [each["code"] for each in found]
    first = run["results"][0]
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "plan/vision.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 5},
    }
    rules: list[dict[str, Any]] = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert all(rule["fullDescription"]["text"] for rule in rules)
    assert (run["columnKind"], run["automationDetails"]) == ("unicodeCodePoints", {"id": "vision/plan/"})


def test_the_schema_refuses_what_is_not_sarif() -> None:
    log = json.loads(output(Format.SARIF, hostile("x")))
    log["runs"][0]["results"][0]["level"] = "info"
    assert schema_errors(json.dumps(log))


def test_levels_of_the_formats() -> None:
    span = Span("a.yaml", Position(1, 1), Position(1, 1))
    found = [Diagnostic("X", severity, "文", span) for severity in Severity]
    levels = [result["level"] for result in json.loads(output(Format.SARIF, *found))["runs"][0]["results"]]
    assert levels == ["error", "warning", "note"]
    assert [each["severity"] for each in json.loads(output(Format.JSON, *found))["findings"]] == [
        "error",
        "warning",
        "info",
    ]
    assert [line.split()[0] for line in output(Format.GITHUB, *found).split("\n")[:3]] == [
        "::error",
        "::warning",
        "::notice",
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_command_of_github(text: str) -> None:
    found = output(Format.GITHUB, hostile(text))
    line, counts = re.split(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]", found)
    assert counts == "エラー 1件"
    name, properties, message = command(line)
    assert name == "error"
    assert list(properties) == ["file", "line", "endLine", "col", "endColumn", "title"]
    assert properties["file"] == str(PurePath("plan", f"{text}.yaml"))
    assert len(message.split("\n")) == 3
    assert len(message) > 3 * len(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_the_table_or_becomes_markup(text: str) -> None:
    head, _, row, *rest = markdown([hostile(text)], PurePath("plan"), 10**6).split("\n")[4:]
    assert rest == ["", ""]
    assert len(cells(head)) == len(cells(row)) == 5
    plain = re.sub(r"&#[0-9]+;|<br>", "", "".join(cells(row)))
    assert not re.search(r"[!-/:-@\[-`{-~\x00-\x1f]", plain)
    assert unescape(cells(row)[4]) == re.sub(r"[\x00-\x1f]", lambda sign: chr(0x2400 + ord(sign[0])), text).replace(
        "\u202e", "�"
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_makes_sarif_or_json_invalid(text: str) -> None:
    assert json.loads(output(Format.JSON, hostile(text)))["findings"][0]["message"] == text
    sarif = output(Format.SARIF, hostile(text))
    assert schema_errors(sarif) == []
    result = json.loads(sarif)["runs"][0]["results"][0]
    assert re.fullmatch(
        r"plan/(?:[\w.~/-]|%[0-9A-F]{2})+", result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    )
    assert not re.search(r"(?<!\{)\{[0-9]+\}(?!\})|(?<!\\)\]\(", result["message"]["text"])


def test_a_file_name_of_broken_bytes_can_be_printed() -> None:
    found = hostile("\udcff")
    for format in Format:
        output(format, found).encode()
    assert "plan/%FF.yaml" in output(Format.SARIF, found)
    markdown([found], PurePath("plan"), 10**6).encode()


@pytest.mark.parametrize("format", ["github", "sarif", "json", "text"])
def test_hostile_texts_of_a_plan_through_the_command(project: Path, tmp_path: Path, format: str) -> None:
    file = project / "plan" / "vision.yaml"
    keys = ["::error::x", "a%0A::error::x", "a|b", "<script>", "長" * 300]
    file.write_text("".join(f'"{key}": 値\n' for key in keys), encoding="utf-8")
    (project / "plan" / "a,b\n::error::x.yaml").write_text("x", encoding="utf-8")
    target = tmp_path / "summary.md"
    text = checked(project, format, GITHUB_STEP_SUMMARY=str(target))
    assert not [line for line in text.split("\n") if line.lstrip().startswith("::error::")]
    if format == "sarif":
        assert schema_errors(text) == []
    if format == "github":
        assert all(command(line)[0] == "error" for line in text.rstrip("\n").split("\n")[:-1])
        summary = target.read_text(encoding="utf-8")
        assert "<script" not in summary
        assert {len(cells(row)) for row in summary.split("\n") if row.startswith("|")} == {5}


def test_a_plan_outside_any_repository_has_an_absolute_uri() -> None:
    log = json.loads(formatted(Format.SARIF, [hostile("a")], {}, PurePath("/別の所/plan")))
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "file:///%E5%88%A5%E3%81%AE%E6%89%80/plan/a.yaml"}
    assert schema_errors(json.dumps(log)) == []


@pytest.mark.parametrize("format", ["github", "sarif", "json"])
def test_findings_are_in_the_order_of_files_and_lines(project: Path, format: str) -> None:
    spoil(project)
    for name in ("plan.yaml", "glossary.yaml", "strategies/growth.yaml"):
        file = project / "plan" / name
        text = re.sub(r"(title|term|name): (.+)", r"\1: \2 # 覚え書き", file.read_text(encoding="utf-8"))
        file.write_text(f"aaa: 1\n{text}", encoding="utf-8")
    text = checked(project, format)
    pattern = {
        "github": r"^::\w+ file=([^,]+),line=(\d+)",
        "json": r'"file": "([^"]+)",\n      "start": \{\n        "line": (\d+)',
        "sarif": r'"uri": "([^"]+)",[^{]+\},\s+"region": \{\s+"startLine": (\d+)',
    }[format]
    places = [(file, int(line)) for file, line in re.findall(pattern, text, re.MULTILINE)]
    assert len(places) > 6
    assert places == sorted(places)


def test_every_code_that_is_no_rule_is_in_the_manual() -> None:
    code = re.compile(r'"((?:YAML|FILE|SHAPE|REF|ICON)[0-9]{3})"')
    files = [path for path in (ROOT / "vision_compiler").rglob("*.py") if path.stem not in ("codes", "__init__")]
    assert {found for path in files for found in code.findall(path.read_text(encoding="utf-8"))} == set(MISTAKES)


def test_the_list_of_codes_is_fresh(snapshot: Callable[[Path, str], None]) -> None:
    snapshot(ROOT / "vision_compiler" / "rules" / "README.md", catalogue())
