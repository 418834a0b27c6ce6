"""Numbers in the house style: one digit is full-width, more are half-width; 万 and 千 in running text.

公用文作成の考え方 would have no 千; the city's plans have it (約17万7千人), and the city's style goes first.
"""

from decimal import Decimal

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_MYRIAD = 10_000


def house_digits(text: str) -> str:
    """A number as text: full-width if it has a single digit."""
    return text.translate(_WIDE) if sum(character.isdigit() for character in text) == 1 else text


def counted(amount: Decimal) -> str:
    """A number for a table: 27,309 · 20.0 · ６."""
    return house_digits(f"{amount:,}")


def quoted(amount: Decimal, unit: str, approximate: bool) -> str:
    """A number for running text, with its unit: 約17万7千人 · 25万8,500人 · 1.31."""
    text = _in_myriads(int(amount), approximate) if amount == int(amount) and amount >= _MYRIAD else f"{amount:,}"
    return ("約" if approximate else "") + house_digits(text) + unit


def _in_myriads(number: int, approximate: bool) -> str:
    text = ""
    for size, name in ((_MYRIAD**2, "億"), (_MYRIAD, "万")):
        if number >= size:
            text += f"{number // size:,}{name}"
            number %= size
    if approximate and number and number % 1000 == 0:
        return f"{text}{number // 1000}千"
    return text + (f"{number:,}" if number else "")


def fullwidth(number: int) -> str:
    """A number that is printed by itself, as in ※１ or （１）: one digit full-width."""
    return house_digits(str(number))


def accent(number: int) -> int:
    """The colour of the n-th strategy; there are six, then they begin anew."""
    return (number - 1) % 6 + 1


def circled(number: int) -> str:
    """①, ② … ⑳; beyond, the number in brackets."""
    return chr(ord("①") + number - 1) if number <= 20 else f"({number})"


def fiscal_years(start: int, end: int) -> str:
    """2024年度～2027年度."""
    return f"{start}年度～{end}年度"


def year_and_month(date: str) -> str:
    """2024年２月, from 2024-02 or 2024-02-15."""
    year, month, *_ = date.split("-")
    return f"{year}年{fullwidth(int(month))}月"


_KATAKANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ"


def katakana(number: int) -> str:
    """ア, イ … ワ; beyond, the number."""
    return _KATAKANA[number - 1] if number <= len(_KATAKANA) else fullwidth(number)
