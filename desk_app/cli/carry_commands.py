"""``mizban carry``: sync by stick."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from desk_app.cli.app import desk
from desk_app.cli.frame import (
    DAMAGED,
    DONE,
    FAILED,
    IN_PART,
    UNREACHABLE,
    PlainGroup,
    answer,
    command,
    data_option,
    officer_options,
    told,
)
from desk_app.cli.opened import opened
from desk_app.ports.carry import CarriedIn
from desk_app.protocol.bundle_card import read_card
from desk_app.protocol.messages import CarryKeys


@desk.group("carry", cls=PlainGroup, help=told("cli.carry.help"))
def carry() -> None:
    """Sync by stick."""


@command(carry, "out")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--to", metavar="HUB", default="", help=told("cli.carry.to"))
@click.option("--copies", type=click.IntRange(1, 2), default=1, help=told("carry.help.copies"))
@data_option
@officer_options
def carry_out(folder: Path, to: str, copies: int, **options: Any) -> int:
    """Write what the centre, or a hub, does not hold."""
    from desk_app.cli.desk_sticks import DeskSticks

    hub = read_hub(to) if to else None
    with opened(**options) as book:
        made = DeskSticks(book.session).carry_out(folder, copies, hub=hub)
    shown = {"files": made.files, "events": made.events, "set": made.set, "scans": made.scans}
    plain = told("cli.carry.out.done", files=made.files, events=made.events)
    answer(shown, as_json=options["as_json"], plain=plain)
    return DONE


@command(carry, "in")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@data_option
@officer_options
def carry_in(files: Sequence[Path], **options: Any) -> int:
    """Bring answers into the book, and other desks' files to the centre."""
    from desk_app.cli.desk_sticks import DeskSticks

    with opened(**options) as book:
        found = DeskSticks(book.session).bring(files)
    _tell(found, as_json=options["as_json"])
    return _exit(found)


def read_hub(text: str) -> CarryKeys:
    """The hub's keys, from its card or a file that holds it."""
    path = Path(text)
    try:
        card = path.read_text(encoding="utf-8-sig") if path.is_file() else text
    except (OSError, UnicodeDecodeError):
        card = text
    return read_card(card)


def _tell(found: CarriedIn, *, as_json: bool) -> None:
    refused = [
        {"file": one.file, "code": one.code, **one.params, "message": told(one.code, **one.params)}
        for one in found.refused
    ]
    missing = [{"set": one.set, "number": one.number, "of": one.of} for one in found.missing]
    for one in refused:
        sys.stderr.write(f"{one['file']}: {one['message']}\n")
    for name in found.passing:
        sys.stderr.write(f"{name}: {told('bundle.passing')}\n")
    for gap in found.missing:
        told_of = told("carry.missing", set=gap.set, number=gap.number, of=gap.of)
        sys.stderr.write(told_of + "\n")
    if found.waiting:
        sys.stderr.write(told("carry.kept", waiting=found.waiting) + "\n")
    shown = {
        "files": found.files,
        "events": found.events,
        "known": found.known,
        "acknowledged": found.acknowledged,
        "delivered": found.delivered,
        "waiting": found.waiting,
        "refused": refused,
        "missing": missing,
        "passing": list(found.passing),
    }
    plain = told(
        "cli.carry.in.done", files=found.files, events=found.events,
        acknowledged=found.acknowledged,
    )  # fmt: skip
    answer(shown, as_json=as_json, plain=plain)


def _exit(found: CarriedIn) -> int:
    if found.refused:
        if found.files or found.waiting:
            return IN_PART
        return DAMAGED if all(one.damaged for one in found.refused) else FAILED
    if found.passing and not (found.files or found.waiting):
        return FAILED
    return UNREACHABLE if found.waiting else DONE
