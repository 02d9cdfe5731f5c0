"""The tables of thefts: since when, which codes are doubtful, and which batches wait."""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Table

from central.store.tables import metadata

theft = Table(
    "theft",
    metadata,
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("device", String(36), primary_key=True),
    Column("since", BigInteger, nullable=False),
    Column("entered_at", BigInteger, nullable=False),
)

flagged_lane = Table(
    "flagged_lane",
    metadata,
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("lane", Integer, primary_key=True, autoincrement=False),
    Column("device", String(36), nullable=False, index=True),
    Column("after", Integer, nullable=False),
)

held_batch = Table(
    "held_batch",
    metadata,
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("device", String(36), primary_key=True),
    Column("log", String(36), primary_key=True),
    Column("frm", BigInteger, primary_key=True, autoincrement=False),
    # The same place with other bytes is another batch: which one is true, a person decides.
    Column("head", LargeBinary(32), primary_key=True),
    Column("n", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("received_at", BigInteger, nullable=False),
)
