"""Numbers that say who someone is and where they are reached, each with the source of its rule.

Every check answers ``(number, mistake)``: the number in ASCII digits without what was typed
between them, fit to be stored and compared when the mistake is None.
"""

import re
from collections.abc import Callable
from typing import Final

from desk_app.records.errors import Mistake
from desk_app.records.text import to_ascii_digits

Checked = tuple[str, Mistake | None]

_BETWEEN: Final = re.compile(
    "[\\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u2010-\u2015\u2212\\-_./()]+"
)
_DIGITS: Final = re.compile("[0-9]+")
_PASSPORT: Final = re.compile("[A-Z0-9]+")
# 98 alone is the country only before a full number: a local number may begin with it too.
_COUNTRY: Final = re.compile(r"(?:\+|00)98|98(?=0?[0-9]{10}$)")
_MOBILE: Final = re.compile("09[0-9]{9}")
_PHONE: Final = re.compile("0[1-9][0-9]{9}|[1-9][0-9]{2,7}")
_LEGAL_WEIGHTS: Final = (29, 27, 23, 19, 17, 29, 27, 23, 19, 17)


def check_identity(kind: str, value: str, field: str = "") -> Checked:
    """The number of a kind (``national``, ``legal``, ``foreign``, ``passport``), or its mistake.

    The mistake names ``field``, or the kind's own field where none is given; an unknown kind is
    the mistake ``identity.kind``.
    """
    if kind not in _CHECKS:
        return value, Mistake(field or "id_kind", "identity.kind")
    own_field, check = _CHECKS[kind]
    return check(value, field or own_field)


def national_id(value: str, field: str = "national_id") -> Checked:
    """A person's national id: 10 digits, the last one a check digit.

    Eight or nine digits get back the zeros that spreadsheets drop; ten equal digits are refused
    though their sum is right. Rule: computerteacher.ir/blog/national-identification-number.
    """
    number, mistake = _digits(value, field, "national_id")
    if mistake:
        return number, mistake
    if len(number) not in (8, 9, 10):
        return number, Mistake(field, "national_id.length", {"length": len(number)})
    number = number.zfill(10)
    if len(set(number)) == 1:
        return number, Mistake(field, "national_id.equal_digits")
    remainder = sum(int(digit) * (10 - at) for at, digit in enumerate(number[:9])) % 11
    if int(number[9]) != (remainder if remainder < 2 else 11 - remainder):
        return number, Mistake(field, "national_id.check_digit")
    return number, None


def legal_id(value: str, field: str = "legal_id") -> Checked:
    """A legal person's national id: 11 digits, the last one a check digit.

    The ten before it, each raised by the tenth plus two, are weighted 29, 27, 23, 19, 17 twice
    over; the sum modulo 11, with ten as zero, is the check digit (published by many independent
    implementations, with 10380284790 as their example; eleven equal digits are refused as there).
    """
    number, mistake = _digits(value, field, "legal_id")
    if mistake:
        return number, mistake
    if len(number) != 11:
        return number, Mistake(field, "legal_id.length", {"length": len(number)})
    if len(set(number)) == 1:
        return number, Mistake(field, "legal_id.equal_digits")
    raised = int(number[9]) + 2
    total = sum(
        (int(digit) + raised) * weight
        for digit, weight in zip(number[:10], _LEGAL_WEIGHTS, strict=True)
    )
    if int(number[10]) != total % 11 % 10:
        return number, Mistake(field, "legal_id.check_digit")
    return number, None


def foreign_id(value: str, field: str = "foreign_id") -> Checked:
    """A foreigner's universal id (شناسه فراگیر, کد یکتا): 8 to 12 digits, no public check digit.

    The newest are of 12 digits (eghtesadino.ir, کد یکتا); older residents carry shorter ones.
    """
    number, mistake = _digits(value, field, "foreign_id")
    if mistake:
        return number, mistake
    if not 8 <= len(number) <= 12:
        return number, Mistake(field, "foreign_id.length", {"length": len(number)})
    if len(set(number)) == 1:
        return number, Mistake(field, "foreign_id.equal_digits")
    return number, None


def passport(value: str, field: str = "passport") -> Checked:
    """A passport number: 5 to 12 Latin letters and digits, in capitals.

    ICAO Doc 9303 gives nine places on the machine-readable line; longer numbers overflow it.
    """
    number = _bare(value).upper()
    if not number:
        return number, Mistake(field, "passport.missing")
    if not _PASSPORT.fullmatch(number):
        return number, Mistake(field, "passport.characters")
    if not 5 <= len(number) <= 12:
        return number, Mistake(field, "passport.length", {"length": len(number)})
    return number, None


def mobile(value: str, field: str = "mobile") -> Checked:
    """A mobile number: 09 and nine digits; +98, 0098 or a lost first zero are put right."""
    number = _national_form(_bare(value))
    if len(number) == 10 and number.startswith("9"):
        number = "0" + number
    return number, None if _MOBILE.fullmatch(number) else Mistake(field, "mobile.format")


def phone(value: str, field: str = "phone") -> Checked:
    """A telephone: area code and number, 11 digits from 0, or 3 to 8 digits within the town."""
    number = _national_form(_bare(value))
    return number, None if _PHONE.fullmatch(number) else Mistake(field, "phone.format")


def postal_code(value: str, field: str = "postal_code") -> Checked:
    """A postal code: 10 digits, not all equal (Iran Post)."""
    number = _bare(value)
    right = _DIGITS.fullmatch(number) and len(number) == 10 and len(set(number)) > 1
    return number, None if right else Mistake(field, "postal_code.format")


def mask_id(number: str) -> str:
    """A number partly hidden, as a receipt shows it: ``0012345678`` is ``001****678``."""
    shown = len(number) * 3 // 10
    return number[:shown] + "*" * (len(number) - 2 * shown) + number[len(number) - shown :]


def _digits(value: str, field: str, prefix: str) -> Checked:
    # A spreadsheet writes whole numbers as 12345678.0; any other point makes another number.
    whole = to_ascii_digits(value).strip().removesuffix(".0")
    number = whole if "." in whole else _bare(whole)
    if not number:
        return number, Mistake(field, f"{prefix}.missing")
    return number, None if _DIGITS.fullmatch(number) else Mistake(field, f"{prefix}.characters")


def _national_form(number: str) -> str:
    if found := _COUNTRY.match(number):
        return "0" + number[found.end() :].removeprefix("0")
    return number


def _bare(value: str) -> str:
    return _BETWEEN.sub("", to_ascii_digits(value))


_CHECKS: Final[dict[str, tuple[str, Callable[[str, str], Checked]]]] = {
    "national": ("national_id", national_id),
    "legal": ("legal_id", legal_id),
    "foreign": ("foreign_id", foreign_id),
    "passport": ("passport", passport),
}
