"""The two marks of running text, [[用語]] and {{事実}}, and how lines become paragraphs."""

import re
from dataclasses import dataclass
from unicodedata import normalize

_MARK = re.compile(r"\[\[(?P<term>[^\[\]{}\n]+)\]\]|\{\{(?P<fact>[^\[\]{}\n]+)\}\}")
#: Japanese text has no use for these but in marks; full-width pairs are marks typed in the wrong width.
_BROKEN = re.compile(r"\[+|\]+|\{+|\}+|［［|］］|｛｛|｝｝")
_BRACKET = re.compile(r"[\[\]{}［］｛｝]")
_EMPTY_LINE = re.compile(r"\n[ \t\u3000]*\n")
_WORD_END = re.compile(r"[A-Za-z0-9,.;:)]$")
_WORD_START = re.compile(r"^[A-Za-z0-9(]")


@dataclass(frozen=True, slots=True)
class TermMark:
    """[[用語]]: the words are printed and a note explains them."""

    words: str

    def __str__(self) -> str:
        return f"[[{self.words}]]"


@dataclass(frozen=True, slots=True)
class FactMark:
    """{{事実}}: the number is printed in the house style."""

    words: str

    def __str__(self) -> str:
        return f"{{{{{self.words}}}}}"


Piece = str | TermMark | FactMark


def has_marks(text: str) -> bool:
    """Whether there may be a mark in a text; most have none."""
    return "[[" in text or "{{" in text


def pieces(text: str) -> list[Piece]:
    """A text cut at its marks; empty strings left out."""
    if not has_marks(text):
        return [text] if text else []
    result: list[Piece] = []
    end = 0
    for match in _MARK.finditer(text):
        result.append(text[end : match.start()])
        result.append(TermMark(match["term"].strip()) if match["term"] else FactMark(match["fact"].strip()))
        end = match.end()
    result.append(text[end:])
    return [piece for piece in result if piece != ""]


def printed(text: str) -> str:
    """The words of a text without the brackets of its marks, for messages."""
    return "".join(piece if isinstance(piece, str) else piece.words for piece in pieces(text))


def broken_mark(text: str) -> tuple[str, int] | None:
    """The first bracket that belongs to no whole mark, as (bracket, which of its kind in the text, from 0)."""
    if not _BRACKET.search(text):
        return None
    blanked = _MARK.sub(lambda mark: " " * len(mark[0]), text)
    found = _BROKEN.search(blanked)
    return (found[0], text[: found.start()].count(found[0])) if found else None


def folded(text: str) -> str:
    """Words as readers compare them: without spaces, breaks, invisible signs and differences of width."""
    if text.isascii() and text.isalnum():
        return text
    return "".join(sign for sign in normalize("NFKC", text) if sign.isprintable() and not sign.isspace())


def paragraphs(prose: str) -> list[str]:
    """Paragraphs of running text: an empty line parts them, a line break inside one disappears."""
    blocks = _EMPTY_LINE.split(prose.strip())
    return [join_lines([line.strip() for line in block.split("\n")]) for block in blocks]


def paragraph_lines(prose: str) -> list[int]:
    """On which line of the text each of its paragraphs begins, from 0."""
    return [0, *(prose.count("\n", 0, parting.end()) for parting in _EMPTY_LINE.finditer(prose.strip()))]


def join_lines(lines: list[str]) -> str:
    """Lines of one paragraph as one text; a space only between two words of Latin script."""
    text = ""
    for line in lines:
        space = " " if _WORD_END.search(text) and _WORD_START.search(line) else ""
        text += space + line
    return text
