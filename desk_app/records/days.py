"""The Iranian day of an instant, asked for millions of times over few days."""

from functools import lru_cache
from typing import Final

from desk_app.records.jalali import local_date

LATEST_MS: Final = 4_102_444_800_000
"""An instant after the year 2099, or before 1970, is no instant of a desk."""

_QUARTER_MS: Final = 15 * 60 * 1000
"""Midnight in Iran falls on a quarter of an hour, whatever the season's offset."""


def day_of(ms: int) -> str:
    """The ISO date at the desk of an instant in ms since 1970."""
    return _day_of_quarter(ms // _QUARTER_MS)


@lru_cache(maxsize=8192)
def _day_of_quarter(quarter: int) -> str:
    return local_date(quarter * _QUARTER_MS).isoformat()
