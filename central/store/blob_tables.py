"""The tables of scans: what is held of each file, which requests name it, what was erased."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from central.store.tables import metadata

blob = Table(
    "blob",
    metadata,
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("name", String(40), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("device", String(36), nullable=False),
    Column("began_at", BigInteger, nullable=False),
    # 0 until the whole file was checked.
    Column("whole_at", BigInteger, nullable=False, default=0),
)

scan_named = Table(
    "scan_named",
    metadata,
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("name", String(40), primary_key=True),
    Column("subject", String(200), primary_key=True),
)

scan_erased = Table(
    "scan_erased",
    metadata,
    Column("office", Integer, primary_key=True, autoincrement=False),
    Column("name", String(40), primary_key=True),
    # 0 until the file is gone from the disk.
    Column("gone_at", BigInteger, nullable=False, default=0),
    Index("scan_erased_due", "gone_at"),
)

ALL = (blob, scan_named, scan_erased)
"""For a database that was made before there were any."""
