"""A tracking code as people and scanners read it: digits, bars, QR code, follow-up number."""

from typing import Final

from desk_app.printing.canvas import MM
from desk_app.printing.column import Column
from desk_app.printing.lines import one_line
from desk_app.printing.rows import Row, gap, moved, one_row
from desk_app.printing.wording import label, printed_code
from desk_app.texts import digits

BARS: Final = 8 * MM
_NARROW: Final = 60 * MM


def code_block(column: Column, code: str, qr_text: str, follow_up: str = "") -> list[Row]:
    """Digits over bars, with the QR code beside them, or below on a narrow roll.

    The follow-up number stands in print only, never in the QR code.
    """
    scale = column.scale
    size = scale.qr_mm * MM
    if column.width < _NARROW:
        below = one_row([gap(scale.gap), column.qr(qr_text, size, "centre")])
        return [*_numbers(column, code, follow_up), below]
    numbers = one_row(_numbers(column.part(column.width - size - 2 * MM, 0), code, follow_up))
    picture = column.qr(qr_text, size)
    height = max(numbers.height, picture.height)
    drawings = moved(numbers, (height - numbers.height) / 2)
    return [Row(height, drawings + moved(picture, (height - picture.height) / 2))]


def _numbers(column: Column, code: str, follow_up: str) -> list[Row]:
    """Digits, bars and follow-up number; labels beside them as long as the code then fits."""
    style = column.scale.code
    values = column.values()
    if values.width < one_line(printed_code(code), style).width:
        values, column = column, column.without_labels()
    rows = [
        *column.labelled(label("tracking_code"), values.fitted(printed_code(code), style), style),
        gap(column.scale.gap / 2),
        values.code_128(code, BARS),
    ]
    if follow_up:
        number = values.text(digits(follow_up), style)
        rows += [
            gap(column.scale.gap / 3),
            *column.labelled(label("follow_up_number"), number, style),
        ]
    return rows
