"""A new book: its tables, its first log, the key of its digests."""

from typing import Any, Final

from sqlalchemy import Engine

from db.ledger import Ledger
from db.tables import CREATE_WORDS, metadata
from desk_app.ports.clock import Entropy

DIGEST_KEY: Final = "digest_key"


def make_tables(writer: Engine) -> None:
    """Make every table and the index in an empty file."""
    with writer.begin() as conn:
        metadata.create_all(conn)
        for statement in CREATE_WORDS:
            conn.exec_driver_sql(statement)


def begin_book(
    writer: Engine, *, log: str, lane: int, office: str, counter: str, entropy: Entropy
) -> None:
    """Begin the first log of a book whose tables are empty."""
    with writer.begin() as conn:
        db: Any = conn.connection.driver_connection
        Ledger(db).begin_log(log, lane, office)
        db.execute("INSERT INTO keeping(name, value) VALUES(?, ?)", (DIGEST_KEY, entropy(32)))
        db.execute("INSERT INTO setting(name, value) VALUES('counter', ?)", (counter,))
