"""Text that we measure ourselves: as long as Pango says, its lines as Pango parts them, but by our kinsoku."""

import pypdfium2
import pytest

from tests.test_typeset import galley, pdf

#: Type that is spaced, though by nothing that could be seen, is left to Pango.
BY_PANGO = "p{letter-spacing:.000001px}"
TEXTS = (
    "市民一人一人が主役となり、将来にわたり幸せに暮らすことができるまちの実現を目指します。",
    "「デジタル田園都市国家構想」（2022年12月）を踏まえ、DX・GXを推進する。1,234人（12.5％）",
    "Hiratsuka City Plan 2024-2031 の概要、SDGs（Sustainable Development Goals）との関係",
    "約18\u2060万\u20609\u2060千\u2060人\u200bの\u2060市\u2060民",
    "一行",
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("width", [40, 75, 120, 300, 600])
def test_lines_end_where_those_of_pango_end(text: str, width: int) -> None:
    css = f"p{{width:{width}px;text-align:left}}"
    assert [row.words for row in galley(f"<p>{text}</p>", css).rows] == [
        row.words for row in galley(f"<p>{text}</p>", css + BY_PANGO).rows
    ]


@pytest.mark.parametrize("text", TEXTS)
def test_every_character_stands_where_pango_puts_it(text: str) -> None:
    css = "p{font-size:12pt;text-align:right}"
    ours, theirs = (_boxes(pdf(f"<p>{text}</p>", css=each)) for each in (css, css + BY_PANGO))
    assert ours == [pytest.approx(box, abs=0.1) for box in theirs]


def test_a_line_never_begins_with_a_sign_that_stops_or_a_wave_dash() -> None:
    rows = galley("<p>実績値～目標値</p>", "p{width:48px;font-size:16px;text-align:left}").rows
    assert [row.words for row in rows] == ["実績", "値～目", "標値"]


def test_what_cannot_be_parted_stays_whole_and_runs_over() -> None:
    rows = galley("<p>「Sustainable」です</p>", "p{width:48px;font-size:16px;text-align:left}").rows
    assert rows[0].words == "「Sustainable」"


def test_figures_in_columns_are_equally_wide() -> None:
    css = "p{font-size:20px;font-variant-numeric:tabular-nums;text-align:right}"
    first, other = (_boxes(pdf(f"<p>{text}</p>", css=css)) for text in ("211", "208"))
    # The right edge of 2: what follows is equally wide, whatever it is.
    assert first[0] == pytest.approx(other[0], abs=0.05)


def _boxes(content: bytes) -> list[tuple[float, ...]]:
    """The box of every character on the first page, in points."""
    text = pypdfium2.PdfDocument(content)[0].get_textpage()
    return [text.get_charbox(number, loose=True) for number in range(text.count_chars())]
