"""Bytes as decisions: what an author, an editor or an accident may do to a file, so that most of it stays a plan."""

import json
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


class Choices:
    """Decisions read from bytes. When they are used up, every decision is for the first possibility."""

    def __init__(self, data: bytes) -> None:
        self.data, self.read = data, 0

    @property
    def are_left(self) -> bool:
        return self.read < len(self.data)

    def below(self, limit: int) -> int:
        """A number; it takes two bytes where one would not reach."""
        width = 1 if limit <= 0x100 else 2
        self.read += width
        return int.from_bytes(self.data[self.read - width : self.read], "big") % max(limit, 1)

    def of(self, possibilities: Sequence[T]) -> T:
        return possibilities[self.below(len(possibilities))]


#: What reads as something else than it looks like, to YAML, to Unicode, to an indicator or to a date.
ODD = (
    *(
        "",
        "~",
        "null",
        "true",
        "no",
        "-",
        "－",
        "ー",
        "0",
        "-0",
        "007",
        "1e3",
        "1_000",
        "1,200",
        "0x1F",
        ".5",
        "5.",
        "１０",
    ),
    *("999999999999999999", "-999999999999999999.999999999999999999", "1e999", ".inf", ".nan", "1900", "2199", "2200"),
    *("2025-02-29", '"2025-02-30"', '"2025-13"', '"0001-01"', '"2025-02-28"', "12:30", "令和６年度", "平成31年4月30日"),
    *("未定", "不詳", "策定時実績値以上", "実績以上", "素案", "案", "策定", "[]", "{}", "[[]]", "[1, 17]", "[1, 1]"),
    *(
        "[8, 9]",
        "[未定, 1]",
        "{2029: 9}",
        "{2029: 未定, 2034: －}",
        "{1: 2}",
        "|",
        ">",
        "| # あ",
        "!!int 1",
        "&a b",
        "*a",
    ),
    *("%", "@a", "`a`", '"', "'", '"\\ud800"', '"\\x00"', '"\\u202e"', '"a\\nb"', "a: b", "a # b", "a #", "- a", "? a"),
    *(
        "\t",
        "\u3000あ",
        "あ　い",
        "あ  い",
        "か\u3099",
        "神\ufe00",
        "葛\U000e0100",
        "㈱①㎡",
        "ｱｲｳ",
        "⽅",
        "塚",
        "😀",
        "\u200b",
    ),
    *("<b>&amp;", "</span>", "]]>", "{% x %}", "${a}", "=1+1", "#tag", "@name", "https://a.example/b", "a@b.example"),
    *("/叶(う|い)/", "/(a+)+/", "/a*/", "/[/", "/(?<n>い)/", "$1", "$2", "/x/q", "/(?<=い)う/", "/い{2,}/", "/\\1/"),
    *(
        "第１章",
        "第○章",
        "○",
        "ア",
        "※",
        "★",
        "（１）",
        "SDGｓ",
        "あ" * 70,
        "あ" * 21_000,
        "a-b",
        "A",
        "a_b",
        "../a",
        "/etc",
    ),
)
#: What stands in running text: whole, broken, and right beside each other.
FRAGMENTS = (
    *(
        "[[ICT]]",
        "[[ ICT ]]",
        "[[知らない]]",
        "[[]]",
        "[[",
        "]]",
        "[",
        "{{",
        "}}",
        "{{{",
        "［［ICT］］",
        "[[a{{b]]",
        "[[[ICT]]]",
    ),
    *("{{population.actual.2040}}", "{{population.actual.2025-01-01}}", "{{population.estimate.2040}}", "{{decline}}"),
    *(
        "{{ decline }}",
        "{{population.actual}}",
        "{{a}}",
        "約",
        "人",
        "％",
        "ICT",
        "講座",
        "総人口",
        "38,000人",
        "３万８千人",
    ),
    *(
        "\n",
        "\n\n",
        "\n\u3000\n",
        " ",
        "\u3000",
        "\t",
        "- ",
        "# ",
        "※",
        "★１",
        "・",
        "。",
        "、",
        "（",
        "）",
        "「",
        "」",
        "～",
        "―",
    ),
    *(
        "title: ",
        "text:\n",
        "- text: ",
        "https://a.example/?b=<c>&d",
        "http://",
        "two words",
        "a  b",
        "A. B",
        "12",
        "２",
        "第",
    ),
    *(
        "年度",
        "2024年度",
        "令和６年度",
        "昭和100年",
        "1,2",
        "1.5",
        "<b>",
        "&lt;",
        '"',
        "'",
        "\\",
        "＆",
        "か\u3099",
        "葛\U000e0100",
    ),
    *(
        "ﾃﾞｼﾞﾀﾙ",
        "㈱",
        "①",
        "㎡",
        "é",
        "Ω",
        "ß",
        "ﬁ",
        "⽅",
        "塚",
        "﨑",
        "々",
        "〆",
        "ゝ",
        "ゟ",
        "゛",
        "¥",
        "‾",
        "−",
        "∥",
        "😀",
        "ไ",
    ),
    *(
        "ひとりひとり",
        "叶う",
        "SDGs",
        "SDGｓ",
        "\u2060",
        "\u200b",
        "\u200d",
        "\u00ad",
        "\u3099",
        "学びを支えます。",
        "市民とともに",
    ),
)
#: Stretches of Unicode from which single characters are taken.
STRETCHES = (
    (0x20, 0x7F),
    (0xA0, 0x24F),
    (0x2000, 0x2BFF),
    (0x2E80, 0x33FF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFFFF),
    (0, 0x10FFFF),
)


