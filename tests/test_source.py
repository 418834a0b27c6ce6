"""source: every key and value has its place; what is not YAML of our subset is refused with its place."""

from decimal import Decimal

import pytest

from vision_compiler.source import EMPTY, Position, SourceError, SourceFile, Span, UnquotedScalar, parse

TEXT = """\
題名: 総合計画
period: {start: 2024, end: 2031}
measures:
  - id: one
    text: |
      一行目です。
      二行目です。
  - "[[ICT]]の活用"
"""


def marked(text: str, span: Span) -> str:
    """The stretch of the text that a span of one line covers."""
    assert span.start.line == span.end.line
    return text.split("\n")[span.start.line - 1][span.start.column - 1 : span.end.column - 1]


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("題名",), "題名", "総合計画"),
        (("period", "end"), "end", "2031"),
        (("measures", 0, "id"), "id", "one"),
        (("measures", 1), "measures", '"[[ICT]]の活用"'),
    ],
)
def test_keys_and_values_know_their_place(path: tuple[str | int, ...], key: str, value: str) -> None:
    source, _ = parse("a.yaml", TEXT)
    assert marked(TEXT, source.key_span(path)) == key
    assert marked(TEXT, source.span(path)) == value


def test_an_unknown_path_is_placed_at_its_deepest_known_ancestor() -> None:
    source, _ = parse("a.yaml", TEXT)
    assert source.span(("measures", 0, "id", "none", 3)) == source.span(("measures", 0, "id"))


def test_a_key_that_is_unknown_is_placed_at_the_nearest_key_above() -> None:
    source, _ = parse("a.yaml", TEXT)
    assert source.key_span(("measures", 0, "id", "none", 3)) == source.key_span(("measures", 0, "id"))


@pytest.mark.parametrize("path", [(), ("a",), ("a", "b")])
def test_in_a_file_without_places_everything_stands_at_its_beginning(path: tuple[str, ...]) -> None:
    source, begin = SourceFile("a.yaml", "\na: 1\n"), Span("a.yaml", Position(1, 1), Position(1, 1))
    assert source.span(path) == source.key_span(path) == source.find(path, "\n") == begin
    assert source.item_span(("a", 0)) == begin
    assert source.line_of(path) == 1


def test_the_line_of_an_entry_is_the_one_where_it_begins() -> None:
    source, _ = parse("a.yaml", TEXT)
    paths: dict[tuple[str | int, ...], int] = {
        (): 1,
        ("period", "end"): 2,
        ("measures",): 3,
        ("measures", 0): 4,
        ("measures", 0, "text", "none", "none"): 5,
        ("measures", 1): 8,
    }
    assert {path: source.line_of(path) for path in paths} == paths


def test_a_line_is_without_its_end_and_there_is_none_beyond_the_last() -> None:
    source = SourceFile("a.yaml", "\n一\n二")
    assert [source.line(number) for number in range(-1, 5)] == ["", "", "", "一", "二", ""]


def test_words_inside_a_block_text_are_found_on_their_line() -> None:
    source, _ = parse("a.yaml", TEXT)
    assert source.find(("measures", 0, "text"), "二行目").start == Position(7, 7)


def test_the_second_occurrence_is_another_place() -> None:
    source, _ = parse("a.yaml", "a: 市の市\n")
    assert source.find(("a",), "市").start == Position(1, 4)
    assert source.find(("a",), "市", occurrence=1).start == Position(1, 6)


def test_words_are_looked_for_in_their_value_alone() -> None:
    source, _ = parse("a.yaml", "市: 市の市\nb: 市の町\n")
    assert source.find(("市",), "市", occurrence=1).start == Position(1, 6)
    assert source.find((), "市").end == Position(1, 2)
    whole = source.span(("市",))
    assert source.find(("市",), "町") == source.find(("市",), "市", occurrence=2) == whole
    assert source.find(("市",), "市", occurrence=9) == whole


