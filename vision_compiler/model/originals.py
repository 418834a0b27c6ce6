"""What an excerpt may quote: every item that has a text of its own, by id."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vision_compiler.model.base import Node, of_kinds
from vision_compiler.model.chapter import Division, TextBlock
from vision_compiler.model.dxgx import CrossInitiative
from vision_compiler.model.stances import Stance
from vision_compiler.model.strategy import Measure, Strategy
from vision_compiler.source import KeyPath


@dataclass(frozen=True, slots=True)
class Original:
    """An item that is quoted: its title, its full text, and where that is written."""

    title: str
    text: str
    node: Node
    keys: KeyPath


_QUOTED: tuple[type[Node], ...] = (Stance, Strategy, Measure, CrossInitiative, Division)


def originals(files: Iterable[Node]) -> Mapping[str, Original]:
    """Every item of the plan that an excerpt may quote."""
    found: dict[str, Original] = {}
    for node in of_kinds((node for file in files for node in file.nodes()), *_QUOTED):
        match node:
            case Stance():
                found[node.id] = Original(node.title, node.text or "", node, ("text",) if node.text else ("title",))
            case Strategy() | Measure() | CrossInitiative():
                key = "direction" if node.direction else "title"
                found[node.id] = Original(node.title, node.direction or "", node, (key,))
            case Division():
                text = "\n".join(block.text for block in node.body if isinstance(block, TextBlock))
                found[node.id] = Original(node.title, text, node, ("title",))
    return found
