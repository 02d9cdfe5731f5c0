"""The tables between a centre and those below and above it.

Instants are ms since 1970; ``office`` is an office's number, as in ``central.store.tables``.
"""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table, Text

from central.store.tables import metadata

hub_code = Table(
    "hub_code",
    metadata,
    # An enrolment code for a centre, not for a desk.
    Column("digest", String(64), primary_key=True),
)

hub = Table(
    "hub",
    metadata,
    # A device that is a lower centre.
    Column("device", String(36), primary_key=True),
)

hub_office = Table(
    "hub_office",
    metadata,
    # An office that a lower centre speaks for.
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("hub", String(36), nullable=False, index=True),
)

hub_device = Table(
    "hub_device",
    metadata,
    # A device that a lower centre vouches for; what it wrote need not be sent back there.
    Column("device", String(36), primary_key=True),
    Column("hub", String(36), nullable=False),
    Index("hub_device_hub", "hub"),
)

above_link = Table(
    "above_link",
    metadata,
    # The one centre above, and as whom this centre speaks there.
    Column("device", String(36), primary_key=True),
    Column("address", Text, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("signing_key", LargeBinary, nullable=False),
    Column("joined_at", BigInteger, nullable=False),
    Column("heard_at", BigInteger, nullable=False),
    Column("problem", String(40), nullable=False, default=""),
)

above_device = Table(
    "above_device",
    metadata,
    # A device as it was last told above; ``known`` is one that was learned from there.
    Column("device", String(36), primary_key=True),
    Column("state", String(10), nullable=False),
)

above_log = Table(
    "above_log",
    metadata,
    # A log as it was last told above, and how far the centre there holds it.
    Column("log", String(36), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    # Why nothing more of it is sent: ``fork`` or ``revoked``.
    Column("stopped", String(20), nullable=False, default=""),
)

above_office = Table(
    "above_office",
    metadata,
    # How far the feed of an office above was read.
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("cursor", String(80), nullable=False),
)
