"""Stepwise changes of the book's tables, each whole or not at all.

A book that stands at a step this program does not know was written by a newer one.
"""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect
from sqlalchemy import text as sql

from desk_app.records.errors import DataDamaged

STEPS: Final = ("0001", "0002", "0003", "0004", "0005")
"""Every step this program knows, oldest first."""
HEAD: Final = STEPS[-1]
SCRIPTS: Final = Path(__file__).parent


def step_of(connection: Connection) -> str:
    """The step that a book stands at; empty before the first.

    Raises DataDamaged ``book.newer`` for one that this program does not know.
    """
    if not inspect(connection).has_table("alembic_version"):
        return ""
    step = connection.execute(sql("SELECT version_num FROM alembic_version")).scalar() or ""
    require_known(step)
    return step


def require_known(step: str) -> None:
    """Raise DataDamaged ``book.newer`` for a step that a newer program wrote."""
    if step and step not in STEPS:
        raise DataDamaged("book.newer")


def upgrade(connection: Connection, step: str = "head") -> None:
    """Bring the tables to a step, inside the connection's transaction.

    Alembic is loaded only here: a book that needs nothing does not wait for it.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, step)
