"""Paragraphs as lines: broken in the order of reading, then each line set in the order seen."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from desk_app.printing.bidi import visual_order
from desk_app.printing.cleaning import printable
from desk_app.printing.fonts import SHARED, Coded, SharedFont, shared_font
from desk_app.printing.glyphs import Ink, face
from desk_app.printing.units import Unit, unit
from desk_app.printing.words import (
    Segment,
    Word,
    base_level,
    fenced,
    letters_with_marks,
    plain_units,
    words,
)

REMEMBERED: Final = 2048
LONGEST_REMEMBERED: Final = 240
_SLACK: Final = 0.01


class Style(NamedTuple):
    """A face at a size in points; ``leading`` is the distance of baselines in sizes."""

    face: str
    size: float
    leading: float = 1.6

    @property
    def line_height(self) -> float:
        """Points from one baseline to the next."""
        return self.size * self.leading

    @property
    def baseline(self) -> float:
        """Points from the top of a line to its baseline."""
        return self.size * (self.leading / 2 + 0.3)


class Line(NamedTuple):
    """A line ready to draw: runs from left to right with their directions, width in points.

    ``operators`` is None when the line needs glyphs outside of the shared repertoire.
    """

    runs: tuple[tuple[str, bool], ...]
    width: float
    style: Style
    right_to_left: bool
    operators: str | None
    inks: tuple[Ink, ...]


def lines_of(text: str, style: Style, width: float) -> Sequence[Line]:
    """The lines of a text no wider than ``width`` points; each of its own line ends is kept."""
    text = printable(text)
    if "\n" not in text:
        return _paragraph(text, style, width)
    return [line for paragraph in text.split("\n") for line in _paragraph(paragraph, style, width)]


def one_line(text: str, style: Style) -> Line:
    """The whole text on one line, however wide."""
    return _paragraph(printable(text).replace("\n", " "), style, float("inf"))[0]


def operators_of(runs: list[Coded], style: Style, names: dict[int, str]) -> str:
    """Text operators for runs from left to right; ``names`` are the fonts' names by index.

    The shared font is current before and after.
    """
    done: list[str] = []
    body: list[str] = []
    font, rise = SHARED, 0
    scale = style.size * face(style.face).per_mille / 1000
    for part in (part for run in runs for part in run.parts):
        if (part.font, part.rise) != (font, rise):
            _show(done, body)
            if part.font != font:
                done.append(f"/{names[part.font]} {style.size:g} Tf")
            if part.rise != rise:
                done.append(f"{part.rise * scale:.3f} Ts")
            font, rise = part.font, part.rise
        body.append(part.body)
    _show(done, body)
    if font != SHARED:
        done.append(f"/{names[SHARED]} {style.size:g} Tf")
    if rise:
        done.append("0 Ts")
    return " ".join(done)


def _show(done: list[str], body: list[str]) -> None:
    if body:
        done.append(f"[{''.join(body)}]TJ".replace("><", ""))
        body.clear()


def _paragraph(text: str, style: Style, width: float) -> tuple[Line, ...]:
    if len(text) > LONGEST_REMEMBERED:
        return _broken_paragraph(text, style, width)
    whole = _unbroken(text, style)
    if whole.width <= width + _SLACK:
        return (whole,)
    return _remembered(text, style, width)


@lru_cache(REMEMBERED)
def _unbroken(text: str, style: Style) -> Line:
    units = plain_units(text)
    line = _line_of_units(units, style) if units else None
    if line is not None:
        return line
    base = base_level(text)
    segments: list[Segment] = []
    for word in words(text, base):
        if segments:
            segments.append(Segment(" ", word.blank_level))
        segments += word.segments
    return _line(segments, style, base)


def _broken_paragraph(text: str, style: Style, width: float) -> tuple[Line, ...]:
    units = plain_units(text)
    lines = _broken_units(units, style, width) if units else None
    if lines is not None:
        return lines
    base = base_level(text)
    broken = _broken(words(text, base), style, width)
    return tuple(_line(segments, style, base) for segments in broken)


_remembered = lru_cache(REMEMBERED)(_broken_paragraph)


def _broken_units(units: list[str], style: Style, width: float) -> tuple[Line, ...] | None:
    """Lines of plain words; None when one is too wide or needs a rare glyph."""
    blank = _blank(style.face).width
    room = (width + _SLACK) * 1000 / (shared_font(style.face).face.per_mille * style.size)
    broken: list[list[str]] = []
    used = room
    for text in units:
        found = unit(text, True, style.face)
        if found is None or found.width > room:
            return None
        if broken and used + blank + found.width <= room:
            broken[-1].append(text)
            used += blank + found.width
        else:
            broken.append([text])
            used = found.width
    lines = [_line_of_units(texts, style) for texts in broken]
    return tuple(line for line in lines if line is not None)


def _line_of_units(texts: list[str], style: Style) -> Line | None:
    """A line of plain words, the first at its right end; None when one needs a rare glyph."""
    last = len(texts) - 1
    blank = _blank(style.face)
    units: list[Unit] = []
    for place, text in enumerate(texts):
        found = unit(text, place < last, style.face)
        if found is None:
            return None
        units.append(found)
    width = sum(found.width for found in units) + blank.width * last
    scale = shared_font(style.face).face.per_mille * style.size / 1000
    shown: list[tuple[int, str]] = []
    inks: list[Ink] = []
    right = width
    for place, found in enumerate(units):
        inks += (Ink(glyph, right - found.width + x, y) for glyph, x, y in found.inks)
        right -= found.width if place == last else found.width + blank.width
        body = found.body if place == last else blank.body + found.body
        shown.append((right, f"[{body}]TJ".replace("><", "")))
    runs: list[tuple[str, bool]] = []
    for found in reversed(units):
        runs += (*(blank.runs if runs else ()), *found.runs)
    return Line(tuple(runs), width * scale, style, True, _placed(shown, scale), tuple(inks))


def _placed(shown: Iterable[tuple[int, str]], scale: float) -> str:
    """Operators each shown at its own place, in font units from the line's left end.

    Words stand in the file in the order of reading, so that a reader which takes them as they
    come has them in that order; where they stand on the page is the same.
    """
    done: list[str] = []
    before = 0.0
    for left, operators in shown:
        at = round(left * scale, 2)
        if at != before:
            done.append(f"{at - before:.2f} 0 Td")
        done.append(operators)
        before = at
    return " ".join(done)


@cache
def _blank(face_name: str) -> Unit:
    found = shared_font(face_name).coded(" ", False)
    assert found is not None, "the repertoire has a blank"
    return Unit(found.parts[0].body, found.width, (), ((" ", False),))


def _coded(text: str, level: int, font: SharedFont) -> Coded:
    """The run in shared CIDs, or only measured when it needs rare glyphs."""
    right_to_left = bool(level & 1)
    coded = font.coded(text, right_to_left)
    if coded is None:
        run = font.face.run(text, right_to_left)
        return Coded((), run.width, run.inks)
    return coded


def _width(segments: Iterable[Segment], style: Style) -> float:
    font = shared_font(style.face)
    units = sum(_coded(text, level, font).width for text, level in segments)
    return units * font.face.per_mille * style.size / 1000


def _broken(found: list[Word], style: Style, width: float) -> Iterator[list[Segment]]:
    """The segments of each line; a paragraph with no word is one empty line."""
    blank = _width((Segment(" ", 0),), style)
    line: list[Segment] = []
    used = 0.0
    for word in found:
        wide = _width(word.segments, style)
        if line and used + blank + wide <= width + _SLACK:
            line += (Segment(" ", word.blank_level), *word.segments)
            used += blank + wide
            continue
        if line:
            yield line
        *full, last = [word.segments] if wide <= width + _SLACK else _cut(word, style, width)
        for piece in full:
            yield list(piece)
        line, used = list(last), _width(last, style)
    yield line


def _cut(word: Word, style: Style, width: float) -> list[tuple[Segment, ...]]:
    """A word wider than the line, in pieces that fit, each of at least one letter."""
    letters = [
        (letter, segment.level)
        for segment in word.segments
        for letter in letters_with_marks(segment.text)
    ]
    average = _width(word.segments, style) / len(letters)
    pieces: list[tuple[Segment, ...]] = []
    start = 0
    while start < len(letters):
        count = max(1, round(width / average * 1.5))
        piece = _joined(letters[start : start + count])
        while count > 1 and _width(piece, style) > width + _SLACK:
            excess = _width(piece, style) - width
            count = max(1, count - max(1, int(excess / average / 2)))
            piece = _joined(letters[start : start + count])
        pieces.append(piece)
        start += count
    return pieces


def _joined(letters: list[tuple[str, int]]) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    for letter, level in letters:
        if segments and segments[-1].level == level:
            segments[-1] = Segment(segments[-1].text + letter, level)
        else:
            segments.append(Segment(letter, level))
    return tuple(segments)


def _line(segments: list[Segment], style: Style, base: int) -> Line:
    if base and len(segments) > 1:
        segments = fenced(segments)
    order = visual_order([segment.level for segment in segments])
    font = shared_font(style.face)
    coded = [_coded(text, level, font) for text, level in segments]
    rare = any(text and not one.parts for (text, _), one in zip(segments, coded, strict=True))
    inks: list[Ink] = []
    lefts: dict[int, int] = {}
    pen = 0
    for place in order:
        lefts[place] = pen
        inks += (Ink(glyph, pen + x, y) for glyph, x, y in coded[place].inks)
        pen += coded[place].width
    scale = font.face.per_mille * style.size / 1000
    operators = None
    if not rare:
        whole = [order] if base == 0 else _pieces(segments, order)
        operators = _placed(
            (
                (lefts[piece[0]], operators_of([coded[place] for place in piece], style, {}))
                for piece in whole
                if piece
            ),
            scale,
        )
    return Line(
        tuple((segments[place].text, segments[place].right_to_left) for place in order),
        pen * scale,
        style,
        bool(base),
        operators,
        tuple(inks),
    )


def _pieces(segments: list[Segment], order: Sequence[int]) -> list[list[int]]:
    """What stands together of each word, from left to right; the words in the order of reading.

    A word keeps the blank after it; Latin words and numbers that follow one another are one.
    Between Latin and Persian a word may be parted.
    """
    word_of: list[int] = []
    word = 0
    for segment in segments:
        word_of.append(word)
        word += segment.text == " " and segment.right_to_left
    pieces: list[list[int]] = []
    for place in order:
        if pieces and word_of[pieces[-1][-1]] == word_of[place]:
            pieces[-1].append(place)
        else:
            pieces.append([place])
    return sorted(pieces, key=lambda piece: (word_of[piece[0]], min(piece)))
