"""preview: an edit shows on its page, a mistake leaves the last good pages, and every block knows its line."""

import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import Texts, workshop
from vision_compiler.diagnostics import ProjectError
from vision_compiler.preview import bench, patience
from vision_compiler.preview.bench import Preview, Sheet
from vision_compiler.preview.patience import PatientType
from vision_compiler.preview.pictures import Pictures
from vision_compiler.preview.regions import pages_of, regions
from vision_compiler.preview.session import Session
from vision_compiler.preview.state import state
from vision_compiler.render.piece import Piece
from vision_compiler.typeset.standing import StandingType

OPENING, GROWTH = "prose/opening.yaml", "strategies/growth.yaml"
DOCUMENT = "strategy"


@pytest.fixture
def session(minimal: Texts) -> Session:
    """The small plan, looked at."""
    made = Session(workshop())
    update(made, minimal)
    return made


def update(session: Session, texts: Texts) -> None:
    for _ in session.update(dict(texts), [DOCUMENT]):
        pass


def edit(texts: Texts, name: str, old: str, new: str) -> None:
    text = texts[name]
    assert isinstance(text, bytes)
    assert old in text.decode()
    texts[name] = text.decode().replace(old, new, 1).encode()


def seen(session: Session) -> Preview:
    preview = session.preview(DOCUMENT)
    assert preview is not None
    return preview


def digests(session: Session) -> list[str]:
    return [sheet.digest for sheet in seen(session).sheets]


def words(preview: Preview, page: int) -> str:
    placed = preview.sheets[page].page.placed
    return "".join(each.galley.rows[each.row].words for each in placed if not each.artifact)


def test_an_edit_changes_its_page_and_no_other(session: Session, minimal: Texts) -> None:
    before = digests(session)
    edit(minimal, OPENING, "みんなで取り組みます。", "みんなで進めます。")
    update(session, minimal)
    after = digests(session)
    changed = [number for number, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]]
    assert [session.touched[DOCUMENT].page] == changed
    assert "みんなで進めます。" in words(seen(session), changed[0])


def test_the_spot_of_an_edit_is_the_edited_paragraph(session: Session, minimal: Texts) -> None:
    edit(minimal, OPENING, "みんなで取り組みます。", "みんなで進めます。")
    update(session, minimal)
    spot = session.touched[DOCUMENT]
    placed = seen(session).sheets[spot.page].page.placed
    rows = [each for each in placed if not each.artifact and spot.top <= each.y < spot.bottom]
    assert "".join(each.galley.rows[each.row].words for each in rows) == "みんなで進めます。"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [("body:", "body", 3), ("title:", "titel:", 2), ("actual.2040", "actual.2041", 6)],
    ids=["YAML", "キー", "事実"],
)
def test_a_mistake_leaves_the_last_good_pages(session: Session, minimal: Texts, old: str, new: str, line: int) -> None:
    good, before = dict(minimal), digests(session)
    edit(minimal, OPENING, old, new)
    update(session, minimal)
    told = state(session, Path("/plan"), "1", DOCUMENT)
    assert (told["good"], told["complete"]) == (False, True)
    assert ("error", OPENING, line) in [(each["severity"], each["file"], each["line"]) for each in told["findings"]]
    assert [page["digest"] for page in told["pages"]] == before == digests(session)
    update(session, good)
    told = state(session, Path("/plan"), "2", DOCUMENT)
    assert (told["good"], told["findings"], digests(session)) == (True, [], before)


def test_an_error_of_a_rule_leaves_the_last_good_pages(session: Session, minimal: Texts) -> None:
    before = digests(session)
    edit(minimal, GROWTH, "text: 端末の活用", "text: 端末の𠮷用")
    update(session, minimal)
    assert (session.checked.is_good, digests(session)) == (False, before)


def test_a_plan_that_is_wrong_from_the_start_has_findings_and_no_pages(minimal: Texts) -> None:
    edit(minimal, OPENING, "title:", "titel:")
    session = Session(workshop())
    update(session, minimal)
    told = state(session, Path("/plan"), "1", DOCUMENT)
    assert (told["pages"], told["documents"], told["good"]) == ([], [], False)
    assert told["findings"]


def test_advice_comes_after_the_pages(session: Session, minimal: Texts) -> None:
    extra = "  - id: gx\n    term: GX\n    reading: じーえっくす\n    definition: 脱炭素化のこと。\n"
    text = minimal["glossary.yaml"]
    assert isinstance(text, bytes)
    minimal["glossary.yaml"] = text + extra.encode()
    steps = session.update(minimal, [DOCUMENT])
    next(steps)
    assert (session.checked.is_complete, session.checked.diagnostics) == (False, ())
    *_, _ = steps
    assert [each.code for each in session.checked.diagnostics] == ["TERM001"]
    assert session.checked.is_complete


