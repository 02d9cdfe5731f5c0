"""The tables of carrying: which files came by stick, and what desks stated in them last.

Instants are ms since 1970; ``office`` is an office's number, as in ``central.store.tables``.
"""

from typing import Final

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Table

from central.store.tables import metadata

bundle = Table(
    "bundle",
    metadata,
    # A file that was taken; the same one again is told to be known.
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("set_name", String(16), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("of_files", Integer, nullable=False),
    Column("device", String(36), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("taken_at", BigInteger, nullable=False),
    # The scan that was in it; empty for a file of entries.
    Column("scan", String(64), nullable=False, default=""),
)

bundle_sender = Table(
    "bundle_sender",
    metadata,
    # What a desk stated in its newest set, with its signature, to be answered or passed on.
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("device", String(36), primary_key=True),
    Column("set_name", String(16), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("said", LargeBinary, nullable=False),
    Column("sig", LargeBinary, nullable=False),
    # When it was answered last; 0 while an answer is due.
    Column("answered_at", BigInteger, nullable=False, default=0),
)

quarantined = Table(
    "quarantined",
    metadata,
    # An entry that came by stick and can never be taken; its desk is told in the answer.
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("log", String(36), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("reason", String(60), nullable=False),
)

ALL: Final = (bundle, bundle_sender, quarantined)
