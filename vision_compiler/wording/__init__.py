"""Mistakes in the editors' words: what is the case, and what to write instead."""

from vision_compiler.wording.syntax import CUT_BY_COMMENT, SYNTAX
from vision_compiler.wording.values import Problem, describe, year_key
from vision_compiler.wording.words import Wording, did_you_mean, nearest

__all__ = ["CUT_BY_COMMENT", "SYNTAX", "Problem", "Wording", "describe", "did_you_mean", "nearest", "year_key"]
