"""Copies of a book made while it is used: whole as of one commit, under the same key or another."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import sqlcipher3
from sqlalchemy import Connection

from db import platform
from db.diagnosis import bad_pages, chain_breaks_at, own_logs, wal_of
from db.engine import open_engines, unlock
from db.faults import told_as_faults
from desk_app.records.errors import DataDamaged, MachineFault

_STEP: Final = 2048
"""Pages copied between two reports of progress: 8 MB."""


def copy_book(
    source: Path,
    source_key: bytes,
    target: Path,
    target_key: bytes,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write the book as of one commit into a new file, durably, while others go on writing it.

    ``progress`` hears pages left and pages in all. Raises MachineFault ``disk.full`` … with the
    half-made file gone, DataDamaged where the source does not read.
    """

    def report(_: int, left: int, total: int) -> None:
        if progress is not None:
            progress(left, total)

    try:
        with (
            told_as_faults(),
            closing(_keyed(source, source_key)) as read,
            closing(_keyed(target, target_key)) as written,
        ):
            read.execute("BEGIN")
            read.execute("SELECT count(*) FROM sqlite_master").fetchone()
            read.backup(written, pages=_STEP, progress=report)
            read.execute("ROLLBACK")
        platform.sync_file(target)
        platform.make_private(target)
    except BaseException:
        remove_book(target)
        raise


def remove_book(path: Path) -> None:
    """Take away a book's file and what lies beside it."""
    for end in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def settle(path: Path, key: bytes) -> None:
    """Bring everything from the write-ahead log into the file; nobody else has the book open.

    Raises MachineFault ``book.locked`` where that cannot be done whole.
    """
    with told_as_faults(), closing(_keyed(path, key)) as connection:
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy or (wal_of(path).exists() and wal_of(path).stat().st_size):
        raise MachineFault("book.locked")


@contextmanager
def reading(path: Path, key: bytes) -> Iterator[Connection]:
    """A connection that only reads a book; the driver's errors are told as faults."""
    engines = open_engines(path, key)
    try:
        with told_as_faults(), engines.reader.connect() as connection:
            yield connection
    finally:
        engines.dispose()


def verify_copy(path: Path, key: bytes) -> None:
    """Raise DataDamaged ``copy.damaged`` unless every page and every chain of the copy is sound."""
    with reading(path, key) as connection:
        if bad_pages(connection, path) or any(
            chain_breaks_at(connection, log) is not None for log in own_logs(connection)
        ):
            raise DataDamaged("copy.damaged")


def _keyed(path: Path, key: bytes) -> Any:
    connection = sqlcipher3.connect(str(path), isolation_level=None, timeout=20)
    try:
        unlock(connection, key)
        connection.execute("PRAGMA temp_store=MEMORY")
    except BaseException:
        connection.close()
        raise
    return connection
