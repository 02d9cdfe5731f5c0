"""Recovery numbers that are read out over the telephone: 24 digits, each used once.

A number is six groups of four digits: three that are drawn and a check digit (Damm) over them and
the place of the group, so that a digit heard wrongly, two that changed places or two groups that
did are found in the group where it happened. The first digit says which number of its sheet it
is; the other seventeen (56 bits) lie under Argon2id, as a password does.
"""

from typing import Final

import msgspec

from db import keys
from db.keys import Cost, Wrapped
from desk_app.ports.clock import Entropy
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.text import to_ascii_digits

SHEET: Final = 4
"""So many numbers stand on one sheet."""
DIGITS: Final = 24
_GROUP: Final = 4
_DAMM: Final = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
"""Damm's quasigroup of order ten (2004): finds every wrong digit and every swap of neighbours."""


class NumberSlot(msgspec.Struct, frozen=True, kw_only=True):
    """A way in by one number of the sheet."""

    place: int
    """Which number of its sheet, from 1."""
    public: str
    identity: Wrapped
    key: bytes


def new_number(
    place: int, data_key: bytes, *, cost: Cost, entropy: Entropy
) -> tuple[NumberSlot, str]:
    """A slot under a fresh number, and the number as it is shown once: ``1234-…`` (ASCII)."""
    drawn = f"{place}{int.from_bytes(entropy(24)) % 10**17:017d}"
    parts = [drawn[at : at + 3] for at in range(0, len(drawn), 3)]
    groups = [part + _check(at, part) for at, part in enumerate(parts, start=1)]
    number, pair = "".join(groups), keys.new_pair()
    slot = NumberSlot(
        place=place,
        public=pair.public,
        identity=keys.wrap(pair, number, cost, entropy),
        key=keys.seal_key(data_key, pair.public),
    )
    return slot, "-".join(groups)


def read_number(text: str) -> str:
    """The 24 digits of a typed number, in any digits and however grouped.

    Raises UserMistake ``recovery_number.length`` or, naming the group from 1,
    ``recovery_number.group``.
    """
    typed = digits_of(text)
    if len(typed) != DIGITS:
        raise UserMistake(Mistake("recovery_key", "recovery_number.length", {"digits": len(typed)}))
    for at in range(0, DIGITS, _GROUP):
        group = at // _GROUP + 1
        if typed[at + 3] != _check(group, typed[at : at + 3]):
            raise UserMistake(Mistake("recovery_key", "recovery_number.group", {"group": group}))
    return typed


def digits_of(text: str) -> str:
    """The ASCII digits of a text in any digits; what stands between them is passed over."""
    plain = to_ascii_digits(text)
    return "".join(mark for mark in plain if mark.isascii() and mark.isdigit())


def _check(group: int, part: str) -> str:
    interim = 0
    for digit in f"{group}{part}":
        interim = _DAMM[interim][int(digit)]
    return str(interim)
