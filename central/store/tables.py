"""The centre's tables. Instants are ms since 1970; ``number`` is a log's number in its office."""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

office = Table(
    "office",
    metadata,
    Column("office", Integer, primary_key=True, autoincrement=True),
    Column("code", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("province", Integer, nullable=False, default=0),
    # The feed's counter moves in the transaction that appends, so that readers miss nothing.
    Column("place", BigInteger, nullable=False, default=0),
    Column("logs", Integer, nullable=False, default=0),
    Column("epoch", String(32), nullable=False),
)

enrol_code = Table(
    "enrol_code",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("office", Integer, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("device", String(36)),
)

device = Table(
    "device",
    metadata,
    Column("device", String(36), primary_key=True),
    Column("office", Integer, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("app", Text, nullable=False),
    Column("signing_key", LargeBinary, nullable=False),
    Column("age_recipient", Text, nullable=False),
    Column("state", String(10), nullable=False, default="active"),
    Column("enrolled_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
)

session = Table(
    "session",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("device", String(36), nullable=False, index=True),
    Column("expires_at", BigInteger, nullable=False, index=True),
)

lane = Table(
    "lane",
    metadata,
    Column("lane", Integer, primary_key=True, autoincrement=False),
    Column("office", Integer, nullable=False),
    Column("device", String(36), nullable=False, index=True),
    Column("log", String(36)),
    Column("given_at", BigInteger, nullable=False),
)

log = Table(
    "log",
    metadata,
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("log", String(36), nullable=False, unique=True),
    Column("device", String(36), nullable=False, index=True),
    Column("lane", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False, default=0),
    Column("head", LargeBinary, nullable=False),
    Column("reason", String(20), nullable=False),
    Column("previous", String(36), nullable=False, default=""),
    Column("previous_seq", BigInteger, nullable=False, default=0),
    Column("began_at", BigInteger, nullable=False),
)

batch = Table(
    "batch",
    metadata,
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("frm", BigInteger, nullable=False),
    Column("n", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("prev", LargeBinary, nullable=False),
    Column("sig", LargeBinary, nullable=False),
    Column("received_at", BigInteger, nullable=False),
)

entry = Table(
    "entry",
    metadata,
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("head", LargeBinary, nullable=False),
    Column("subject", String(200), nullable=False),
    # The exact bytes that were hashed: never a JSON type, which would rewrite them.
    Column("data", LargeBinary, nullable=False),
    Column("beside", LargeBinary),
    Index("entry_subject", "office", "subject"),
)

erased = Table(
    "erased",
    metadata,
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("subject", String(200), primary_key=True),
    Column("name", String(64), primary_key=True),
)

alarm = Table(
    "alarm",
    metadata,
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(20), primary_key=True),
    Column("name", String(120), primary_key=True),
    Column("detail", Text, nullable=False),
    Column("found_at", BigInteger, nullable=False),
)

projected = Table(
    "projected",
    metadata,
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("place", BigInteger, nullable=False, default=0),
    Column("events", BigInteger, nullable=False, default=0),
    Column("requests", BigInteger, nullable=False, default=0),
)

known = Table(
    "known",
    metadata,
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("id", LargeBinary(16), primary_key=True),
    Column("digest", LargeBinary(32), nullable=False),
    Column("number", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
)

code = Table(
    "code",
    metadata,
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("code", String(14), primary_key=True),
    Column("request", String(200), primary_key=True),
)
