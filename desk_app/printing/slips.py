"""Slips for the visitor's hand: referral (برگ ارجاع) and guidance (برگ راهنمایی)."""

from typing import Final

from desk_app.printing.canvas import MM
from desk_app.printing.code_block import code_block
from desk_app.printing.column import Column, page_column
from desk_app.printing.contents import GuidanceContent, ReferralContent
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
)
from desk_app.texts import digits

_PADDING: Final = 2.2 * MM


def referral_pdf(content: ReferralContent, paper: Paper, large_type: bool = False) -> bytes:
    """The referral slip as a PDF file: where to go, why, and what the visitor needs there."""
    column = page_column(paper, large_type)
    scale = column.scale
    moment = made_by(content.made, content.desk)
    rows = [
        *letterhead(column, content.desk),
        *title_rows(column, label("referral_slip"), moment, content.copy, content.mark),
        gap(scale.gap),
        *_destination(column, content),
        gap(scale.gap),
        *column.pair(label("referral.reason"), content.reason, scale.strong),
        *column.pair(label("applicant"), printed_party(content.visitor) if content.visitor else ""),
        *column.pair(label("kind"), content.kind),
        *column.pair(label("service"), content.service),
        *column.pair(label("subject"), content.subject),
        *column.pair(label("referral.needs"), joined(*content.needs), scale.strong),
        *column.items(label("referral.papers"), content.papers),
        *column.pair("", label("referral.note") if content.arranged else ""),
        *column.rule(keep=True),
        *code_block(column, content.code, content.tracking_url or content.code),
    ]
    name = f"{label('referral_slip')} {printed_code(content.code)}"
    return pdf_of(label("referral_slip"), paper, rows, running(column, name))


def guidance_pdf(content: GuidanceContent, paper: Paper, large_type: bool = False) -> bytes:
    """The guidance slip as a PDF file: papers, steps, cost, deadline and rights."""
    column = page_column(paper, large_type)
    scale = column.scale
    moment = made_by(content.made, content.desk)
    number = label("service_id", id=digits(content.service_id)) if content.service_id else ""
    rows = [
        *letterhead(column, content.desk),
        *title_rows(column, label("guidance_slip"), moment, 1, content.mark),
        gap(scale.gap),
        *column.text(content.service, scale.title._replace(size=scale.body.size * 1.2)),
        *column.text(number, scale.small),
        gap(scale.gap),
        *column.items(label("guidance.papers"), content.papers, boxes=True),
        *column.items(label("steps"), content.steps, numbered=True),
        *column.pair(label("cost"), digits(content.cost), scale.strong),
        *column.pair(label("deadline"), digits(content.deadline), scale.strong),
        *column.pair(label("guidance.unit"), content.unit),
        *column.pair(label("guidance.where"), digits(content.where)),
        *column.pair(label("reach"), digits(content.reach)),
        *column.rule(keep=True),
        *column.items(label("guidance.rights"), content.rights),
        *column.pair(
            label("how_to_complain"),
            digits("\n".join(content.complaint_ways)) or label("complain.default"),
        ),
    ]
    return pdf_of(label("guidance_slip"), paper, rows, running(column, label("guidance_slip")))


def _destination(column: Column, content: ReferralContent) -> list[Row]:
    """Where to go, in a frame."""
    inner, scale = column.inside(_PADDING), column.scale
    strong = scale.strong._replace(size=round(scale.body.size * 1.2, 2))
    by = printed_date(content.answer_by) if content.answer_by else ""
    rows = [
        *inner.pair(label("referral.to"), content.to, strong),
        *inner.pair(label("referral.post"), content.to_post),
        *inner.pair(label("referral.address"), digits(content.to_address)),
        *inner.pair(label("referral.reach"), digits(content.to_reach)),
        *inner.pair(label("referral.hours"), digits(content.to_hours)),
        *inner.pair(label("referral.deadline"), by, scale.strong),
    ]
    return column.framed(rows, _PADDING, 0.8)
