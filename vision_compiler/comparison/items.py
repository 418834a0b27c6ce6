"""What a comparison compares: items, which keep their identity from plan to plan, and the passages that they say."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from vision_compiler.model.base import Node
from vision_compiler.model.strategy import Indicator, Initiative
from vision_compiler.model.text import printed

#: The keys under which something stands in its item, without the numbers of lists.
Route = tuple[str, ...]

#: The keys that name an item, in this order.
_NAMES = ("name", "title", "term")


@dataclass(frozen=True, slots=True)
class Passage:
    """Words or a value of an item, as printed: a paragraph, an entry of a list, a cell of a table.

    ``raw`` is the same without what follows from elsewhere (the number of a fact, the unit of a value). ``terms`` are
    the words that bear a note there, ``noted`` is the text with their signs. ``ident`` tells an entry of a list from
    its neighbours; that of a reference is the id that it leads to. ``is_open`` says 未定.
    """

    route: Route
    label: str
    text: str
    raw: str
    terms: frozenset[str] = frozenset()
    noted: str = ""
    ident: str = ""
    is_listed: bool = False
    is_open: bool = False

    @property
    def is_reference(self) -> bool:
        """Whether it leads to another item, and is the same as long as it does."""
        return bool(self.ident) and self.ident == self.raw

    def is_same(self, other: "Passage") -> bool:
        """Whether nothing was changed here, neither in print nor by an author."""
        return self.terms == other.terms and (self.raw == other.raw or self.text == other.text)


@dataclass(eq=False)
class Item:
    """What keeps its identity from plan to plan: it bears an id, or is the only file of its kind.

    ``key`` is the key under which it stands in its parent, ``role`` what the plan calls that (KPI, 主な取組).
    """

    node: Node
    place: str
    key: str = ""
    role: str = ""
    parent: "Item | None" = None
    passages: list[Passage] = field(default_factory=list)
    children: list["Item"] = field(default_factory=list)

    @property
    def kind(self) -> type[Node]:
        return type(self.node)

    @property
    def id(self) -> str:
        return id_of(self.node)

    @property
    def depth(self) -> int:
        return self.parent.depth + 1 if self.parent else 0

    @property
    def root(self) -> "Item":
        """The item of its file."""
        return self.parent.root if self.parent else self

    @cached_property
    def name(self) -> str:
        """Its name as it is printed; empty if it has none."""
        return next((passage.text for passage in self.passages if passage.route == (name_key(self.kind),)), "")

    @property
    def title(self) -> str:
        """What to call it: 指標「…」."""
        return f"{self.node.LABEL}「{self.name}」" if self.name else self.node.LABEL

    @cached_property
    def words(self) -> str:
        """What it says, without its values and what many others say, too: to find it again if its id changed."""
        if isinstance(self.node, Indicator):
            return printed(self.node.name) + (self.node.note or "")
        return "".join(passage.text for passage in self.passages)

    def all(self) -> Iterator["Item"]:
        """This item and those below it, in the order of the plan."""
        yield self
        for child in self.children:
            yield from child.all()


def id_of(node: Node) -> str:
    """The id of a node; empty if it bears none."""
    return str(vars(node).get("id") or "")


def name_key(kind: type[Node]) -> str:
    """The key that names an item of a kind; empty if there is none."""
    if kind is Initiative:
        return "text"
    return next((key for key in _NAMES if key in kind.model_fields), "")
