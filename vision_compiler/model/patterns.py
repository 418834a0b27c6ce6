"""A pattern of the house dictionary as a regular expression that cannot hang."""

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

#: A longer pattern is no spelling any more.
MAX_LENGTH = 200
#: In how many ways the parts of a pattern may share out the characters of a text among them.
MAX_WAYS = 20_000
#: Ways of a part that may be as long as it likes.
_UNBOUNDED = 100
_REGEXP = re.compile(r"/(?P<body>.+)/(?P<flags>[a-z]*)", re.DOTALL)
_FLAGS = {"g": re.NOFLAG, "u": re.NOFLAG, "i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
_LATIN = "[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]"
_WIDE = {character: chr(character + 0xFEE0) for character in range(0x21, 0x7F)}
_TOKEN = re.compile(
    r"(?P<look>\(\?<?[=!])|(?P<open>\((?!\?)|\(\?(?::|P<\w+>))|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<times>(?:[*+?]|\{(?=[\d,])(?P<low>\d*)(?P<comma>,?)(?P<high>\d*)\})[?+]?)"
    r"|(?P<nothing>\\[bBAZ]|[\^$])|(?P<one>\\[^1-9]|\[\^?\]?(?:\\.|[^\]\\])*\]|[^\\()])",
    re.DOTALL,
)


class PatternError(Exception):
    """A pattern that cannot be used; in the editors' words, with a remedy."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.message, self.help = message, help


@dataclass
class _Part:
    """A part of a pattern: in how many ways it can match, and the fewest characters it takes."""

    ways: int = 1
    width: int = 0

    def then(self, other: "_Part") -> "_Part":
        return _Part(min(self.ways * other.ways, MAX_WAYS + 1), self.width + other.width)

    def otherwise(self, other: "_Part") -> "_Part":
        return _Part(self.ways + other.ways, min(self.width, other.width))

    def repeated(self, low: int, high: int | None) -> "_Part":
        if high is None or high > 1:
            if low != high and self.ways > 1:
                raise _too_slow("繰り返しの中に、繰り返しや「|」があります")
            length = _UNBOUNDED if high is None else high - low + 1
            return _Part(min(max(length, 1) * self.ways ** min(low, 20), MAX_WAYS + 1), self.width * low)
        return _Part(self.ways + (low == 0), self.width * low)


@cache
def compiled(source: str, *, word_boundary: bool) -> re.Pattern[str]:
    """The regular expression that a pattern stands for; raises ``PatternError``."""
    if len(source) > MAX_LENGTH:
        raise PatternError(f"パターンが長すぎます（{MAX_LENGTH}文字まで）", "いくつかのパターンに分けてください。")
    if not (found := _REGEXP.fullmatch(source)):
        return re.compile(_bounded(source, re.escape(source)) if word_boundary else re.escape(source), re.ASCII)
    flags = re.ASCII
    for letter in found["flags"]:
        if letter not in _FLAGS:
            raise PatternError(f"正規表現の指定「{letter}」は使えません", "使える指定は g、i、m、s、u です。")
        flags |= _FLAGS[letter]
    body = re.sub(r"\(\?<(?=[A-Za-z])", "(?P<", found["body"])
    expression = _compile(body, flags)
    if _measured(body).width == 0:
        message = "パターンが、文字のない所にも当てはまってしまいます"
        raise PatternError(message, "「*」や「?」を減らし、必ず1文字以上に当てはまるようにしてください。")
    return expression


def united(patterns: Iterable[re.Pattern[str]]) -> re.Pattern[str]:
    """What matches somewhere in a text if one of the patterns does: most texts are done with after one look."""
    letters = {flag: letter for letter, flag in _FLAGS.items() if flag}
    scoped = [
        f"(?{''.join(letter for flag, letter in letters.items() if pattern.flags & flag)}:{pattern.pattern})"
        for pattern in patterns
    ]
    try:
        return re.compile("|".join(scoped) or "(?!)", re.ASCII)
    except re.error:  # two patterns have groups of one name
        return re.compile("")


def variants(word: str, *, word_boundary: bool) -> re.Pattern[str] | None:
    """What prh looks for where an entry has no pattern: the word in any case and width; None without such letters."""
    letters = [_variants_of(character) for character in word]
    if all(len(forms) == 1 for forms in letters):
        return None
    expression = "".join(f"[{re.escape(forms)}]" if len(forms) > 1 else re.escape(forms) for forms in letters)
    return re.compile(_bounded(word, expression) if word_boundary else expression, re.ASCII)


def _variants_of(character: str) -> str:
    if not (character.isascii() and character.isalnum()):
        return character
    forms = dict.fromkeys((character.lower(), character.upper()))
    return "".join((*forms, *(_WIDE[ord(form)] for form in forms)))


def _bounded(word: str, expression: str) -> str:
    """No letter or digit of Latin script, of whatever width, may stand beside a word of Latin script."""
    before = f"(?<!{_LATIN})" if re.match(_LATIN, word[0]) else ""
    after = f"(?!{_LATIN})" if re.match(_LATIN, word[-1]) else ""
    return f"{before}{expression}{after}"


def _compile(body: str, flags: int) -> re.Pattern[str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return re.compile(body, flags)
    except (re.error, Warning, OverflowError, RecursionError):
        message = f"「/{body}/」は、正規表現として読めません"
        raise PatternError(message, "かっこや記号の書き方を確かめてください。") from None


def _measured(body: str) -> _Part:
    """The ways and the width of a regular expression that compiles."""
    return _choice(_tokens(body))


def _tokens(body: str) -> Iterator[re.Match[str]]:
    position = 0
    while position < len(body):
        token = _TOKEN.match(body, position)
        if token is None:
            words = body[position : position + 4]
            raise PatternError(
                f"「{words}」のような書き方は使えません", "文字、[ ]、( )、|、?、+、* で書き直してください。"
            )
        yield token
        position = token.end()


def _choice(tokens: Iterator[re.Match[str]]) -> _Part:
    """The alternatives up to the end of the group."""
    done, branch, last = None, _Part(), _Part()
    for token in tokens:
        match token.lastgroup:
            case "close":
                break
            case "bar":
                done = _either(done, branch.then(last))
                branch, last = _Part(), _Part()
            case "times":
                last = last.repeated(*_range(token))
            case _:
                branch, last = branch.then(last), _atom(token, tokens)
    return _either(done, branch.then(last))


def _either(done: _Part | None, branch: _Part) -> _Part:
    part = branch if done is None else done.otherwise(branch)
    if part.ways > MAX_WAYS:
        raise _too_slow("「*」や「+」が多すぎます")
    return part


def _atom(token: re.Match[str], tokens: Iterator[re.Match[str]]) -> _Part:
    match token.lastgroup:
        case "open":
            return _choice(tokens)
        case "look":
            return _Part(_choice(tokens).ways, 0)
        case "nothing":
            return _Part()
        case _:
            return _Part(1, 1)


def _range(token: re.Match[str]) -> tuple[int, int | None]:
    sign = token["times"][0]
    if sign != "{":
        return (1 if sign == "+" else 0), (1 if sign == "?" else None)
    low = int(token["low"] or 0)
    if not token["comma"]:
        return low, low
    return low, int(token["high"]) if token["high"] else None


def _too_slow(reason: str) -> PatternError:
    message = f"{reason}。文によっては、調べ終わるまでに長い時間がかかります"
    return PatternError(message, "繰り返しを一つにするか、いくつかのパターンに分けてください。")
