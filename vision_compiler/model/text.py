"""The two marks of running text, [[用語]] and {{事実}}, and how lines become paragraphs."""

import re
from dataclasses import dataclass

_MARK = re.compile(r"\[\[(?P<term>[^\[\]{}\n]+)\]\]|\{\{(?P<fact>[^\[\]{}\n]+)\}\}")
_BROKEN = re.compile(r"\[\[|\]\]|\{\{|\}\}")
_WORD_END = re.compile(r"[A-Za-z0-9,.;:)]$")
_WORD_START = re.compile(r"^[A-Za-z0-9(]")


@dataclass(frozen=True, slots=True)
class TermMark:
    """[[用語]]: the words are printed and a note explains them."""

    term: str

    def __str__(self) -> str:
        return f"[[{self.term}]]"


@dataclass(frozen=True, slots=True)
class FactMark:
    """{{事実}}: the number is printed in the house style."""

    fact: str

    def __str__(self) -> str:
        return f"{{{{{self.fact}}}}}"


Piece = str | TermMark | FactMark


def pieces(text: str) -> list[Piece]:
    """A text cut at its marks; empty strings left out."""
    result: list[Piece] = []
    end = 0
    for match in _MARK.finditer(text):
        result.append(text[end : match.start()])
        result.append(TermMark(match["term"].strip()) if match["term"] else FactMark(match["fact"].strip()))
        end = match.end()
    result.append(text[end:])
    return [piece for piece in result if piece != ""]


def broken_marks(text: str) -> list[tuple[str, int]]:
    """Brackets that belong to no whole mark, as (bracket, which of its kind in the text, from 0)."""
    blanked = _MARK.sub(lambda mark: " " * len(mark[0]), text)
    return [(found[0], text[: found.start()].count(found[0])) for found in _BROKEN.finditer(blanked)]


def paragraphs(prose: str) -> list[str]:
    """Paragraphs of running text: an empty line parts them, a line break inside one disappears."""
    blocks = re.split(r"\n[ \t\u3000]*\n", prose.strip())
    return [join_lines([line.strip() for line in block.split("\n")]) for block in blocks]


def join_lines(lines: list[str]) -> str:
    """Lines of one paragraph as one text; a space only between two words of Latin script."""
    text = ""
    for line in lines:
        space = " " if _WORD_END.search(text) and _WORD_START.search(line) else ""
        text += space + line
    return text
