"""Days of fiscal years, which begin on the first of April everywhere in Japan (地方自治法第208条)."""


def first_day(fiscal_year: int) -> str:
    """2024-04-01, of 2024."""
    return f"{fiscal_year}-04-01"


def last_day(fiscal_year: int) -> str:
    """2025-03-31, of 2024."""
    return f"{fiscal_year + 1}-03-31"


def is_day(date: str) -> bool:
    """Whether a date says the day, not only the month."""
    return date.count("-") == 2
