"""Engines on the encrypted book: one that writes, one with a pool of connections that only read.

SQLCipher is reached through SQLAlchemy by a creator, so that the key stands in no address.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlcipher3
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import NullPool, QueuePool

WRITER_CACHE_KIB: Final = 16 * 1024
READER_CACHE_KIB: Final = 8 * 1024
READERS: Final = 4
"""Reading connections that are kept; a few more are made while all of them are busy."""


@dataclass(frozen=True, slots=True)
class Engines:
    """The two ways into one file."""

    path: Path
    writer: Engine
    """Begins with BEGIN IMMEDIATE; every connection is its own, none is pooled."""
    reader: Engine
    """``query_only``: a write through it is an error."""

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.reader.dispose()
        self.writer.dispose()


def open_engines(path: Path, key: bytes, *, wait_s: float = 20.0) -> Engines:
    """The engines of the book at a path under its 32-byte data key.

    Nothing is read before the first connection, and a wrong key shows there as
    ``file is not a database``. ``wait_s`` bounds the wait for another process's transaction.
    """
    if len(key) != 32:
        raise ValueError("a data key has 32 bytes")
    writer = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher3,
        creator=_creator(path, key, wait_s, _writing),
        poolclass=NullPool,
    )
    reader = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher3,
        creator=_creator(path, key, wait_s, _reading),
        poolclass=QueuePool,
        pool_size=READERS,
        max_overflow=2 * READERS,
    )
    event.listen(writer, "begin", lambda conn: conn.exec_driver_sql("BEGIN IMMEDIATE"))
    return Engines(path, writer, reader)


def unlock(raw: Any, key: bytes) -> None:
    """Give a fresh connection its key; to be the first thing that is asked of it.

    Pages are signed with HMAC-SHA256, which processors of the last ten years compute in hardware:
    a fifth less work for each page than SQLCipher's usual SHA-512.
    """
    raw.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    raw.execute("PRAGMA cipher_hmac_algorithm=HMAC_SHA256")
    raw.execute("PRAGMA cipher_log_level=NONE")


def _creator(
    path: Path, key: bytes, wait_s: float, prepare: Callable[[Any], None]
) -> Callable[[], Any]:
    def connect() -> Any:
        raw = sqlcipher3.connect(
            str(path), timeout=wait_s, check_same_thread=False, isolation_level=None
        )
        try:
            unlock(raw, key)
            prepare(raw)
        except BaseException:
            raw.close()
            raise
        return raw

    return connect


def _writing(raw: Any) -> None:
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("PRAGMA temp_store=MEMORY")
    # What is deleted is overwritten, so that an erased text is in no free page.
    raw.execute("PRAGMA secure_delete=ON")
    raw.execute(f"PRAGMA cache_size=-{WRITER_CACHE_KIB}")
    # Checkpoints are done in idle moments, never inside a save.
    raw.execute("PRAGMA wal_autocheckpoint=0")
    raw.execute("PRAGMA journal_size_limit=67108864")


def _reading(raw: Any) -> None:
    raw.execute("PRAGMA temp_store=MEMORY")
    raw.execute(f"PRAGMA cache_size=-{READER_CACHE_KIB}")
    raw.execute("PRAGMA query_only=ON")
