"""``mizban-central enrol-code``: single-use codes, one by one or for a roll-out."""

import csv
import os
import time
from pathlib import Path
from typing import Any, Final

import click
from sqlalchemy import Connection

from central.cli.console import Console, instant, say_here, shared_options
from central.store.hubs import mark_for_hub
from central.store.offices import (
    ENROL_CODE_LIFE_MS,
    code_digest,
    make_enrol_code,
    office_by_code,
)
from desk_app.protocol.enrol_code import EnrolCode, write_enrol_code
from desk_app.records.errors import MachineFault, Mistake, UserMistake

MOST_AT_ONCE: Final = 1000
LONGEST_DAYS: Final = 90
"""A roll-out takes weeks; a code in a drawer shall not be good for ever."""
_DAY_MS: Final = 24 * 3600 * 1000
_COLUMNS: Final = ("office_code", "number", "enrol_code", "expires_at")


@click.command("enrol-code", help=say_here("central.help.enrol_code"))
@click.option("--office", "code", required=True, help=say_here("central.help.office_code"))
@click.option(
    "--count",
    type=click.IntRange(1, MOST_AT_ONCE),
    default=1,
    show_default=True,
    help=say_here("central.help.enrol_count"),
)
@click.option(
    "--days",
    type=click.IntRange(1, LONGEST_DAYS),
    default=ENROL_CODE_LIFE_MS // _DAY_MS,
    show_default=True,
    help=say_here("central.help.enrol_days"),
)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False),
    help=say_here("central.help.enrol_out"),
)  # fmt: skip
@click.option("--hub", is_flag=True, help=say_here("central.help.enrol_hub"))
@shared_options
def enrol_code(
    console: Console, code: str, count: int, days: int, out: Path | None, hub: bool
) -> None:
    """Make codes with each of which one desk joins an office; with ``--out``, as a CSV file."""
    if out is not None and out.exists():
        raise UserMistake(Mistake("out", "central.out_exists"))
    made = _made(console, code, count, days * _DAY_MS, hub=hub)
    if out is not None:
        _keep(out, made)
        told = {"file": str(out), "codes": len(made), "expires_at": made[0]["expires_at"]}
        console.answer(told, "central.enrol_codes_kept", n=len(made), file=str(out))
        return
    for one in made:
        answer = {name: one[name] for name in ("enrol_code", "expires_at", "office_code")}
        console.answer(answer, "central.enrol_code_made", enrol_code=one["enrol_code"])


def _made(
    console: Console, code: str, count: int, life_ms: int, *, hub: bool
) -> list[dict[str, Any]]:
    fingerprint = console.folder.settings().fingerprint
    now_ms = time.time_ns() // 1_000_000
    with console.database() as database:
        found = database.read(lambda c: office_by_code(c, code))
        if found is None:
            raise UserMistake(Mistake("office", "office.unknown", {"office": code}))

        def make(connection: Connection) -> list[tuple[EnrolCode, int]]:
            codes = [
                make_enrol_code(connection, found, fingerprint, now_ms, life_ms)
                for _ in range(count)
            ]
            for made, _ in codes if hub else ():
                mark_for_hub(connection, code_digest(made.code_text))
            return codes

        codes = database.write(make)
    return [
        {
            "office_code": code, "number": number, "enrol_code": write_enrol_code(made),
            "expires_at": instant(expires_at),
        }
        for number, (made, expires_at) in enumerate(codes, 1)
    ]  # fmt: skip


def _keep(out: Path, made: list[dict[str, Any]]) -> None:
    """Write the codes where only this user reads them; they are as good as keys."""
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
            table = csv.DictWriter(file, _COLUMNS)
            table.writeheader()
            table.writerows(made)
    except OSError as error:
        raise MachineFault("central.out_failed") from error
