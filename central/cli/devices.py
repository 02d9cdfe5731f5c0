"""``mizban-central device``: who writes, who was put out of use, and what of them waits."""

import time
from datetime import UTC, datetime
from typing import Any

import click

from central.cli.console import Console, Misuse, instant, say_here, shared_options
from central.store.devices import Device, all_devices, find_device
from central.store.held import Waiting, admit_held, refuse_held, waiting
from central.store.offices import all_offices
from central.store.withdrawal import (
    Withdrawn,
    enter_stolen,
    reinstate_device,
    retire_device,
)
from desk_app.records.errors import Mistake, UserMistake


class InstantType(click.ParamType[int]):
    """An instant as ISO 8601, in UTC where it names no offset; milliseconds since 1970."""

    name = "instant"

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Milliseconds since 1970."""
        try:
            at = datetime.fromisoformat(str(value))
        except ValueError as error:
            raise Misuse(say_here("central.instant", value=str(value)), ctx) from error
        return int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() * 1000)


@click.group(help=say_here("central.help.device"))
def device() -> None:
    """Devices."""


@device.command("list", help=say_here("central.help.device_list"))
@shared_options
def device_list(console: Console) -> None:
    """List the devices, one a line."""
    with console.database() as database:
        offices, devices = database.read(lambda c: (all_offices(c), all_devices(c)))
    codes = {found.office: found.code for found in offices}
    for found in devices:
        console.answer(
            _device(found, codes[found.office]), "central.device_line", device=found.device,
            office=codes[found.office], name=found.name, state=found.state,
            seen=instant(found.seen_at),
        )  # fmt: skip


@device.command("retire", help=say_here("central.help.device_retire"))
@click.argument("device_id", metavar="DEVICE")
@shared_options
def device_retire(console: Console, device_id: str) -> None:
    """Put a device out of use."""
    with console.database() as database:
        told = database.write(lambda c: retire_device(c, device_id))
    _report(console, told)


@device.command("stolen", help=say_here("central.help.device_stolen"))
@click.argument("device_id", metavar="DEVICE")
@click.option("--since", type=InstantType(), help=say_here("central.help.device_since"))
@shared_options
def device_stolen(console: Console, device_id: str, since: int | None) -> None:
    """Enter that a device was stolen, now or at an earlier instant."""
    now_ms = time.time_ns() // 1_000_000
    at = now_ms if since is None else since
    with console.database() as database:
        told = database.write(lambda c: enter_stolen(c, device_id, at, now_ms))
    _report(console, told)


@device.command("reinstate", help=say_here("central.help.device_reinstate"))
@click.argument("device_id", metavar="DEVICE")
@shared_options
def device_reinstate(console: Console, device_id: str) -> None:
    """Put a device back to use."""
    with console.database() as database:
        told = database.write(lambda c: reinstate_device(c, device_id))
    _report(console, told)


@device.command("waiting", help=say_here("central.help.device_waiting"))
@shared_options
def device_waiting(console: Console) -> None:
    """List what waits of stolen devices, one log a line."""
    with console.database() as database:
        for found in database.read(waiting):
            console.answer(
                _waiting(found), "central.device_waiting_line", device=found.device,
                log=found.log, first=found.first, events=found.events,
                at=instant(found.received_at),
            )  # fmt: skip


@device.command("admit", help=say_here("central.help.device_admit"))
@click.argument("device_id", metavar="DEVICE")
@shared_options
def device_admit(console: Console, device_id: str) -> None:
    """Take in what waits of a stolen device."""
    now_ms = time.time_ns() // 1_000_000
    with console.database() as database:
        _require(database.read(lambda c: find_device(c, device_id)), device_id)
        events = database.write(lambda c: admit_held(c, device_id, now_ms))
    console.answer({"device": device_id, "events": events}, "central.device_admitted", n=events)


@device.command("refuse", help=say_here("central.help.device_refuse"))
@click.argument("device_id", metavar="DEVICE")
@shared_options
def device_refuse(console: Console, device_id: str) -> None:
    """Throw away what waits of a stolen device."""
    with console.database() as database:
        _require(database.read(lambda c: find_device(c, device_id)), device_id)
        events = database.write(lambda c: refuse_held(c, device_id))
    console.answer({"device": device_id, "events": events}, "central.device_refused", n=events)


def _require(found: Device | None, device_id: str) -> None:
    if found is None:
        raise UserMistake(Mistake("device", "device.not_here", {"device": device_id}))


def _report(console: Console, told: Withdrawn) -> None:
    """The new state, and what was last acknowledged of each log."""
    logs = [
        {"log": log.log, "lane": log.lane, "seq": log.seq, "at": log.at and instant(log.at)}
        for log in told.logs
    ]
    flagged = [{"lane": flag.lane, "after": flag.after} for flag in told.flagged]
    answer = {"device": told.device, "state": told.state, "logs": logs, "flagged_lanes": flagged}
    console.answer(answer, f"central.device_{told.state}", device=told.device)
    if console.as_json:
        return
    for log in told.logs:
        code = "central.device_log" if log.at else "central.device_log_empty"
        at = instant(log.at) if log.at else ""
        click.echo(say_here(code, lane=log.lane, seq=log.seq, at=at))


def _device(found: Device, office_code: str) -> dict[str, object]:
    return {
        "device": found.device,
        "office_code": office_code,
        "name": found.name,
        "app": found.app,
        "state": found.state,
        "enrolled_at": instant(found.enrolled_at),
        "seen_at": instant(found.seen_at),
    }


def _waiting(found: Waiting) -> dict[str, Any]:
    return {
        "office_code": found.office,
        "device": found.device,
        "log": found.log,
        "first": found.first,
        "batches": found.batches,
        "events": found.events,
        "received_at": instant(found.received_at),
    }