def test_scalars_follow_the_core_schema_and_keep_their_digits() -> None:
    _, data = parse("a.yaml", "[12, -3, 20.0, true, no, はい, ~, '12', 未定]")
    assert data == [12, -3, Decimal("20.0"), True, "no", "はい", EMPTY, "12", "未定"]
    assert isinstance(data, list)
    assert str(data[2]) == "20.0"


@pytest.mark.parametrize("scalar", ["2024-02-01", "012025", "1_000", "1e3", "0x1F", "1."])
def test_what_other_programs_would_convert_is_marked_as_unquoted(scalar: str) -> None:
    _, data = parse("a.yaml", f"a: {scalar}\nb: '{scalar}'\n")
    assert isinstance(data, dict)
    assert isinstance(data["a"], UnquotedScalar)
    assert not isinstance(data["b"], UnquotedScalar)


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        ("a: 1\na: 2\n", "duplicate-key", 2),
        ("a: &x 1\n", "anchor", 1),
        ("a: 1\nb: *x\n", "anchor", 2),
        ("a: !!str 1\n", "tag", 1),
        ("a: 1\n---\nb: 2\n", "document", 2),
        ("%YAML 1.1\n---\na: 1\n", "document", 1),
        ("a:\n\t- 1\n", "tab", 2),
        ("a: 1\nb：2\nc: 3\n", "wide-colon", 2),
        ("a: [1, 2\nb: 3\n", "bracket", 1),
        ('a: "x\nb: 1\n', "open-quote", 1),
        ("- [[ICT]]の活用\n", "mark-at-start", 1),
        ("a: x\u202ey\n", "character", 1),
        ('a: "\\0"\n', "escape-hides", 1),
        ("[" * 40 + "]" * 40, "too-deep", 1),
        ("b: 1\n[[a]]: x\n", "mark-at-start", 2),
        ("b: 1\n{{a}}: x\n", "mark-at-start", 2),
        ("b: 1\n[a]: x\n", "key", 2),
    ],
)
def test_what_is_refused_is_named_and_placed(text: str, kind: str, line: int) -> None:
    with pytest.raises(SourceError) as caught:
        parse("a.yaml", text)
    assert (caught.value.kind, caught.value.span.start.line) == (kind, line)


def test_a_comma_without_a_space_is_no_mistake_where_no_number_goes_on() -> None:
    assert parse("a.yaml", "[1,200円, 1,20, 1, 200, 文,300]")[1] == [1, "200円", 1, 20, 1, 200, "文", 300]


def test_half_a_character_is_refused() -> None:
    with pytest.raises(SourceError) as caught:
        parse("a.yaml", "a: 1\nb: \ud800\n")
    assert (caught.value.kind, caught.value.detail) == ("character", "U+D800")
    assert caught.value.span == Span("a.yaml", Position(2, 4), Position(2, 5))


