"""make-up: rows become pages; what belongs together stays together, notes stand where they are called."""

from collections.abc import Sequence
from itertools import chain

import pytest
from msgspec.structs import replace

from vision_compiler.diagnostics import ProjectError
from vision_compiler.render.piece import Piece, Surrounding
from vision_compiler.typeset.makeup import Aids, SetPiece, make_up
from vision_compiler.typeset.shapes import Area, Break, Galley, Page, Row

#: A hundred points of type area.
AREA = Area(width=80, height=140, left=10, top=20, right=70, bottom=120)


def row(words: str, height: float = 10, keeps: int = 0, notes: tuple[int, ...] = (), top: float = 0) -> Row:
    return Row(top, top + height, (b"",), (), words=words, keeps=keeps, notes=notes)


def table_row(words: str) -> Row:
    return replace(row(words), is_table_row=True)


def galley(  # noqa: PLR0913 - whatever a test wants to say
    *rows: Row,
    above: float = 0,
    below: float = 0,
    before: Break = "auto",
    after: Break = "auto",
    heads: int = 0,
    page: str = "",
    unbroken: tuple[int, ...] = (),
) -> Galley:
    """The rows one below the other."""
    placed, top = [], above
    for each in rows:
        placed.append(replace(each, top=top, bottom=top + each.height))
        top += each.height
    return Galley(AREA, tuple(placed), (), (), (), above, below, heads, before, after, page, unbroken)


AIDS = Aids(galley(row("線", 1), above=3, below=2), galley(row("（つづき）", 5), below=1))


def piece(words: str, height: float = 10, **options: object) -> SetPiece:
    return SetPiece(Piece(words), galley(row(words, height), **options))  # type: ignore[arg-type]


def words(pages: Sequence[Page]) -> list[list[str]]:
    return [[each.galley.rows[each.row].words for each in page.placed] for page in pages]


def lines(count: int, notes: dict[int, int] | None = None) -> tuple[Row, ...]:
    """A paragraph of lines, two of which stay together at its beginning and its end."""
    called = notes or {}
    return tuple(
        row(f"{n}", keeps=3 * (n in (1, count - 1)), notes=(called[n],) if n in called else ())
        for n in range(1, count + 1)
    )


def test_rows_fill_a_page_and_go_on_on_the_next() -> None:
    pages = make_up([piece(str(n)) for n in range(12)], AIDS)
    assert words(pages) == [[str(n) for n in range(10)], ["10", "11"]]
    assert [each.y for each in pages[1].placed] == [20, 30]


def test_white_between_pieces_is_the_larger_one_and_none_at_the_head_of_a_page() -> None:
    pages = make_up([piece("a", 40, below=4), piece("b", 40, above=9), piece("c", 40, above=30)], AIDS)
    assert [[each.y for each in page.placed] for page in pages] == [[20, 69], [20]]


def test_a_heading_stays_with_the_first_lines_of_its_paragraph() -> None:
    text = SetPiece(Piece("p"), galley(*lines(5)))
    pages = make_up([*(piece(str(n)) for n in "abcdefgh"), piece("見出し", after="avoid"), text], AIDS)
    assert words(pages) == [list("abcdefgh"), ["見出し", "1", "2", "3", "4", "5"]]


@pytest.mark.parametrize(("before", "last"), [(8, "2"), (7, "3"), (6, "3")])
def test_no_line_of_a_paragraph_is_left_alone(before: int, last: str) -> None:
    pages = make_up([*(piece("x") for _ in range(before)), SetPiece(Piece("p"), galley(*lines(5)))], AIDS)
    assert words(pages)[0][-1] == last
    assert len(words(pages)[1]) >= 2


def test_a_note_stands_at_the_foot_of_the_page_that_calls_it() -> None:
    notes = (galley(row("注１", 8)), galley(row("注２", 8)))
    text = SetPiece(Piece("p"), galley(*lines(12, {2: 0, 12: 1})), notes)
    pages = make_up([text], AIDS)
    assert words(pages) == [[*map(str, range(1, 9)), "線", "注１"], ["9", "10", "11", "12", "線", "注２"]]
    for page in pages:
        assert page.placed[-1].y == AREA.bottom - 8, "the last note stands on the lower edge of the type area"


def test_a_line_goes_to_the_next_page_if_its_note_finds_no_room() -> None:
    calling = SetPiece(Piece("p"), galley(row("本文", notes=(0,))), (galley(row("長い注", 30)),))
    pages = make_up([*(piece(str(n)) for n in range(7)), calling], AIDS)
    assert words(pages) == [[str(n) for n in range(7)], ["本文", "線", "長い注"]]


