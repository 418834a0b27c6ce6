"""The guard: every bad or odd file is refused with its code at its place, or read as it is; no bomb goes off.

Each probe is a vision.yaml of the tiny plan. ``goal(value)`` puts something in place of its first value.
"""

import sys
from decimal import Decimal
from pathlib import PurePath

import pytest
from ruamel.yaml.error import MarkedYAMLError, StringMark

from tests.conftest import Texts
from vision_compiler.diagnostics import Severity
from vision_compiler.pipeline import Analysis, analyse
from vision_compiler.report.text import report
from vision_compiler.source import Position, SourceError, Span, parse

REST = """\
guidelines_title: まちづくりの柱
guideline_label: 柱
guidelines:
  - id: guideline-learning
    text: 学び合うまち
"""


def goal(value: str) -> str:
    return f"goal: {value}\n{REST}"


FULL = goal("みんなで育てるまち")
FIRST = "1:7"  # where the value of the first key begins

BYTES = {
    "UTF-16LE with mark": (FULL.encode("utf-16"), "YAML001", "1:1"),
    "UTF-16BE with mark": (b"\xfe\xff" + FULL.encode("utf-16-be"), "YAML001", "1:1"),
    "UTF-16LE without mark": (FULL.encode("utf-16-le"), "YAML001", "1:15"),
    "UTF-32": (FULL.encode("utf-32"), "YAML001", "1:1"),
    "Shift_JIS": (FULL.encode("shift_jis"), "YAML001", FIRST),
    "EUC-JP": (FULL.encode("euc_jp"), "YAML001", FIRST),
    "ISO-2022-JP": (FULL.encode("iso2022_jp"), "YAML001", "1:1"),
    "Latin-1": (b"goal: caf\xe9\n" + REST.encode(), "YAML001", "1:10"),
    "a character cut in two": (FULL.encode()[:-2], "YAML001", "6:16"),
    "overlong UTF-8": (b"goal: \xc0\xaf\n" + REST.encode(), "YAML001", FIRST),
    "a surrogate in UTF-8": (b"goal: \xed\xa0\x80\n" + REST.encode(), "YAML001", FIRST),
    "gzip": (b"\x1f\x8b\x08\x00\x00", "YAML001", "1:2"),
    "Excel": (b"PK\x03\x04abc", "YAML001", "1:1"),
    "PNG": (b"\x89PNG\r\n\x1a\n\x00", "YAML001", "1:1"),
    "60 MB": (b"a: 1\n" * 12_000_000, "YAML003", "1:1"),
    "nothing": (b"", "SHAPE004", "1:1"),
    "nothing but a byte order mark": (b"\xef\xbb\xbf", "SHAPE004", "1:1"),
    "CR LF": (FULL.replace("\n", "\r\n").encode(), "", ""),
    "CR": (FULL.replace("\n", "\r").encode(), "", ""),
    "byte order mark": (b"\xef\xbb\xbf" + FULL.encode(), "", ""),
    "byte order mark and CR LF": (b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode(), "", ""),
    "two byte order marks": (b"\xef\xbb\xbf" * 2 + FULL.encode(), "YAML002", "1:1"),
}

#: Control characters, directions, what is invisible, odd spaces, what Unicode has not assigned, 外字.
UNPRINTABLE = [
    *(
        0x00,
        0x07,
        0x0B,
        0x0C,
        0x1B,
        0x7F,
        0x85,
        0x9B,
        0xA0,
        0xAD,
        0x061C,
        0x180E,
        0x2003,
        0x200B,
        0x200C,
        0x200E,
        0x200F,
    ),
    *(0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0xFEFF, 0xFFF0),
    *(0xFFF9, 0xFFFE, 0xFFFF, 0xFDD0, 0x0378, 0x1FFFF, 0xE0041, 0xE000, 0xF0000),
]
#: What a font would have to have, and ours has not: a rule says so.
NO_GLYPH = [0x034F, 0x115F, 0x2800, 0x3164, 0xFE0F, 0x200D, 0xFFFD]
CHARACTERS = {
    **{f"U+{code:04X}": (goal(f"み{chr(code)}な"), "YAML002", "1:8") for code in UNPRINTABLE},
    **{f"U+{code:04X}": (goal(f"み{chr(code)}な"), "FONT001", "1:8") for code in NO_GLYPH},
    "an order of characters in a note": (f"# x\u202ey\n{FULL}", "YAML002", "1:4"),
    "nothing visible in a key": (f"go\u200bal: x\n{REST}", "YAML002", "1:3"),
    "a byte order mark further down": (f"goal: x\n\ufeff{REST}", "YAML002", "2:1"),
    "a tab in a text": (goal("ま\tち"), "FONT001", "1:8"),
    "a character and its variant": (goal("葛\U000e0100城"), "FONT001", "1:8"),
}

