"""Papers as PDF files: receipt, request sheet, referral and guidance slips, numbered blanks."""

from pathlib import Path
from typing import Any

import click

from desk_app.cli.app import desk
from desk_app.cli.frame import DONE, answer, command, data_option, officer_options, personal, told
from desk_app.cli.opened import OpenDesk, opened
from desk_app.cli.papers_out import documents_of, write_whole
from desk_app.ports.documents import BlankReceipt
from desk_app.ports.queries import RequestView
from desk_app.records.errors import Mistake, UserMistake
from desk_app.services.guard import allow
from desk_app.services.papers import (
    MOST_RESERVED,
    printing_deed,
    record_printed,
    reserve_codes,
)

RECEIPT_PAPERS = click.Choice(["a5", "a6", "80mm", "58mm"])
OUT = click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help=told("cli.out")
)
PAPER = click.option("--paper", type=RECEIPT_PAPERS, default="a6", help=told("cli.option.paper"))


@command(desk, "receipt")
@click.argument("code")
@PAPER
@OUT
@click.option("--large-type", is_flag=True, help=told("cli.receipt.large_type"))
@data_option
@officer_options
def receipt(code: str, paper: str, out: Path, large_type: bool, **options: Any) -> int:
    """The receipt; printing it again says which copy it is."""
    with opened(**options) as book:
        allow(book.book.officer, printing_deed("receipt"))
        view = _view(book, code)
        copy = view.copies + 1
        page = documents_of(book).receipt(
            view, book.office, paper, copy=copy, large_type=large_type
        )
        write_whole(out, page)
        copy = record_printed(book.book, view.hit.request_id, "receipt", paper)
    return _written(out, copy, as_json=options["as_json"])


@command(desk, "sheet")
@click.argument("code")
@OUT
@data_option
@officer_options
def sheet(code: str, out: Path, **options: Any) -> int:
    """The request sheet, to be read out and signed."""
    with opened(**options) as book:
        view = _view(book, code)
        write_whole(out, documents_of(book).request_sheet(view, book.office))
        copy = record_printed(book.book, view.hit.request_id, "request_sheet", "a4")
    return _written(out, copy, as_json=options["as_json"])


@command(desk, "referral-slip")
@click.argument("code")
@click.option("--referral", default="", help=told("cli.option.referral"))
@PAPER
@OUT
@data_option
@officer_options
def referral_slip(code: str, referral: str, paper: str, out: Path, **options: Any) -> int:
    """The slip that goes with a referral: the only one, or the one that is named."""
    with opened(**options) as book:
        view = _view(book, code)
        event = referral or _only_referral(view)
        write_whole(out, documents_of(book).referral_slip(view, book.office, event, paper))
        copy = record_printed(book.book, view.hit.request_id, "referral_slip", paper)
    return _written(out, copy, as_json=options["as_json"])


@command(desk, "guidance")
@click.argument("service")
@PAPER
@OUT
@data_option
@officer_options
def guidance(service: str, paper: str, out: Path, **options: Any) -> int:
    """What a service needs, takes and costs, and the visitor's rights."""
    with opened(**options) as book:
        found = book.queries.catalogue().service_of(service)
        if found is None:
            raise UserMistake(Mistake("service", "service.unknown"))
        write_whole(out, documents_of(book).guidance_slip(found, book.office, paper))
    return _written(out, 1, as_json=options["as_json"])


@command(desk, "blanks")
@click.option(
    "--count", type=click.IntRange(1, MOST_RESERVED), required=True, help=told("cli.blanks.count")
)
@click.option(
    "--paper", type=click.Choice(["a4", "a5"]), default="a4", help=told("cli.option.paper")
)
@OUT
@data_option
@officer_options
def blanks(count: int, paper: str, out: Path, **options: Any) -> int:
    """Numbered blank receipts for a day without power; their codes are set aside."""
    with opened(**options) as book:
        reserved = reserve_codes(book.book, count)
        numbers = [BlankReceipt(each.tracking_code, each.follow_up) for each in reserved]
        write_whole(out, documents_of(book).blank_receipts(numbers, book.office, paper))
    shown = {
        "file": str(out),
        "count": count,
        "first": reserved[0].tracking_code,
        "last": reserved[-1].tracking_code,
    }
    answer(shown, as_json=options["as_json"], plain=told("cli.written", file=str(out)))
    return DONE


def _view(book: OpenDesk, code: str) -> RequestView:
    if book.book.read_only_reason is not None:
        # No paper leaves the printer that the record cannot hold.
        raise book.book.read_only_reason
    view = book.queries.request(book.request_id(personal(code)))
    if view is None:
        raise UserMistake(Mistake("code", "request.not_here"))
    return view


def _only_referral(view: RequestView) -> str:
    if len(view.referrals) != 1:
        raise UserMistake(
            Mistake("referral", "referral.which" if view.referrals else "referral.none")
        )
    return view.referrals[0].event_id


def _written(out: Path, copy: int, *, as_json: bool) -> int:
    answer(
        {"file": str(out), "copy": copy},
        as_json=as_json,
        plain=told("cli.written", file=str(out)),
    )
    return DONE
