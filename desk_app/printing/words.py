"""Words of a paragraph with the embedding levels of their letters, in the order of reading."""

import re
from typing import Final, NamedTuple

from desk_app.printing.bidi import carried_levels, resolved_levels
from desk_app.printing.bidi_classes import bidi_classes
from desk_app.printing.cleaning import in_typed_order

_CONTROLS: Final = frozenset(
    "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_RIGHT: Final = frozenset({"R", "AL"})
_CLINGING: Final = frozenset({"NSM", "BN"})


_FENCE: Final = "\u200f"
_TAKEN_FOR_LATIN: Final = re.compile("([،\\-/.:٪٫٬%+,#$€])(?=[^\\w،\\-/.:٪٫٬%+,#$€\u200f])")


class Segment(NamedTuple):
    """Characters of one embedding level within one word, or the blank between two words."""

    text: str
    level: int

    @property
    def right_to_left(self) -> bool:
        """Whether its letters run from right to left."""
        return bool(self.level & 1)


class Word(NamedTuple):
    """The letters between two blanks, and the level of the blank before them."""

    segments: tuple[Segment, ...]
    blank_level: int


def base_level(text: str) -> int:
    """1 as soon as there is one letter of a right-to-left script, or no letter at all."""
    classes = bidi_classes(text)
    return int(not _RIGHT.isdisjoint(classes) or "L" not in classes)


def words(text: str, base: int) -> list[Word]:
    """The words of one paragraph; blanks at its ends are dropped, several count as one.

    Bidirectional controls have done their work in the levels and are left out.
    """
    text = in_typed_order(text)
    levels = carried_levels(resolved_levels(text, base), base)
    found: list[Word] = []
    start, blank_level = 0, base
    for place, character in enumerate(text + " "):
        if character == " ":
            segments = _segments(text, levels, start, place)
            if segments:
                found.append(Word(segments, blank_level))
            start, blank_level = place + 1, levels[place] if place < len(text) else base
    return found


def _segments(text: str, levels: list[int], start: int, end: int) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    first = start
    for place in range(start, end + 1):
        if place == end or levels[place] != levels[first]:
            letters = text[first:place]
            if not _CONTROLS.isdisjoint(letters):
                letters = "".join(letter for letter in letters if letter not in _CONTROLS)
            if letters and segments and segments[-1].level == levels[first]:
                segments[-1] = Segment(segments[-1].text + letters, levels[first])
            elif letters:
                segments.append(Segment(letters, levels[first]))
            first = place
    return tuple(segments)


def letters_with_marks(text: str) -> list[str]:
    """The text cut before each letter, with marks and joiners left to the letter they follow."""
    found: list[str] = []
    for character, kind in zip(text, bidi_classes(text), strict=True):
        if found and kind in _CLINGING:
            found[-1] += character
        else:
            found.append(character)
    return found


def fenced(segments: list[Segment]) -> list[Segment]:
    """The segments of a right-to-left line with an invisible mark after Latin and numbers.

    Readers of PDF files see only glyphs from left to right. Poppler takes what follows a number
    or a comma, up to the next letter, as part of it, and so moves blanks and brackets before it.
    """
    found: list[Segment] = []
    for segment, after in zip(segments, [*segments[1:], None], strict=True):
        text, level = segment
        fence_needed = after is not None and after.level & 1 and not after.text[0].isalnum()
        if level & 1:
            text = _TAKEN_FOR_LATIN.sub(rf"\1{_FENCE}", text)
            ends_openly = text[-1] in "،-/.:٪٫٬%+,#$€"
        else:
            ends_openly = text != " "
        found.append(Segment(text, level))
        if ends_openly and fence_needed:
            found.append(Segment(_FENCE, 1))
    return found
