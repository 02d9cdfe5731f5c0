"""What is counted aside from the events: ids, requests that are not sealed, and their codes.

It runs behind the pushes, in slices, and can be thrown away and made again at any time.
"""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, and_, delete, select, update

from central.store import tables
from central.store.alarms import raise_alarm
from central.store.offices import Office, office_at
from central.store.rows import is_among, put_rows
from central.store.scope_tables import PASSED_ON
from desk_app.records.codes import CODE_LENGTH
from desk_app.records.event import Subject
from desk_app.records.ids import id_bytes, id_text

PROJECTION: Final = 2
"""The version of what is computed; a database of another one has it computed anew."""

_MOST_BATCHES: Final = 20
_MOST_EVENTS: Final = 1000
"""How much one transaction takes in; a batch is taken in whole."""

_CHUNK: Final = 1000
_batch = tables.batch
_entry = tables.entry
_known = tables.known
_code = tables.code
_projected = tables.projected


class _Body(msgspec.Struct):
    code: str = ""


class _Event(msgspec.Struct):
    id: str
    subject: Subject
    type: str
    body: msgspec.Raw
    audience: str = ""


_event = msgspec.json.Decoder(_Event)
_body = msgspec.json.Decoder(_Body)


def behind_offices(connection: Connection) -> list[int]:
    """The offices of which something was pushed that is not taken in yet."""
    behind = (
        select(_projected.c.office)
        .join(tables.office, tables.office.c.office == _projected.c.office)
        .where(tables.office.c.place > _projected.c.place)
        .order_by(_projected.c.office)
    )
    return list(connection.execute(behind).scalars())


def project_slice(connection: Connection, office: int, now_ms: int) -> None:
    """Take in the next batches of an office."""
    after = connection.execute(
        select(_projected.c.place).where(_projected.c.office == office).with_for_update()
    ).scalar_one()
    found = office_at(connection, office)
    if after < found.place:
        _take_in(connection, found, after, now_ms)


def forget_projection(connection: Connection) -> None:
    """Throw away everything that is computed, to be made again from the events."""
    for table in (_known, _code):
        connection.execute(delete(table))
    kinds = ("id_two_contents", "code_twice")
    connection.execute(delete(tables.alarm).where(tables.alarm.c.kind.in_(kinds)))
    connection.execute(update(_projected).values(place=0, events=0, requests=0))


def _take_in(connection: Connection, of: Office, after: int, now_ms: int) -> None:
    office = of.office
    # What is passed on from other offices is counted there.
    passed = select(tables.log.c.number).where(
        tables.log.c.office == office, tables.log.c.reason == PASSED_ON
    )
    found = connection.execute(
        select(_batch.c.place, _batch.c.n)
        .where(_batch.c.office == office, _batch.c.place > after)
        .where(_batch.c.number.not_in(passed))
        .order_by(_batch.c.place)
        .limit(_MOST_BATCHES)
    ).all()
    places = _within(found)
    whole = len(places) == len(found) < _MOST_BATCHES
    rows = connection.execute(
        select(_entry.c.number, _entry.c.seq, _entry.c.data)
        .join(
            _batch,
            and_(
                _entry.c.office == _batch.c.office,
                _entry.c.number == _batch.c.number,
                _entry.c.seq.between(_batch.c.frm, _batch.c.frm + _batch.c.n - 1),
            ),
        )
        .where(_batch.c.office == office, _batch.c.place.in_(places))
        .order_by(_batch.c.place, _entry.c.seq)
    ).all()
    events = requests = 0
    for start in range(0, len(rows), _CHUNK):
        new, registered = _note(connection, office, rows[start : start + _CHUNK], now_ms)
        events, requests = events + new, requests + registered
    connection.execute(
        update(_projected)
        .where(_projected.c.office == office)
        .values(
            # Places without a batch of the office's own carry what the centre says to many.
            place=max(of.place, *places, 0) if whole else places[-1],
            events=_projected.c.events + events,
            requests=_projected.c.requests + requests,
        )
    )


def _within(batches: Sequence[Any]) -> list[int]:
    """The places of the first batches that make one slice; at least one."""
    places: list[int] = []
    events = 0
    for batch in batches:
        events += batch.n
        if places and events > _MOST_EVENTS:
            break
        places.append(int(batch.place))
    return places


def _note(connection: Connection, office: int, rows: Sequence[Any], now_ms: int) -> tuple[int, int]:
    """Enter the ids of some entries; how many events and requests were not known before."""
    read = [(row, _event.decode(bytes(row.data))) for row in rows]
    ids = [id_bytes(event.id) for _, event in read]
    held = {
        bytes(row.id): (bytes(row.digest), row.number, row.seq)
        for row in connection.execute(
            select(_known).where(_known.c.office == office, is_among(connection, _known.c.id, ids))
        )
    }
    held_before = set(held)
    new: list[tuple[int, bytes, bytes, int, int]] = []
    registered: list[_Event] = []
    for (row, event), name in zip(read, ids, strict=True):
        digest = sha256(bytes(row.data)).digest()
        first = held.setdefault(name, (digest, row.number, row.seq))
        if first[0] != digest:
            raise_alarm(
                connection, office, "id_two_contents", id_text(name), now_ms,
                {"log": row.number, "seq": row.seq, "first_log": first[1], "first_seq": first[2]},
            )  # fmt: skip
        elif name not in held_before:
            held_before.add(name)
            new.append((office, name, digest, row.number, row.seq))
            if event.type == "Registered" and not event.audience:
                registered.append(event)
    put_rows(connection, _known, new)
    _note_codes(connection, office, registered, now_ms)
    return len(new), len(registered)


def _note_codes(connection: Connection, office: int, registered: list[_Event], now_ms: int) -> None:
    pairs = {(code, event.subject.id) for event in registered if (code := _code_of(event))}
    held = {
        (row.code, row.request)
        for row in connection.execute(
            select(_code.c.code, _code.c.request).where(
                _code.c.office == office,
                is_among(connection, _code.c.code, {code for code, _ in pairs}),
            )
        )
    }
    put_rows(connection, _code, [(office, *pair) for pair in sorted(pairs - held)])
    seen = Counter(code for code, _ in pairs | held)
    for code in sorted(code for code, times in seen.items() if times > 1):
        raise_alarm(connection, office, "code_twice", code, now_ms, {"requests": seen[code]})


def _code_of(event: _Event) -> str:
    """The tracking code of a registration; empty for one that reads badly."""
    try:
        code = _body.decode(event.body).code
    except msgspec.ValidationError:
        return ""
    return code if len(code) == CODE_LENGTH and code.isascii() and code.isdigit() else ""
