"""The request sheet (برگ درخواست): the whole text, read out to the visitor and signed."""

from typing import Final

from desk_app.printing.canvas import MM
from desk_app.printing.code_block import BARS
from desk_app.printing.column import Column, page_column
from desk_app.printing.contents import Party, RequestSheetContent
from desk_app.printing.flow import pdf_of
from desk_app.printing.heads import letterhead, running, title_rows
from desk_app.printing.lines import one_line
from desk_app.printing.papers import Paper
from desk_app.printing.rows import Row, beside, gap
from desk_app.printing.signing import signatures, tick
from desk_app.printing.wording import (
    joined,
    label,
    made_by,
    printed_code,
    printed_party,
    printed_service,
)
from desk_app.texts import digits

_GUTTER: Final = 4 * MM


def request_sheet_pdf(
    content: RequestSheetContent, paper: Paper, large_type: bool = False
) -> bytes:
    """The sheet as a PDF file, on as many pages as its text needs."""
    column = page_column(paper, large_type)
    scale = column.scale
    rows = [
        *letterhead(column, content.desk),
        *_title(column, content),
        gap(scale.gap),
        *_matter(column, content),
        gap(scale.gap),
        *_heading(column, label("request_text")),
        *column.text(content.text, scale.body._replace(leading=1.7), "start"),
        gap(scale.gap * 2),
        *_closing(column, content),
    ]
    name = f"{label('request_sheet')} {printed_code(content.code)}"
    return pdf_of(label("request_sheet"), paper, rows, running(column, name))


def _title(column: Column, content: RequestSheetContent) -> list[Row]:
    moment = made_by(content.received, content.desk)
    title = label("request_sheet")
    rows = title_rows(column, title, moment, content.copy, content.mark)
    values, style = column.values(), column.scale.code
    digits_of = values.text(printed_code(content.code), style)
    code = column.labelled(label("tracking_code"), digits_of, style)
    if column.label_width is None:
        return [*rows, gap(column.scale.gap), *code, column.code_128(content.code, BARS)]
    taken = one_line(printed_code(content.code), style).width + _GUTTER
    bars = values.part(values.width - taken, taken).code_128(content.code, BARS, "left")
    return [*rows, gap(column.scale.gap), *beside(code, [bars]), gap(column.scale.gap / 2)]


def _matter(column: Column, content: RequestSheetContent) -> list[Row]:
    service = printed_service(content.service, content.service_id)
    return [
        *column.rule(),
        *column.items(label("parties"), (_party(party) for party in content.parties), True),
        *column.pair(label("kind"), content.kind),
        *column.pair(label("service"), service),
        *column.pair(label("subject"), content.subject),
        *column.pair(label("place"), content.place),
        *column.pair(label("papers_received"), joined(*content.papers_received)),
        *column.pair(label("outside_numbers"), joined(*map(digits, content.outside_numbers))),
        *column.pair(label("answer_channel"), content.answer_channel),
        *column.rule(),
    ]


def _party(party: Party) -> str:
    father = label("father", name=party.father) if party.father else ""
    return joined(printed_party(party, whole_number=True), father, digits(party.contact))


def _heading(column: Column, words: str) -> list[Row]:
    rows = column.text(words, column.scale.strong)
    return [row._replace(keep=True) for row in rows]


def _closing(column: Column, content: RequestSheetContent) -> list[Row]:
    """What was confirmed, and the places to sign, on one page together."""
    passed = label("identity_passed")
    ticks = [
        *tick(column, label("read_to_visitor"), content.read_to_visitor),
        *tick(column, passed, content.identity_may_be_passed),
        gap(column.scale.gap),
    ]
    places = signatures(column, label("signature"), label("officer_signature"))
    return [*(row._replace(keep=True) for row in ticks), places]
