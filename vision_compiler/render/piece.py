"""What the typesetter gets: HTML of one block, and what it stands in."""

from msgspec import Struct

#: Between two characters that no line parts; where a line may be parted. Letter spacing counts them as characters, so
#: that phrases need half of it.
JOINER, PARTING = "\u2060", "\u200b"
#: Parts a stylesheet into what many publications share and what is one's own; each part is read by itself.
STYLE_PART = "\n/* What follows is this publication's own. */\n"


class Surrounding(Struct, frozen=True):
    """An element that a piece stands in; ``id`` tells which: several pieces may stand in the same one."""

    id: str
    opening: str

    @property
    def tag(self) -> str:
        """The name of the element."""
        return self.opening[1:].partition(" ")[0].rstrip(">")


class Piece(Struct, frozen=True):
    """What is set at once.

    ``begins`` is the number of innermost surroundings that begin with this piece. ``notes`` belong to the foot of the
    page on which they are called, in the order of their calls. ``place`` is where the author wrote it
    (``prose/introduction.yaml:12``; empty for what the program adds).
    """

    html: str
    around: tuple[Surrounding, ...] = ()
    begins: int = 0
    notes: tuple["Piece", ...] = ()
    place: str = ""

    @property
    def source(self) -> str:
        """The piece in its surroundings, as HTML."""
        closings = "".join(f"</{each.tag}>" for each in reversed(self.around))
        return "".join(each.opening for each in self.around) + self.html + closings
