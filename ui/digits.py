"""Digits and groups of digits as the screen shows and reads them."""

from typing import Final

BOUND_SPACE: Final = "\u00a0"
"""A no-break space is a common separator to the bidi algorithm: digit groups that it parts keep
their order inside Persian text, which groups parted by plain spaces do not."""

_PERSIAN_LETTERS: Final = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک"})


def only_digits(text: str) -> str:
    """The ASCII digits of a text in any digits, everything else left out."""
    from desk_app.records.text import to_ascii_digits

    return "".join(sign for sign in to_ascii_digits(text) if "0" <= sign <= "9")


def persian_letters(text: str) -> str:
    """The text with the Arabic forms of ye and kaf, which old keyboards send, as Persian ones."""
    return text.translate(_PERSIAN_LETTERS)


def grouped(digits: str, groups: tuple[int, ...]) -> str:
    """Digits parted into groups of the given sizes, such as 6, 6, 2 of a tracking code."""
    parts, rest = [], digits
    for size in groups:
        parts.append(rest[:size])
        rest = rest[size:]
    return BOUND_SPACE.join(part for part in [*parts, rest] if part)
