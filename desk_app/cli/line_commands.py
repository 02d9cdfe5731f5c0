"""The line to the centre: one round, and how things stand."""

from contextlib import AbstractContextManager, nullcontext
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from desk_app.cli.app import desk
from desk_app.cli.frame import (
    DONE,
    REFUSED,
    UNREACHABLE,
    PlainGroup,
    answer,
    command,
    data_option,
    officer_options,
    told,
)
from desk_app.cli.opened import OpenDesk, folder_of, opened
from desk_app.cli.roaming import follow_officers
from desk_app.cli.shown import instant
from desk_app.ports.line_page import ALL_WELL, RoundTold
from desk_app.services.guard import allow

_EXITS = {"ok": DONE, "unreachable": UNREACHABLE, "refused": REFUSED}


@command(desk, "sync")
@click.option("--unattended", is_flag=True, help=told("cli.sync.unattended"))
@data_option
@officer_options
def sync(unattended: bool, **options: Any) -> int:
    """One round of push and pull."""
    if unattended:
        return _sync_unattended(options["data"], as_json=options["as_json"])
    with opened(**options) as book:
        allow(book.book.officer, "sync")
        return _round(book, as_json=options["as_json"])


def _sync_unattended(data: Path | None, *, as_json: bool) -> int:
    from db.opening import open_unattended
    from db.session import Around

    session = open_unattended(folder_of(data), Around(what="sync"))
    try:
        if session.book.read_only_reason is not None:
            raise session.book.read_only_reason
        return _round(OpenDesk(session, session.book.queries.office()), as_json=as_json)
    finally:
        session.close()


def _round(book: OpenDesk, *, as_json: bool) -> int:
    # Loaded here: the client of the line costs a start that other commands need not pay.
    from db.line_book import DeskLineBook
    from db.rounds import keep_round
    from desk_app.cli.desk_scans import scan_traffic
    from desk_app.cli.desk_sticks import DeskSticks
    from desk_app.cli.founding import program
    from desk_app.sync.rounds import one_round

    session = book.session
    line, begun = DeskLineBook(session.book), session.clock.now_ms()
    scans = scan_traffic(session)
    with _centre_of(book):
        went = one_round(line, session.clock, session.entropy, program(), scans=scans)
        if went.state == "ok":
            DeskSticks(session).deliver_kept()
    took_ms = max(0, session.clock.now_ms() - begun)
    if went.detail != "line.not_enrolled":
        ended = RoundTold(
            begun, took_ms, went.pushed, went.pulled, went.detail or ALL_WELL, went.params
        )
        keep_round(session.book, ended)
    if went.pulled:
        follow_officers(session)
    shown = {
        "state": went.state,
        "pushed": went.pushed,
        "pulled": went.pulled,
        "unsent": went.unsent,
        "detail": went.detail,
    }
    plain = (
        told(went.detail, **went.params)
        if went.detail
        else told("cli.sync.done", pushed=went.pushed, pulled=went.pulled, unsent=went.unsent)
    )
    answer(shown, as_json=as_json, plain=plain)
    return _EXITS[went.state]


def _centre_of(book: OpenDesk) -> AbstractContextManager[None]:
    """A demonstration's centre answers while it is needed; any other answers by itself."""
    if not book.office.demonstration:
        return nullcontext()
    from desk_app.cli.embedded_centre import its_centre

    return its_centre(book.session)


@command(desk, "status")
@data_option
@officer_options
def status(**options: Any) -> int:
    """What is here and what is waiting."""
    with opened(**options) as book:
        counts = book.queries.counts()
        shown = {
            "version": version("mizban"),
            "requests": counts.requests,
            "events": counts.events,
            "unsent": counts.unsent,
            "last_sync": instant(counts.last_sync),
            "log": counts.log,
            "lane": counts.lane,
            "office_code": book.office.code,
            "conflicts": counts.conflicts,
            "unprinted": counts.unprinted,
            "parked": counts.parked,
            "alarms": [f"{kind} {name}" for kind, name in book.queries.alarms()],
        }
        plain = told(
            "cli.status.line",
            requests=counts.requests,
            unsent=counts.unsent,
            conflicts=counts.conflicts,
        )
        answer(shown, as_json=options["as_json"], plain=plain)
    return DONE


@desk.group("unattended", cls=PlainGroup, help=told("cli.unattended.help"))
def unattended_group() -> None:
    """Whether this machine may synchronise without anybody's password."""


@command(unattended_group, "allow")
@data_option
@officer_options
def unattended_allow(**options: Any) -> int:
    """Let this machine open the book by itself, to synchronise."""
    with opened(**options) as book:
        allow(book.book.officer, "officers")
        book.session.keyring.allow_unattended()
    answer({"unattended": True}, as_json=options["as_json"], plain=told("cli.unattended.allowed"))
    return DONE


@command(unattended_group, "forbid")
@data_option
@officer_options
def unattended_forbid(**options: Any) -> int:
    """Take that way in away."""
    with opened(**options) as book:
        allow(book.book.officer, "officers")
        book.session.keyring.forbid_unattended()
    answer(
        {"unattended": False}, as_json=options["as_json"], plain=told("cli.unattended.forbidden")
    )
    return DONE