def character(choices: Choices) -> str:
    first, last = choices.of(STRETCHES)
    return chr(first + choices.below(last - first + 1))


def words(choices: Choices) -> str:
    """Running text, most of it such as a plan may have."""
    said = ""
    while choices.are_left and len(said) < 300:
        said += character(choices) if choices.below(4) == 0 else choices.of(FRAGMENTS)
    return said


Lines = list[str]


class Editor:
    """Edits files. ``files`` are those from which values and blocks are taken, ``keys`` all that a plan may have."""

    def __init__(self, files: Sequence[str], keys: Sequence[str]) -> None:
        self.files = [file.split("\n") for file in files]
        self.keys = keys
        self.values: dict[str, list[str]] = {}
        for _, key, value in (_parts(line) for file in self.files for line in file):
            self.values.setdefault(key, []).append(value)
        self.edits: tuple[Callable[[Lines, int, Choices], None], ...] = (
            *(self.replace, self.replace, self.replace, self.say, self.say, self.remove, self.remove, self.repeat),
            *(self.move, self.move, self.swap, self.swap, self.rename, self.add, self.add, self.take_over),
            *(self.take_over, self.insert, self.type, self.split, self.indent),
        )

    def edited(self, text: str, choices: Choices) -> str:
        """The text after a few edits, as many as there are decisions for."""
        lines = text.split("\n")
        for _ in range(choices.below(2) + 1):
            if choices.are_left and lines:
                choices.of(self.edits)(lines, choices.below(len(lines)), choices)
        return "\n".join(lines)

    def value(self, key: str, choices: Choices) -> str:
        """Something odd, what stands elsewhere after this key, or after another."""
        match choices.below(4):
            case 0:
                return choices.of(ODD)
            case 1:
                return json.dumps(choices.of(ODD), ensure_ascii=False)
            case 2 if key in self.values:
                return choices.of(self.values[key])
            case _:
                return choices.of(choices.of(list(self.values.values())))

    # Each edit: what becomes of the line at a place, or of the block that begins there.

    def replace(self, lines: Lines, at: int, choices: Choices) -> None:
        lead, key, _ = _parts(lines[at])
        lines[at] = f"{lead}{key}{self.value(key, choices)}"

    def insert(self, lines: Lines, at: int, choices: Choices) -> None:
        place = choices.below(len(lines[at]) + 1)
        lines[at] = lines[at][:place] + choices.of(FRAGMENTS) + lines[at][place:]

    def say(self, lines: Lines, at: int, choices: Choices) -> None:
        """A quoted text of a few pieces instead of a value."""
        lead, key, _ = _parts(lines[at])
        said = "".join(choices.of(FRAGMENTS) for _ in range(choices.below(2) + 1))
        lines[at] = f"{lead}{key}{json.dumps(said, ensure_ascii=False)}"

    def remove(self, lines: Lines, at: int, _choices: Choices) -> None:
        del lines[at : _end(lines, at)]

    def repeat(self, lines: Lines, at: int, _choices: Choices) -> None:
        lines[at:at] = lines[at : _end(lines, at)]

    def move(self, lines: Lines, at: int, choices: Choices) -> None:
        end = _end(lines, at)
        block = lines[at:end]
        del lines[at:end]
        to = _alike(lines, block[0], choices.below(len(lines) + 1))
        lines[to:to] = _shifted(block, _depth(lines[to]) if to < len(lines) else 0)

    def swap(self, lines: Lines, at: int, choices: Choices) -> None:
        other = choices.below(len(lines))
        (lead, key, value), (other_lead, other_key, other_value) = _parts(lines[at]), _parts(lines[other])
        lines[at], lines[other] = f"{lead}{key}{other_value}", f"{other_lead}{other_key}{value}"

    def indent(self, lines: Lines, at: int, choices: Choices) -> None:
        end = _end(lines, at)
        lines[at:end] = _shifted(lines[at:end], choices.below(9))

    def rename(self, lines: Lines, at: int, choices: Choices) -> None:
        lead, _, value = _parts(lines[at])
        lines[at] = f"{lead}{choices.of(self.keys)}: {value}"

    def add(self, lines: Lines, at: int, choices: Choices) -> None:
        """A line with a key, at the depth of the keys beside it."""
        depth, key = len(_parts(lines[at])[0]), f"{choices.of(self.keys)}: "
        lines.insert(at + 1, f"{' ' * depth}{key}{self.value(key, choices)}")

    def take_over(self, lines: Lines, at: int, choices: Choices) -> None:
        """A block of some file that begins like this one, beside it or in its place."""
        file = choices.of(self.files)
        begin = _alike(file, lines[at], choices.below(len(file)))
        end = _end(lines, at) if choices.below(2) else at
        lines[at:end] = _shifted(file[begin : _end(file, begin)], _depth(lines[at]))

    def type(self, lines: Lines, at: int, choices: Choices) -> None:
        place = choices.below(len(lines[at]) + 1)
        lines[at] = lines[at][:place] + character(choices) + lines[at][place:]

    def split(self, lines: Lines, at: int, choices: Choices) -> None:
        place = choices.below(len(lines[at]) + 1)
        lines[at : at + 1] = [lines[at][:place], lines[at][place:]]


