"""Every row of a centre copied into another database, from one snapshot into one transaction."""

from typing import Final

from sqlalchemy import Connection, delete, select, text

from central.store.database import Database
from central.store.migrations import every_table
from central.store.rows import put_rows

_PIECE: Final = 5000


def copy_everything(source: Database, target: Database) -> None:
    """Make ``target`` hold what ``source`` holds; each may be on SQLite or PostgreSQL."""
    source.read(lambda here: target.write(lambda there: _copy(here, there)))


def _copy(here: Connection, there: Connection) -> None:
    for table in every_table().sorted_tables:
        there.execute(delete(table))
        found = here.execute(select(table).execution_options(yield_per=_PIECE))
        for part in found.partitions():
            put_rows(there, table, [tuple(row) for row in part])
        column = table.autoincrement_column
        if column is not None and there.dialect.name == "postgresql":
            # Numbers were copied, not drawn: the next one drawn must lie beyond them.
            there.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', '{column.name}'), "  # noqa: S608
                    f"(SELECT greatest(max({column.name}), 1) FROM {table.name}))"
                )
            )
