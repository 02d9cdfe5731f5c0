"""Who reads sealed reports: the public keys of oversight and of the level above."""

from typing import Any

import click

from desk_app.cli.app import desk
from desk_app.cli.frame import (
    DONE,
    PlainGroup,
    answer,
    command,
    data_option,
    officer_options,
    told,
)
from desk_app.cli.opened import OpenDesk, opened
from desk_app.services.office import AUDIENCES, publish_keys


@desk.group("audience", cls=PlainGroup, help=told("cli.audience.help"))
def audience_group() -> None:
    """The commands on audiences."""


@command(audience_group, "list")
@data_option
@officer_options
def list_(**options: Any) -> int:
    """The audiences and whose keys read what is sealed to them, one a line."""
    with opened(**options) as book:
        for audience in AUDIENCES:
            _show(book, audience, as_json=options["as_json"])
    return DONE


@command(audience_group, "set")
@click.argument("audience")
@click.option("--key", "keys", multiple=True, required=True, help=told("cli.audience.key_option"))
@data_option
@officer_options
def set_(audience: str, keys: tuple[str, ...], **options: Any) -> int:
    """Seal to these keys and no others from now on; what was sealed before keeps its readers."""
    with opened(**options) as book:
        publish_keys(book.book, audience, tuple(dict.fromkeys(keys)))
        _show(book, audience, as_json=options["as_json"])
    return DONE


@command(audience_group, "key")
@data_option
@officer_options
def key(**options: Any) -> int:
    """One's own public key, to be named by those who seal."""
    with opened(**options) as book:
        _, public = book.session.keyring.identity
        shown = {"officer": book.book.officer.user, "public_key": public}
    answer(shown, as_json=options["as_json"], plain=public)
    return DONE


def _show(book: OpenDesk, audience: str, *, as_json: bool) -> None:
    """The keys, with the officers of this desk and its recovery key told by name."""
    held = book.queries.audience_keys(audience)
    slots = book.session.keyring.slots()
    readers = [slot.user for slot in slots.officers if slot.public in held]
    recovery = slots.recovery is not None and slots.recovery.public in held
    shown = {
        "audience": audience,
        "public_keys": held,
        "officers": readers,
        "recovery_key": recovery,
    }
    named = [*readers, *([told("cli.audience.recovery")] if recovery else [])]
    plain = told(
        "cli.audience.line",
        audience=told(f"cli.audience.name.{audience}"),
        keys=len(held),
        here="، ".join(named) or "—",
    )
    answer(shown, as_json=as_json, plain=plain)
