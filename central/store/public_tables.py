"""The visitor's page's own tables: all that it reads while it answers.

Instants are ms since 1970; ``office`` is an office's number, as in ``central.store.tables``.
"""

from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table

from central.store.tables import metadata

followed = Table(
    "public_followed",
    metadata,
    # How far into an office's feed this projection has come.
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("place", BigInteger, nullable=False, default=0),
)

request = Table(
    "public_request",
    metadata,
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("request", String(200), primary_key=True),
    Column("code", String(14), nullable=False),
    Column("follow_up", String(12), nullable=False),
    # A ``central.public.shown.Shown`` as JSON.
    Column("data", LargeBinary, nullable=False),
    Index("public_request_code", "code"),
)

sealed = Table(
    "public_sealed",
    metadata,
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("request", String(200), primary_key=True),
    # Digest of tracking code and follow-up number; see ``desk_app.records.sealed.receipt_mark``.
    Column("mark", String(40), nullable=False),
    Column("audience", String(40), nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Index("public_sealed_mark", "mark"),
)

fact = Table(
    "public_fact",
    metadata,
    # The office's own facts, one row for each name: ``post/…``, ``office``, ``keys/…``; each
    # announcement about a calendar is named by its event.
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(10), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("hlc", BigInteger, nullable=False),
    Column("event", String(200), nullable=False),
    Column("type", String(40), nullable=False),
    Column("data", LargeBinary, nullable=False),
)

lane = Table(
    "public_lane",
    metadata,
    # Whose codes begin with these digits; of that device, when it was last heard.
    Column("lane", Integer, primary_key=True, autoincrement=False),
    Column("office", Integer, nullable=False),
    Column("device", String(36), nullable=False, index=True),
    Column("given_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    # Of a stolen device: codes with a higher serial may have been made by the thief.
    Column("flagged_after", Integer),
)

guessed = Table(
    "public_guessed",
    metadata,
    # Wrong follow-up numbers for a code, whether such a code exists or not.
    Column("code", String(14), primary_key=True),
    Column("wrong", Integer, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("locked_until", BigInteger, nullable=False),
)

ALL: Final = (followed, request, sealed, fact, lane, guessed)
