"""The examination of a book at its opening, under the witness's lock, before anybody uses it.

What cannot be read at all is raised; what can be read but must not be written is the reason with
which the book opens read-only.
"""

from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import Connection

from db import migrations, platform, rotation
from db.backup import pack
from db.copies import reading
from db.diagnosis import (
    NEAR,
    TAIL,
    bad_pages,
    fitting_key,
    has_unwritten_log,
    require_room,
    salt_of,
)
from db.engine import open_engines
from db.faults import told_as_faults
from db.folder import BookFolder
from db.holders import others, require_alone
from db.inspection import CHECK_EVERY_MS, is_small
from db.judgement import Verdict, judge
from db.keyring import OfficerKeys
from db.slots import Slots, Unlocked
from db.standing import officers_of
from db.witness import DOUBTFUL, Witness, WitnessRecord
from desk_app.ports.book import Officer
from desk_app.ports.clock import Clock, Entropy
from desk_app.records.errors import DataDamaged, DeskError, MachineFault

HOLDERS: Final = "holders"
"""The folder beside the witness where processes show that they have the book open."""
BEFORE_UPDATE: Final = "before-update"
"""The folder in the book's own where the state before a migration is packed."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A book that can be read."""

    data_key: bytes
    reason: DeskError | None
    """Why it must not be written, if so."""
    officers: dict[str, Officer]
    """Those in service, by user name."""
    officer_keys: list[OfficerKeys]


def examine(
    where: BookFolder, opened: Unlocked, witness: Witness, clock: Clock, entropy: Entropy
) -> Examined:
    """Look the book over; the caller holds the witness's lock.

    Raises MachineFault ``disk.read_only``; DataDamaged ``book.missing``, ``book.first_page``,
    ``book.truncated``, ``book.damaged`` or ``book.newer``.
    """
    no_room = require_room(where.path)
    if no_room is not None and no_room.code == "disk.read_only":
        raise no_room
    try:
        with platform.told_of_folder(where.path, "disk.read_only"):
            return _examine(where, opened, witness, clock, entropy, no_room)
    except MachineFault as fault:
        # Without room SQLite cannot even make the file that its readers share.
        raise no_room if no_room and fault.code == "disk.io" else fault from fault.__cause__


def _examine(
    where: BookFolder,
    opened: Unlocked,
    witness: Witness,
    clock: Clock,
    entropy: Entropy,
    no_room: MachineFault | None,
) -> Examined:
    unclean = has_unwritten_log(where.book)
    alone = not others(witness.folder / HOLDERS)
    now, key = _settled_key(where, where.slots(), opened)
    with reading(where.book, key) as connection:
        current = migrations.step_of(connection) == migrations.HEAD
    if not current:
        if no_room is not None:
            raise no_room
        require_alone(witness.folder / HOLDERS)
        _migrate(where, now, key, clock)
    with reading(where.book, key) as connection:
        record = witness.read()
        # A large book is looked through behind, in idle moments: nobody waits minutes for it.
        whole = is_small(where.book) or (record is not None and record.checked_at == DOUBTFUL)
        damaged = bad_pages(connection, where.book) if whole else None
        officers, officer_keys = officers_of(connection)
        verdict = _judged(connection, where, record, TAIL if whole else NEAR)
    reason = DataDamaged("book.bad_pages", pages=damaged) if damaged else verdict.reason
    if reason is None and no_room is None:
        now_ms = clock.now_ms()
        checked = record.checked_at if record is not None else 0
        if whole:
            checked = now_ms if now_ms - checked >= CHECK_EVERY_MS else checked
        elif unclean and alone:
            checked = 0
        _bear(witness, record, verdict, checked)
        if alone and now.rotate:
            key = rotation.rotate_if_possible(where, where.slots(), key, entropy)
    return Examined(key, reason or no_room, officers, officer_keys)


def _judged(
    connection: Connection, where: BookFolder, record: WitnessRecord | None, places: int
) -> Verdict:
    try:
        with told_as_faults():
            return judge(connection, where, record, places)
    except DataDamaged as damaged:
        return Verdict(record, damaged)


def _settled_key(where: BookFolder, now: Slots, opened: Unlocked) -> tuple[Slots, bytes]:
    """The key that fits the file; a rotation that was cut short is completed or given up."""
    key = fitting_key(where.book, opened.data_keys)
    if now.next is not None:
        coming = len(opened.data_keys) > 1 and key == opened.data_keys[1]
        now = rotation.complete(where, now) if coming else rotation.abandon(where, now)
    elif now.salt != salt_of(where.book):
        now = msgspec.structs.replace(now, salt=salt_of(where.book))
        where.write_slots(now)
    return now, key


def _migrate(where: BookFolder, now: Slots, key: bytes, clock: Clock) -> None:
    pack(where, now, key, where.path / BEFORE_UPDATE, clock.now_ms())
    engines = open_engines(where.book, key)
    try:
        with engines.writer.begin() as connection:
            migrations.upgrade(connection)
    finally:
        engines.dispose()
    where.write_slots(msgspec.structs.replace(now, schema=migrations.HEAD))


def _bear(
    witness: Witness, before: WitnessRecord | None, verdict: Verdict, checked_at: int
) -> None:
    record = verdict.record
    if record is not None:
        record = msgspec.structs.replace(record, checked_at=checked_at)
    if record is not None and record != before:
        with platform.told_of_folder(witness.folder, "witness.not_written"):
            witness.write(record)
