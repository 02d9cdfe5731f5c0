"""A new book: its first log and the key of its digests."""

from typing import Any, Final

from sqlalchemy import Engine

from db.ledger import Ledger
from desk_app.ports.clock import Entropy

DIGEST_KEY: Final = "digest_key"


def begin_book(
    writer: Engine, *, log: str, lane: int, office: str, counter: str, entropy: Entropy
) -> None:
    """Begin the first log of a book whose tables are empty."""
    with writer.begin() as conn:
        db: Any = conn.connection.driver_connection
        Ledger(db).begin_log(log, lane, office)
        db.execute("INSERT INTO keeping(name, value) VALUES(?, ?)", (DIGEST_KEY, entropy(32)))
        db.execute("INSERT INTO setting(name, value) VALUES('counter', ?)", (counter,))
