"""A run of its own: a proof, or for the printer (塗り足し, colour beyond the edge of the paper; inks, no light)."""

import re
from unicodedata import normalize

from msgspec import Struct

from vision_compiler.diagnostics import ProjectError

#: As far as the stylesheets paint beyond the edge (--bleed in tokens.css), in millimetres.
MOST_BLEED = 10.0
#: How wide the margin of a proof is, in millimetres.
_PROOF_MARGIN = 75.0
_LENGTH = re.compile(r"([0-9]+(?:\.[0-9]+)?) *(?:mm|ミリ|ミリメートル)?")


class PrintRun(Struct, frozen=True):
    """What a printer wants: how far colour goes beyond the edge (mm), and whether colours are separated into inks.

    ``proof`` makes a run for those who read proofs (校正用): it is the plan's folder, as they call it.
    """

    bleed: float = 0.0
    is_cmyk: bool = False
    proof: str = ""

    @property
    def folder(self) -> str:
        """Where its files lie in build/."""
        return "proof" if self.proof else "print"

    @property
    def margin(self) -> float:
        """How much paper there is beside the page (mm), for marks."""
        return _PROOF_MARGIN if self.proof else 0.0

    @property
    def remark(self) -> str:
        """What there is to say about its files."""
        if self.proof:
            return "校正用"
        inks = ("CMYK・ICCプロファイルなし・PDF/Aではない",) if self.is_cmyk else ()
        return "、".join((f"塗り足し{self.bleed:g}mm", *inks))


def bleed_of(text: str) -> float:
    """A length as a user types it: 3mm, ３ｍｍ or 3."""
    found = _LENGTH.fullmatch(normalize("NFKC", text).strip().lower())
    if not found or float(found[1]) > MOST_BLEED:
        help = f"0mm から {MOST_BLEED:g}mm までの長さを、3mm のように書いてください。"
        raise ProjectError(f"「--bleed」に「{text}」は使えません", help)
    return float(found[1])
