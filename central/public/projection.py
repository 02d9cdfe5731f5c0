"""How the page's tables follow what is pushed: behind it, in slices, each request folded whole.

Nothing of it is kept beside what the events say: it can be thrown away and made again.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, and_, delete, func, insert, select, text, union_all, update

from central.public.facts import Facts
from central.public.shown import Shown, shown_from
from central.store import public_tables as own
from central.store import tables
from central.store.offices import Office, is_office, office_at
from central.store.scope_tables import carried
from desk_app.records.event import BadEntry, Event, decode_beside, read_event
from desk_app.records.fold import Recorded
from desk_app.records.hlc import wall_ms
from desk_app.records.kinds_of_event import is_known
from desk_app.records.request import RequestState

_SLICE: Final = 1
"""Batches in one transaction: those who push shall not wait for it."""
_CHUNK: Final = 300
_MOST_HLC: Final = 1 << 62
_TURN: Final = 0x6D697A70616765
_batch = tables.batch
_entry = tables.entry


def offices_behind(connection: Connection) -> list[int]:
    """The offices of which something was pushed that the page does not know yet."""
    reached = func.coalesce(own.followed.c.place, 0)
    query = (
        select(tables.office.c.office)
        .outerjoin(own.followed, own.followed.c.office == tables.office.c.office)
        .where(tables.office.c.place > reached, is_office)
        .order_by(tables.office.c.office)
    )
    return list(connection.execute(query).scalars())


def follow_slice(connection: Connection, office: int) -> None:
    """Take in the next batches of an office."""
    take_turn(connection)
    reached = select(own.followed.c.place).where(own.followed.c.office == office)
    _take_in(connection, office_at(connection, office), connection.execute(reached).scalar() or 0)


def refresh(connection: Connection, office: int, requests: Sequence[str]) -> None:
    """Show some requests of an office as their events now tell them."""
    for start in range(0, len(requests), _CHUNK):
        some = requests[start : start + _CHUNK]
        found = _events_of(connection, office, some)
        for table in (own.request, own.sealed):
            connection.execute(
                delete(table).where(table.c.office == office, table.c.request.in_(some))
            )
        _enter(connection, office, found)


def take_turn(connection: Connection) -> None:
    """Let no other transaction write what is shown until this one ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:name)"), {"name": _TURN})


def forget(connection: Connection) -> None:
    """Throw everything away, to be made again from the events; guesses stay counted."""
    for table in (own.followed, own.request, own.sealed, own.fact, own.lane):
        connection.execute(delete(table))


def _take_in(connection: Connection, office: Office, after: int) -> None:
    here = select(
        _batch.c.place, _batch.c.office.label("of"), _batch.c.place.label("of_place")
    ).where(_batch.c.office == office.office, _batch.c.place > after)
    elsewhere = select(carried.c.place, carried.c.of_office, carried.c.of_place).where(
        carried.c.office == office.office, carried.c.place > after
    )
    both = union_all(here, elsewhere).subquery()
    rows = connection.execute(select(both).order_by(both.c.place).limit(_SLICE)).all()
    facts, requests = Facts(connection, office.office), set()
    for row in rows:
        for data in _bytes_of(connection, row.of, row.of_place):
            event = _read(data)
            if event is None:
                continue
            if event.subject.kind == "request" and row.of == office.office:
                requests.add(event.subject.id)
            else:
                facts.take(event)
    refresh(connection, office.office, sorted(requests))
    reached = rows[-1].place if len(rows) == _SLICE else office.place
    _reach(connection, office.office, reached)


def _reach(connection: Connection, office: int, place: int) -> None:
    moved = update(own.followed).where(own.followed.c.office == office).values(place=place)
    if not connection.execute(moved).rowcount:
        connection.execute(insert(own.followed).values(office=office, place=place))


def _bytes_of(connection: Connection, office: int, place: int) -> Iterator[bytes]:
    within = _entry.c.seq.between(_batch.c.frm, _batch.c.frm + _batch.c.n - 1)
    same = and_(_entry.c.office == _batch.c.office, _entry.c.number == _batch.c.number, within)
    query = (
        select(_entry.c.data)
        .select_from(_batch.join(_entry, same))
        .where(_batch.c.office == office, _batch.c.place == place)
        .order_by(_entry.c.seq)
    )
    for (data,) in connection.execute(query):
        yield bytes(data)


def _read(data: bytes) -> Event | None:
    """The event, unless this program cannot tell what it says."""
    try:
        event = read_event(data)
    except (BadEntry, RecursionError):
        return None
    return event if is_known(event) and 0 <= event.hlc < _MOST_HLC else None


def _events_of(
    connection: Connection, office: int, requests: Sequence[str]
) -> dict[str, list[Recorded]]:
    """The readable events of some requests, each id once: that of the smallest digest counts."""
    query = select(_entry.c.data, _entry.c.beside).where(
        _entry.c.office == office, _entry.c.subject.in_(requests)
    )
    kept: dict[str, tuple[bytes, Recorded]] = {}
    for data, beside in connection.execute(query):
        event, digest = _read(bytes(data)), sha256(bytes(data)).digest()
        if event is None or (event.id in kept and kept[event.id][0] < digest):
            continue
        try:
            values = decode_beside(bytes(beside or b""))
        except BadEntry:
            continue
        if event.id in kept and kept[event.id][0] == digest:
            values = kept[event.id][1].beside | values
        kept[event.id] = digest, Recorded(event, values)
    found: dict[str, list[Recorded]] = {request: [] for request in requests}
    for _, recorded in kept.values():
        if recorded.event.subject.kind == "request":
            found[recorded.event.subject.id].append(recorded)
    return found


def _enter(connection: Connection, office: int, found: dict[str, list[Recorded]]) -> None:
    open_rows: list[dict[str, Any]] = []
    sealed_rows: list[dict[str, Any]] = []
    for request, recorded in found.items():
        told = [each for each in recorded if not each.event.audience]
        state, shown = shown_from(told, request)
        if shown is not None:
            open_rows.append(_open_row(office, state, shown))
        elif row := _sealed_row(office, request, recorded):
            sealed_rows.append(row)
    if open_rows:
        connection.execute(insert(own.request), open_rows)
    if sealed_rows:
        connection.execute(insert(own.sealed), sealed_rows)


def _open_row(office: int, state: RequestState, shown: Shown) -> dict[str, Any]:
    code = state.registered.code if state.registered else ""
    return {
        "office": office, "request": state.id, "code": code[:14], "follow_up": state.follow_up[:12],
        "data": msgspec.json.encode(shown),
    }  # fmt: skip


def _sealed_row(office: int, request: str, recorded: list[Recorded]) -> dict[str, Any] | None:
    """What acknowledges a sealed request: the newest mark of its receipt, unless it was erased."""
    sealed = sorted((each for each in recorded if each.event.audience), key=_order)
    first = next((each.event for each in sealed if each.event.type == "Registered"), None)
    marks = [
        str(each.event.body.get("mark") or "")
        for each in sealed
        if each.event.type in ("Registered", "Reissued")
    ]
    erased = any(set(each.event.held) - set(each.beside) for each in sealed)
    if first is None or not marks[-1] or erased:
        return None
    return {
        "office": office, "request": request, "mark": marks[-1][:40],
        "audience": first.audience[:40], "received_at": wall_ms(first.hlc),
    }  # fmt: skip


def _order(each: Recorded) -> tuple[int, str]:
    return each.event.order
