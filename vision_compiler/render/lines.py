"""What the end of a line must not part: a number and its unit, and in headings a phrase.

Characters of Unicode say so: elements around every number would be boxes to lay out, and take twice as long.
"""

import re
from functools import cache, lru_cache

from budoux import Parser, load_default_japanese_parser
from markupsafe import Markup, escape

from vision_compiler.render.piece import JOINER, PARTING

#: A number with what belongs to it: 約18万9千人, 第２章, 2024年度, １つ.
_WHOLE = re.compile(
    r"[約第]?[0-9０-９][0-9０-９,.]*(?:億[0-9,]*)?(?:万[0-9,]*)?(?:千[0-9,]*)?"
    r"(?:年度|年|月|日|人|％|点|つ|歳|区分|期|章|条|号|件|回|箇所|団体|店舗|路線|者|社)?"
)
_INSIDE = re.compile(r"[0-9A-Za-z][0-9A-Za-z]|[約第][0-9０-９]|[（「【].|.[）」】、。・～〜—―／]")
#: Before what never begins a line, although the renderer thinks it may.
_BEFORE = re.compile("(?<=[^\u2060])(?=[～〜—―／])")
#: Addresses, and words with spaces between: a voice that reads aloud pronounces them in their own language.
_FOREIGN = re.compile(r"(?P<address>https?://[!-~]*[A-Za-z0-9/_-])|[A-Za-z]+(?: [A-Za-z]+)+")
_ADDRESS, _WORDS = Markup('<a href="{0}">{0}</a>'), Markup('<span lang="en">{}</span>')
#: A character with the marks that stand on it.
_LETTER = re.compile(r"[\s\S][\u0300-\u036f\u3099\u309a]*")
#: A longer phrase would leave gaps that look worse than a break inside it.
_LONGEST_PHRASE = 12


def unbroken(text: str) -> Markup:
    """The text with every number and its unit kept on one line; addresses are links, and foreign words are told."""
    if "://" not in text and " " not in text:
        return _whole(text)
    parts, end = [], 0
    for match in _FOREIGN.finditer(text):
        element = _ADDRESS if match["address"] else _WORDS
        parts += [_whole(text[end : match.start()]), element.format(match[0])]
        end = match.end()
    return Markup("").join([*parts, _whole(text[end:])])


def _whole(text: str) -> Markup:
    return escape(_BEFORE.sub(JOINER, _WHOLE.sub(lambda match: JOINER.join(match[0]), text)))


@lru_cache(maxsize=2048)
def phrases(text: str) -> Markup:
    """A heading or name that may break between its phrases only (BudouX), never inside a number or a bracket."""
    return escape(PARTING.join(_phrase(part) for part in _joined(_parser().parse(text))))


def _phrase(part: str) -> str:
    return JOINER.join(_LETTER.findall(part)) if len(part) <= _LONGEST_PHRASE else _BEFORE.sub(JOINER, part)


@cache
def _parser() -> Parser:
    return load_default_japanese_parser()


def _joined(parts: list[str]) -> list[str]:
    """Phrases, put together again where the model cut inside a number, a Latin word or a short bracket."""
    joined: list[str] = []
    for part in parts:
        if joined and (_is_open(joined[-1]) or _INSIDE.search(f"{joined[-1][-1]}{part[0]}")):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def _is_open(part: str) -> bool:
    return any(part.count(left) > part.count(right) for left, right in ("（）", "【】", "「」"))
