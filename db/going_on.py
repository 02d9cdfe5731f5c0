"""Going on after a loss, a copy or a restore, or when a lane is full: a new log and lane.

The lane is one that nobody else has, and is struck off the witness first. Then what a mirror
still holds is brought in, the new log begins, and what the centre does not hold is recorded in it
again.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import Connection
from sqlalchemy import text as sql

from db.copies import reading
from db.diagnosis import OwnLog, own_logs
from db.examination import HOLDERS, examine
from db.folder import BookFolder
from db.gathering import Gathered, adopt, gather
from db.holders import require_alone
from db.lanes import SPARE, draw_lanes, strike_off
from db.line_book import DeskLineBook
from db.mirror import mirrors_on, read_mirror
from db.names import text_of
from db.opening import session_of, unlocked
from db.session import HERE, Around, Session
from db.standing import officer_in_service
from db.witness import Witness, WitnessRecord
from desk_app.ports.line import Enrolment, Lease
from desk_app.records.codes import LAST_SERIAL
from desk_app.records.errors import DeskError, MachineFault, Unreachable
from desk_app.records.ids import new_id
from desk_app.records.lane_slips import read_slip

SLIP_KEY: Final = "slip_key"
"""The setting that holds the key of lane slips (hex), shared with the centre at enrolment."""
_HEALS: Final = frozenset(
    {
        "book.behind", "book.forked", "book.unfinished", "book.copied_folder",
        "book.copied_machine",
    }
)  # fmt: skip
"""Reasons that a new log answers; damage needs salvage first, and a full disk room."""


@dataclass(frozen=True, slots=True)
class Means:
    """What helps in going on."""

    mirror: Path | None = None
    """The folder of a stick with a mirror."""
    slip: str = ""
    """A lane read over the telephone."""
    lane: int | None = None
    """A lane that the centre gave before."""
    lease: Lease | None = None
    """How to ask the centre for a lane; it is asked only where no other is left."""


NO_MEANS: Final = Means()


@dataclass(frozen=True, slots=True)
class WentOn:
    """How it went on."""

    log: str
    lane: int
    brought_in: int
    """Events that were missing and came from the mirror."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """The book as it stands before it goes on."""

    current: OwnLog
    lanes: frozenset[int]
    enrolment: Enrolment | None
    slip_key: bytes


def go_on(
    folder: Path,
    user: str,
    password: str,
    reason: str,
    around: Around = HERE,
    *,
    means: Means = NO_MEANS,
    needed: bool = True,
) -> tuple[Session, WentOn]:
    """Open a book that was found behind, forked or copied, or whose lane is full, in a new log.

    ``needed`` is False where a sound book is to begin a new log too. Raises as ``open_session``;
    MachineFault ``going_on.not_needed``, ``lane.none`` (an enrolled office without spare lanes
    and without a line needs a slip), ``lane.used``, ``slip.no_key``; UserMistake ``slip.*``;
    Refused when the centre gives no lane.
    """
    where, now, opened = unlocked(folder, user, password, around)
    witness = where.witness(now.book)
    with witness.lock():
        require_alone(witness.folder / HOLDERS)
        found = examine(where, opened, witness, around.clock, around.entropy)
        opened = msgspec.structs.replace(opened, data_keys=(found.data_key,))
        with reading(where.book, found.data_key) as connection:
            standing = _standing(connection)
        _require_healable(found.reason, needed and standing.current.serial < LAST_SERIAL)
        own = _ended(where, witness, standing, means, around)
        officer = officer_in_service(user, found.officers, found.officer_keys)
    session = session_of(where, opened, where.witness(own.book), around, officer=officer)
    try:
        return session, _begin(session, own, reason, means.mirror)
    except BaseException:
        session.close()
        raise


def _begin(session: Session, own: WitnessRecord, reason: str, mirror: Path | None) -> WentOn:
    assert own.opening is not None
    log, lane = own.opening
    gathered = Gathered()
    if mirror is not None:
        _fetch(session, mirror, gathered)
    DeskLineBook(session.book).continue_in(log, lane, reason)
    return WentOn(log, lane, gathered.found + adopt(session.book, gathered.loose))


def _fetch(session: Session, stick: Path, into: Gathered) -> None:
    for folder in mirrors_on(stick):
        for frame in read_mirror(folder, *session.keyring.identity):
            gather(session.book, [each.placed() for each in frame.events], frame.lanes, into)


def _standing(connection: Connection) -> _Standing:
    lanes = frozenset(connection.execute(sql("SELECT lane FROM log")).scalars())
    raw = connection.execute(sql("SELECT value FROM keeping WHERE name = 'enrolment'")).scalar()
    key = connection.execute(
        sql("SELECT value FROM setting WHERE name = :name"), {"name": SLIP_KEY}
    ).scalar()
    enrolment = msgspec.json.decode(raw, type=Enrolment) if raw else None
    return _Standing(own_logs(connection)[-1], lanes, enrolment, bytes.fromhex(key or ""))


def _ended(
    where: BookFolder, witness: Witness, standing: _Standing, means: Means, around: Around
) -> WitnessRecord:
    """The witness of the book from now on: its old log is ended, a lane waits for the new one."""
    lane = _slip_lane(standing, means.slip) if means.slip else means.lane
    record = witness.read()
    here = text_of(standing.current.id)
    if record is not None and record.ended == here and record.opening is not None:
        # Going on was cut short before: the lane that was struck off for it is still unused.
        return record
    copied = record is None or where.is_copy_of_another(record)
    log = new_id(around.clock.now_ms(), around.entropy(10))
    used = _used(record, standing)
    if lane is not None and lane in standing.lanes:
        raise MachineFault("lane.used")
    if lane is None and (record is None or not record.spare_lanes):
        lane = _fresh_lane(standing, means, log, used, around)
    if record is not None:
        record, lane = strike_off(witness, record, "" if copied else log, lane)
    assert lane is not None
    now = where.slots()
    if copied:
        # The machine's own way in and the witness stay with the book this is a copy of.
        book = new_id(around.clock.now_ms(), around.entropy(10))
        now = msgspec.structs.replace(now, book=book, service=None)
    spare = () if copied or record is None else record.spare_lanes
    if standing.enrolment is None:
        spare += draw_lanes(SPARE - len(spare), used | {lane}, around.entropy)
    own = WitnessRecord(
        book=now.book,
        log=here,
        seq=standing.current.seq,
        head=standing.current.head,
        lane=standing.current.lane,
        serial=standing.current.serial,
        spare_lanes=spare,
        folder=str(where.path),
        opening=(log, lane),
        ended=here,
        used_lanes=tuple(sorted((used | {lane}) - set(spare))),
    )
    where.witness(own.book).write(own)
    where.write_slots(now)
    return own


def _fresh_lane(standing: _Standing, means: Means, log: str, used: set[int], around: Around) -> int:
    """A lane for the new log that no witness here holds: the centre's, or one drawn alone."""
    if standing.enrolment is None:
        return draw_lanes(1, used, around.entropy)[0]
    if means.lease is None:
        raise MachineFault("lane.none")
    current = standing.current
    try:
        return means.lease(standing.enrolment, log, text_of(current.id), current.seq)
    except Unreachable as cut_off:
        raise MachineFault("lane.none") from cut_off


def _require_healable(reason: DeskError | None, needed: bool) -> None:
    if reason is None:
        if needed:
            raise MachineFault("going_on.not_needed")
    elif reason.code not in _HEALS:
        raise reason


def _slip_lane(standing: _Standing, slip: str) -> int:
    if standing.enrolment is None or not standing.slip_key:
        raise MachineFault("slip.no_key")
    return read_slip(standing.slip_key, standing.enrolment.device, slip)


def _used(record: WitnessRecord | None, standing: _Standing) -> set[int]:
    used = set(standing.lanes)
    if record is not None:
        used |= {record.lane, *record.used_lanes, *record.spare_lanes}
    return used