#: Hidden characters, halves of characters and no characters at all, written as escapes.
HIDING = [r"\0", r"\x1b[31m", r"\a", r"\b", r"\e", r"\r", r"\N", r"\_", r"\L", r"\P", r"\x7f", r"\u0000", r"\u200b"]
HIDING += [r"\u202e", r"\ufeff", r"\ufffe", r"\uffff", r"\ue000", r"\ud800", r"\udc00", r"\ud83d\ude00", r"\U0000d800"]
HIDING += [r"\U00110000", r"\xZZ", r"\u12", r"\U0000"]
ESCAPES = {
    **{f"escape {each}": (goal(f'"みな{each}"'), "YAML002", "1:10") for each in HIDING},
    "escape after others": (goal(r'"\u307f\\\u3042\u202e"'), "YAML002", "1:22"),
    "escape in a list": (f'{FULL}  - id: b\n    text: "a\\0"\n', "YAML002", "8:13"),
    "escape in a key": (f'"go\\u200bal": x\n{REST}', "YAML002", "1:4"),
    "half a character in a key": (f'"go\\ud800al": x\n{REST}', "YAML002", "1:4"),
    "unknown escape": (goal(r'"み\qな"'), "YAML016", "1:9"),
    "escaped line end": (goal(r'"み\nな"'), "SHAPE011", FIRST),
    "escaped tab": (goal(r'"み\tな"'), "FONT001", FIRST),
    "escaped split letter": (goal(r'"み\u304b\u3099な"'), "", ""),
}

