"""Words of a paragraph with the embedding levels of their letters, in the order of reading."""

import re
from typing import Final, NamedTuple

from desk_app.printing.bidi import carried_levels, resolved_levels, visual_order
from desk_app.printing.bidi_classes import bidi_classes
from desk_app.printing.cleaning import in_typed_order

_CONTROLS: Final = frozenset(
    "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_RIGHT: Final = frozenset({"R", "AL"})
_CLINGING: Final = frozenset({"NSM", "BN"})


FENCE: Final = "\u200f"
_TAKEN_FOR_LATIN: Final = re.compile("([،\\-/.:٪٫٬%+,#$€])(?=[^\\w،\\-/.:٪٫٬%+,#$€\u200f])")

_NUMBER: Final = re.compile("([0-9\u06f0-\u06f9]+(?:[.:/،][0-9\u06f0-\u06f9]+)*)")
_HELD: Final = re.compile(
    "\u2066\u202d([^\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]*)\u202c\u2069"
)
_UNIT: Final = re.compile(f"(?:{_HELD.pattern.replace('(', '(?:')}|[^ \u2066])+")
_PLAIN: Final = re.compile(
    "(?:[\u0621-\u063a\u0641-\u064a\u0671-\u06d3]\u200c?"
    "|[0-9\u06f0-\u06f9 .:/،؛؟«»()\\[\\]…•–—!\"'_-])*"
)
"""Arabic letters, digits, and stops that are neutral or separate numbers."""


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
    pieces = _HELD.split(text)
    if base == 1 and all(map(_PLAIN.fullmatch, pieces[::2])):
        return _set_plainly(pieces)
    return ordered_words(text, base)


def plain_units(text: str) -> list[str] | None:
    """The words of a plain text, which stand from right to left whatever is in each.

    None for a text that needs the whole of UAX #9. A group that is held in its order is not
    parted at its blanks.
    """
    text = in_typed_order(text)
    if "\u2066" not in text:
        return [unit for unit in text.split(" ") if unit] if _PLAIN.fullmatch(text) else None
    if base_level(text) == 0 or not all(map(_PLAIN.fullmatch, _HELD.split(text)[::2])):
        return None
    return _UNIT.findall(text)


def ordered_words(text: str, base: int) -> list[Word]:
    """The words by the whole of UAX #9, whatever characters the text has."""
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


def unit_segments(text: str) -> list[Segment]:
    """The segments of one plain unit, blanks of a held group among them."""
    segments: list[Segment] = []
    for word in _set_plainly(_HELD.split(text)):
        if segments:
            segments.append(Segment(" ", word.blank_level))
        segments += word.segments
    return segments


def _set_plainly(pieces: list[str]) -> list[Word]:
    """What UAX #9 comes to for plain pieces, with groups held in their order between them."""
    found: list[Word] = []
    segments: list[Segment] = []
    blank_level = 1
    for place, piece in enumerate(pieces):
        for number, part in enumerate(piece.split(" ")):
            if number:
                if segments:
                    found.append(Word(tuple(segments), blank_level))
                    segments = []
                blank_level = 1 + place % 2
            if part and place % 2:
                segments.append(Segment(part, 2))
            elif part:
                runs = enumerate(_NUMBER.split(part))
                segments += [Segment(run, 1 + odd % 2) for odd, run in runs if run]
    if segments:
        found.append(Word(tuple(segments), blank_level))
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
            text = _TAKEN_FOR_LATIN.sub(rf"\1{FENCE}", text)
            ends_openly = text[-1] in "،-/.:٪٫٬%+,#$€"
        else:
            ends_openly = text != " "
        found.append(Segment(text, level))
        if ends_openly and fence_needed:
            found.append(Segment(FENCE, 1))
    return found


def visual_runs(segments: list[Segment]) -> tuple[tuple[str, bool], ...]:
    """The segments of one line from left to right, and whether each runs from right to left."""
    order = visual_order([segment.level for segment in segments])
    return tuple((segments[place].text, bool(segments[place].level & 1)) for place in order)
