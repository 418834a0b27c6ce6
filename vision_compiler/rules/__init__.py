"""What a plan that reads well may still have wrong: one function per rule, one file per family."""

from vision_compiler.rules import (
    characters,
    completeness,
    documents,
    eras,
    facts,
    figures,
    glyphs,
    indicators,
    names,
    pamphlet,
    quotations,
    settings,
    spelling,
    stages,
    structure,
    style,
    terms,
    texts,
    values,
    waivers,
)
from vision_compiler.rules.registry import RULES
from vision_compiler.rules.waivers import errors, findings

#: Each registers its rules when it is imported.
FAMILIES = (
    settings,
    structure,
    documents,
    completeness,
    stages,
    indicators,
    values,
    facts,
    terms,
    names,
    quotations,
    texts,
    figures,
    pamphlet,
    spelling,
    eras,
    style,
    characters,
    glyphs,
    waivers,
)

__all__ = ["FAMILIES", "RULES", "errors", "findings"]
