"""What SQLite reports, as faults with stable codes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import sqlcipher3
from sqlalchemy.exc import DBAPIError

from desk_app.records.errors import DataDamaged, MachineFault

_FULL, _IO, _BUSY, _LOCKED, _READ_ONLY, _CORRUPT, _NOT_A_DB, _CANNOT_OPEN, _TOO_BIG = (
    13,
    10,
    5,
    6,
    8,
    11,
    26,
    14,
    18,
)
_CODES: Final = {
    _FULL: "disk.full",
    _IO: "disk.io",
    _BUSY: "book.locked",
    _LOCKED: "book.locked",
    _READ_ONLY: "disk.read_only",
    _CANNOT_OPEN: "disk.io",
    _TOO_BIG: "disk.full",
}
_DAMAGE: Final = frozenset({_CORRUPT, _NOT_A_DB})
_WORDS: Final = {
    "database or disk is full": _FULL,
    "disk I/O error": _IO,
    "database is locked": _BUSY,
    "database table is locked": _LOCKED,
    "attempt to write a readonly database": _READ_ONLY,
    "database disk image is malformed": _CORRUPT,
    "file is not a database": _NOT_A_DB,
    "unable to open database file": _CANNOT_OPEN,
}
"""The online backup reports what went wrong in SQLite's words alone."""


def fault_of(error: BaseException | None) -> MachineFault | None:
    """The fault behind a driver's error; None where the error is a bug of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else _WORDS.get(str(error))
    if primary in _DAMAGE:
        return DataDamaged("book.damaged")
    return MachineFault(_CODES[primary]) if primary in _CODES else None


@contextmanager
def told_as_faults() -> Iterator[None]:
    """Turn the driver's errors, bare or through SQLAlchemy, into faults; bugs pass as they are."""
    try:
        yield
    except (sqlcipher3.Error, DBAPIError) as error:
        fault = fault_of(error.orig if isinstance(error, DBAPIError) else error)
        if fault is None:
            raise
        raise fault from error