def test_only_the_document_that_is_looked_at_is_made(minimal: Texts, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    monkeypatch.setattr(bench, "assemble", lambda *_: made.append(1))
    session = Session(workshop())
    for _ in session.update(minimal, []):
        pass
    assert (made, session.plan is not None) == ([], True)
    assert session.preview("nothing") is None


def test_sheets_that_cannot_hold_their_text_leave_the_last_good_pages(
    session: Session, minimal: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overrun(*_: object) -> None:
        raise ProjectError("面が、1ページに入りません", "短くしてください。")

    before = digests(session)
    monkeypatch.setattr(bench, "compose", overrun)
    edit(minimal, OPENING, "みんなで", "すべての人とともにみんなで")
    update(session, minimal)
    assert session.problems == {DOCUMENT: "面が、1ページに入りません。短くしてください。"}
    assert digests(session) == before
    monkeypatch.undo()
    update(session, minimal)
    assert session.problems == {}
    assert digests(session) != before


def test_moved_lines_change_places_but_no_page(session: Session, minimal: Texts) -> None:
    before, lines = digests(session), pages_of(seen(session))[OPENING]
    edit(minimal, OPENING, "id: opening", "# 覚え書き\nid: opening")
    update(session, minimal)
    assert digests(session) == before
    assert pages_of(seen(session))[OPENING] == [(line + 1, page) for line, page in lines]
    assert DOCUMENT not in session.touched


def test_every_region_leads_to_the_line_of_its_words(session: Session, minimal: Texts) -> None:
    expected = {
        "みんなで取り組みます。": (OPENING, "みんなで取り組みます。"),
        "端末の活用": (GROWTH, "initiatives:"),
        "学びを支えます。": (GROWTH, "学びを支えます。"),
        "講座": (GROWTH, "- id: lessons"),
    }
    found = {}
    preview = seen(session)
    for number, sheet in enumerate(preview.sheets):
        for region in regions(preview, number):
            inside = (each for each in sheet.page.placed if not each.artifact and region.top <= each.y < region.bottom)
            text = "".join(each.galley.rows[each.row].words for each in inside)
            file, _, line = region.place.rpartition(":")
            source = minimal[file]
            assert isinstance(source, bytes)
            for wanted in (wanted for wanted in expected if wanted in text and wanted not in found):
                found[wanted] = file, source.decode().split("\n")[int(line) - 1].strip()
    assert found == expected


def test_a_note_leads_to_the_definition_of_its_term(session: Session, minimal: Texts) -> None:
    source = minimal["glossary.yaml"]
    assert isinstance(source, bytes)
    lines = [line for line, _ in pages_of(seen(session))["glossary.yaml"]]
    assert all("definition:" in source.decode().split("\n")[line - 1] for line in lines)
    assert lines


def test_a_picture_is_a_png_and_painted_once(session: Session) -> None:
    sheet = seen(session).sheets[0]
    png = session.pictures.picture(sheet)
    width, height = struct.unpack(">II", png[16:24])
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert (width, height) == (1191, 1684)
    start = png.index(b"IDAT") + 4
    pixels = zlib.decompress(png[start : png.index(b"IEND") - 8])
    assert len(pixels) == height * (3 * width + 1)
    assert session.pictures.picture(sheet) is png
    assert session.pictures.known(sheet.digest) is png


def test_pictures_are_kept_up_to_a_limit(session: Session) -> None:
    pictures, sheets = Pictures(most_bytes=1), seen(session).sheets
    for sheet in sheets:
        pictures.picture(sheet)
    assert len(sheets) > 2
    assert len(pictures) == 1


def test_many_edits_leave_nothing_behind(session: Session, minimal: Texts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "_MOST_FILLED", 60)
    monkeypatch.setattr(bench, "_CLEARED_AFTER", 5)
    made = session._benches[DOCUMENT]
    before, sizes = len(made._standing._galleys), []
    for number in range(12):
        edit(minimal, OPENING, "みんなで", f"みんなで{number}")
        update(session, minimal)
        assert made._manuscript is not None
        sizes.append((len(made._standing._galleys), len(made._manuscript.templates.filled)))
    assert max(galleys for galleys, _ in sizes) < before + 8
    assert max(filled for _, filled in sizes) <= 61


def test_new_templates_set_everything_anew(session: Session) -> None:
    before, manuscript = digests(session), session._benches[DOCUMENT]._manuscript
    session.renew()
    assert digests(session) == before
    assert session._benches[DOCUMENT]._manuscript is not manuscript


def test_long_pieces_may_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StandingType, "set", lambda _, pieces: [piece.html for piece in pieces])
    monkeypatch.setattr(patience, "_LONG", 20)
    standing = PatientType("")

    def composed(*html: str) -> Sequence[object]:
        return standing.set([Piece(each) for each in html])

    table = "<table>" + "旧" * 60
    assert composed("<p>a</p>", table, table + "二") == ["<p>a</p>", table, table + "二"]
    standing.hurries = True
    assert composed("<p>b</p>", table + "新", table + "二") == ["<p>b</p>", table, table + "二"]
    assert standing.put_off == {table + "新"}
    standing.hurries = False
    assert composed("<p>b</p>", table + "新", table + "二") == ["<p>b</p>", table + "新", table + "二"]


def test_pages_in_a_hurry_become_those_that_print(
    session: Session, minimal: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "_LONG", 300)  # the tables
    edit(minimal, OPENING, "みんなで", "すべての人で")
    update(session, minimal)
    edit(minimal, GROWTH, "baseline: 8", "baseline: 7")
    edit(minimal, GROWTH, "text: 端末の活用", "text: 端末の貸出し")
    steps = session.update(minimal, [DOCUMENT])
    next(steps)
    hurried = digests(session)
    assert seen(session).put_off
    *_, _ = steps
    assert not seen(session).put_off
    assert digests(session) != hurried
    fresh = Session(workshop())
    update(fresh, minimal)
    assert digests(fresh) == digests(session)


def test_the_digest_of_a_sheet_tells_what_is_painted(session: Session) -> None:
    sheets = seen(session).sheets
    assert len({sheet.digest for sheet in sheets}) == len(sheets)
    assert all(isinstance(sheet, Sheet) for sheet in sheets)