def _parts(line: str) -> tuple[str, str, str]:
    """(indentation with dashes, key with its colon, value) of a line."""
    bare = line.lstrip(" -")
    lead = line[: len(line) - len(bare)]
    key, colon, value = bare.partition(":")
    if colon and key.replace("_", "").isalnum():
        return lead, f"{key}: ", value.strip()
    return lead, "", bare


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _end(lines: Sequence[str], at: int) -> int:
    """Where the block ends that begins on a line: what is deeper belongs to it."""
    end = at + 1
    while end < len(lines) and (_depth(lines[end]) > _depth(lines[at]) or not lines[end].strip()):
        end += 1
    return end


def _alike(lines: Sequence[str], line: str, at: int) -> int:
    """The first line from a place on that begins with the same key or dash as another; the end if there is none."""
    beginning = _parts(line)[0].strip(), _parts(line)[1]
    alike = (
        each for each in range(at, len(lines)) if (_parts(lines[each])[0].strip(), _parts(lines[each])[1]) == beginning
    )
    return next(alike, len(lines))


def _shifted(block: Sequence[str], depth: int) -> Lines:
    """The block with its first line at a depth, and the others as far from it as before."""
    by = depth - _depth(block[0]) if block else 0
    return [" " * (_depth(line) + by) + line.lstrip(" ") if line.strip() else line for line in block]
