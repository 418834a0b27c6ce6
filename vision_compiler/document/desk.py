"""What the parts of one publication share while it is put together."""

from typing import NamedTuple

from msgspec import Struct, field

from vision_compiler.document.inline import Notes, Writer
from vision_compiler.document.nodes import Style
from vision_compiler.document.numbers import fullwidth, katakana
from vision_compiler.model.plan import Plan


class Level(NamedTuple):
    """How the headings of one depth look; ○ in ``form`` is the number, ア the katakana of that number."""

    style: Style
    form: str

    def label(self, number: int) -> str:
        return self.form.replace("○", fullwidth(number)).replace("ア", katakana(number))


class Places(Struct):
    """What an index has to find: the calls of each term, and the indicators that are printed.

    ``quotes`` are the anchors given to quotations so far: the same item may be quoted twice.
    """

    calls: dict[str, list[str]] = {}
    indicators: set[str] = set()
    quotes: set[str] = set()


class Desk(Struct, frozen=True):
    """The plan, how headings are numbered from the chapters downwards, and the places that indexes point to.

    A publication with indexes is put together with ``places`` being filled; then its indexes, with them ``known``.
    """

    plan: Plan
    levels: tuple[Level, ...]
    first_level: int = 1
    places: Places = field(default_factory=Places)
    known: Places = field(default_factory=Places)

    def level(self, depth: int) -> Level:
        """The headings at ``depth`` (0: chapters); below the last level all look like it."""
        return self.levels[min(depth, len(self.levels) - 1)]

    def heading(self, depth: int) -> int:
        """The rank of a heading at ``depth``, from 1 to 6."""
        return min(self.first_level + depth, 6)

    def quote_anchor(self, owner: str, id: str) -> str:
        """An anchor for a quotation of ``id`` below ``owner``, used for no other."""
        name, number = f"{owner}.quote.{id}", 1
        anchor = name
        while anchor in self.places.quotes:
            number += 1
            anchor = f"{name}.{number}"
        self.places.quotes.add(anchor)
        return anchor

    def notes(self, place: str, sign: str) -> Notes:
        return Notes(place, sign, self.places.calls)

    def writer(self, place: str) -> Writer:
        """A writer whose notes are counted from one at ``place``."""
        return Writer(self.plan, self.notes(place, self.plan.settings.labels.note))
