"""report: the marker stands under the right characters, whatever their width and however long the line."""

import re
from pathlib import PurePath

import pytest
from rich.cells import cell_len

from vision_compiler.diagnostics import Diagnostic, Related, Severity
from vision_compiler.report.text import report, summary, visible
from vision_compiler.source import SourceFile


def shown(line: str, words: str, occurrence: int = 0) -> tuple[str, str]:
    """The source line and the marker line of a finding about some words."""
    source = SourceFile("a.yaml", line)
    source.values[("a",)] = (0, len(line))
    span = source.find(("a",), words, occurrence)
    found = Diagnostic("X001", Severity.ERROR, "誤り", span)
    lines = report([found], {"a.yaml": source}, PurePath("plan")).split("\n")
    return lines[1], lines[2]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("title: abc", "abc"),
        ("title: 子どもを育む環境づくり", "環境"),
        ("ｶﾅとカナと“引用”※１", "※１"),
        ("前" * 200 + "ここ" + "後" * 200, "ここ"),
        ("a" * 500 + "ここ", "ここ"),
        ("ここ" + "後" * 300, "ここ"),
    ],
)
def test_the_marker_stands_under_the_words(line: str, words: str) -> None:
    text, marker = shown(line, words)
    start = cell_len(text[: text.index(words)])
    assert marker.index("^") == start
    assert marker.count("^") == cell_len(words)
    assert cell_len(text) <= 90


def test_a_finding_names_place_severity_code_fact_remedy_and_related_places() -> None:
    source = SourceFile("b.yaml", "id: a\nid: b\n")
    first, second = source.span_of(4, 5), source.span_of(10, 11)
    found = Diagnostic(
        "X002", Severity.WARNING, "二つあります", second, "片方を消します。", (Related("先の場所", first),)
    )
    text = re.sub("\x1b\\[[0-9;]*m", "", report([found], {"b.yaml": source}, PurePath("plan")))
    assert text == (
        "plan/b.yaml:2:5: 注意 [X002] 二つあります\n"
        "    2 | id: b\n"
        "      |     ^\n"
        "  直し方: 片方を消します。\n"
        "  関連: plan/b.yaml:1:5: 先の場所\n"
        "\n"
        "注意 1件"
    )


def test_notices_come_last_by_their_rules() -> None:
    source = SourceFile("b.yaml", "id: a\nid: b\n")
    first, second = source.span_of(4, 5), source.span_of(10, 11)
    found = [
        Diagnostic("FIG001", Severity.INFO, "図「一」は印刷されません", first),
        Diagnostic("X002", Severity.ERROR, "誤りです", second),
        Diagnostic("FIG001", Severity.INFO, "図「二」は印刷されません", second),
    ]
    text = re.sub("\x1b\\[[0-9;]*m", "", report(found, {"b.yaml": source}, PurePath("plan")))
    assert text == (
        "plan/b.yaml:2:5: エラー [X002] 誤りです\n"
        "    2 | id: b\n"
        "      |     ^\n"
        "\n"
        "お知らせ [FIG001] 図の内容が分からず、印刷されない（2件）\n"
        "  plan/b.yaml:1:5: 図「一」は印刷されません\n"
        "  plan/b.yaml:2:5: 図「二」は印刷されません\n"
        "\n"
        "エラー 1件、お知らせ 2件"
    )


def test_the_summary_counts_by_severity() -> None:
    span = SourceFile("a.yaml", "x").span_of(0, 1)
    found = [Diagnostic("X", severity, "", span) for severity in (Severity.INFO, Severity.ERROR, Severity.INFO)]
    assert summary(found) == "エラー 1件、お知らせ 2件"
    assert summary([]) == "誤りはありません。"


def test_control_characters_are_shown() -> None:
    assert visible("\x1b[31m\n\u202e") == "␛[31m␊�"
