"""A database made ready: its tables made or brought up to this program's, in one transaction."""

import secrets
from typing import Final

from sqlalchemy import Connection, insert, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from central.store import tables
from central.store.migrations import HEAD, make_tables, step_of, upgrade
from central.store.projection import PROJECTION, forget_projection
from desk_app.records.errors import DataDamaged

_FIRST_LANE: Final = "100000"
_LOCK_NAME: Final = 0x6D697A62616E
_meta = tables.meta


def is_ready(connection: Connection) -> bool:
    """Whether nothing is to be done; DataDamaged for a database of a newer program."""
    return step_of(connection) == HEAD and _projection(connection) == str(PROJECTION)


def make_ready(connection: Connection) -> str:
    """Make the tables, or bring older ones up; the step they were brought up from, or nothing.

    Raises DataDamaged ``central.database_newer`` or ``central.not_brought_up``; then nothing
    changed.
    """
    if connection.dialect.name == "postgresql":
        # Two programs may find an empty database at once.
        connection.execute(text("SELECT pg_advisory_xact_lock(:name)"), {"name": _LOCK_NAME})
    found = step_of(connection)
    if not found:
        make_tables(connection)
        connection.execute(
            insert(_meta),
            [
                {"name": "secret", "value": secrets.token_hex(32)},
                {"name": "next_lane", "value": _FIRST_LANE},
                {"name": "projection", "value": str(PROJECTION)},
            ],
        )
        return ""
    older = found if found != HEAD else ""
    if older:
        _bring_up(connection, found)
    if _projection(connection) != str(PROJECTION):
        forget_projection(connection)
        connection.execute(
            update(_meta).where(_meta.c.name == "projection").values(value=str(PROJECTION))
        )
    return older


def _bring_up(connection: Connection, found: str) -> None:
    try:
        upgrade(connection)
    except SQLAlchemyError as error:
        raise DataDamaged("central.not_brought_up", found=found, known=HEAD) from error


def _projection(connection: Connection) -> str | None:
    return connection.execute(select(_meta.c.value).where(_meta.c.name == "projection")).scalar()
