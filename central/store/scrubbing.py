"""What an erasure leaves to do: no page and no log of the database keeps what was dropped."""

from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select

from central.store import tables
from central.store.database import Database

SMALL_BYTES: Final = 64 * 1024 * 1024
"""A SQLite database up to this size is rewritten whole; of a larger one the log is cut."""
_PAGES, _LOG = "pages", "log"
_due: Final = tables.meta.c.name == "scrub"


def ask_for_scrub(connection: Connection) -> None:
    """Remember, with the erasure itself, that there is something to scrub."""
    _note(connection, _PAGES)


def scrub(database: Database) -> None:
    """Do what erasures left to do; what others hold up is done at the next call."""
    due = database.read(lambda c: c.execute(select(tables.meta.c.value).where(_due)).scalar())
    if due is None:
        return
    if database.dialect == "postgresql":
        done = database.outside("VACUUM entry, public_request") is not None
    else:
        done = _scrubbed(database, due)
    if done:
        database.write(lambda c: c.execute(delete(tables.meta).where(_due)))


def _scrubbed(database: Database, due: str) -> bool:
    if due == _PAGES:
        small = _number(database, "page_count") * _number(database, "page_size") <= SMALL_BYTES
        # Pages that were split or joined may keep a copy of a moved row in their unused part.
        if small and database.outside("VACUUM") is None:
            return False
        database.write(lambda c: _note(c, _LOG))
    cut = database.outside("PRAGMA wal_checkpoint(TRUNCATE)")
    return cut is not None and cut[0][0] == 0


def _number(database: Database, pragma: str) -> int:
    return database.read(lambda c: int(c.exec_driver_sql(f"PRAGMA {pragma}").scalar_one()))


def _note(connection: Connection, what: str) -> Any:
    connection.execute(delete(tables.meta).where(_due))
    return connection.execute(insert(tables.meta).values(name="scrub", value=what))
