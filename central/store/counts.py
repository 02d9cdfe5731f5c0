"""What the centre says of itself: how much is here."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, func, select

from central.store import tables
from central.store.database import Database
from central.store.devices import is_of_an_office
from central.store.offices import is_office
from central.store.projection import behind_offices, project_slice
from central.store.scrubbing import scrub


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is here; events and requests are counted once by id."""

    offices: int
    devices: int
    logs: int
    events: int
    requests: int
    alarms: int


def project_all(
    database: Database, now_ms: int, give_way: Callable[[float], object] = lambda _: None
) -> None:
    """Take in everything that was pushed so far, and leave nothing behind of what was erased.

    ``give_way`` is called after each slice with the seconds it took, and may wait.
    """
    while offices := database.read(behind_offices):
        for office in offices:
            started = perf_counter()
            database.write(partial(project_slice, office=office, now_ms=now_ms))
            give_way(perf_counter() - started)
    scrub(database)


def count(connection: Connection) -> Counts:
    """The counts as far as the projection has come."""

    def rows(table: Any, *which: Any) -> int:
        query = select(func.count()).select_from(table).where(*which)
        return connection.execute(query).scalar_one()

    total = select(
        func.coalesce(func.sum(tables.projected.c.events), 0),
        func.coalesce(func.sum(tables.projected.c.requests), 0),
    )
    events, requests = connection.execute(total).one()
    return Counts(
        offices=rows(tables.office, is_office), devices=rows(tables.device, is_of_an_office),
        logs=rows(tables.log), events=int(events), requests=int(requests),
        alarms=rows(tables.alarm),
    )  # fmt: skip
