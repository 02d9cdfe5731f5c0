"""Tables of what the centre itself says: its own logs, and what feeds carry of other offices.

Instants are ms since 1970; ``office`` is an office's number, as in ``central.store.tables``.
"""

from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from central.store.tables import metadata

PASSED_ON: Final = "passed"
"""The purpose, and so the reason, of a log in which entries of other offices are passed on."""

own_log = Table(
    "own_log",
    metadata,
    Column("office", Integer, primary_key=True, autoincrement=False),
    # ``own`` for what the centre says, ``passed`` for what it passes on of other offices.
    Column("purpose", String(10), primary_key=True),
    Column("log", String(36), nullable=False),
    # The life of the office's feed in which the log was begun; a restored centre begins another.
    Column("epoch", String(32), nullable=False),
    # The last reading of the log's hybrid logical clock.
    Column("clock", BigInteger, nullable=False, default=0),
)

carried = Table(
    "carried",
    metadata,
    # A place in an office's feed at which a batch of a scope stands.
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    Column("of_office", Integer, nullable=False),
    Column("of_place", BigInteger, nullable=False),
    Index("carried_once", "office", "of_office", "of_place", unique=True),
)

shared = Table(
    "shared",
    metadata,
    # An office that follows a subject together with all others that have a row for it.
    Column("subject", String(200), primary_key=True),
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("since", BigInteger, nullable=False),
)

relayed = Table(
    "relayed",
    metadata,
    # How far into an office's feed its shared subjects were passed on.
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("place", BigInteger, nullable=False, default=0),
)

fact_batch = Table(
    "fact_batch",
    metadata,
    # A batch with something that an office knows of itself: first readings begin with these.
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("place", BigInteger, primary_key=True, autoincrement=False),
)
