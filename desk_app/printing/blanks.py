"""Blank numbered receipts: the power-cut book and pre-printed forms, several to a sheet.

Each strip is cut in two: the visitor's part with code, QR code and follow-up number, and the
office's part with the code alone, to be typed in later.
"""

from collections.abc import Sequence
from typing import Final

from desk_app.printing.canvas import MM
from desk_app.printing.code_block import BARS, code_block
from desk_app.printing.column import Column, page_column
from desk_app.printing.contents import BlankNumber, BlankReceiptsContent
from desk_app.printing.flow import BARE, pdf_of
from desk_app.printing.papers import A4, A5, A6, Paper
from desk_app.printing.rows import Row, Rule, gap, height_of, moved, one_row
from desk_app.printing.signing import writing_line
from desk_app.printing.type_scale import scale_for
from desk_app.printing.wording import joined, label, mark_of, printed_code

STRIPS: Final = {A4.name: 3, A5.name: 2}
"""Receipts to a page of each paper."""
_VISITOR_SHARE: Final = 0.62
_GUTTER: Final = 6 * MM
_CUT_WHITE: Final = 4 * MM
_VISITOR_LINES: Final = ("name", "subject", "date", "promised", "officer")
_OFFICE_LINES: Final = ("name", "id", "mobile", "subject", "papers", "date")


def blank_receipts_pdf(content: BlankReceiptsContent, paper: Paper) -> bytes:
    """The strips as a PDF file; raises ValueError for any paper but A4 and A5."""
    strips = STRIPS.get(paper.name)
    if strips is None or paper.height_mm is None:
        raise ValueError("blank receipts are cut from A4 or A5")
    column = page_column(paper)
    type_of = A5 if paper is A4 else A6
    column = Column(scale_for(type_of), column.width, column.right, None)
    height = int((paper.height_mm - 2 * paper.margin_mm) * MM / strips)
    rows = [
        _strip(column, content, number, height, cut=place % strips != 0)
        for place, number in enumerate(content.numbers, 1)
    ]
    return pdf_of(label("blank_receipt"), paper, rows, BARE)


def _strip(
    column: Column, content: BlankReceiptsContent, number: BlankNumber, height: float, cut: bool
) -> Row:
    """Both parts side by side, with cut lines between them and below."""
    left = column.right - column.width
    room = height - _CUT_WHITE * 2
    width = (column.width - _GUTTER) * _VISITOR_SHARE
    visitor = column.part(width, 0)
    office = column.part(column.width - _GUTTER - width, width + _GUTTER)
    base = content.tracking_base
    parts = (
        _part(
            visitor,
            content,
            "visitor_part",
            code_block(visitor, number.code, f"{base}{number.code}", number.follow_up),
            _VISITOR_LINES,
            room,
        ),
        _part(office, content, "office_part", _bare_code(office, number.code), _OFFICE_LINES, room),
    )
    between = visitor.right - width - _GUTTER / 2
    cuts = [Rule(between, 0, between, height, 0.4, dashed=True)]
    if cut:
        cuts.append(Rule(left, height, column.right, height, 0.4, dashed=True))
    drawings = (drawing for part in parts for drawing in moved(part, _CUT_WHITE))
    return Row(height, (*drawings, *cuts))


def _part(
    column: Column,
    content: BlankReceiptsContent,
    name: str,
    code: Sequence[Row],
    lines: Sequence[str],
    room: float,
) -> Row:
    """Office, name of the part, code, and lines that share the height that is left."""
    scale = column.scale
    head = [
        *column.text(joined(content.desk.agency, content.desk.office), scale.small),
        *column.text(label("blank_receipt"), scale.strong),
        *column.text(mark_of(content.mark), scale.heading),
        *column.text(label(f"blank.{name}"), scale.small),
        *code,
    ]
    each = (room - height_of(head)) / len(lines)
    written = [writing_line(column, label(f"blank.{line}"), each) for line in lines]
    return one_row([*head, *written])


def _bare_code(column: Column, code: str) -> list[Row]:
    style = column.scale.code
    return [
        *column.fitted(printed_code(code), style),
        gap(column.scale.gap / 2),
        column.code_128(code, BARS),
    ]
