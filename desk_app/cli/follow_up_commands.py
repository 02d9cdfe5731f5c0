"""The actions of follow-up on one request, each with its reason where one is due."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from desk_app.cli.app import desk
from desk_app.cli.book_commands import wanted
from desk_app.cli.frame import (
    DONE,
    F,
    answer,
    command,
    data_option,
    officer_options,
    personal,
    told,
)
from desk_app.cli.opened import OpenDesk, opened
from desk_app.cli.shown import instant, shown_event
from desk_app.ports.book import Book
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.event import Event
from desk_app.records.hlc import wall_ms
from desk_app.records.jalali import parse_jalali
from desk_app.services import correct, enclosing, follow_up, papers, standing

_FIELDS: Final = {
    "subject": "matter.subject",
    "body": "matter.text",
    "national_id": "party.0.id_number",
    "first_name": "party.0.first_name",
    "last_name": "party.0.last_name",
    "mobile": "party.0.mobile",
}
"""The columns of ``register``, where a field of a request is called otherwise."""


def _done(book: OpenDesk, event: Event, *, as_json: bool) -> int:
    view = book.queries.request(event.subject.id)
    timeline = view.timeline if view else ()
    shown = {
        "event": event.id,
        "type": event.type,
        "at": instant(wall_ms(event.hlc)),
        "actor": event.actor,
        **next((shown_event(item) for item in timeline if item.event_id == event.id), {}),
        "request_id": event.subject.id,
    }
    answer(shown, as_json=as_json, plain=told("cli.recorded"))
    return DONE


def _iso_date(text: str, field: str) -> str:
    """A day typed as Gregorian ISO or as a Jalali date, as Gregorian ISO."""
    try:
        return (
            follow_up.a_date(text, field).isoformat()
            if text[:1] == "2"
            else (parse_jalali(text, field).isoformat())
        )
    except ValueError as error:
        raise UserMistake(Mistake(field, "date.format")) from error


def _reason(needed: bool = True) -> Callable[[F], F]:
    # A default of None, said aloud, would count as given.
    rule: dict[str, Any] = {"required": True} if needed else {"default": ""}
    return click.option("--reason", help=told("cli.option.reason"), **rule)


@command(desk, "note")
@click.argument("code")
@click.argument("text")
@data_option
@officer_options
def note(code: str, text: str, **options: Any) -> int:
    """Add a remark."""
    with opened(**options) as book:
        event = follow_up.note_request(book.book, wanted(book, code), personal(text))
        return _done(book, event, as_json=options["as_json"])


@command(desk, "attach")
@click.argument("code")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--title", default="", help=told("cli.attach.title"))
@click.option("--paper-name", default="", help=told("cli.attach.paper"))
@data_option
@officer_options
def attach(code: str, file: Path, title: str, paper_name: str, **options: Any) -> int:
    """Keep a scan with the request."""
    with opened(**options) as book:
        try:
            if file.stat().st_size > enclosing.LARGEST_SCAN:
                most = enclosing.LARGEST_SCAN // 2**20
                raise UserMistake(Mistake("file", "scan.too_large", {"most": most}))
            data = file.read_bytes()
        except OSError as error:
            raise UserMistake(Mistake("file", "sheet.not_found")) from error
        request_id = wanted(book, code)
        event = papers.attach_scan(
            book.book, book.scans, request_id, data, personal(title), paper_name
        )
        return _done(book, event, as_json=options["as_json"])


@command(desk, "refer")
@click.argument("code")
@click.option("--unit", default="", help=told("cli.refer.unit"))
@click.option("--agency", default="", help=told("cli.refer.agency"))
@click.option("--due", default="", help=told("cli.option.date"))
@_reason()
@data_option
@officer_options
def refer(code: str, unit: str, agency: str, due: str, reason: str, **options: Any) -> int:
    """Refer the request to a unit or another agency."""
    with opened(**options) as book:
        ask = follow_up.Refer(
            wanted(book, code),
            personal(reason),
            unit,
            agency,
            due=_iso_date(due, "due") if due else "",
        )
        return _done(book, follow_up.refer_request(book.book, ask), as_json=options["as_json"])


@command(desk, "return")
@click.argument("code")
@click.option("--referral", default="", help=told("cli.option.referral"))
@_reason()
@data_option
@officer_options
def return_(code: str, referral: str, reason: str, **options: Any) -> int:
    """A referral came back."""
    with opened(**options) as book:
        event = follow_up.return_referral(book.book, wanted(book, code), personal(reason), referral)
        return _done(book, event, as_json=options["as_json"])


@command(desk, "answer")
@click.argument("code")
@click.option(
    "--result", type=click.Choice(follow_up.RESULTS), required=True, help=told("cli.answer.result")
)
@click.option("--basis", default="", help=told("cli.answer.basis"))
@click.option("--done", "what_was_done", default="", help=told("cli.answer.done"))
@click.option("--objection", default="", help=told("cli.answer.objection"))
@click.option("--supersedes", default="", help=told("cli.answer.supersedes"))
@click.option("--referral", default="", help=told("cli.option.referral"))
@_reason(needed=False)
@data_option
@officer_options
def answer_(
    code: str,
    result: str,
    reason: str,
    what_was_done: str,
    basis: str,
    objection: str,
    supersedes: str,
    referral: str,
    **options: Any,
) -> int:
    """Record the answer."""
    with opened(**options) as book:
        said = follow_up.Answer(
            wanted(book, code),
            result,
            personal(reason),
            basis,
            personal(what_was_done),
            objection,
            supersedes,
            referral,
        )
        return _done(book, follow_up.answer_request(book.book, said), as_json=options["as_json"])


@command(desk, "tell")
@click.argument("code")
@click.option(
    "--channel", type=click.Choice(follow_up.CHANNELS), required=True, help=told("cli.tell.channel")
)
@click.option("--address", default="", help=told("cli.tell.address"))
@click.option("--answer", "answer_id", default="", help=told("cli.tell.answer"))
@click.option("--not-reached", is_flag=True, help=told("cli.tell.not_reached"))
@data_option
@officer_options
def tell(
    code: str, channel: str, address: str, answer_id: str, not_reached: bool, **options: Any
) -> int:
    """Note that the person was told the answer."""
    with opened(**options) as book:
        said = follow_up.Tell(
            wanted(book, code), channel, answer_id, personal(address), reached=not not_reached
        )
        return _done(book, follow_up.tell_answer(book.book, said), as_json=options["as_json"])


@command(desk, "correct")
@click.argument("code")
@click.option("--set", "changes", multiple=True, required=True, help=told("cli.correct.set"))
@_reason()
@data_option
@officer_options
def correct_(code: str, changes: tuple[str, ...], reason: str, **options: Any) -> int:
    """Correct fields: ``--set matter.subject=…``; ``--set -`` reads them from standard input."""
    with opened(**options) as book:
        values = {}
        for change in changes:
            name, found, value = personal(change).partition("=")
            if not found:
                raise UserMistake(Mistake("set", "correct.format"))
            values[_FIELDS.get(name.strip(), name.strip())] = value
        ask = correct.Correct(wanted(book, code), values, personal(reason))
        return _done(book, correct.correct_request(book.book, ask), as_json=options["as_json"])


@command(desk, "extend")
@click.argument("code")
@click.option("--due", required=True, help=told("cli.option.date"))
@_reason()
@data_option
@officer_options
def extend(code: str, due: str, reason: str, **options: Any) -> int:
    """Move the effective due date."""
    with opened(**options) as book:
        event = standing.extend_due(
            book.book, wanted(book, code), _iso_date(due, "due"), personal(reason)
        )
        return _done(book, event, as_json=options["as_json"])


@command(desk, "settle")
@click.argument("code")
@click.option("--register", "register_name", required=True, help=told("cli.settle.register"))
@click.option("--choice", required=True, help=told("cli.settle.choice"))
@_reason(needed=False)
@data_option
@officer_options
def settle(code: str, register_name: str, choice: str, reason: str, **options: Any) -> int:
    """Settle a conflict for good."""
    with opened(**options) as book:
        ask = standing.Settle(wanted(book, code), register_name, choice, personal(reason))
        return _done(book, standing.settle_conflict(book.book, ask), as_json=options["as_json"])


@command(desk, "erase")
@click.argument("code")
@click.option("--ground", required=True, help=told("cli.erase.ground"))
@data_option
@officer_options
def erase(code: str, ground: str, **options: Any) -> int:
    """Drop every personal value of the request and of its visits, for good and everywhere."""
    with opened(**options) as book:
        event = correct.erase_personal(book.book, wanted(book, code), personal(ground))
        return _done(book, event, as_json=options["as_json"])


def _standing_command(name: str, deed: Any, *, reason_needed: bool) -> None:
    @click.argument("code")
    @_reason(reason_needed)
    @data_option
    @officer_options
    def change(code: str, reason: str, **options: Any) -> int:
        with opened(**options) as book:
            event = _change(deed, book, code, reason)
            return _done(book, event, as_json=options["as_json"])

    command(desk, name)(change)


def _change(deed: Any, book: OpenDesk, code: str, reason: str) -> Event:
    act_on: Book = book.book
    event: Event = deed(act_on, wanted(book, code), personal(reason))
    return event


_standing_command("close", standing.close_request, reason_needed=False)
_standing_command("reopen", standing.reopen_request, reason_needed=True)
_standing_command("void", standing.void_request, reason_needed=True)
_standing_command("withdraw", standing.withdraw_request, reason_needed=False)
