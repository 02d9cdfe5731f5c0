"""Places on paper for a tick, a signature or a fingerprint."""

from typing import Final

from desk_app.printing.canvas import MM
from desk_app.printing.column import Column
from desk_app.printing.lines import one_line
from desk_app.printing.rows import Drawing, Frame, Row, Rule, Words, moved, one_row

_SIGNATURE_MM: Final = 24.0


def tick(column: Column, sentence: str, ticked: bool) -> list[Row]:
    """A box with a sentence; crossed when the officer has already confirmed it."""
    style = column.scale.body
    indent = style.size * 1.6
    rows = column.part(column.width - indent, indent).text(sentence)
    side = style.size * 0.8
    left, top = column.right - side, style.baseline - side * 0.93
    box: list[Frame | Rule] = [Frame(left, top, side, side, 0.7)]
    if ticked:
        low = top + side * 0.8
        box += [
            Rule(left + side * 0.15, top + side * 0.5, left + side * 0.42, low, 1.2),
            Rule(left + side * 0.42, low, left + side * 0.9, top + side * 0.12, 1.2),
        ]
    first = rows[0]._replace(drawings=(*rows[0].drawings, *box))
    return [first, *rows[1:]]


def signatures(column: Column, *titles: str) -> Row:
    """Framed places side by side, each with its title above the white."""
    gutter = 4 * MM
    width = (column.width - gutter * (len(titles) - 1)) / len(titles)
    height = _SIGNATURE_MM * MM
    drawings: list[Drawing] = []
    for number, title in enumerate(titles):
        place = column.part(width, number * (width + gutter))
        words = one_row(place.inside(1.5 * MM).text(title, column.scale.small))
        drawings += moved(words, 1 * MM)
        drawings.append(Frame(place.right - width, 0, width, height))
    return Row(height, tuple(drawings))


def writing_line(column: Column, title: str, height: float) -> Row:
    """A label with a line after it to write on by hand."""
    style = column.scale.small
    line = one_line(title, style)
    base = height - style.line_height + style.baseline
    words = Words(line, column.right - line.width, base)
    end = column.right - line.width - 1.5 * MM
    return Row(height, (words, Rule(column.right - column.width, base + 1.5, end, base + 1.5)))
