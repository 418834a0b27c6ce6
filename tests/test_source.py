"""source: every key and value has its place; what is not YAML of our subset is refused with its place."""

from decimal import Decimal

import pytest

from vision_compiler.source import EMPTY, Position, SourceError, Span, UnquotedScalar, parse

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


def test_words_inside_a_block_text_are_found_on_their_line() -> None:
    source, _ = parse("a.yaml", TEXT)
    assert source.find(("measures", 0, "text"), "二行目").start == Position(7, 7)


def test_the_second_occurrence_is_another_place() -> None:
    source, _ = parse("a.yaml", "a: 市の市\n")
    assert source.find(("a",), "市").start == Position(1, 4)
    assert source.find(("a",), "市", occurrence=1).start == Position(1, 6)


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
    ],
)
def test_what_is_refused_is_named_and_placed(text: str, kind: str, line: int) -> None:
    with pytest.raises(SourceError) as caught:
        parse("a.yaml", text)
    assert (caught.value.kind, caught.value.span.start.line) == (kind, line)


def test_a_file_that_is_not_utf8_is_refused_at_its_first_bad_byte() -> None:
    with pytest.raises(SourceError) as caught:
        parse("a.yaml", "a: 1\nb: 計画".encode("shift_jis"))
    assert (caught.value.kind, caught.value.span.start) == ("encoding", Position(2, 4))


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
