"""How every table is declared (STRICT) and how its statements are spelled, once."""

from functools import cache
from typing import Any, Final

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.schema import SchemaItem

metadata: Final = MetaData()
"""Every table of the book but the full-text index."""


def strict(name: str, *items: SchemaItem, rowid: bool = True) -> Table:
    """A STRICT table; without a rowid it is clustered by its primary key."""
    return Table(name, metadata, *items, sqlite_strict=True, sqlite_with_rowid=rowid)


def number(name: str, *, key: bool = False, optional: bool = False) -> Column[Any]:
    """An integer column."""
    return Column(name, Integer, primary_key=key, nullable=optional, autoincrement=False)


def text(name: str, *, key: bool = False) -> Column[Any]:
    """A text column; empty means none."""
    return Column(name, Text, primary_key=key, nullable=False)


def blob(name: str, *, key: bool = False, optional: bool = False) -> Column[Any]:
    """A column of bytes."""
    return Column(name, LargeBinary, primary_key=key, nullable=optional)


@cache
def columns_of(table: Table) -> tuple[str, ...]:
    """The names of a table's columns, in order."""
    return tuple(column.name for column in table.columns)


@cache
def insert_into(table: Table, conflict: str = "") -> str:
    """``INSERT`` of a whole row, in the order of the columns; ``OR …`` by ``conflict``."""
    names = columns_of(table)
    marks = ", ".join("?" * len(names))
    listed = ", ".join(f'"{name}"' for name in names)
    return f'INSERT {conflict} INTO "{table.name}" ({listed}) VALUES ({marks})'  # noqa: S608
