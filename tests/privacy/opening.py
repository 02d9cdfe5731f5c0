"""Books opened to the last page by whoever has the data key."""

import sqlite3
from pathlib import Path

from sqlalchemy import Engine

from db.pages import Pages


def pages_of(book: Path, key: bytes) -> bytes:
    """Every page of a book and of its write-ahead log, free ones too, deciphered."""
    with book.open("rb") as file:
        salt = file.read(16)
    with Pages(book, key, salt) as pages:
        found = [pages.page(number) or b"" for number in range(1, pages.on_disk + 1)]
        found += [pages.newest(number) or b"" for number in pages.numbers()]
    return b"".join(found)


def tables_of(reader: Engine) -> str:
    """Every cell of every table, as text; the words of the index too."""
    lines: list[str] = []
    with reader.connect() as connection:
        names = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'request_words'"
        ).scalars()
        for name in names.all():
            for row in connection.exec_driver_sql(f"SELECT * FROM {name}"):
                lines += [_as_text(cell) for cell in row]
    return "\n".join(lines)


def _as_text(cell: object) -> str:
    return cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)


def lite_files(database: Path) -> bytes:
    """A plain SQLite database with whatever lies beside it, byte for byte."""
    return b"".join(path.read_bytes() for path in sorted(database.parent.glob(database.name + "*")))


def lite_tables(database: Path) -> str:
    """Every cell of a plain SQLite database."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        found = "\n".join(connection.iterdump())
    connection.close()
    return found