STRUCTURES = {
    "anchor": (goal("&x まち"), "YAML005", FIRST),
    "anchor of a list": (FULL.replace("guidelines:", "guidelines: &a"), "YAML005", "4:13"),
    "alias": (goal("*x"), "YAML005", FIRST),
    "a billion laughs": ("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n" + FULL, "YAML005", "1:4"),
    "merge": ("<<: {goal: x}\n" + REST, "YAML005", "1:1"),
    "merge in braces": (FULL.replace("guidelines:\n", "guidelines: [{<<: x}]\nx:\n"), "YAML005", "4:15"),
    "merge of itself": ("&a\n<<: *a\n", "YAML005", "1:1"),
    "chain of merges": (
        "".join(f"a{i}: &a{i}\n  <<: [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 26)),
        "YAML005",
        "1:5",
    ),
    "tag": (goal("!!str まち"), "YAML006", FIRST),
    "tag of Python": (goal('!!python/object/apply:os.system ["id"]'), "YAML006", FIRST),
    "tag that does not fit": (goal("!!bool maybe"), "YAML006", FIRST),
    "tag without a number": (goal("!!int foo"), "YAML006", FIRST),
    "tag of one's own": (goal("!foo まち"), "YAML006", FIRST),
    "tag without a name": (goal("! まち"), "YAML006", FIRST),
    "tag in full": (goal("!<tag:yaml.org,2002:str> まち"), "YAML006", FIRST),
    "tag of a mapping": ("!!map\n" + FULL, "YAML006", "1:1"),
    "tag of a key": ("!!str goal: まち\n" + REST, "YAML008", "1:1"),
    "YAML 1.1": ("%YAML 1.1\n---\n" + FULL, "YAML004", "1:1"),
    "YAML 1.2": ("%YAML 1.2\n---\n" + FULL, "YAML004", "1:1"),
    "YAML 1.3": ("%YAML 1.3\n---\n" + FULL, "YAML004", "1:1"),
    "directive": ("%TAG ! tag:x,2000:\n---\n" + FULL, "YAML004", "1:1"),
    "unknown directive": ("%FOO bar\n---\n" + FULL, "YAML004", "1:1"),
    "two documents": (f"{FULL}---\n{FULL}", "YAML004", "7:1"),
    "33 deep": (goal("[" * 33 + "]" * 33), "YAML003", "1:39"),
    "40 keys deep": ("".join(" " * i + "a:\n" for i in range(40)), "YAML003", "34:34"),
    "key twice": (FULL + "goal: x\n", "YAML007", "7:1"),
    "key twice, once split": ("が: 1\nか\u3099: 2\n", "YAML007", "2:1"),
    "key twice, once escaped": ('が: 1\n"か\\u3099": 2\n', "YAML007", "2:1"),
    "key twice, once in jamo": ("\uac00: 1\n\u1100\u1161: 2\n", "YAML007", "2:1"),
    "key twice, once quoted": ('1: a\n"1": b\n', "YAML007", "2:1"),
    "list as a key": ("? [a, b]\n: 1\n", "YAML008", "1:3"),
    "mapping as a key": ("? {a: b}\n: 1\n", "YAML008", "1:3"),
    "no key": (": x\n" + REST, "YAML021", "1:1"),
    "null as a key": ("~: x\n" + REST, "SHAPE001", "1:1"),
    "unknown key": (FULL + "foo: 1\n", "SHAPE001", "7:1"),
    "nothing but a note": ("# x\n", "SHAPE004", "1:1"),
    "list": ("- a\n- b\n", "SHAPE003", "1:1"),
    "text": ("こんにちは\n", "SHAPE003", "1:1"),
    "folded": (f"goal: >\n  a\n  b\n{REST}", "YAML020", FIRST),
    "block indented by 0": (f"goal: |0\n  a\n{REST}", "YAML015", FIRST),
    "open quote": (f'goal: "x\n{REST}', "YAML016", FIRST),
    "open bracket": (f"goal: [x\n{REST}", "YAML018", FIRST),
    "conflict": ("<<<<<<< HEAD\n" + FULL, "YAML022", "1:1"),
    "what fuzzing found": (": #\n\n <z\n\n", "YAML021", "1:1"),
}

WIDE = {
    "wide space after the colon": ("goal:\u3000まち\n" + REST, "YAML011", "1:6"),
    "wide space before the value": (goal("\u3000まち"), "YAML011", FIRST),
    "nothing but a wide space": (goal("\u3000"), "YAML011", FIRST),
    "wide spaces as indentation": (FULL.replace("    text", "\u3000\u3000text"), "YAML011", "6:1"),
    "wide colon": (FULL.replace("goal: ", "goal："), "YAML010", "1:5"),
    "wide colon and space": (FULL.replace("goal: ", "goal： "), "YAML010", "1:5"),
    "wide colon at the end": (FULL + "goal：x\n", "YAML010", "7:5"),
    "wide dash": (FULL.replace("  - id", "  －id"), "YAML013", "5:3"),
    "tab as indentation": (FULL.replace("    text", "\ttext"), "YAML009", "6:1"),
}

#: What other programs would read as another value, where a text is due.
UNQUOTED = ["012025", "1_000", "0x1F", "0o17", "0b11", "1e3", "1E400", "0.1e-5", "5.", "+5", "-0", "000", "9" * 5_000]
UNQUOTED += ["2026-04-01", "2026-02-30", "0000-01-01", "2001-12-14t21:59:43.10-05:00"]
SCALARS = {
    **{each[:20]: (goal(each), "SHAPE005", FIRST) for each in UNQUOTED},
    **{each: (goal(each), "SHAPE003", FIRST) for each in ("1.10", "142034", "true", "True")},
    **{each or "empty": (goal(each), "SHAPE004", "1:1") for each in ("~", "null", "")},
    **{each: (goal(each), "", "") for each in ("no", "on", "yes", "y", "off", ".nan", "-.inf", "12:30", "1,000", "=")},
}

BOMBS = {
    "a note of 1 MB": (f"# {'あ' * 350_000}\n{FULL}", "YAML003", "1:1"),
    "a line of 1 MB": (" " * 1_000_000 + "\n" + FULL, "YAML003", "1:1"),
    "1,001 blank lines": ("goal: x\n" + "\n" * 1_001 + REST, "YAML003", "2:1"),
    "1 MB of blank lines": ("\n" * 1_000_000 + FULL, "YAML003", "1:1"),
    "blanks on blank lines": ("  \n" * 400_000 + FULL, "YAML003", "1:1"),
    "blank lines in a text": ("goal: |\n  a\n" + "\n" * 100_000 + "  b\n" + REST, "YAML003", "3:1"),
    "a file of 2 MB": ("# x\n" * 500_001 + FULL, "YAML003", "1:1"),
    "100,000 lists in each other": (goal("[\n" * 100_000), "YAML003", "33:1"),
    "100,000 mappings in each other": ("{a:\n" * 100_000, "YAML003", "34:1"),
    "19,000 brackets": (goal("[" * 19_000), "YAML003", "1:39"),
    "180,000 keys": ("".join(f"k{i}: 1\n" for i in range(180_000)), "YAML003", "20000:9"),
    "a list of 100,000": (FULL + "  - x\n" * 100_000, "YAML003", "19999:5"),
    "one key 100,000 times": ("goal: 1\n" * 100_000, "YAML007", "2:1"),
    "a slip after 6,600 entries": (
        FULL + "".join(f"  - id: a{i}\n    text: b\n" for i in range(6_600)) + "   text: c\n",
        "YAML019",
        "13207:4",
    ),
    "6,600 different unknown keys": (
        FULL + "".join(f"  - id: a{i}\n    b{i}: 3\n" for i in range(6_600)),
        "SHAPE001",
        "8:5",
    ),
}

PROBES: dict[str, tuple[str | bytes, str, str]] = {
    **BYTES,
    **CHARACTERS,
    **ESCAPES,
    **STRUCTURES,
    **WIDE,
    **SCALARS,
    **BOMBS,
}


def gated(minimal: Texts, text: str | bytes) -> Analysis:
    return analyse({**minimal, "vision.yaml": text})


@pytest.mark.parametrize("name", PROBES)
def test_every_probe_is_read_as_it_is_or_refused_at_its_place(name: str, minimal: Texts) -> None:
    text, code, place = PROBES[name]
    analysis = gated(minimal, text)
    found = [each for each in analysis.diagnostics if each.severity is Severity.ERROR]
    if not code:
        assert not found
        return
    assert {each.code for each in found} == {code}
    first = found[0].span
    assert (first.file, f"{first.start.line}:{first.start.column}") == ("vision.yaml", place)
    assert found[0].help
    assert len(found[0].message) < 200


@pytest.mark.parametrize("escape", [r"\ud800", r"\x1b", r"\U00110000"])
def test_an_escape_that_is_refused_is_named(escape: str, minimal: Texts) -> None:
    (found,) = gated(minimal, goal(f'"み{escape}な"')).diagnostics
    assert f"「{escape}」" in found.message


def test_line_ends_and_byte_order_mark_make_no_other_plan(minimal: Texts) -> None:
    """So no other PDF either: documents are made of the plan alone."""
    for end, mark in (("\r\n", ""), ("\r", ""), ("\n", "\ufeff"), ("\r\n", "\ufeff")):
        for name, raw in minimal.items():
            assert isinstance(raw, bytes)
            changed = (mark + raw.decode().replace("\n", end)).encode()
            assert parse(name, changed) == parse(name, raw)


def test_numbers_keep_what_was_typed() -> None:
    _, data = parse("a.yaml", "[1.10, 20.0, 142034, -3, -0.5, +5, -0, +1.0, 012025, 1_000, 1.0000000000000000000001]")
    assert isinstance(data, list)
    typed = [str(each) for each in data]
    assert typed == ["1.10", "20.0", "142034", "-3", "-0.5", "+5", "-0", "+1.0", "012025", "1_000", data[10]]
    assert [type(each) for each in data[:5]] == [Decimal, Decimal, int, int, Decimal]


def test_an_escaped_split_letter_comes_out_whole() -> None:
    assert parse("a.yaml", r'a: "\u304b\u3099"')[1] == {"a": "が"}


def test_whatever_the_yaml_library_raises_is_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    module = sys.modules["vision_compiler.source.compose"]
    for error in (KeyError("x"), RecursionError(), MemoryError(), NotImplementedError(), UnicodeError(), OSError()):

        def failing(_text: str, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(module, "_parsed", failing)
        with pytest.raises(SourceError) as caught:
            parse("a.yaml", "\na: 1\n")
        assert caught.value.kind == "syntax"
        assert caught.value.span == Span("a.yaml", Position(1, 1), Position(1, 1))


@pytest.mark.parametrize(
    ("problem", "context", "kind", "line"),
    [
        (None, None, "indent", 1),
        (7, None, "indent", 2),
        (None, 7, "indent", 2),
        (99, None, "syntax", 4),
        (99, 7, "indent", 2),
    ],
)
def test_where_the_yaml_library_stumbles_is_the_place(
    problem: int | None, context: int | None, kind: str, line: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says where, or only where what it was reading begins, or neither; and it may count beyond the end."""
    at, begun = (None if index is None else StringMark("", index, 0, 0, "", 0) for index in (problem, context))

    def failing(_text: str) -> None:
        raise MarkedYAMLError(context_mark=begun, problem_mark=at)

    monkeypatch.setattr(sys.modules["vision_compiler.source.compose"], "_parsed", failing)
    with pytest.raises(SourceError) as caught:
        parse("a.yaml", "a: 1\nb: 2\nc: 3\n")
    assert (caught.value.kind, caught.value.span.start) == (kind, Position(line, 1))


def test_without_the_parser_in_c_the_same_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyPy has only the one in Python, which ends a block a little earlier."""
    source, data = parse("a.yaml", FULL)
    monkeypatch.setattr(sys.modules["vision_compiler.source.compose"], "CParser", None)
    slow_source, slow_data = parse("a.yaml", FULL)
    assert slow_data == data
    assert slow_source.keys == source.keys


def test_a_report_of_ten_thousand_mistakes_stays_readable(minimal: Texts) -> None:
    analysis = gated(minimal, FULL + "".join(f"  - id: A{i}\n    text: b\n" for i in range(6_000)))
    told = report(analysis.diagnostics, analysis.sources, PurePath("plan"))
    assert told.count("[SHAPE009]") == 500
    assert "このほかに5500件あります" in told
    assert told.endswith("エラー 6000件")
