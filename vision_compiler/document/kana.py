"""五十音順: the order of readings, after JIS X 4061 as far as readings in kana need it."""

import unicodedata

_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")
_ROWS = (
    *("あいうえお", "かきくけこ", "さしすせそ", "たちつてと", "なにぬねの", "はひふへほ", "まみむめも"),
    *("やゆよ", "らりるれろ", "わゐゑをん"),
)
#: Each kana with the vowel that ー after it stands for.
_VOWELS = {kana: vowel for row in _ROWS if len(row) == 5 for kana, vowel in zip(row, "あいうえお", strict=True)}
_VOWELS |= {"や": "あ", "ゆ": "う", "よ": "お"}


def sort_key(reading: str) -> tuple[str, str]:
    """Clear kana first; voiced and small ones only decide between readings that are otherwise the same."""
    hiragana = "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in unicodedata.normalize("NFKC", reading))
    plain = ""
    for character in unicodedata.normalize("NFD", hiragana).translate(_SMALL):
        if not unicodedata.combining(character):
            plain += _VOWELS.get(plain[-1:], "") if character == "ー" else character
    return plain, hiragana


def row_of(reading: str) -> str:
    """The row that a reading stands in: あ, か, さ … わ; its own first character if it is no kana."""
    first = sort_key(reading)[0][:1]
    return next((row[0] for row in _ROWS if first in row), first)
