"""What a plan that reads well may still have wrong: one function per rule, one file per family."""

from vision_compiler.rules import (
    facts,
    figures,
    glyphs,
    indicators,
    names,
    pamphlet,
    quotations,
    stages,
    structure,
    terms,
    texts,
)
from vision_compiler.rules.registry import RULES, check

__all__ = [
    "RULES",
    "check",
    "facts",
    "figures",
    "glyphs",
    "indicators",
    "names",
    "pamphlet",
    "quotations",
    "stages",
    "structure",
    "terms",
    "texts",
]
