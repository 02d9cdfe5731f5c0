"""A lane read over the telephone when there is neither a line nor a spare lane.

The centre and the desk share a slip key from enrolment. A slip has 32 digits: the lane (6), an
80-bit HMAC-SHA256 over device and lane (25), and one check digit for the whole (Damm), said and
printed in groups of four. A signature would have 150 digits; forging one of 2⁸⁰ needs the desk's
own key or its officer's patience.
"""

import hmac
from typing import Final

from desk_app.records.codes import FIRST_LANE
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.text import to_ascii_digits

SLIP_KEY_BYTES: Final = 32
_LANE: Final = 6
_PROOF: Final = 25
SLIP_DIGITS: Final = _LANE + _PROOF + 1
_DAMM: Final = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip
"""The quasigroup of H. M. Damm (2004): finds every wrong digit and every swap of neighbours."""


def make_slip(key: bytes, device: str, lane: int) -> str:
    """The slip that gives a device this lane, in groups of four digits."""
    digits = f"{lane:06d}{_proof(key, device, lane)}"
    digits += str(_damm(digits))
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def read_slip(key: bytes, device: str, text: str) -> int:
    """The lane of a slip, typed in any digits and however grouped.

    Raises UserMistake ``slip.length``, ``slip.digits`` (mistyped) or ``slip.foreign`` (made for
    another device or by somebody else).
    """
    digits = typed_digits(text)
    if (wrong := mistyped(digits)) is not None:
        raise UserMistake(wrong)
    lane = int(digits[:_LANE])
    if lane < FIRST_LANE or not hmac.compare_digest(digits[_LANE:-1], _proof(key, device, lane)):
        raise UserMistake(Mistake("slip", "slip.foreign"))
    return lane


def typed_digits(text: str) -> str:
    """The digits of a slip in ASCII, however they were typed and grouped."""
    return "".join(mark for mark in to_ascii_digits(text) if mark in "0123456789")


def mistyped(digits: str) -> Mistake | None:
    """What is wrong with the digits of a slip by themselves, whoever made it; None for nothing."""
    if len(digits) != SLIP_DIGITS:
        return Mistake("slip", "slip.length", {"digits": len(digits)})
    return Mistake("slip", "slip.digits") if _damm(digits) != 0 else None


def _proof(key: bytes, device: str, lane: int) -> str:
    said = b"mizban lane slip\0" + device.encode() + b"\0" + str(lane).encode()
    return f"{int.from_bytes(hmac.digest(key, said, 'sha256')[:10], 'big'):025d}"


def _damm(digits: str) -> int:
    held = 0
    for digit in digits:
        held = int(_DAMM[held][int(digit)])
    return held
