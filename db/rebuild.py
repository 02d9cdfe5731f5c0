"""Every table computed again from the events, and a fingerprint to compare tables by."""

from collections.abc import Callable, Iterable
from contextlib import closing
from hashlib import sha256
from typing import Any, Final

import msgspec
from sqlalchemy import Connection

from db.projection.projector import Projector
from db.tables import CREATE_WORDS, DROP_WORDS, projection
from db.tables.shape import columns_of

AT_ONCE: Final = 2_000
"""Subjects projected in one transaction."""
_EVERYTHING: Final = (
    "INSERT OR IGNORE INTO waiting(kind, subject) "
    "SELECT kind, subject FROM event WHERE kind NOT IN ('request', 'visit') ORDER BY n",
    "INSERT OR IGNORE INTO waiting(kind, subject) SELECT kind, subject FROM event ORDER BY n",
)
_WAITING: Final = "SELECT n, kind, subject FROM waiting ORDER BY n LIMIT ?"


def rebuild(connection: Connection, progress: Callable[[int], None] | None = None) -> int:
    """Compute every table anew; returns how many subjects there are.

    The book must be held alone. Outside a transaction it goes in steps, and what a break left
    waiting is taken up by the next rebuild or by idle work.
    """
    db: Any = connection.connection.driver_connection
    in_one = bool(db.in_transaction)
    done = 0
    _step(db, clear, in_one=in_one)
    while found := _step(db, _project, in_one=in_one):
        done += found
        if progress is not None:
            progress(done)
    return done


def clear(db: Any) -> int:
    """Empty every computed table and let every subject wait."""
    for table in (*projection.TABLES, projection.fresh_party):
        db.execute(f"DELETE FROM {table.name}")  # noqa: S608 - names of our own tables
    db.execute(DROP_WORDS)
    for statement in CREATE_WORDS:
        db.execute(statement)
    db.execute("DELETE FROM waiting")
    for statement in _EVERYTHING:
        db.execute(statement)
    return 0


def _project(db: Any) -> int:
    rows = db.execute(_WAITING, (AT_ONCE,)).fetchall()
    if rows:
        db.executemany("DELETE FROM waiting WHERE n = ?", [(row[0],) for row in rows])
        projector = Projector(db)
        projector.project(dict.fromkeys((kind, subject) for _, kind, subject in rows))
    return len(rows)


def _step(db: Any, work: Callable[[Any], int], *, in_one: bool) -> int:
    if in_one:
        return work(db)
    db.execute("BEGIN IMMEDIATE")
    try:
        found = work(db)
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise
    return found


def fingerprint(connection: Connection) -> dict[str, str]:
    """A digest of each computed table and of the index, the same on every replica.

    Requests are taken in the order of their numbers, which are this book's own; the index by
    the words under which each request is found.
    """
    db: Any = connection.connection.driver_connection
    found = {}
    for table in projection.TABLES:
        names = [name for name in columns_of(table) if name != "n"]
        order = "n" if table is projection.request else ", ".join(_key_of(table))
        listed = ", ".join(f'"{name}"' for name in names)
        where = projection.PARTIES if table is projection.party else table.name
        rows = db.execute(f"SELECT {listed} FROM {where} ORDER BY {order}")  # noqa: S608
        found[table.name] = _digest(rows)
    found["request_words"] = _digest(_words(db))
    return found


def _key_of(table: Any) -> list[str]:
    return [f'"{column.name}"' for column in table.primary_key.columns]


def _words(db: Any) -> Iterable[tuple[Any, ...]]:
    db.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.every_word "
        "USING fts5vocab(main, request_words, instance)"
    )
    try:
        with closing(
            db.execute(
                "SELECT w.term, r.key FROM temp.every_word w LEFT JOIN request r ON r.n = w.doc "
                "ORDER BY w.term, r.key"
            )
        ) as rows:
            yield from rows
    finally:
        db.execute("DROP TABLE temp.every_word")


def _digest(rows: Iterable[tuple[Any, ...]]) -> str:
    digest = sha256()
    for row in rows:
        digest.update(msgspec.json.encode(row))
        digest.update(b"\n")
    return digest.hexdigest()
