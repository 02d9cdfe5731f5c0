"""Requests that several offices work on: each office's feed gets what the others' hold of them.

A referral that names another office makes its request a shared one. From then on all entries of it
that are not sealed go both ways, those from before first, with the ids and bytes they have. It
runs behind the pushes, one transaction after the other for the whole centre: what is pushed while
a request becomes shared is seen either by that transaction or by a later one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from time import perf_counter
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, and_, func, insert, select, update

from central.store import tables
from central.store.alarms import raise_alarm
from central.store.database import Database
from central.store.devices import CENTRE_OFFICE
from central.store.lanes import lock_lanes
from central.store.offices import is_office, office_by_code
from central.store.own_log import pass_on
from central.store.scope_tables import PASSED_ON, relayed, shared
from desk_app.records.event import BadEntry, Entry, Event, decode_beside, read_event

_SLICE: Final = 20
"""Batches in one transaction."""
_CHUNK: Final = 400
_REFERRED: Final = b'"Referred"'
_batch = tables.batch
_entry = tables.entry


class _Referral(msgspec.Struct):
    office: str = ""


def relay(
    database: Database, now_ms: int, give_way: Callable[[float], object] = lambda _: None
) -> None:
    """Pass on everything that was pushed so far and concerns requests of several offices.

    ``give_way`` is called after each slice with the seconds it took, and may wait.
    """
    while offices := database.read(_behind):
        for office, place in offices:
            started = perf_counter()
            database.write(lambda c, o=office, p=place: _pass_slice(c, o, p, now_ms))  # type: ignore[misc]
            give_way(perf_counter() - started)


def sharing(connection: Connection, subject: str) -> list[int]:
    """The numbers of the offices that work on a subject together; empty for one office's own."""
    query = select(shared.c.office).where(shared.c.subject == subject).order_by(shared.c.office)
    return list(connection.execute(query).scalars())


def _behind(connection: Connection) -> list[tuple[int, int]]:
    """The offices of which something was pushed that was not looked at, and how far they are."""
    office = tables.office
    rows = connection.execute(
        select(office.c.office, office.c.place)
        .outerjoin(relayed, relayed.c.office == office.c.office)
        .where(office.c.place > func.coalesce(relayed.c.place, 0))
        .where(is_office)
        .order_by(office.c.office)
    )
    return [(row.office, row.place) for row in rows]


def _pass_slice(connection: Connection, office: int, reach: int, now_ms: int) -> None:
    _take_turn(connection)
    after = _place(connection, office)
    places = list(connection.execute(_own_places(office, after)).scalars())
    rows = _entries_at(connection, office, places) if places else []
    for event in _referrals(data for _, data in rows):
        _share(connection, office, event, now_ms)
    subjects = _shared_among(connection, {subject for subject, _ in rows})
    _level(connection, subjects, now_ms)
    last = places[-1] if len(places) == _SLICE else max(reach, *places, after)
    _move(connection, office, last)


def _take_turn(connection: Connection) -> None:
    """Let no other transaction pass anything on until this one ends."""
    turn = select(relayed.c.place).where(relayed.c.office == CENTRE_OFFICE).with_for_update()
    if connection.execute(turn).first() is None:
        lock_lanes(connection)
        if connection.execute(turn).first() is None:
            connection.execute(insert(relayed).values(office=CENTRE_OFFICE, place=0))


def _place(connection: Connection, office: int) -> int:
    query = select(relayed.c.place).where(relayed.c.office == office)
    return int(connection.execute(query).scalar() or 0)


def _move(connection: Connection, office: int, place: int) -> None:
    moved = update(relayed).where(relayed.c.office == office).values(place=place)
    if not connection.execute(moved).rowcount:
        connection.execute(insert(relayed).values(office=office, place=place))


def _own_places(office: int, after: int) -> Any:
    """The next batches of an office that were not passed on to it by this hand."""
    whose = and_(tables.log.c.office == _batch.c.office, tables.log.c.number == _batch.c.number)
    return (
        select(_batch.c.place)
        .join(tables.log, whose)
        .where(_batch.c.office == office, _batch.c.place > after)
        .where(tables.log.c.reason != PASSED_ON)
        .order_by(_batch.c.place)
        .limit(_SLICE)
    )


def _entries_at(
    connection: Connection, office: int, places: Sequence[int]
) -> list[tuple[str, bytes]]:
    within = _entry.c.seq.between(_batch.c.frm, _batch.c.frm + _batch.c.n - 1)
    same = and_(_entry.c.office == _batch.c.office, _entry.c.number == _batch.c.number, within)
    rows = connection.execute(
        select(_entry.c.subject, _entry.c.data)
        .join(_batch, same)
        .where(_batch.c.office == office, _batch.c.place.in_(places))
    )
    return [(row.subject, bytes(row.data)) for row in rows]


def _referrals(contents: Iterable[bytes]) -> Iterator[Event]:
    for data in contents:
        event = _read(data) if _REFERRED in data else None
        if event is not None and event.type == "Referred" and not event.audience:
            yield event


def _read(data: bytes) -> Event | None:
    """The event; None where the database was damaged, which must not stop what is sound."""
    try:
        return read_event(data)
    except BadEntry:
        return None


def _share(connection: Connection, office: int, event: Event, now_ms: int) -> None:
    """Let the office that a referral names follow its request, if it is another one."""
    try:
        code = msgspec.convert(event.body, _Referral).office
    except msgspec.ValidationError:
        return
    if not code:
        return
    there = office_by_code(connection, code)
    if there is None:
        raise_alarm(
            connection, office, "office_unknown", event.id, now_ms, {"office_code": code[:64]}
        )
        return
    if there.office == office:
        return
    follows = set(sharing(connection, event.subject.id))
    for each in sorted({office, there.office} - follows):
        connection.execute(
            insert(shared).values(subject=event.subject.id, office=each, since=now_ms)
        )


def _shared_among(connection: Connection, subjects: set[str]) -> list[str]:
    if connection.execute(select(shared.c.subject).limit(1)).first() is None:
        return []
    names, found = sorted(subjects), set()
    for start in range(0, len(names), _CHUNK):
        query = select(shared.c.subject).where(shared.c.subject.in_(names[start : start + _CHUNK]))
        found |= set(connection.execute(query).scalars())
    return sorted(found)


def _level(connection: Connection, subjects: Sequence[str], now_ms: int) -> None:
    """Give every office of each subject the entries that the others hold of it."""
    lacking: defaultdict[int, list[Entry]] = defaultdict(list)
    for subject in subjects:
        held = {
            office: _held(connection, office, subject) for office in sharing(connection, subject)
        }
        every = {data: entry for entries in held.values() for data, entry in entries.items()}
        ordered = sorted(every, key=lambda data: read_event(data).order)
        for office, entries in held.items():
            lacking[office] += [every[data] for data in ordered if data not in entries]
    for office, missing in sorted(lacking.items()):
        pass_on(connection, office, missing, now_ms)


def _held(connection: Connection, office: int, subject: str) -> dict[bytes, Entry]:
    """What an office holds of a subject, but for what is sealed to an audience of its own."""
    rows = connection.execute(
        select(_entry.c.data, _entry.c.beside).where(
            _entry.c.office == office, _entry.c.subject == subject
        )
    )
    found: dict[bytes, Entry] = {}
    for data, beside in rows:
        event = _read(bytes(data))
        if event is not None and not event.audience:
            found[bytes(data)] = Entry(bytes(data), decode_beside(bytes(beside or b"")))
    return found
