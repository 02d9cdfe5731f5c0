"""Offices, and the single-use codes with which their desks enrol."""

import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, insert, select, update

from central.store import tables
from desk_app.protocol.enrol_code import CODE_BYTES, EnrolCode
from desk_app.protocol.messages import OfficeNames
from desk_app.records.errors import Mistake, UserMistake

ENROL_CODE_LIFE_MS: Final = 72 * 3600 * 1000
"""How long an unused enrolment code may be used."""

SCOPE_MARK: Final = "*"
"""Begins the codes of scopes: feeds of what the centre says to several offices at once."""

_office = tables.office
is_office: Final = ~_office.c.code.startswith(SCOPE_MARK)
"""Holds for the rows of offices, not for those of scopes."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office and where its feed stands."""

    office: int
    code: str
    name: str
    province: int
    place: int
    epoch: str

    @property
    def names(self) -> OfficeNames:
        """As devices are told."""
        return OfficeNames(code=self.code, name=self.name, province=self.province)


_COLUMNS: Final = (
    _office.c.office, _office.c.code, _office.c.name, _office.c.province, _office.c.place,
    _office.c.epoch,
)  # fmt: skip


def add_office(connection: Connection, code: str, name: str, province: int) -> Office:
    """A new office; UserMistake ``office.code`` or ``office.exists``."""
    usable = code == code.strip() and code.isprintable() and not code.startswith(SCOPE_MARK)
    if not code or len(code) > 64 or not usable:
        raise UserMistake(Mistake("code", "office.code"))
    if office_by_code(connection, code) is not None:
        raise UserMistake(Mistake("code", "office.exists", {"office": code}))
    connection.execute(
        insert(_office).values(
            code=code, name=name, province=province, place=0, logs=0, epoch=new_epoch()
        )
    )
    found = office_by_code(connection, code)
    assert found is not None
    connection.execute(
        insert(tables.projected).values(office=found.office, place=0, events=0, requests=0)
    )
    return found


def office_by_code(connection: Connection, code: str) -> Office | None:
    """The office with a code."""
    query = select(*_COLUMNS).where(_office.c.code == code, is_office)
    row = connection.execute(query).one_or_none()
    return row and Office(*row)


def office_at(connection: Connection, office: int) -> Office:
    """The office with a number; it exists wherever a row names it."""
    return Office(*connection.execute(select(*_COLUMNS).where(_office.c.office == office)).one())


def all_offices(connection: Connection) -> list[Office]:
    """Every office, by number."""
    query = select(*_COLUMNS).where(is_office).order_by(_office.c.office)
    return [Office(*row) for row in connection.execute(query)]


def new_epoch() -> str:
    """A name for one unbroken life of an office's feed."""
    return secrets.token_hex(8)


def begin_epoch(connection: Connection, office: int) -> None:
    """Make every desk of the office read its feed from the start: some of it was lost here."""
    connection.execute(update(_office).where(_office.c.office == office).values(epoch=new_epoch()))


def make_enrol_code(
    connection: Connection,
    office: Office,
    fingerprint: str,
    now_ms: int,
    life_ms: int = ENROL_CODE_LIFE_MS,
) -> tuple[EnrolCode, int]:
    """A code for one desk of the office, and the instant at which it expires.

    Only its digest is kept.
    """
    made = EnrolCode(secrets.token_bytes(CODE_BYTES), fingerprint)
    expires_at = now_ms + life_ms
    connection.execute(
        insert(tables.enrol_code).values(
            digest=code_digest(made.code_text), office=office.office, expires_at=expires_at
        )
    )
    return made, expires_at


def code_digest(code_text: str) -> str:
    """Under what a code is kept."""
    return sha256(b"mizban-enrol|" + code_text.encode()).hexdigest()
