"""The glyphs that nearly every Persian text needs, found by shaping letters in each position."""

from collections.abc import Iterator
from typing import Final

from desk_app.printing.glyphs import Face, Key

_LETTERS: Final = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیآأإؤئءةۀيكى"
_MARKS: Final = "\u064e\u064f\u0650\u064b\u064c\u064d\u0651\u0652\u0670\u0654"
_RIGHT_TO_LEFT: Final = "،؛؟«»()[]{}<>-–—/.:!٪٫٬%+*=_|'\"…•×ـ\u200c\u200d\u200f\u00a0\ufffd "
_LEFT_TO_RIGHT: Final = "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩…–—•×٪٫٬«»\u200c\u00a0\ufffd"
_JOINING: Final = "ب"


def _right_to_left_samples() -> Iterator[str]:
    for first in _LETTERS:
        yield first
        yield _JOINING + first + _JOINING
        for second in _LETTERS:
            yield first + second
            yield _JOINING + first + second
            yield _JOINING + first + second + _JOINING
        for mark in _MARKS:
            yield first + mark
            yield _JOINING + first + mark
            yield _JOINING + first + mark + _JOINING
            yield first + "\u0651" + mark
    yield from _RIGHT_TO_LEFT
    yield from ("الله", "لله", "بالله", "هٔ", "رهٔ", "خانهٔ", "ریال", "محمد", "لالا")


def keys(face: Face) -> list[Key]:
    """Glyphs with their characters, in a fixed order, for Persian, Arabic and Latin text."""
    found: dict[Key, None] = {}
    latin = "".join(map(chr, range(0x20, 0x7F)))
    samples = [(sample, True) for sample in _right_to_left_samples()]
    samples += [(sample, False) for sample in latin + _LEFT_TO_RIGHT]
    for sample, right_to_left in samples:
        run = face.fresh_run(sample, right_to_left)
        found.update(dict.fromkeys(placed.key for placed in run.glyphs))
    return list(found)
