"""Colours: words on them and in them can be read (WCAG 2.2, 1.4.3: at least 4.5:1)."""

import re

import pytest

from tests.conftest import ROOT

TOKENS = (ROOT / "templates" / "styles" / "tokens.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", TOKENS))
INKS = ("ink", "soft-ink", "base")
GROUNDS = ("paper-tint", "base-tint")
ACCENTS = [name for name in COLOURS if re.fullmatch(r"accent-\d", name)]


def luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_there_are_colours_for_six_strategies() -> None:
    assert [f"accent-{number}" for number in range(1, 7)] == ACCENTS


@pytest.mark.parametrize("name", ["base", "base-light", *ACCENTS])
def test_white_words_on_a_colour(name: str) -> None:
    assert contrast("#ffffff", COLOURS[name]) >= 4.5


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", INKS)
def test_words_on_a_tint(ink: str, ground: str) -> None:
    assert contrast(COLOURS[ink], COLOURS[ground]) >= 4.5


@pytest.mark.parametrize("name", ACCENTS)
def test_coloured_words_on_paper_and_on_their_own_tint(name: str) -> None:
    assert contrast(COLOURS[name], "#ffffff") >= 4.5
    assert contrast(COLOURS[name], COLOURS[name.replace("accent", "tint")]) >= 4.5
