"""The value of an indicator is typed, never a string: number, none, at least baseline, parts or undecided."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

NONE_SIGN = "－"
UNDECIDED_WORD = "未定"
UNKNOWN_WORD = "不詳"
#: What may stand in place of a number, for messages.
_WORDS = f"（数でなければ、{NONE_SIGN}、{UNDECIDED_WORD}、策定時実績値以上 のような言葉）"
_LOOKALIKES = "-‐‑‒–—―−ーｰ─"


@dataclass(frozen=True, slots=True)
class Number:
    """A number with as many decimals as were typed."""

    amount: Decimal


@dataclass(frozen=True, slots=True)
class NoValue:
    """－: there is no value (nothing was measured when the plan was made)."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """未定: a value is due and has not been decided."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """不詳: it is decided, but the sources of this plan do not say what it is."""


@dataclass(frozen=True, slots=True)
class AtLeastBaseline:
    """策定時実績値以上: the baseline is to be kept or bettered; printed in the plan's own words."""

    words: str


@dataclass(frozen=True, slots=True)
class Parts:
    """One number for each part of the indicator (小学校 and 中学校), in the order of its ``parts``."""

    numbers: tuple[Number, ...]


Value = Number | NoValue | Undecided | AtLeastBaseline | Parts


def parse_value(raw: Any) -> Value:
    """The typed value of what stands in the YAML; raises ``PydanticCustomError`` with a type of ours."""
    if isinstance(raw, list) and raw:
        return Parts(tuple(_number(entry) for entry in raw))
    if isinstance(raw, str):
        return _word(str(raw))
    return _number(raw, _WORDS)


def parse_amount(raw: Any, words: str = "") -> Decimal:
    """A number as it stands in the YAML; ``words`` names what else may stand there."""
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        text = str(raw) if isinstance(raw, str) else ""
        raise PydanticCustomError("value_not_number", "not a number", {"text": text, "words": words})
    return Decimal(raw)


def _number(raw: Any, words: str = "") -> Number:
    return Number(parse_amount(raw, words))


def _word(word: str) -> Value:
    if word == NONE_SIGN:
        return NoValue()
    if word == UNDECIDED_WORD:
        return Undecided()
    if word and all(character in _LOOKALIKES for character in word):
        raise PydanticCustomError("value_dash", "a dash that is not the sign for none", {"text": word})
    if word.endswith("以上") and not any(character.isdigit() for character in word):
        return AtLeastBaseline(word)
    raise PydanticCustomError("value_not_number", "not a value", {"text": word, "words": _WORDS})


_SCHEMA = {
    "description": f"数値（20.0 のように印刷するとおりの桁で）、{NONE_SIGN}（実績値なし）、{UNDECIDED_WORD}、"
    "策定時実績値以上、または parts の順に並べた数値の一覧",
    "type": ["number", "string", "array"],
    "oneOf": [
        {"type": "number"},
        {"enum": [NONE_SIGN, UNDECIDED_WORD]},
        {"type": "string", "pattern": "^[^0-9０-９]+以上$"},
        {"type": "array", "items": {"type": "number"}, "minItems": 2},
    ],
}

IndicatorValue = Annotated[Value, PlainValidator(parse_value), WithJsonSchema(_SCHEMA)]
