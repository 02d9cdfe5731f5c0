"""Reading connections, borrowed from a pool by any thread for one look at the book."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from db.faults import fault_of, told_as_faults


class Reader:
    """Looks at the book; each sees one state of it from first to last statement."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def look(self) -> Iterator[Any]:
        """The driver's connection, within a read transaction."""
        with told_as_faults():
            try:
                proxied = self._engine.raw_connection()
            except DBAPIError as error:
                fault = fault_of(error.orig)
                raise error if fault is None else fault from error
            try:
                db: Any = proxied.driver_connection
                db.execute("BEGIN")
                try:
                    yield db
                finally:
                    db.execute("ROLLBACK")
            except BaseException:
                proxied.invalidate()
                raise
            finally:
                proxied.close()
