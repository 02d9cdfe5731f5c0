"""Stepwise changes of the centre's tables, each whole or not at all, on SQLite and PostgreSQL.

The step that a database stands at is the one number of its tables; one that this program does not
know was written by a newer program.
"""

import importlib
import pkgutil
import threading
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, MetaData, inspect, select
from sqlalchemy import text as sql

import central
from central.store import tables
from desk_app.records.errors import DataDamaged

STEPS: Final = ("0001", "0002")
"""Every step this program knows, oldest first."""
HEAD: Final = STEPS[-1]
SCRIPTS: Final = Path(__file__).parent
# Alembic keeps the migration under way in a global.
_ONE_AT_A_TIME: Final = threading.Lock()


def every_table() -> MetaData:
    """The tables of every room of the centre: of its modules named ``tables`` or ``*_tables``."""
    for found in pkgutil.walk_packages(central.__path__, "central."):
        if found.name.endswith(("_tables", ".tables")):
            importlib.import_module(found.name)
    return tables.metadata


def step_of(connection: Connection) -> str:
    """The step that a database stands at; empty for an empty one.

    Raises DataDamaged ``central.database_newer`` for a step that this program does not know.
    """
    here = set(inspect(connection).get_table_names())
    if "alembic_version" in here:
        found = connection.execute(sql("SELECT version_num FROM alembic_version")).scalar() or ""
    elif "meta" in here:
        found = _numbered(connection)
    else:
        return ""
    if found not in STEPS:
        raise DataDamaged("central.database_newer", found=found, known=HEAD)
    return str(found)


def upgrade(connection: Connection, step: str = "head") -> None:
    """Bring the tables to a step, inside the connection's transaction.

    Alembic is loaded only here: a database that needs nothing does not wait for it.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    with _ONE_AT_A_TIME:
        if "alembic_version" not in inspect(connection).get_table_names():
            command.stamp(config, step_of(connection) or "base")
        command.upgrade(config, step)


def make_tables(connection: Connection) -> None:
    """Every table of an empty database, as the steps would make them."""
    every_table().create_all(connection)
    connection.execute(
        sql("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY NOT NULL)")
    )
    connection.execute(sql("INSERT INTO alembic_version VALUES (:step)"), {"step": HEAD})


def _numbered(connection: Connection) -> str:
    """The step of a database from before there were steps: its number is kept beside."""
    number = connection.execute(
        select(tables.meta.c.value).where(tables.meta.c.name == "schema")
    ).scalar()
    return f"{int(number):04}" if number else ""
