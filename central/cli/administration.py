"""Offices, enrolment codes and lane slips by command; the centre may be serving."""

import time

import click

from central.cli.console import Console, say_here, shared_options
from central.store.lane_slip import lease_by_slip
from central.store.offices import (
    Office,
    add_office,
    all_offices,
)


@click.group(help=say_here("central.help.office"))
def office() -> None:
    """Offices."""


@office.command("add", help=say_here("central.help.office_add"))
@click.option("--code", required=True, help=say_here("central.help.office_code"))
@click.option("--name", required=True, help=say_here("central.help.office_name"))
@click.option("--province", default=0, type=int, help=say_here("central.help.province"))
@shared_options
def office_add(console: Console, code: str, name: str, province: int) -> None:
    """Add an office."""
    with console.database() as database:
        made = database.write(lambda c: add_office(c, code, name, province))
    console.answer(_office(made), "central.office_added", code=made.code)


@office.command("list", help=say_here("central.help.office_list"))
@shared_options
def office_list(console: Console) -> None:
    """List the offices, one a line."""
    with console.database() as database:
        for found in database.read(all_offices):
            console.answer(_office(found), "central.office_line", code=found.code, name=found.name)


@click.command("lane-slip", help=say_here("central.help.lane_slip"))
@click.option("--device", "device_id", required=True, help=say_here("central.help.device_id"))
@shared_options
def lane_slip(console: Console, device_id: str) -> None:
    """Give a device a lane that is read over the telephone."""
    now_ms = time.time_ns() // 1_000_000
    with console.database() as database:
        lane, slip = database.write(lambda c: lease_by_slip(c, device_id, now_ms))
    console.answer({"device": device_id, "lane": lane, "slip": slip}, "central.slip", slip=slip)


def _office(found: Office) -> dict[str, object]:
    return {"office_code": found.code, "name": found.name, "province": found.province}