@pytest.mark.parametrize(
    ("text", "kind", "start", "end", "detail"),
    [
        ('a: "x\n  y"\n', "open-quote", (1, 4), (1, 6), ""),
        ("a: 'x\n  y'\n", "open-quote", (1, 4), (1, 6), ""),
        ("a: x\n\n  文\n", "several-lines", (3, 3), (3, 4), ""),
        ("a: x\n  b c\n", "several-lines", (2, 3), (2, 6), ""),
        ("a: x\n  - y\n", "dash-lost", (1, 4), (1, 5), ""),
        ("b: 1\na: x\n  - y\n", "dash-lost", (2, 4), (2, 5), ""),
        ("- x\n  y\n", "dash-lost", (2, 3), (2, 4), ""),
        ("a:\n  x\n  y\n", "block-missing", (1, 1), (1, 2), ""),
        ("a: ｜\n  y\n", "block-missing", (1, 1), (1, 2), ""),
        ("a: x\n  b: c\n", "indent", (2, 3), (2, 7), "2つ（上の並びは 0）"),
        ("文です。\nb: 1\n", "no-colon", (1, 1), (1, 5), "文です。"),
        ("a:\n  goal\n  b: 1\n", "no-colon", (2, 3), (2, 7), "goal"),
        ("- goal\n  b: 1\n", "no-colon", (1, 3), (1, 7), "goal"),
        ("a:\n  x\n    b: 1\n", "indent", (3, 5), (3, 9), "4つ（上の並びは 0、2）"),
        ("a: x\n   b: c\n", "indent", (2, 4), (2, 8), "3つ（上の並びは 0）"),
        ('b: 1\na: "x\n  y"\n', "open-quote", (2, 4), (2, 6), ""),
        ("b: 1\na: x\n  b：c\n", "wide-colon", (3, 4), (3, 5), "："),
        ("a:\n  foo bar\n  baz\n", "no-colon", (2, 3), (2, 10), "foo bar"),
        ("a:\n  foo\n  bar\n", "block-missing", (1, 1), (1, 2), ""),
        ("a: x\n  y\n  b：c\n", "several-lines", (2, 3), (2, 4), ""),
        ("a: x\n    \n  y\n", "several-lines", (3, 3), (3, 4), ""),
        ("a: |\n  x\nb: y\n  z\n", "several-lines", (4, 3), (4, 4), ""),
        ("a:\n  - x\n    y\n", "dash-lost", (3, 5), (3, 6), ""),
        ("b: 1\na:\n\n  x\n  y\n", "block-missing", (2, 1), (2, 2), ""),
        ("b: 1\na: x\n  y # n\n", "several-lines", (3, 3), (3, 8), ""),
        ("b: 1\na: ｜\n  y\n", "block-missing", (2, 1), (2, 2), ""),
        ("b: 1\n題：名: x\n", "wide-colon", (2, 2), (2, 3), "："),
        ("b: {－a: 1}\n", "wide-dash", (1, 5), (1, 6), "－"),
        ("b: 1\n-a: 1\n", "dash-space", (2, 1), (2, 2), "-"),
        ("{<<: 1}\n", "anchor", (1, 2), (1, 4), "<<"),
        ("a: x # n\n  y\n", "stray-line", (2, 3), (2, 4), ""),
        ("- a: [2,300]\n", "thousands", (1, 7), (1, 12), "2300"),
        ("[1,200,300]\n", "thousands", (1, 2), (1, 11), "1200300"),
        ("[1,2,300,4000]\n", "thousands", (1, 4), (1, 9), "2300"),
        ("{b: -11,200}\n", "thousands", (1, 5), (1, 12), "-11200"),
        ("{b: 1,200.5}\n", "thousands", (1, 5), (1, 12), "1200.5"),
        ("{1,200: 3}\n", "thousands", (1, 2), (1, 7), "1200"),
        ('"a\\u00a0": 1\n', "escape-hides", (1, 3), (1, 9), r"\u00a0"),
    ],
)
def test_the_stretch_that_is_wrong_is_marked(
    text: str, kind: str, start: tuple[int, int], end: tuple[int, int], detail: str
) -> None:
    with pytest.raises(SourceError) as caught:
        parse("a.yaml", text)
    assert (caught.value.kind, caught.value.detail) == (kind, detail)
    assert caught.value.span == Span("a.yaml", Position(*start), Position(*end))


