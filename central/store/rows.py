"""Many rows of one table at once, and rows by many keys: the fast ways of each database."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    any_,
    cast,
    literal,
)
from sqlalchemy.dialects.postgresql import ARRAY

_TYPES: Final[dict[type[Any], str]] = {
    Integer: "int4", BigInteger: "int8", LargeBinary: "bytea", String: "varchar", Text: "text",
}  # fmt: skip


def put_rows(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows, their values in the order of the table's columns, in the open transaction.

    PostgreSQL takes them by binary COPY, SQLite by its driver's own loop.
    """
    if not rows:
        return
    names = ",".join(column.name for column in table.columns)
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.driver_connection
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY {table.name} ({names}) FROM STDIN (FORMAT BINARY)") as copy,
        ):
            copy.set_types([_TYPES[type(column.type)] for column in table.columns])
            for row in rows:
                copy.write_row(row)
        return
    marks = ",".join("?" * len(table.columns))
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({names}) VALUES ({marks})",  # noqa: S608
        list(rows),
    )


def is_among(
    connection: Connection, column: Column[Any], values: Collection[Any]
) -> ColumnElement[bool]:
    """Whether a column's value is one of many texts or bytes.

    PostgreSQL gets them as one array: as many parameters would cost more than all else.
    """
    if connection.dialect.name != "postgresql":
        return column.in_(values)
    told = ",".join(_element(value) for value in values)
    return column == any_(cast(literal("{" + told + "}", Text), ARRAY(column.type)))


def _element(value: bytes | str) -> str:
    """One value of an array's text form (PostgreSQL, "Array Input and Output Syntax")."""
    if isinstance(value, bytes):
        return '"\\\\x' + value.hex() + '"'
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
