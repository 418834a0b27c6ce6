"""Write the characters that all BIZ UD fonts of this machine have to vision_compiler/rules/repertoire.txt."""

from pathlib import Path

from fontTools.ttLib import TTFont

from vision_compiler.typeset.fonts import find_fonts


def common_characters() -> str:
    """The characters of all fonts, in code point order."""
    covered = [set(TTFont(path, lazy=True).getBestCmap()) for path in find_fonts().values()]
    return "".join(map(chr, sorted(set.intersection(*covered))))


if __name__ == "__main__":
    target = Path(__file__).parents[1] / "vision_compiler" / "rules" / "repertoire.txt"
    target.write_text(common_characters(), encoding="utf-8")
