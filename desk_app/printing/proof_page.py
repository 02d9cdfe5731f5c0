"""The printer's test page: edges, ruler, sizes of type, and codes to scan."""

from typing import Final

from desk_app.printing.canvas import MM
from desk_app.printing.code_block import code_block
from desk_app.printing.column import Column, page_column
from desk_app.printing.flow import BARE, pdf_of
from desk_app.printing.lines import one_line
from desk_app.printing.papers import Paper
from desk_app.printing.rows import Drawing, Frame, Row, Rule, Words, gap
from desk_app.printing.wording import label
from desk_app.records.codes import FIRST_LANE, make_code
from desk_app.texts import digits

TEST_CODE: Final = make_code(FIRST_LANE, 0)
"""What a reader reads from both codes of the page; no request ever bears it."""
_SIZES: Final = (6, 7, 8, 9, 10, 12)
_CENTIMETRE: Final = 10 * MM


def proof_page_pdf(paper: Paper, printer: str = "") -> bytes:
    """A page that shows whether a printer reaches the edges and draws codes that scan."""
    column = page_column(paper)
    scale = column.scale
    rows = [
        _corners(column, top=True),
        *column.text(label("test_page"), scale.title, "centre"),
        *column.text(printer, scale.strong, "centre"),
        *column.text(
            f"{label('test.paper')} {digits(paper.name)}، "
            + label("test.width", mm=round(paper.printable_mm)),
            scale.body,
            "centre",
        ),
        gap(scale.gap),
        *_ruler(column),
        *column.text(label("test.ruler"), scale.small),
        *column.rule(),
        *column.text(label("test.sizes"), scale.strong),
        *_sizes(column),
        *column.text(label("test.digits"), scale.body),
        *column.rule(),
        *code_block(column, TEST_CODE, TEST_CODE),
        *column.text(label("test.codes", code=digits(TEST_CODE)), scale.small),
        gap(scale.gap),
        *column.text(label("test.edges"), scale.small, "centre"),
        _corners(column, top=False),
    ]
    return pdf_of(label("test_page"), paper, rows, BARE)


def _corners(column: Column, top: bool) -> Row:
    arm = 4 * MM
    y = 0.5 if top else arm - 0.5
    end = arm if top else 0.0
    left, right = column.right - column.width + 0.5, column.right - 0.5
    return Row(
        arm,
        (
            Rule(left, y, left + arm, y, 1.0),
            Rule(left, y, left, end, 1.0),
            Rule(right - arm, y, right, y, 1.0),
            Rule(right, y, right, end, 1.0),
        ),
    )


def _ruler(column: Column) -> list[Row]:
    """Ticks from the right end, a longer one at every centimetre."""
    drawings: list[Drawing] = [Rule(column.right - column.width, 0, column.right, 0)]
    halves = int(column.width / (_CENTIMETRE / 2))
    for half in range(halves + 1):
        x = column.right - half * _CENTIMETRE / 2
        drawings.append(Rule(x, 0, x, 2 * MM if half % 2 else 4 * MM))
    boxes = [Frame(column.right - 10 * MM, 5 * MM, 10 * MM, 10 * MM, 0.4)]
    return [Row(16 * MM, (*drawings, *boxes))]


def _sizes(column: Column) -> list[Row]:
    rows: list[Row] = []
    for size in _SIZES:
        style = column.scale.body._replace(size=float(size))
        name = one_line(digits(str(size)), column.scale.small)
        inner = column.part(column.width - 8 * MM, 8 * MM)
        sample = inner.text(label("test.sample"), style)
        words = Words(name, column.right - name.width, style.baseline)
        rows.append(sample[0]._replace(drawings=(*sample[0].drawings, words)))
        rows += sample[1:]
    return rows
