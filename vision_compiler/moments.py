"""The moments that files bear: those of the plan, never those of a clock."""

from datetime import datetime


def moment(date: str) -> str:
    """2024-02-15T00:00:00Z, from 2024-02-15 or 2024-02; what says a time of day stays."""
    return date if "T" in date else f"{'-'.join([*date.split('-'), '01'][:3])}T00:00:00Z"


def instant(date: str) -> datetime:
    """The moment of a date, for programs that want it as such."""
    return datetime.fromisoformat(moment(date))
