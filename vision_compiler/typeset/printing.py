"""A run for the printer: colour that reaches beyond the edge of the paper (塗り足し), inks instead of light."""

import re
from dataclasses import dataclass
from unicodedata import normalize

from vision_compiler.diagnostics import ProjectError

#: As far as the stylesheets paint beyond the edge (--bleed in tokens.css), in millimetres.
MOST_BLEED = 10.0
_LENGTH = re.compile(r"([0-9]+(?:\.[0-9]+)?) *(?:mm|ミリ|ミリメートル)?")


@dataclass(frozen=True, slots=True)
class PrintRun:
    """What a printer wants: how far colour goes beyond the edge (mm), and whether colours are separated into inks."""

    bleed: float = 0.0
    is_cmyk: bool = False

    @property
    def remark(self) -> str:
        """What there is to say about its files."""
        inks = ("CMYK・ICCプロファイルなし・PDF/Aではない",) if self.is_cmyk else ()
        return "、".join((f"塗り足し{self.bleed:g}mm", *inks))


def bleed_of(text: str) -> float:
    """A length as a user types it: 3mm, ３ｍｍ or 3."""
    found = _LENGTH.fullmatch(normalize("NFKC", text).strip().lower())
    if not found or float(found[1]) > MOST_BLEED:
        help = f"0mm から {MOST_BLEED:g}mm までの長さを、3mm のように書いてください。"
        raise ProjectError(f"「--bleed」に「{text}」は使えません", help)
    return float(found[1])
