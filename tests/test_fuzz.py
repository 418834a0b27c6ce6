"""Whatever bytes a file holds: data or a message at a place that the file has. What fuzzing found stays tested."""

from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import MINIMAL, ROOT
from tests.fuzz.targets import SMALL, TARGETS, check, load
from vision_compiler.project import read_plan
from vision_compiler.source import Data, SourceError, parse

CORPUS = sorted((Path(__file__).parent / "fuzz" / "corpus").iterdir())
REAL = [text for folder in (MINIMAL, ROOT / "plan") for text in read_plan(folder).values()]
FEW = settings(derandomize=True, deadline=None, max_examples=100, database=None)

#: Bytes that mean something to YAML or to us, or that editors type by mistake.
TOKENS = st.sampled_from(
    [
        *(
            "\n",
            "  ",
            "- ",
            ": ",
            "\t",
            "\u3000",
            "：",
            "#",
            " #",
            '"',
            "'",
            "|",
            ">",
            "[",
            "]",
            "{",
            "}",
            "[[",
            "{{",
            ", ",
        ),
        *(
            "&a",
            "*a",
            "!!int ",
            "<<: ",
            "---\n",
            "%YAML 1.1\n",
            "\\ud800",
            "\\x1b",
            "\x00",
            "\u202e",
            "か\u3099",
            "1.10",
            "０",
        ),
    ]
).map(str.encode)


@pytest.mark.parametrize("found", CORPUS, ids=lambda path: path.name)
@pytest.mark.parametrize("target", TARGETS)
def test_what_fuzzing_found_is_mended(target: str, found: Path) -> None:
    TARGETS[target](found.read_bytes())


@FEW
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_data_or_a_mistake(data: bytes) -> None:
    load(data)


@FEW
@given(st.sampled_from(range(len(SMALL))), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), TOKENS), max_size=4))
def test_any_change_of_a_plan_gives_a_plan_or_errors(index: int, changes: list[tuple[float, int, bytes]]) -> None:
    raw = SMALL[sorted(SMALL)[index]]
    check(bytes([0, index]) + changed(raw, changes))


@settings(FEW, max_examples=50)
@given(st.sampled_from(sorted(TARGETS)), st.binary(max_size=48))
def test_any_edits_of_a_plan_give_a_plan_or_errors(target: str, decisions: bytes) -> None:
    TARGETS[target](decisions)


@FEW
@given(st.sampled_from(REAL), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), TOKENS), min_size=1, max_size=4))
def test_any_change_of_a_real_file_is_data_or_a_mistake(raw: bytes, changes: list[tuple[float, int, bytes]]) -> None:
    load(changed(raw, changes))


def changed(raw: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    """The bytes with a stretch taken out and a token put in at several places."""
    for where, length, token in changes:
        at = int(where * len(raw))
        raw = raw[:at] + token + raw[at + length :]
    return raw


@FEW
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_a_quoted_text_that_is_accepted_comes_back_verbatim(words: str) -> None:
    typed = words.replace("'", "''")
    try:
        _, data = parse("a.yaml", f"a: '{typed}'\n")
    except SourceError:
        return
    value = one_text(data)
    assert isinstance(value, str)
    assert normalize("NFC", value) == normalize("NFC", words)


@FEW
@given(
    st.lists(
        st.text("あいうえお、。「」ABC012-_か\u3099#:&*! ", min_size=1, max_size=20).filter(lambda line: line.strip()),
        min_size=1,
    )
)
def test_a_literal_block_comes_back_verbatim(lines: list[str]) -> None:
    lines = [line.strip() for line in lines]
    written = "".join(f"  {line}\n" for line in lines)
    data = parse("a.yaml", f"a: |\n{written}")[1]
    assert one_text(data) == "".join(f"{line}\n" for line in lines).replace("か\u3099", "が")


def one_text(data: Data) -> Data:
    assert isinstance(data, dict)
    return data["a"]
