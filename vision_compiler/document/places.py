"""Where the author wrote what stands on a page, as a block bears it: ``prose/introduction.yaml:12``."""

from collections.abc import Iterator

from msgspec.structs import replace

from vision_compiler.document.inline import Writer
from vision_compiler.document.nodes import Block, Paragraph
from vision_compiler.model.base import Node
from vision_compiler.model.text import paragraph_lines
from vision_compiler.source import Span


def place_of(span: Span) -> str:
    """The file and the line where something begins."""
    return f"{span.file}:{span.start.line}"


def written_at(node: Node, *keys: str | int) -> str:
    """The file and the line of the value under ``keys``; without keys, of the node."""
    return node.written_at(*keys)


def begun_at(node: Node, key: str) -> str:
    """The file and the line of the first words of the text under a key."""
    return place_of(_begin(node, key))


def paragraphs(writer: Writer, node: Node, key: str) -> tuple[Paragraph, ...]:
    """The text under a key, each paragraph with the line on which it begins."""
    prose = str(getattr(node, key) or "")
    lines = zip(writer.paragraphs(prose), _places(node, key, prose), strict=True)
    return tuple(Paragraph(line, place=place) for line, place in lines)


def _places(node: Node, key: str, prose: str) -> Iterator[str]:
    first = _begin(node, key)
    return (f"{first.file}:{first.start.line + line}" for line in paragraph_lines(prose))


def _begin(node: Node, key: str) -> Span:
    return node.find(str(getattr(node, key) or "").partition("\n")[0], key)


def placed(blocks: tuple[Block, ...], place: str) -> tuple[Block, ...]:
    """The blocks; those that nobody wrote bear the place that asked for them."""
    return tuple(block if block.place else replace(block, place=place) for block in blocks)