#: Where the parser stumbles: what the author most likely did wrong.
STUMBLES = [
    ("a: {b: 1\nc: 3\n", "bracket", (1, 4), (1, 5), "}"),
    ("a: {b: 1}}\n", "extra-bracket", (1, 10), (1, 11), "}"),
    ("b: 1\na: [[1]\n", "mark-at-start", (2, 4), (2, 8), "[[1]"),
    ("a:\n  b: 1\n   c: 2\n", "indent", (3, 4), (3, 8), "3つ（上の並びは 0、2）"),
    ("a:\n  - b\n   - c\n d: 1\n", "dash-lost", (3, 4), (3, 7), ""),
    ("a:\n    b: 1\n  c: 2\n", "indent", (3, 3), (3, 7), "2つ（上の並びは 0、4）"),
    ("a:\n  - b: 1\n    c: 1\n   d: 2\n", "indent", (4, 4), (4, 8), "3つ（上の並びは 0、2、4）"),
    ("a: 1\n文です。\nb: 2\n", "stray-line", (2, 1), (2, 5), ""),
    ("a:\n  - b\n  文です。\n  - c\n", "stray-line", (3, 3), (3, 7), ""),
    ("a:\n  - b\n  c d\n  - e\n", "stray-line", (3, 3), (3, 6), ""),
    ("a:\n  - b\n  foo\n  - e\n", "dash-lost", (3, 3), (3, 6), ""),
    ("a:\n  foo\n  - e\n", "dash-lost", (2, 3), (2, 6), ""),
    ("a:\n  - b\n  foo\n", "dash-lost", (3, 3), (3, 6), ""),
    ("a:\n  - k: b\n  foo\n", "no-colon", (3, 3), (3, 6), "foo"),
    ("a:\n  b\n  - c\n", "dash-lost", (2, 3), (2, 4), ""),
    ("a:\n  id: 1\n  - id: 2\n", "dash-missing", (2, 3), (2, 8), "3"),
    ("a:\n  id: 1\n  x: y\n\n  - id: 2\n", "dash-missing", (2, 3), (2, 8), "5"),
    ("a:\n  # n\n  id: 1\n  - id: 2\n", "indent", (4, 3), (4, 10), "2つ（上の並びは 0、2）"),
    ("a:\n  - id: 1\n  id: 2\n", "indent", (3, 3), (3, 8), "2つ（上の並びは 0、2、4）"),
    ("a: |\n  x\n y\nb: 1\n", "stray-line", (3, 2), (3, 3), ""),
    ("b: 1\na: |\n  x: y\n  [z\n c: 1\n", "indent", (5, 2), (5, 6), "1つ（上の並びは 0）"),
    ("# n\na:\n    b: 1\n\n  # n\n  c: 2\n", "indent", (6, 3), (6, 7), "2つ（上の並びは 0、4）"),
    ("a: 1\n b: 2\n", "indent", (2, 2), (2, 6), "1つ（上の並びは 0）"),
    ("- a\n b: 1\n", "indent", (2, 2), (2, 6), "1つ（上の並びは 0、2）"),
    ("- a\n- b\n c\n", "dash-lost", (3, 2), (3, 3), ""),
    ("a: 'x' y\n", "quote", (1, 4), (1, 7), "'x'"),
    ('a: "x" y\n', "quote", (1, 4), (1, 7), '"x"'),
    ('b: 1\na: "x\\qy"\n', "backslash", (2, 6), (2, 8), "\\q"),
    ('b: 1\na: "x\\xZZy"\n', "escape", (2, 6), (2, 8), "\\x"),
    ('b: 1\na: "\\u00e9\\x1by"\n', "escape-hides", (2, 11), (2, 15), "\\x1b"),
    ('a: "x\\U00110000"\n', "escape", (1, 6), (1, 16), "\\U00110000"),
    ('a: "\\ud800"\n', "escape", (1, 5), (1, 11), "\\ud800"),
    ('a: "\\udfff"\n', "escape", (1, 5), (1, 11), "\\udfff"),
    ('a: "\\u12"\n', "escape", (1, 5), (1, 7), "\\u"),
    ('a: "\\U0010ffff"\n', "escape-hides", (1, 5), (1, 15), "\\U0010ffff"),
    ("a: b: c\n", "colon-in-text", (1, 5), (1, 6), ":"),
    (": x\n", "no-key", (1, 1), (1, 4), ": x"),
    ("a: 1\nfoo = 2\nb: 3\n", "no-colon", (2, 1), (2, 8), "foo = 2"),
    ("a:\n  -b\n  - c\n", "dash-space", (2, 3), (2, 4), "-"),
    ("}", "extra-bracket", (1, 1), (1, 2), "}"),
    ("a: 1\n  \n   b: 1\n", "indent", (3, 4), (3, 8), "3つ（上の並びは 0）"),
    ("a:\n  - 1\n  -\n    2\n   3\n", "dash-lost", (5, 4), (5, 5), ""),
    ('"x" y\nb: "\\x1b"\n', "quote", (1, 1), (1, 4), '"x"'),
    ('文です。\n  # n\n"x" y\nb: "\\x1b"\n', "quote", (3, 1), (3, 4), '"x"'),
    ("a: \n  id: 1\n  - id: 2\n", "dash-missing", (2, 3), (2, 8), "3"),
    ("a:\n   - b\n  - c\n", "indent", (3, 3), (3, 6), "2つ（上の並びは 0、3、5）"),
    ("b:\n- k\na: 1\n  d: 2\n", "indent", (4, 3), (4, 7), "2つ（上の並びは 0）"),
    ("a: |\n  x\nb: |\n  y: [z\n c: 1\n", "indent", (5, 2), (5, 6), "1つ（上の並びは 0）"),
    ("a: [1, [2]\nb: 3\n", "bracket", (1, 4), (1, 5), "]"),
    ("a: [1, 2]]]\n", "extra-bracket", (1, 11), (1, 12), "]"),
    ("a:\n  id: 1\n  - id: 2\nb:\n  c: 1\n", "dash-missing", (2, 3), (2, 8), "3"),
    ("  a:\n  id: 1\n  - id: 2\n", "indent", (3, 3), (3, 10), "2つ（上の並びは 2）"),
    ("文です。\n# n\nb: 1\n", "stray-line", (1, 1), (1, 5), ""),
    ('# n\n"x" y\nb: "\\x1b"\n', "quote", (2, 1), (2, 4), '"x"'),
    ('a: "\\ue000"\n', "escape-hides", (1, 5), (1, 11), "\\ue000"),
    ("- k: v\n{a: 1\n  'x\n", "open-quote", (3, 3), (3, 5), "'x"),
    ("a: 1\nfoo\n- b\n", "dash-lost", (2, 1), (2, 4), ""),
    ("a:\n  - b: 1\n  foo\n  - c\n", "dash-lost", (3, 3), (3, 6), ""),
]


