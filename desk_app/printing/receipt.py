"""The receipt (رسید): what the visitor takes home as the office's promise."""

from typing import Final

from desk_app.printing.canvas import MM
from desk_app.printing.code_block import code_block
from desk_app.printing.column import Column, page_column
from desk_app.printing.contents import ReceiptContent
from desk_app.printing.flow import pdf_of
from desk_app.printing.heads import letterhead, running, title_rows
from desk_app.printing.papers import Paper
from desk_app.printing.rows import Row, gap
from desk_app.printing.wording import (
    joined,
    label,
    made_by,
    printed_code,
    printed_date,
    printed_party,
    printed_service,
)
from desk_app.texts import digits

_PADDING: Final = 2.2 * MM


def receipt_pdf(content: ReceiptContent, paper: Paper, large_type: bool = False) -> bytes:
    """The receipt as a PDF file; the same content gives the same bytes."""
    column = page_column(paper, large_type)
    scale = column.scale
    moment = made_by(content.received, content.desk)
    rows = [
        *letterhead(column, content.desk),
        *title_rows(column, label("receipt"), moment, content.copy, content.mark),
        gap(scale.gap),
        *code_block(column, content.code, content.tracking_url or content.code, content.follow_up),
        gap(scale.gap),
        *_promise(column, content),
        *_matter(column, content),
        *_papers(column, content),
        *_ways(column, content),
    ]
    name = label("receipt.running", code=printed_code(content.code))
    return pdf_of(label("receipt"), paper, rows, running(column, name))


def _promise(column: Column, content: ReceiptContent) -> list[Row]:
    """Until when, who, and how to reach them, in a frame; no frame without a promise."""
    promise, scale = content.promise, column.scale
    inner = column.inside(_PADDING)
    large = scale.strong._replace(size=round(scale.body.size * 1.3, 2), leading=1.45)
    day = printed_date(promise.on, promise.hour) if promise.on else digits(promise.hour)
    rows = [
        *inner.labelled(label("promised"), inner.values().fitted(day, large) if day else [], large),
        *inner.pair(label("responsible"), joined(promise.post, promise.person)),
        *inner.pair(label("reach"), digits(promise.reach)),
    ]
    return [*column.framed(rows, _PADDING, 0.8), gap(scale.gap)] if rows else []


def _matter(column: Column, content: ReceiptContent) -> list[Row]:
    applicant = printed_party(content.applicant) if content.applicant else ""
    presenter = printed_party(content.presenter) if content.presenter else ""
    service = printed_service(content.service, content.service_id)
    return [
        *column.pair(label("outcome"), content.outcome, column.scale.strong),
        *column.pair(label("applicant"), applicant),
        *column.pair(label("presenter"), presenter),
        *column.pair(label("kind"), content.kind),
        *column.pair(label("service"), service),
        *column.pair(label("subject"), content.subject),
        *column.pair(label("place"), content.place),
    ]


def _papers(column: Column, content: ReceiptContent) -> list[Row]:
    """Papers in hand in running text, papers lacking as boxes to tick, then cost and steps."""
    bring_by = ""
    if content.bring_papers_by:
        bring_by = label("bring_by", date=printed_date(content.bring_papers_by))
    lacking = column.items(label("papers_lacking"), content.papers_lacking, boxes=True)
    return [
        *column.pair(label("papers_received"), joined(*content.papers_received)),
        *lacking,
        *column.pair("" if lacking else label("papers_lacking"), bring_by, column.scale.strong),
        *column.pair(label("cost"), digits(content.cost)),
        *column.items(label("steps"), content.steps, numbered=True),
    ]


def _ways(column: Column, content: ReceiptContent) -> list[Row]:
    """How to follow up and how to complain; general sentences where none are given."""
    default = label("follow_up.page" if content.tracking_url else "follow_up.desk")
    ways = "\n".join(content.follow_up_ways) or default
    complaint = "\n".join(content.complaint_ways) or label("complain.default")
    preprinted = label("preprinted") if content.preprinted else ""
    small = column.scale.small
    return [
        *column.rule(keep=True),
        *column.pair(label("how_to_follow_up"), digits(ways), small),
        *column.pair(label("how_to_complain"), digits(complaint), small),
        *column.text(preprinted, small),
    ]
