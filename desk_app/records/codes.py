"""Tracking codes and follow-up numbers, made at the counter without asking anyone.

A tracking code has 14 digits: lane (6, the first 1 to 9), serial (6) and two check digits by
ISO 7064 Mod 97-10. It is kept and compared as 14 ASCII digits.
"""

import re
from typing import Final

from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.text import to_ascii_digits

CODE_LENGTH: Final = 14
FIRST_LANE: Final = 100_000
LAST_LANE: Final = 999_999
LAST_SERIAL: Final = 999_999

# Hyphens, dashes and minus, spaces of every width, half-space, joiners and direction marks:
# what a reader, a phone or a copied receipt puts between the digits.
_BETWEEN: Final = re.compile(
    "[\\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u2010-\u2015\u2212\\-_./]+"
)


def make_code(lane: int, serial: int) -> str:
    """The 14 digits of a lane (100000 to 999999) and a serial (0 to 999999).

    Raises ValueError outside those ranges.
    """
    if not FIRST_LANE <= lane <= LAST_LANE or not 0 <= serial <= LAST_SERIAL:
        raise ValueError("lane or serial out of range")
    number = lane * 1_000_000 + serial
    return f"{number}{98 - number * 100 % 97:02d}"


def parse_code(text: str) -> tuple[int, int]:
    """Lane and serial of a code typed in any digits, grouped in any way.

    Raises UserMistake ``code.missing``, ``code.characters``, ``code.length``, ``code.lane`` or
    ``code.check_digits``.
    """
    digits = bare_code(text)
    if mistake := _mistake(digits):
        raise UserMistake(mistake)
    return int(digits[:6]), int(digits[6:12])


def check_code(text: str) -> bool:
    """Whether a text is a whole tracking code with right check digits."""
    return _mistake(bare_code(text)) is None


def bare_code(text: str) -> str:
    """What was typed without what stands between the digits, in ASCII digits; not checked."""
    return _BETWEEN.sub("", to_ascii_digits(text))


def group_code(code: str) -> str:
    """The 14 digits as they are printed and read aloud: ``421507 000123 13``."""
    return f"{code[:6]} {code[6:12]} {code[12:]}"


def follow_up_number(random_bytes: bytes) -> str:
    """Six digits drawn evenly from at least 16 random bytes (bias below 1 in 10³⁰).

    Raises ValueError when fewer bytes are given.
    """
    if len(random_bytes) < 16:
        raise ValueError("at least 16 random bytes")
    return f"{int.from_bytes(random_bytes) * 1_000_000 >> 8 * len(random_bytes):06d}"


def _mistake(digits: str) -> Mistake | None:
    if not digits:
        return Mistake("tracking_code", "code.missing")
    if not (digits.isascii() and digits.isdigit()):
        return Mistake("tracking_code", "code.characters")
    if len(digits) != CODE_LENGTH:
        return Mistake("tracking_code", "code.length", {"length": len(digits)})
    if digits[0] == "0":
        return Mistake("tracking_code", "code.lane")
    # Only 02 to 98 are written; 00, 01 and 99 would pass the remainder as their twins.
    if int(digits) % 97 != 1 or not 2 <= int(digits[12:]) <= 98:
        return Mistake("tracking_code", "code.check_digits")
    return None