@pytest.mark.parametrize(("text", "kind", "start", "end", "detail"), STUMBLES)
def test_where_the_parser_stumbles_the_likely_mistake_is_marked(
    text: str, kind: str, start: tuple[int, int], end: tuple[int, int], detail: str
) -> None:
    test_the_stretch_that_is_wrong_is_marked(text, kind, start, end, detail)


def test_where_a_comment_cuts_a_value_is_noted() -> None:
    source, data = parse("a.yaml", "a: 文 # x\nb: 文  # y\nc: 'z' # z\n")
    assert (data, source.cut) == ({"a": "文", "b": "文", "c": "z"}, [(5, 8)])


def keys(depth: int) -> str:
    return "".join(f"{' ' * number}a:\n" for number in range(depth))


@pytest.mark.parametrize(
    ("fits", "exceeds", "kind", "place", "limit"),
    [
        ("[\n" * 33 + "]\n" * 33, "[\n" * 34 + "]\n" * 34, "too-deep", (34, 1, 1), ""),
        (keys(32), keys(40), "too-deep", (34, 34, 1), ""),
        ("- 1\n" * 19_999, "- 1\n" * 20_000, "too-many", (20_000, 3, 1), "20,000"),
        ("#\n" * 1_000_000, "#\n" * 1_000_001, "too-long", (1, 1, 0), "2,000,000文字"),
        (f"\n#{'a' * 19_999}\n", f"\n#{'a' * 20_000}\n", "long-line", (2, 1, 1), "20,000文字"),
        ("a: 1\n" + "\n" * 1_000 + "b: 1", "a: 1\n" + " \n" * 1_001 + "b: 1", "blank-lines", (2, 1, 0), "1,000行"),
        ("\n" * 1_000 + "b: 1", "\n" * 1_001 + "b: 1", "blank-lines", (1, 1, 0), "1,000行"),
    ],
    ids=[
        "lists in each other",
        "keys in each other",
        "entries",
        "characters",
        "a line",
        "blank lines",
        "blank lines at the beginning",
    ],
)
def test_a_file_may_be_so_large_and_no_larger(
    fits: str, exceeds: str, kind: str, place: tuple[int, int, int], limit: str
) -> None:
    parse("a.yaml", fits)
    with pytest.raises(SourceError) as caught:
        parse("a.yaml", exceeds)
    assert (caught.value.kind, caught.value.detail) == (kind, limit)
    line, column, length = place
    assert caught.value.span == Span("a.yaml", Position(line, column), Position(line, column + length))


