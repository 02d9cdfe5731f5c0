"""The feed of an office as a lower centre reads it: in the order of its places, from the first.

A desk reads news before history; a lower centre stores logs, and a log is stored from its start.
What the lower centre itself vouched for is left out. Cursors are those of ``feed``.
"""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, and_, select

from central.store import tables
from central.store.batch_lines import lines_at
from central.store.hub_tables import hub_device
from central.store.offices import Office
from central.store.scope_tables import carried
from desk_app.protocol.limits import MAX_PAGE_BYTES, MAX_PAGE_EVENTS

_BATCHES_AT_ONCE: Final = 500
_batch = tables.batch
_log = tables.log


@dataclass(frozen=True, slots=True)
class HubPage:
    """Batches as lines, the cursor after them, and whether more waits."""

    lines: bytes
    cursor: str
    more: bool


def read_hub_feed(connection: Connection, office: Office, cursor: str, hub: str) -> HubPage:
    """The page after a cursor; one of another epoch or beyond the end reads from the start."""
    epoch, _, place = cursor.partition(".")
    usable = epoch == office.epoch and place.isascii() and place.isdigit() and len(place) <= 18
    after = int(place) if usable and int(place) <= office.place else 0
    waiting = _batches(connection, office.office, after, hub)
    taken = _fitting(waiting)
    more = len(taken) < len(waiting) or len(waiting) == _BATCHES_AT_ONCE
    reached = taken[-1].at if more else office.place
    return HubPage(_lines(connection, taken), f"{office.epoch}.{reached}", more)


def _batches(connection: Connection, office: int, after: int, hub: str) -> list[Any]:
    """The office's own batches and those of its scopes, by their place in its feed."""
    vouched = select(hub_device.c.device).where(hub_device.c.hub == hub)
    same = and_(_batch.c.office == carried.c.of_office, _batch.c.place == carried.c.of_place)
    here = and_(_log.c.office == _batch.c.office, _log.c.number == _batch.c.number)
    found: list[Any] = []
    for source, place, of in (
        (_batch, _batch.c.place, _batch.c.office),
        (carried.join(_batch, same), carried.c.place, carried.c.office),
    ):
        query = (
            select(place.label("at"), _batch.c.office, _batch.c.place, _batch.c.n, _batch.c.size)
            .select_from(source.join(_log, here))
            .where(of == office, place > after, _log.c.device.not_in(vouched))
            .order_by(place)
            .limit(_BATCHES_AT_ONCE)
        )
        found += connection.execute(query)
    return sorted(found, key=lambda row: int(row.at))[:_BATCHES_AT_ONCE]


def _fitting(waiting: list[Any]) -> list[Any]:
    """The first of the batches that fit one page; at least one."""
    events = size = taken = 0
    for row in waiting:
        events, size = events + row.n, size + row.size
        if taken and (events > MAX_PAGE_EVENTS or size > MAX_PAGE_BYTES):
            break
        taken += 1
    return waiting[:taken]


def _lines(connection: Connection, taken: list[Any]) -> bytes:
    wanted: dict[int, list[int]] = {}
    for row in taken:
        wanted.setdefault(row.office, []).append(row.place)
    found = {office: lines_at(connection, office, places) for office, places in wanted.items()}
    return b"".join(found[row.office][row.place] for row in taken)
