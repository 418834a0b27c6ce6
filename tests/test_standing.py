"""standing type: whatever was kept, a document comes out as if it were made from nothing."""

import random
from collections.abc import Iterator

import pytest

from tests.conftest import MINIMAL, ROOT, Texts, sound
from vision_compiler.pipeline import Workshop, analyse, publish
from vision_compiler.project import read_plan
from vision_compiler.render.piece import Piece
from vision_compiler.typeset import workers
from vision_compiler.typeset.standing import StandingType

CSS = (ROOT / "templates" / "styles" / "elements.css").read_text(encoding="utf-8") + "html{font-family:'Plan Gothic'}"


class Memory(dict[str, bytes]):
    """A shelf without a disk."""

    def take(self, name: str) -> bytes:
        return self.get(name, b"")

    def put(self, name: str, content: bytes) -> None:
        self[name] = content


def printed(texts: Texts, shelf: Memory | None, made_by: str = "") -> bytes:
    sources = {name: text for name, text in texts.items() if isinstance(text, bytes)}
    return publish(sound(texts), "strategy", Workshop(ROOT / "templates", sources, shelf, made_by)).content


def edits(texts: Texts, seed: int) -> Iterator[Texts]:
    """A plan that is edited again and again: sentences are doubled, dropped and moved, earlier states come back."""
    draw = random.Random(seed)
    states = [texts]
    while True:
        changed = dict(draw.choice(states[-3:]))
        name = draw.choice([name for name in changed if name.startswith(("prose/", "strategies/"))])
        lines = changed[name].decode().split("\n")  # type: ignore[union-attr]
        at = draw.choice([number for number, line in enumerate(lines) if line.endswith("。")])
        match draw.randrange(4):
            case 0:
                lines.insert(at, lines[at])
            case 1:
                del lines[at]
            case 2:
                lines[at] = lines[at].removesuffix("。") + "とし、取組を進めます。" * draw.randrange(1, 9)
            case 3:
                lines[at : at + 2] = reversed(lines[at : at + 2])
        changed[name] = "\n".join(lines).encode()
        if analyse(changed).plan:
            states.append(changed)
            yield changed


@pytest.mark.parametrize("seed", [1, 2])
def test_the_result_does_not_depend_on_the_way(minimal: Texts, seed: int) -> None:
    shelf = Memory()
    seen = set()
    for number, texts in enumerate(edits(minimal, seed)):
        seen.add(printed(texts, shelf))
        assert printed(texts, shelf) == printed(texts, None), f"after edit {number}"
        if number == 5:
            break
    assert len(seen) > 4, "the edits change the document"


def test_nothing_is_set_that_stands_already(minimal: Texts, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Memory()
    before = printed(minimal, shelf)
    monkeypatch.setattr(workers._team, "submit", lambda *_: pytest.fail("something is set again"))
    assert printed(minimal, shelf) == before


@pytest.mark.parametrize("position", [3, 40, -2])
def test_damaged_type_is_set_again(minimal: Texts, position: int) -> None:
    shelf = Memory()
    before = printed(minimal, shelf)
    for name in shelf:
        content = bytearray(shelf[name])
        content[position] ^= 1
        shelf[name] = bytes(content)
    assert printed(minimal, shelf) == before


@pytest.mark.parametrize(("css", "made_by"), [(CSS + "p{color:red}", "a"), (CSS, "b")])
def test_type_of_another_style_or_maker_counts_for_nothing(css: str, made_by: str) -> None:
    first = StandingType(CSS, "a")
    first.set([Piece("<p>平塚市</p>")])
    kept = first.keep()
    assert kept
    assert StandingType(CSS, "a", kept).keep() is not None, "what nobody asks for is not kept"
    again = StandingType(CSS, "a", kept)
    again.set([Piece("<p>平塚市</p>")])
    assert again.keep() is None, "nothing new"
    other = StandingType(css, made_by, kept)
    other.set([Piece("<p>平塚市</p>")])
    assert other.keep() is not None


def test_only_what_the_document_needs_is_kept() -> None:
    standing, sizes = StandingType(CSS), []
    for number in range(4):
        standing.begin()
        standing.set([Piece(f"<p>第{number}版の文</p>"), Piece("<p>いつもの文</p>")])
        sizes.append(len(standing.keep() or b""))
    assert max(sizes) < sizes[0] * 1.1


def test_a_plan_of_another_city_is_the_same_from_type_that_stands(minimal: Texts) -> None:
    town = dict(minimal) | read_plan(MINIMAL.parent / "town")
    shelf = Memory()
    for document in ("pamphlet", "basic-plan", "booklet"):
        plan = sound(town)
        results = {publish(plan, document, Workshop(ROOT / "templates", {}, shelf)).content for _ in range(2)}
        assert results == {publish(plan, document, Workshop(ROOT / "templates")).content}


def test_what_was_begun_while_more_was_written_is_kept() -> None:
    pieces = [Piece(f"<ul><li>項目{number}</li></ul>") for number in range(workers.SHARE)]
    standing = StandingType(CSS)
    for piece in pieces:
        standing.expect(piece)
    galleys = standing.set(pieces)
    assert (kept := standing.keep())
    assert StandingType(CSS, kept=kept).set(pieces) == galleys == StandingType(CSS).set(pieces)