def test_a_table_that_runs_on_repeats_its_head_and_says_so() -> None:
    table = galley(row("頭", keeps=3), *(table_row(f"行{n}") for n in range(1, 13)), heads=1)
    pages = make_up([SetPiece(Piece("table"), table)], AIDS)
    assert words(pages)[0] == ["頭", *(f"行{n}" for n in range(1, 10))]
    assert words(pages)[1] == ["（つづき）", "頭", "行10", "行11", "行12"]
    assert [each.artifact for each in pages[1].placed] == [True, True, False, False, False]
    assert [each.y for each in pages[1].placed] == [20, 26, 36, 46, 56]


def test_what_stands_below_a_table_has_no_heads_above_it() -> None:
    notes = tuple(row(f"★{n}") for n in range(1, 4))
    table = galley(row("頭", keeps=3), *(table_row(f"行{n}") for n in range(1, 9)), *notes, heads=1)
    assert words(make_up([SetPiece(Piece("table"), table)], AIDS))[1] == ["★2", "★3"]


def test_what_is_too_long_to_stay_together_is_parted_where_it_stands() -> None:
    chain = galley(*(row(str(n), keeps=2) for n in range(14)))
    assert [len(page) for page in words(make_up([piece("x", 50), SetPiece(Piece("chain"), chain)], AIDS))] == [6, 9]


def test_what_wants_to_stay_whole_moves_and_is_parted_only_if_no_page_is_long_enough() -> None:
    field = (Surrounding("field", "<section>"),)
    whole = [SetPiece(Piece(n, field, int(n == "a")), galley(row(n, 30), unbroken=(0,))) for n in "abc"]
    assert words(make_up([piece("x", 40), *whole], AIDS)) == [["x"], ["a", "b", "c"]]
    longer = [*whole, SetPiece(Piece("d", field), galley(row("d", 30), unbroken=(0,)))]
    assert words(make_up(longer, AIDS)) == [["a", "b", "c"], ["d"]]


def test_neighbours_that_want_to_stay_whole_are_parted_from_each_other() -> None:
    fields = [
        SetPiece(Piece(id, (Surrounding(id, "<section>"),), begins=1), galley(row(id, 60), unbroken=(0,)))
        for id in ("one", "two")
    ]
    assert words(make_up(fields, AIDS)) == [["one"], ["two"]]


def test_a_new_page_is_begun_where_one_is_wanted_and_where_the_sort_of_page_changes() -> None:
    pages = make_up([piece("a"), piece("b", before="page"), piece("c", page="part"), piece("d")], AIDS)
    assert words(pages) == [["a"], ["b"], ["c"], ["d"]]
    assert [page.name for page in pages] == ["", "", "part", ""]


def test_pages_are_counted_and_those_of_the_contents_by_themselves() -> None:
    sorts = ("cover", "contents", "contents", "front", "", "part", "", "imprint")
    pages = make_up([piece(sort, page=sort, before="page") for sort in sorts], AIDS)
    assert [page.folio for page in pages] == ["", "i", "ii", "", "1", "2", "3", ""]


def test_what_begins_on_a_right_page_leaves_the_left_one_blank() -> None:
    cover, one, two = piece("cover", page="cover"), piece("1", before="recto"), piece("2", before="recto")
    pages = make_up([cover, one, piece("more"), two], AIDS)
    assert words(pages) == [["cover"], [], ["1", "more"], [], ["2"]]
    assert [page.folio for page in pages] == ["", "", "1", "2", "3"]
    assert words(make_up([cover, piece("1", before="page"), two], AIDS)) == [["cover"], ["1"], ["2"]]


def test_what_is_longer_than_a_page_is_told() -> None:
    with pytest.raises(ProjectError) as caught:
        make_up([piece("とても長い囲みの文章", 101)], AIDS)
    assert "「とても長い囲みの文章" in caught.value.message


def test_nothing_is_lost_and_nothing_printed_twice() -> None:
    pieces = [
        SetPiece(Piece(str(n)), galley(*lines(n % 7 + 2, {2: 0} if n % 3 else {}), below=n % 4), (galley(row("注")),))
        for n in range(40)
    ]
    pages = make_up(pieces, AIDS)
    found = [(each.piece, each.note, each.row) for each in chain.from_iterable(page.placed for page in pages)]
    own = [each for each in found if each[0] >= 0 and each[1] < 0]
    assert own == [(n, -1, row) for n in range(40) for row in range(n % 7 + 2)]
    assert sorted(each[0] for each in found if each[1] >= 0) == [n for n in range(40) if n % 3]
    for page in pages:
        bottoms = [each.y + each.galley.rows[each.row].height for each in page.placed]
        assert bottoms == sorted(bottoms)
        assert bottoms[-1] <= AREA.bottom + 0.02
