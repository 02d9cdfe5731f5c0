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


def fault_of(error: BaseException | None) -> MachineFault | None:
    """The fault behind a driver's error; None where the error is a bug of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
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
