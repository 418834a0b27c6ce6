"""Where the text of a well-known licence stands."""

_ADDRESSES = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/deed.ja",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/deed.ja",
}


def address_of(licence: str) -> str:
    """Its address; empty for one that is not known here."""
    return _ADDRESSES.get(licence, "")
