"""The Jalali calendar and the hour in Iran.

The leap years are those of the 33-year cycle, which from 1178 to 1600 (1799 to 2222) departs
from the equinox in Tehran, and so from the official calendar, once: 1503 begins a day earlier,
after a common year (the correction that ICU and CLDR carry for 1502). Weekdays are numbered
from Saturday, 0 to 6.
"""

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.text import to_ascii_digits, to_persian_digits

FIRST_YEAR: Final = 1178
LAST_YEAR: Final = 1600
IRAN: Final = "Asia/Tehran"

_MONTHS: Final = {
    "fa": (
        "فروردین",
        "اردیبهشت",
        "خرداد",
        "تیر",
        "مرداد",
        "شهریور",
        "مهر",
        "آبان",
        "آذر",
        "دی",
        "بهمن",
        "اسفند",
    ),
    "en": (
        "Farvardin",
        "Ordibehesht",
        "Khordad",
        "Tir",
        "Mordad",
        "Shahrivar",
        "Mehr",
        "Aban",
        "Azar",
        "Dey",
        "Bahman",
        "Esfand",
    ),
}
_WEEKDAYS: Final = {
    "fa": ("شنبه", "یکشنبه", "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه"),
    "en": ("Saturday", "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
}
_DIRECTIONS: Final = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_PARTS: Final = re.compile(r"(\d{1,4})\s*[/\-.٫،,\s]\s*(\d{1,2})\s*[/\-.٫،,\s]\s*(\d{1,4})")
# A two-digit year up to this one belongs to the fifteenth century: 05 is 1405, 69 is 1369.
_LAST_SHORT_YEAR: Final = 20


def to_jalali(day: date) -> tuple[int, int, int]:
    """Year, month and day of a Gregorian date; UserMistake ``date.year`` out of range."""
    year = day.year - 621
    if day.toordinal() < _new_year(year):
        year -= 1
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _mistake("date.year", first=FIRST_YEAR, last=LAST_YEAR)
    passed = day.toordinal() - _new_year(year)
    if passed < 186:
        return year, passed // 31 + 1, passed % 31 + 1
    return year, (passed - 186) // 30 + 7, (passed - 186) % 30 + 1


def from_jalali(year: int, month: int, day: int) -> date:
    """The Gregorian date; UserMistake ``date.year``, ``date.month`` or ``date.day``."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _mistake("date.year", first=FIRST_YEAR, last=LAST_YEAR)
    if not 1 <= month <= 12:
        raise _mistake("date.month")
    if not 1 <= day <= month_length(year, month):
        raise _mistake("date.day", last=month_length(year, month))
    passed = 31 * (month - 1) - max(0, month - 7) + day - 1
    return date.fromordinal(_new_year(year) + passed)


def month_length(year: int, month: int) -> int:
    """How many days a month has: 31, 30, or 29 in the last month of a common year."""
    if month <= 6:
        return 31
    return 30 if month < 12 or is_leap(year) else 29


def is_leap(year: int) -> bool:
    """Whether a Jalali year has 366 days."""
    return _new_year(year + 1) - _new_year(year) == 366


def format_jalali(day: date) -> str:
    """``1405/08/30``, in ASCII digits."""
    return "{:04d}/{:02d}/{:02d}".format(*to_jalali(day))


def iso_jalali(day: date) -> str:
    """``1405-08-30``, in ASCII digits."""
    return "{:04d}-{:02d}-{:02d}".format(*to_jalali(day))


def long_jalali(day: date, lang: str = "fa") -> str:
    """«شنبه ۳۰ آبان ۱۴۰۵» or "Saturday 30 Aban 1405"."""
    year, month, number = to_jalali(day)
    text = f"{weekday_name(weekday(day), lang)} {number} {month_name(month, lang)} {year}"
    return to_persian_digits(text) if lang == "fa" else text


def month_name(month: int, lang: str = "fa") -> str:
    """The name of month 1 to 12."""
    return _MONTHS[lang][month - 1]


def weekday_name(number: int, lang: str = "fa") -> str:
    """The name of weekday 0 (Saturday) to 6 (Friday)."""
    return _WEEKDAYS[lang][number]


def weekday(day: date) -> int:
    """0 on Saturday to 6 on Friday."""
    return (day.weekday() + 2) % 7


def parse_jalali(text: str, field: str = "date") -> date:
    """The date of 14050830, 690105, 1370/1/5, ۱۳۷۰-۱-۵ or 5/1/1370.

    Raises UserMistake ``date.format``, ``date.year``, ``date.month`` or ``date.day``.
    """
    typed = to_ascii_digits(_DIRECTIONS.sub("", text)).strip()
    if typed.isascii() and typed.isdigit() and len(typed) in (6, 8):
        parts = [typed[:-4], typed[-4:-2], typed[-2:]]
    elif found := _PARTS.fullmatch(typed):
        parts = list(found.groups())
        if len(parts[2]) == 4 and len(parts[0]) <= 2:
            parts.reverse()
    else:
        raise _mistake("date.format", field)
    if len(parts[0]) not in (2, 4) or len(parts[2]) > 2:
        raise _mistake("date.format", field)
    year, month, day = map(int, parts)
    if len(parts[0]) == 2:
        year += 1400 if year <= _LAST_SHORT_YEAR else 1300
    try:
        return from_jalali(year, month, day)
    except UserMistake as wrong:
        raise _mistake(wrong.code, field, **wrong.params) from None


def local_datetime(ms: int, zone: str = IRAN) -> datetime:
    """The hour at the desk, with its offset, of an instant in milliseconds since the epoch."""
    instant = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
    return instant.astimezone(_zone(zone))


def local_date(ms: int, zone: str = IRAN) -> date:
    """The day at the desk of an instant in milliseconds since the epoch."""
    return local_datetime(ms, zone).date()


def instant_of(moment: datetime) -> int:
    """Milliseconds since the epoch of a moment that carries its offset."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def at_desk(day: date, minute: int, zone: str = IRAN) -> int:
    """The instant at which a minute of a day (0 to 1440) begins at the desk."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=_zone(zone))
    return instant_of(midnight + timedelta(minutes=minute))


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _new_year(year: int) -> int:
    return 226_895 + 365 * (year - 1) + (8 * year + 21) // 33 - (year == 1503)


def _mistake(code: str, field: str = "date", **params: str | int) -> UserMistake:
    return UserMistake(Mistake(field, code, params))
