"""Officers of the office: who may open the book, in which role, with which password."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from desk_app.cli.app import desk
from desk_app.cli.audiences import replace_keys
from desk_app.cli.desk_access import DeskAccess
from desk_app.cli.frame import (
    DONE,
    F,
    PlainGroup,
    answer,
    command,
    data_option,
    officer_options,
    password,
    personal,
    read_password_file,
    told,
)
from desk_app.cli.opened import OpenDesk, opened
from desk_app.cli.setup_commands import ROLES
from desk_app.ports.access import Leaving
from desk_app.ports.book import Officer
from desk_app.records.errors import DeskError, Mistake, NotAllowed, UserMistake
from desk_app.services.guard import allow, needed
from desk_app.services.office import NewOfficer, add_officer, rekey_oneself


@desk.group("officer", cls=PlainGroup, help=told("cli.officer.help"))
def officer_group() -> None:
    """The commands on officers."""


def _new_password_option() -> Callable[[F], F]:
    return click.option(
        "--new-password-file",
        type=click.Path(path_type=Path),
        help=told("cli.officer.new_password_file"),
    )


@command(officer_group, "add")
@click.argument("user")
@click.option("--name", required=True, help=told("cli.setup.officer_name"))
@click.option("--role", type=ROLES, default="officer", help=told("cli.setup.role"))
@click.option("--unit", default="", help=told("cli.refer.unit"))
@click.option("--head", is_flag=True, help=told("cli.officer.head"))
@_new_password_option()
@data_option
@officer_options
def add(
    user: str,
    name: str,
    role: str,
    unit: str,
    head: bool,
    new_password_file: Path | None,
    **options: Any,
) -> int:
    """Admit an officer: a key pair, a slot, a role."""
    with opened(**options) as book:
        allow(book.book.officer, "officers")
        needed(user, "officer")
        full_name = needed(personal(name), "officer_name")
        if unit and book.queries.catalogue().unit(unit) is None:
            raise UserMistake(Mistake("unit", "refer.unknown"))
        keyring = book.session.keyring
        keys = keyring.admit(user, _new_password(new_password_file))
        officer = NewOfficer(user, full_name, role, unit, keys.public_key, keys.sealed_key, head)
        try:
            add_officer(book.book, officer)
        except DeskError:
            keyring.withdraw(user)
            raise
    return _shown(Officer(user, full_name, role, unit, head), as_json=options["as_json"])


@command(officer_group, "list")
@data_option
@officer_options
def list_(**options: Any) -> int:
    """The officers in service, one a line."""
    with opened(**options) as book:
        here = {slot.user for slot in book.session.keyring.slots().officers}
        for officer in book.queries.officers():
            _shown(officer, as_json=options["as_json"], slot=officer.user in here)
    return DONE


@command(officer_group, "withdraw")
@click.argument("user")
@click.option("--successor", default="", help=told("cli.officer.successor"))
@data_option
@officer_options
def withdraw(user: str, successor: str, **options: Any) -> int:
    """Take an officer's access away; the book gets a new key when it is next alone.

    Posts and what the officer holds go to the successor.
    """
    with opened(**options) as book:
        allow(book.book.officer, "officers")
        officer = _known(book, user)
        if successor:
            _known(book, successor)
        DeskAccess(book.session).leave(Leaving(user, successor))
        _tell_unsent(book)
    return _shown(officer, as_json=options["as_json"], withdrawn=True)


def _tell_unsent(book: OpenDesk) -> None:
    """Who leaves takes nothing along: what waits for the centre stays and is sent."""
    from db.line_book import DeskLineBook

    waits = book.queries.counts().unsent
    if waits and DeskLineBook(book.book).enrolment() is not None:
        sys.stderr.write(told("line_page.leave", count=waits) + "\n")


@command(officer_group, "password")
@click.argument("user", required=False)
@_new_password_option()
@data_option
@officer_options
def password_(user: str | None, new_password_file: Path | None, **options: Any) -> int:
    """One's own new password, or, for who may, another officer's."""
    old = password(options["password_file"])
    with opened(**options, known_password=old) as book:
        own = book.book.officer
        keyring = book.session.keyring
        if user in (None, own.user):
            keys = keyring.change_password(own.user, old, _new_password(new_password_file))
            rekey_oneself(book.book, keys.public_key, keys.sealed_key)
            return _shown(own, as_json=options["as_json"])
        allow(own, "officers")
        officer = _known(book, str(user))
        before = set(keyring.slots().publics())
        keys = keyring.reset_password(officer.user, _new_password(new_password_file))
        changed = NewOfficer(
            officer.user,
            officer.name,
            officer.role,
            officer.unit,
            keys.public_key,
            keys.sealed_key,
            officer.head,
        )
        add_officer(book.book, changed)
        replace_keys(book.session, before)
    return _shown(officer, as_json=options["as_json"])


def _known(book: OpenDesk, user: str) -> Officer:
    for officer in book.queries.officers():
        if officer.user == user:
            return officer
    raise UserMistake(Mistake("officer", "officer.unknown"))


def _new_password(file: Path | None) -> str:
    """The password to be set, from its file, ``MIZBAN_NEW_PASSWORD`` or a prompt."""
    if file is not None:
        return read_password_file(file)
    if (from_environment := os.environ.get("MIZBAN_NEW_PASSWORD")) is not None:
        return from_environment
    if not sys.stdin.isatty():
        raise NotAllowed("cli.new_password_missing")
    found: str = click.prompt(
        told("cli.new_password"), hide_input=True, err=True, confirmation_prompt=True
    )
    return found


def _shown(officer: Officer, *, as_json: bool, slot: bool = True, withdrawn: bool = False) -> int:
    shown = {
        "officer": officer.user,
        "name": officer.name,
        "role": officer.role,
        "unit": officer.unit or None,
        "slot": slot and not withdrawn,
        "withdrawn": withdrawn,
        **({"head": True} if officer.head else {}),
    }
    plain = told(
        "cli.officer.withdrawn" if withdrawn else "cli.officer.line",
        officer=officer.user,
        name=officer.name,
        role=told(f"cli.role.{officer.role}"),
    )
    answer(shown, as_json=as_json, plain=plain)
    return DONE
