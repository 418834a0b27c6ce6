"""Mistakes in the editors' words: what is the case, and what to write instead."""

from vision_compiler.wording.codes import FAMILIES, MISTAKES, Mistake, letters
from vision_compiler.wording.problem import Problem, examples_of
from vision_compiler.wording.syntax import CUT_BY_COMMENT, REPAIRS, SYNTAX
from vision_compiler.wording.values import describe, year_key
from vision_compiler.wording.words import QUOTE, Wording, did_you_mean, guess, listed, nearest

__all__ = [
    "CUT_BY_COMMENT",
    "FAMILIES",
    "MISTAKES",
    "QUOTE",
    "REPAIRS",
    "SYNTAX",
    "Mistake",
    "Problem",
    "Wording",
    "describe",
    "did_you_mean",
    "examples_of",
    "guess",
    "letters",
    "listed",
    "nearest",
    "year_key",
]
