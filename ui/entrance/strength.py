"""How hard a password is to guess, roughly: enough to warn, never a reason to refuse."""

import math
from collections.abc import Iterable
from typing import Final, Literal

Strength = Literal["short", "weak", "fair", "good"]
SHORTEST: Final = 6
"""In characters; the book takes none that is shorter."""
_FAIR_BITS: Final = 30.0
_GOOD_BITS: Final = 48.0
_ROWS: Final = (
    "0123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "ضصثقفغعهخحجچ",
    "شسیبلاتنمکگ",
    "ظطزرذدپو",
)
_COMMON: Final = ("password", "admin", "mizban", "iran", "salam", "رمز", "میزبان", "ایران", "سلام")


def strength_of(password: str, known: Iterable[str] = ()) -> Strength:
    """The strength of a password whose owner's names are known to whoever guesses."""
    if len(password) < SHORTEST:
        return "short"
    bits = _bits(password, [*_COMMON, *known])
    return "good" if bits >= _GOOD_BITS else "fair" if bits >= _FAIR_BITS else "weak"


def _bits(password: str, known: Iterable[str]) -> float:
    """Letters that follow from the ones before, or from a known word, add one bit each."""
    from desk_app.records.text import normalise

    plain = normalise(password).lower() or password
    for word in known:
        bare = normalise(word).lower()
        if len(bare) > 2:
            plain = plain.replace(bare, bare[0])
    fresh = sum(not _follows(plain[:at], letter) for at, letter in enumerate(plain))
    return fresh * math.log2(_pool(password)) + (len(plain) - fresh)


def _follows(before: str, letter: str) -> bool:
    if not before:
        return False
    last = before[-1]
    if letter == last or letter in before[:-1]:
        return True
    return any(
        abs(row.find(letter) - row.find(last)) == 1 for row in _ROWS if {letter, last} <= set(row)
    )


def _pool(password: str) -> int:
    """From how many signs such a password is chosen."""
    pool = 0
    for size, found in (
        (10, any(sign.isdigit() for sign in password)),
        (26, any(sign.isascii() and sign.islower() for sign in password)),
        (26, any(sign.isascii() and sign.isupper() for sign in password)),
        (32, any(not sign.isascii() and sign.isalpha() for sign in password)),
        (20, any(not sign.isalnum() for sign in password)),
    ):
        pool += size * found
    return max(pool, 10)