def test_what_is_far_too_large_is_not_decoded() -> None:
    shown = []
    for size in (8_000_000, 8_000_001):
        with pytest.raises(SourceError) as caught:
            parse("a.yaml", b"#" * size)
        assert (caught.value.kind, caught.value.source.name) == ("too-long", "a.yaml")
        shown.append(len(caught.value.source.text))
    assert shown == [8_000_000, 0]


@pytest.mark.parametrize("before", ["a: 1\nb: ", "\ufeffa: 1\r\nb: "])
def test_a_file_that_is_not_utf8_is_refused_at_its_first_bad_byte(before: str) -> None:
    with pytest.raises(SourceError) as caught:
        parse("a.yaml", before.encode() + "計画".encode("shift_jis"))
    assert (caught.value.kind, caught.value.detail) == ("encoding", f"{len(before.encode()) + 1}バイト目")
    assert caught.value.span == Span("a.yaml", Position(2, 4), Position(2, 5))
    assert caught.value.source.line(2).startswith("b: \ufffd")


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"PK\x03\x04a", "office"),
        (b"\xd0\xcf\x11\xe0a", "office"),
        (b"%PDF-1.7", "office"),
        ("計画".encode("iso2022_jp"), "encoding"),
        ("a: 計画".encode("iso2022_jp"), "encoding"),
    ],
    ids=["zip", "old Office", "PDF", "JIS", "JIS further down"],
)
def test_a_file_that_is_no_text_is_refused_as_a_whole(raw: bytes, kind: str) -> None:
    with pytest.raises(SourceError) as caught:
        parse("a.yaml", raw)
    assert (caught.value.kind, caught.value.detail, caught.value.source.text) == (kind, "1バイト目", "")
    assert caught.value.span == Span("a.yaml", Position(1, 1), Position(1, 1))


@pytest.mark.parametrize("text", ["a: 1\r\nb: 2\r\n", "\ufeffa: 1\nb: 2\n", "a: 1\rb: 2\r"])
def test_line_ends_and_byte_order_marks_make_no_difference(text: str) -> None:
    source, data = parse("a.yaml", text.encode())
    assert data == {"a": 1, "b": 2}
    assert source.key_span(("b",)).start == Position(2, 1)


@pytest.mark.parametrize(
    "text", ["", "# only a comment\n", ": #\n\n <z\n\n", "a: b: c\n", "- a\nb: 1\n", "!!bool maybe", "{a: 1}}"]
)
def test_nothing_but_data_or_a_source_error_comes_out(text: str) -> None:
    try:
        _, data = parse("a.yaml", text)
    except SourceError as error:
        assert error.span.file == "a.yaml"
    else:
        assert data is EMPTY
