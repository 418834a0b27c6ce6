"""The colours of the web edition, light and dark: all words can be read (WCAG 2.2, 1.4.3: at least 4.5:1)."""

import re

import pytest
from jinja2 import Environment, FileSystemLoader

from tests.conftest import ROOT
from tests.test_colours import contrast

CSS = Environment(loader=FileSystemLoader(ROOT / "templates")).get_template("web/assets/style.css.j2").render()
_DARK = "@media (prefers-color-scheme: dark) {"
_PLACE = re.compile(r"\n\s*(:root|\.accent-\d) \{([^}]*)\}")
_MIX = re.compile(r"color-mix\(in srgb, (.+) (\d+)%, (.+)\)")


def colours(is_dark: bool, accent: int) -> dict[str, str]:
    """What the names of colours mean on a page with an accent (0: none)."""
    light, dark, rest = CSS.partition(_DARK)
    texts = [light, "\n" + rest.partition("\n}\n")[0]] if is_dark else [light]
    assert dark
    meant: dict[str, str] = {}
    for selector in (":root", f".accent-{accent}"):
        for text in texts:
            for place, rules in _PLACE.findall(text):
                if place == selector:
                    meant |= dict(re.findall(r"--([\w-]+):\s*([^;]+);", rules))
    return meant


def value(meant: dict[str, str], text: str) -> str:
    """A colour as #rrggbb."""
    if name := re.fullmatch(r"var\(--([\w-]+)\)", text):
        return value(meant, meant[name[1]])
    if mix := _MIX.fullmatch(text):
        one, share, other = value(meant, mix[1]), int(mix[2]) / 100, value(meant, mix[3])
        parts = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
        return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in parts)
    return {"white": "#ffffff", "black": "#000000"}.get(text, text)


@pytest.mark.parametrize("accent", range(7))
@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_words_can_be_read_on_every_ground(is_dark: bool, accent: int) -> None:
    meant = colours(is_dark, accent)
    for ground in ("ground", "sheet", "shade", "wash"):
        for ink in ("text", "text-soft", "link", "link-visited", "colour"):
            found = contrast(value(meant, meant[ink]), value(meant, meant[ground]))
            assert found >= 4.5, f"{ink} on {ground}: {found:.2f}"


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_the_edges_of_fields_are_seen(is_dark: bool) -> None:
    meant = colours(is_dark, 0)
    assert contrast(value(meant, meant["line-strong"]), value(meant, meant["sheet"])) >= 3
