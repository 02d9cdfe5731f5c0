"""What is wrong with a book's file, found without believing the file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection
from sqlalchemy import text as sql

from db import platform
from db.pages import PAGE, SALT, Pages, logged_pages, pages_in_header
from desk_app.records.chain import START, next_head
from desk_app.records.errors import DataDamaged, MachineFault

BOOK: Final = "book.db"
"""The book's name in its folder."""
TAIL: Final = 1000
"""So many of the last places of a log are chained again."""
NEAR: Final = 50
"""So many at the start of a large book: they lie scattered, and a tired disk reads 80 a second."""


def wal_of(book: Path) -> Path:
    """The write-ahead log beside a book."""
    return book.with_name(book.name + "-wal")


def salt_of(book: Path) -> bytes:
    """The salt at the beginning of a book's file."""
    with book.open("rb") as file:
        return file.read(SALT)


def has_unwritten_log(book: Path) -> bool:
    """Whether the book was not closed in order (or is open elsewhere)."""
    wal = wal_of(book)
    return wal.exists() and wal.stat().st_size > 0


def require_room(folder: Path) -> MachineFault | None:
    """The fault of a disk that takes nothing: ``disk.read_only`` or ``disk.full``; else None."""
    if not platform.can_write(folder):
        full = platform.free_bytes(folder) < PAGE
        return MachineFault("disk.full" if full else "disk.read_only")
    return MachineFault("disk.full") if platform.is_full(folder) else None


def fitting_key(book: Path, data_keys: tuple[bytes, ...]) -> bytes:
    """The data key that the first page is sealed with; the file is whole as far as can be seen.

    Raises DataDamaged ``book.missing``, ``book.first_page`` or ``book.truncated``.
    """
    if not book.exists():
        raise DataDamaged("book.missing")
    own_salt = salt_of(book)
    for key in data_keys:
        with Pages(book, key, own_salt) as pages:
            # A checkpoint cut short may have torn the page in the file; the log has it whole.
            first = pages.page(1) or pages.newest(1)
            if first is not None:
                _require_all(pages, first)
                return key
    raise DataDamaged("book.first_page")


def _require_all(pages: Pages, first: bytes) -> None:
    # A checkpoint cut short may leave the file shorter than its header says; the log has the rest.
    told = pages_in_header(first)
    if told > pages.on_disk:
        missing = sum(number not in pages.logged for number in range(pages.on_disk + 1, told + 1))
        if missing:
            raise DataDamaged("book.truncated", pages=missing)


def bad_pages(connection: Connection, book: Path) -> int:
    """How many pages do not fit their seals and are not whole in the write-ahead log either.

    A page that another process was just writing is read again.
    """
    found = _unsealed(connection) - logged_pages(book).keys()
    return len(found & _unsealed(connection)) if found else 0


def _unsealed(connection: Connection) -> set[int]:
    told = connection.exec_driver_sql("PRAGMA cipher_integrity_check").scalars()
    return {int(line.rsplit(" ", 1)[-1]) for line in told}


@dataclass(frozen=True, slots=True)
class OwnLog:
    """A log that this book wrote."""

    n: int
    id: bytes
    lane: int
    seq: int
    head: bytes
    serial: int
    closed: bool


def own_logs(connection: Connection) -> list[OwnLog]:
    """The logs that this book wrote, oldest first; the last is being written."""
    rows = connection.execute(
        sql("SELECT n, id, lane, seq, head, serial, closed FROM log WHERE own = 1 ORDER BY n")
    )
    return [
        OwnLog(n, i, lane, seq, head, last, bool(closed))
        for n, i, lane, seq, head, last, closed in rows
    ]


def head_at(connection: Connection, log: OwnLog, seq: int) -> bytes | None:
    """The chain's head after ``seq`` entries; None where the book does not hold it."""
    if seq == 0:
        return START
    found = connection.execute(
        sql("SELECT head FROM place WHERE log = :log AND seq = :seq"), {"log": log.n, "seq": seq}
    ).scalar()
    return None if found is None else bytes(found)


def chain_breaks_at(connection: Connection, log: OwnLog, after: int = 0) -> int | None:
    """The first seq above ``after`` whose entry is missing or does not fit the chain."""
    rows = connection.execute(
        sql(
            "SELECT place.seq, place.head, event.bytes FROM place "
            "LEFT JOIN event ON event.n = place.event "
            "WHERE place.log = :log AND place.seq > :after AND place.seq <= :last "
            "ORDER BY place.seq"
        ),
        {"log": log.n, "after": after, "last": log.seq},
    )
    head: bytes | None = head_at(connection, log, after)
    last: int = after
    for seq, told, data in rows:
        if head is None or seq != last + 1 or data is None:
            return last + 1
        head, last = next_head(head, bytes(data)), seq
        if told is not None and head != bytes(told):
            return last
    return last + 1 if (last, head) != (log.seq, log.head) else None


def tail_breaks_at(connection: Connection, log: OwnLog, places: int = TAIL) -> int | None:
    """As ``chain_breaks_at``, over so many of the last places only."""
    return chain_breaks_at(connection, log, max(0, log.seq - places))
