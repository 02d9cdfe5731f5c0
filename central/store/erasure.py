"""Erasure at the centre: what an ``Erased`` event names is dropped, and never kept again."""

from collections.abc import Sequence
from typing import Final

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from central.store import public_tables, tables
from central.store.blob_rows import erase_scans, note_scans
from central.store.scrubbing import ask_for_scrub
from desk_app.protocol.batch import Batch
from desk_app.records.event import Event, decode_beside, encode_beside

_erased = tables.erased
_entry = tables.entry
_CHUNK: Final = 400


class _Names(msgspec.Struct):
    values: list[str] = []


def names_erased_by(event: Event) -> frozenset[str]:
    """The hashes of the values that an event erases."""
    if event.type != "Erased":
        return frozenset()
    try:
        names = msgspec.convert(event.body, _Names).values
    except msgspec.ValidationError:
        return frozenset()
    return frozenset(name for name in names if 0 < len(name) <= 64 and "\0" not in name)


def erased_before(connection: Connection, office: int, batch: Batch) -> dict[str, set[str]]:
    """By subject, the hashes whose values must not be kept when this batch is."""
    if (
        connection.execute(select(_erased.c.office).where(_erased.c.office == office)).first()
        is None
    ):
        return {}
    subjects = sorted({event.subject.id for event in batch.events if event.held})
    found: dict[str, set[str]] = {}
    for start in range(0, len(subjects), _CHUNK):
        for row in connection.execute(
            select(_erased.c.subject, _erased.c.name).where(
                _erased.c.office == office, _erased.c.subject.in_(subjects[start : start + _CHUNK])
            )
        ):
            found.setdefault(row.subject, set()).add(row.name)
    return found


def apply_erasures(connection: Connection, office: int, events: Sequence[Event]) -> None:
    """Drop what the events erase from every entry kept so far, and remember it.

    Scans are erased by their names, and live on where another request names them.
    """
    note_scans(connection, office, events)
    wanted: dict[str, set[str]] = {}
    for event in events:
        if names := names_erased_by(event):
            wanted.setdefault(event.subject.id, set()).update(names)
    for subject, gone in wanted.items():
        _remember(connection, office, subject, gone)
        drop_values(connection, office, subject, gone)
        # Its page is made again from what is left; if that is behind, nothing shows meanwhile.
        at = public_tables.request.c
        connection.execute(
            delete(public_tables.request).where(at.office == office, at.request == subject)
        )
        erase_scans(connection, office, subject, gone)


def _remember(connection: Connection, office: int, subject: str, names: set[str]) -> None:
    held = set(
        connection.execute(
            select(_erased.c.name).where(_erased.c.office == office, _erased.c.subject == subject)
        ).scalars()
    )
    rows = [{"office": office, "subject": subject, "name": name} for name in sorted(names - held)]
    if rows:
        connection.execute(insert(_erased), rows)


def drop_values(connection: Connection, office: int, subject: str, names: set[str]) -> None:
    """Drop values, by their hashes, from every entry kept of a subject."""
    rows = connection.execute(
        select(_entry.c.number, _entry.c.seq, _entry.c.beside).where(
            _entry.c.office == office, _entry.c.subject == subject, _entry.c.beside.is_not(None)
        )
    ).all()
    for number, seq, beside in rows:
        values = decode_beside(bytes(beside))
        left = {name: held for name, held in values.items() if name not in names}
        if len(left) != len(values):
            ask_for_scrub(connection)
            connection.execute(
                update(_entry)
                .where(_entry.c.office == office, _entry.c.number == number, _entry.c.seq == seq)
                .values(beside=encode_beside(left) or None)
            )
