"""The receipt (رسید): what the visitor takes home as the office's promise."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from desk_app.printing.canvas import MM
from desk_app.printing.code_block import code_block
from desk_app.printing.column import Column, page_column
from desk_app.printing.contents import Promise, ReceiptContent
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
_NO_CODE: Final = 6 * MM
_REMEMBERED: Final = 64
"""What receipts of one day have in common is set once."""


def receipt_pdf(content: ReceiptContent, paper: Paper, large_type: bool = False) -> bytes:
    """The receipt as a PDF file; the same content gives the same bytes."""
    column = page_column(paper, large_type)
    scale = column.scale
    moment = made_by(content.received, content.desk)
    rows = [
        *letterhead(column, content.desk),
        *title_rows(column, label("receipt"), moment, content.copy, content.mark),
        gap(scale.gap),
        *_numbers(column, content),
        gap(scale.gap),
        *_promise(column, content.promise),
        *_matter(column, content),
        *_papers(column, content.papers_received, content.papers_lacking, content.bring_papers_by),
        *_course(column, content.cost, content.steps),
        *_ways(column, content.follow_up_ways, content.complaint_ways, bool(content.tracking_url)),
        *column.text(label("preprinted") if content.preprinted else "", scale.small),
    ]
    name = label("receipt.running", code=printed_code(content.code))
    return pdf_of(label("receipt"), paper, rows, running(column, name))


def _numbers(column: Column, content: ReceiptContent) -> Sequence[Row]:
    """The codes; before any is given, words in a frame that nobody takes for a code."""
    if content.code:
        qr_text = content.tracking_url or content.code
        return code_block(column, content.code, qr_text, content.follow_up)
    words = column.inside(_NO_CODE).text(label("no_code_yet"), column.scale.strong, "centre")
    return column.framed(words, _NO_CODE, 0.8)


@lru_cache(_REMEMBERED)
def _promise(column: Column, promise: Promise) -> Sequence[Row]:
    """Until when, who, and how to reach them, in a frame; no frame without a promise."""
    scale = column.scale
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


@lru_cache(_REMEMBERED)
def _papers(
    column: Column, received: tuple[str, ...], lacking: tuple[str, ...], bring_by: date | None
) -> Sequence[Row]:
    """Papers in hand in running text, papers lacking as boxes to tick."""
    boxes = column.items(label("papers_lacking"), lacking, boxes=True)
    until = label("bring_by", date=printed_date(bring_by)) if bring_by else ""
    return [
        *column.pair(label("papers_received"), joined(*received)),
        *boxes,
        *column.pair("" if boxes else label("papers_lacking"), until, column.scale.strong),
    ]


@lru_cache(_REMEMBERED)
def _course(column: Column, cost: str, steps: tuple[str, ...]) -> Sequence[Row]:
    return [
        *column.pair(label("cost"), digits(cost)),
        *column.items(label("steps"), steps, numbered=True),
    ]


@lru_cache(_REMEMBERED)
def _ways(
    column: Column, follow_up: tuple[str, ...], complaint: tuple[str, ...], has_page: bool
) -> Sequence[Row]:
    """How to follow up and how to complain; general sentences where none are given."""
    ways = "\n".join(follow_up) or label("follow_up.page" if has_page else "follow_up.desk")
    complaints = "\n".join(complaint) or label("complain.default")
    small = column.scale.small
    return [
        *column.rule(keep=True),
        *column.pair(label("how_to_follow_up"), digits(ways), small),
        *column.pair(label("how_to_complain"), digits(complaints), small),
    ]
