"""Many requests put into a book that nobody else has open, by the real projector.

Nothing is safe before the end: there is no journal, and a filling that was cut short is thrown
away. Requests are written in a process of their own while those before them are stored.
"""

import gc
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any, Final, NamedTuple

from benchmarks.matters import make_requests
from db.engine import open_engines
from db.names import key_of
from db.projection.projector import Projector
from db.tables import ledger
from db.tables.shape import insert_into
from desk_app.records.chain import next_head
from desk_app.records.event import decode_beside, encode_beside, read_event
from desk_app.records.fold import Recorded

AT_ONCE: Final = 5_000
"""Requests that are written, stored and projected together."""
COMMIT_EVERY: Final = 12
"""Parts of one transaction: each leaves a segment in the index."""
AHEAD: Final = 2
"""Parts that are written before they are wanted."""
LEVELS: Final = 6
_FAST: Final = (
    "PRAGMA locking_mode=EXCLUSIVE",
    "PRAGMA journal_mode=OFF",
    "PRAGMA synchronous=OFF",
    "PRAGMA secure_delete=OFF",
    "PRAGMA cache_size=-400000",
)
_INDEX: Final = "INSERT INTO request_words(request_words, rank) VALUES(?, ?)"
_OPTIMIZE: Final = "INSERT INTO request_words(request_words) VALUES('optimize')"
_INDEX_BYTES, _USUAL_INDEX_BYTES = 64 << 20, 1 << 20
"""What the index gathers before it writes a segment."""


class Stored(NamedTuple):
    """An entry as it is stored."""

    event: bytes
    kind: str
    subject: bytes
    type: str
    content: bytes
    beside: bytes


def fill(path: Path, key: bytes, count: int) -> None:
    """Put so many requests behind what the book's own log holds already."""
    engines = open_engines(path, key)
    writing = engines.writer.raw_connection()
    db: Any = writing.driver_connection
    for statement in _FAST:
        db.execute(statement).fetchall()
    db.execute(_INDEX, ("hashsize", _INDEX_BYTES))
    gc.disable()
    db.execute("BEGIN IMMEDIATE")
    for at, part in enumerate(_parts(count), 1):
        _put(db, part)
        if at % COMMIT_EVERY == 0:
            db.execute("COMMIT")
            if at == 2 * COMMIT_EVERY:
                _deepen(db)
            db.execute("BEGIN IMMEDIATE")
    db.execute("COMMIT")
    gc.enable()
    # What idle moments merge in years, at once.
    db.execute(_OPTIMIZE)
    db.execute(_INDEX, ("hashsize", _USUAL_INDEX_BYTES))
    db.execute("PRAGMA journal_mode=DELETE").fetchall()
    writing.close()
    engines.dispose()


def _deepen(db: Any) -> None:
    """Raise what is in the index to a level that single saves reach after years.

    On a low one, a few hundred saves would begin to rewrite the whole index. What is written
    later in smaller segments does not bring it down again.
    """
    for rowid in range(LEVELS):
        db.execute("INSERT INTO request_words(rowid, t) VALUES(?, 'x')", (rowid,))
        db.execute(_OPTIMIZE)
    db.execute("DELETE FROM request_words WHERE rowid BETWEEN 0 AND ?", (LEVELS,))


def _parts(count: int) -> Iterator[list[Stored]]:
    spans = [range(at, min(at + AT_ONCE, count + 1)) for at in range(1, count + 1, AT_ONCE)]
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as writer:
        coming: list[Future[list[Stored]]] = []
        for span in spans:
            coming.append(writer.submit(_written, count, span))
            if len(coming) > AHEAD:
                yield coming.pop(0).result()
        for part in coming:
            yield part.result()


def _written(count: int, serials: range) -> list[Stored]:
    return [
        Stored(
            key_of(event),
            kind,
            key_of(subject),
            "Visited" if kind == "visit" else "Registered",
            entry.bytes,
            encode_beside(entry.beside),
        )
        for made in make_requests(count, serials=serials)
        for event, kind, subject, entry in made.entries
    ]


def _put(db: Any, part: list[Stored]) -> None:
    """Store entries at the next places of the own log, and project them as a save would."""
    log, seq, head = db.execute("SELECT n, seq, head FROM log WHERE own = 1").fetchone()
    (last,) = db.execute("SELECT max(n) FROM event").fetchone()
    events, places = [], []
    for n, stored in enumerate(part, last + 1):
        seq += 1
        head = next_head(head, stored.content)
        values = (n, *stored[:4], "", 0, log, seq, stored.content, stored.beside)
        events.append(values)
        places.append((log, seq, n, head, 0))
    db.executemany(insert_into(ledger.event), events)
    db.executemany(insert_into(ledger.place), places)
    Projector(db).project(
        {
            (stored.kind, stored.subject): Recorded(
                read_event(stored.content), decode_beside(stored.beside)
            )
            for stored in part
        }
    )
    db.execute("UPDATE log SET seq = ?, head = ? WHERE n = ?", (seq, head, log))
