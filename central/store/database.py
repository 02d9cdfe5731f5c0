"""The centre's database: opened, created, and used in whole transactions only."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError

from central.store import tables
from central.store.layout import is_ready, make_ready
from desk_app.protocol.problems import Problem
from desk_app.records.errors import DataDamaged, MachineFault

T = TypeVar("T")
_TRIES: Final = 5


class Database:
    """One database of one centre; safe from any thread, shared with other processes."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        lite = self._engine.dialect.name == "sqlite"
        self._writers: AbstractContextManager[Any] = threading.Lock() if lite else nullcontext()
        try:
            self._step_before = self._made_ready()
        except Problem as problem:
            self.close()
            raise MachineFault("central.database_unreachable") from problem
        except SQLAlchemyError as error:
            self.close()
            raise DataDamaged("central.database_damaged") from error
        except BaseException:
            self.close()
            raise

    @property
    def brought_up_from(self) -> str:
        """The older step that opening brought the tables up from; empty when it did not."""
        return self._step_before

    @property
    def address(self) -> str:
        """Its URL, with whatever password is in it."""
        return self._engine.url.render_as_string(hide_password=False)

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._engine.dialect.name

    def read(self, work: Callable[[Connection], T]) -> T:
        """What ``work`` finds in one snapshot; Problem ``busy`` when the database is not there."""
        return self._run(work, write=False)

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` in one durable transaction; it may be run again when others interfered."""
        with self._writers:
            return self._run(work, write=True)

    def outside(self, statement: str) -> list[tuple[Any, ...]] | None:
        """Run a statement that no transaction takes; None where others hold it up."""
        with self._writers:
            try:
                if self.dialect == "sqlite":
                    with closing(self._engine.raw_connection()) as borrowed:
                        driver: Any = borrowed.driver_connection
                        return list(driver.execute(statement))
                alone = self._engine.execution_options(isolation_level="AUTOCOMMIT")
                with alone.connect() as connection:
                    connection.exec_driver_sql(statement)
            except (sqlite3.OperationalError, OperationalError):
                return None
        return []

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def _made_ready(self) -> str:
        if self.read(is_ready):
            return ""
        return self.write(make_ready)

    def _run(self, work: Callable[[Connection], T], *, write: bool) -> T:
        for left in reversed(range(_TRIES)):
            try:
                with self._engine.connect() as connection:
                    connection.execution_options(mizban_write=write)
                    with connection.begin():
                        if not write and self.dialect == "postgresql":
                            connection.execute(_SNAPSHOT)
                        return work(connection)
            except DBAPIError as error:
                if left and _is_interference(error):
                    continue
                if isinstance(error, OperationalError):
                    raise Problem("busy", retry_after=5) from error
                raise
        raise AssertionError("unreachable")


_SNAPSHOT: Final = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def setting(connection: Connection, name: str) -> str:
    """A value of the centre's own: ``secret``, ``next_lane``, ``projection``."""
    row = connection.execute(select(tables.meta.c.value).where(tables.meta.c.name == name)).one()
    return str(row.value)


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise MachineFault("central.database_url") from error
    if parsed.get_backend_name() == "postgresql":
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_size=8,
            max_overflow=8,
            pool_pre_ping=True,
            hide_parameters=True,
        )
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    raise MachineFault("central.database_url")


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": 30}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _opened(connection: sqlite3.Connection, _record: object) -> None:
        # The driver shall not begin transactions by itself; see _begin.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("mizban_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _is_interference(error: DBAPIError) -> bool:
    """Serialization failure or deadlock: the same work may well succeed at the next try."""
    return getattr(error.orig, "sqlstate", None) in ("40001", "40P01")
