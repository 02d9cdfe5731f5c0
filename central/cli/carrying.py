"""``mizban-central carry``: bundles in from a stick and answers out to it; hubs; what waits."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from central.answering import Answering, MadeBundle
from central.blobs import Blobs
from central.cli.console import DAMAGED, FAILED, Console, say_here, shared_options
from central.receiving import Receiving, TakenBundle
from central.store.bundles import due
from central.store.database import Database
from central.store.devices import Device, all_devices
from central.store.offices import Office, all_offices, office_by_code
from desk_app.protocol.bundle_card import read_card, write_card
from desk_app.protocol.bundle_files import (
    as_damage,
    make_room_sure,
    read_bundle,
    sorted_bundles,
    write_bundles,
)
from desk_app.records.errors import DataDamaged, MachineFault, Mistake, UserMistake

IN_PART: Final = 3


@click.group(help=say_here("central.help.carry"))
def carry() -> None:
    """Sticks."""


@carry.command("in", help=say_here("central.help.carry_in"))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@shared_options
def carry_in(console: Console, files: Sequence[Path]) -> None:
    """Take bundles from a stick; each that is refused is named, the others are taken."""
    taken: list[TakenBundle] = []
    refused: list[dict[str, Any]] = []
    passing: list[str] = []
    damaged = 0
    with console.database() as database:
        receiving = Receiving(database, _now_ms, Blobs(database, console.folder.scans, _now_ms))
        for path in sorted_bundles(files):
            try:
                taken.append(receiving.take(read_bundle(path)))
            except MachineFault as fault:
                if fault.code == "bundle.passing":
                    passing.append(path.name)
                    continue
                told = as_damage(path, fault)
                damaged += isinstance(told, DataDamaged)
                refused.append(_refused(path, told))
    answer = _told(taken, refused, passing)
    for name in passing:
        click.echo(f"{name}: {say_here('bundle.passing')}", err=True)
    for each in refused:
        click.echo(f"{each['file']}: {each['message']}", err=True)
    for one in answer["missing"]:
        click.echo(say_here("carry.missing", **one), err=True)
    console.answer(
        answer, "central.carried_in", files=len(taken), events=answer["events"],
        refused=len(refused),
    )  # fmt: skip
    if (refused or passing) and not taken:
        sys.exit(DAMAGED if refused and damaged == len(refused) else FAILED)
    if refused:
        sys.exit(IN_PART)


@carry.command("out", help=say_here("central.help.carry_out"))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--device", default="", help=say_here("central.help.device_id"))
@click.option("--office", "code", default="", help=say_here("central.help.carry_office"))
@click.option("--to", default="", help=say_here("central.help.carry_to"))
@click.option("--copies", type=click.IntRange(1, 2), default=1, help=say_here("carry.help.copies"))
@shared_options
def carry_out(console: Console, folder: Path, device: str, code: str, to: str, copies: int) -> None:
    """Write answers for the desks that carried, or named ones; with ``--to``, carry onward."""
    with console.database() as database:
        answering = Answering(database, _now_ms)
        if to:
            made = _onward(database, answering, code, to)
            answered: list[Device] = []
        else:
            answered = _devices(database, device, code)
            made = [one for each in answered for one in answering.answer(each)]
        _write(folder, made, copies)
        for each in answered:
            answering.note_answered(each)
    events = sum(one.events for one in made)
    found = {"files": len(made), "events": events, "devices": len(answered)}
    console.answer(found, "central.carried_out", **found)


@carry.command("card", help=say_here("central.help.carry_card"))
@shared_options
def carry_card(console: Console) -> None:
    """The line by which desks and centres carry to this one as a hub."""
    with console.database() as database:
        card = write_card(Answering(database, _now_ms).secrets.public)
    console.answer({"card": card}, "central.carry_card", card=card)


@carry.command("roster", help=say_here("central.help.carry_roster"))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--office", "code", required=True, help=say_here("central.help.office_code"))
@click.option("--to", required=True, help=say_here("central.help.carry_to"))
@shared_options
def carry_roster(console: Console, folder: Path, code: str, to: str) -> None:
    """Write for a hub whom it must know of an office."""
    with console.database() as database:
        made = Answering(database, _now_ms).roster(_office(database, code), _card(to))
        _write(folder, made, 1)
    console.answer(
        {"files": len(made), "events": 0}, "central.carried_roster", files=len(made), office=code
    )


def _onward(database: Database, answering: Answering, code: str, to: str) -> list[MadeBundle]:
    offices = [_office(database, code)] if code else database.read(all_offices)
    recipient = _card(to)
    return [one for office in offices for one in answering.onward(office, recipient)]


def _devices(database: Database, device: str, code: str) -> list[Device]:
    """The devices named, or those whose newest set is not answered."""
    every = database.read(all_devices)
    if device:
        found = [one for one in every if one.device == device]
        if not found:
            raise UserMistake(Mistake("device", "device.unknown"))
        return found
    if code:
        office = _office(database, code)
        return [one for one in every if one.office == office.office]
    waiting = set(database.read(due))
    return [one for one in every if one.device in waiting]


def _office(database: Database, code: str) -> Office:
    found = database.read(lambda c: office_by_code(c, code))
    if found is None:
        raise UserMistake(Mistake("office", "office.unknown", {"office": code}))
    return found


def _card(text: str) -> str:
    """The recipient on a card, which is given itself or as a file."""
    path = Path(text)
    try:
        told = path.read_text(encoding="utf-8-sig") if path.is_file() else text
    except (OSError, UnicodeDecodeError):
        told = text
    return read_card(told).recipient


def _write(folder: Path, made: Sequence[MadeBundle], copies: int) -> None:
    make_room_sure(folder, copies * sum(len(one.data) for one in made))
    for _ in write_bundles(folder, ((one.name, one.data) for one in made), copies=copies):
        pass


def _told(
    taken: Sequence[TakenBundle], refused: list[dict[str, Any]], passing: list[str]
) -> dict[str, Any]:
    last = {(one.office, one.label.set): one for one in taken}
    return {
        "files": len(taken),
        "events": sum(one.new for one in taken),
        "known": sum(one.end == "known" for one in taken),
        "held": sum(one.end == "held" for one in taken),
        "refused": refused,
        "passing": passing,
        "missing": [
            {"set": one.label.set, "number": number, "of": one.label.of}
            for one in last.values()
            for number in one.missing
        ],
    }


def _refused(path: Path, fault: MachineFault) -> dict[str, Any]:
    return {
        "file": path.name, "code": fault.code, **fault.params,
        "message": say_here(fault.code, **fault.params),
    }  # fmt: skip


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
