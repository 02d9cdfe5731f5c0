"""Setting up a desk: folder, slots, key, book, first log with its lane, witness, recovery key.

A marker stands in the folder until everything is there. Whatever a set-up that was cut short has
left is removed by the next one; a folder that holds a book is never touched.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from db import keys, platform, slots
from db.copies import remove_book, settle
from db.diagnosis import BOOK, own_logs, salt_of
from db.engine import open_engines
from db.faults import told_as_faults
from db.folder import HALF_MADE, BookFolder
from db.founding import begin_book
from db.keyring import Keyring, OfficerKeys
from db.keys import DATA_KEY_BYTES
from db.lanes import SPARE, draw_lanes
from db.migrations import HEAD, upgrade
from db.names import text_of
from db.session import HERE, SCAN_KEY, Around, Session
from db.slots import SLOTS, Slots, Unlocked
from db.witness import WitnessRecord
from desk_app.ports.book import Officer
from desk_app.records.codes import FIRST_LANE, LAST_LANE
from desk_app.records.errors import MachineFault, Mistake, UserMistake
from desk_app.records.ids import new_id


@dataclass(frozen=True, slots=True)
class Plan:
    """What is decided before a desk is set up."""

    officer: Officer
    password: str
    office: str
    """The office's code."""
    counter: str
    lane: int | None = None
    """A lane from a centre; without one a lane is drawn, with three spare ones."""
    log: str = ""
    """The id under which a centre registered the first log; without one it is drawn."""
    spare_lanes: tuple[int, ...] = ()
    recovery_out: Path | None = None
    """A new file for the recovery key; it is written nowhere else."""
    image: bool = False
    """Prepare an image: each copy makes its own identity at its first start."""


@dataclass(frozen=True, slots=True)
class Founding:
    """A book being set up: its first events are to be written before the block ends."""

    session: Session
    keys: OfficerKeys
    recovery_key: str
    log: str
    lane: int


@contextmanager
def set_up(folder: Path, plan: Plan, around: Around = HERE) -> Iterator[Founding]:
    """Make the book; inside the block the caller writes its founding events.

    When the block ends well the desk is set up and the session stays open (an image's is closed);
    when it raises, nothing is left. Raises UserMistake ``password.*``, ``lane.range``,
    ``lane.image``, ``recovery.exists``; MachineFault ``setup.exists``, ``setup.running``,
    ``disk.full``, ``disk.read_only``.
    """
    check_plan(folder, plan)
    where = BookFolder(folder, around.home, wait_s=around.wait_s)
    with half_made(where, new_id(around.clock.now_ms(), around.entropy(10))) as book:
        with platform.told_of_folder(where.path, "disk.read_only"), told_as_faults():
            founding = _begin(where, book, plan, around)
        try:
            yield founding
            _complete(where, founding, plan)
        except BaseException:
            founding.session.close()
            raise


def check_plan(folder: Path, plan: Plan) -> None:
    """Raise what ``set_up`` would refuse, before a centre is asked for anything."""
    _require_free(folder)
    keys.check_password(plan.password)
    if plan.lane is not None and not FIRST_LANE <= plan.lane <= LAST_LANE:
        raise UserMistake(Mistake("lane", "lane.range"))
    if plan.lane is not None and plan.image:
        raise UserMistake(Mistake("lane", "lane.image"))
    if plan.recovery_out is not None and plan.recovery_out.exists():
        raise UserMistake(Mistake("recovery_out", "recovery.exists"))


@contextmanager
def half_made(where: BookFolder, book: str) -> Iterator[str]:
    """A folder with a marker; when the block raises, everything made in it is gone again.

    Raises MachineFault ``setup.exists`` for a folder with a book, ``setup.running``.
    """
    marker = where.path / HALF_MADE
    with platform.told_of_folder(where.path, "disk.read_only"):
        where.make()
        lock = platform.LockedFile(where.path / (HALF_MADE + ".lock"))
    try:
        if not lock.try_lock():
            raise MachineFault("setup.running")
        _require_free(where.path)
        _remove(where)
        with platform.told_of_folder(where.path, "disk.read_only"):
            platform.replace_file(marker, book.encode())
        try:
            yield book
        except BaseException:
            _remove(where)
            raise
        marker.unlink()
        platform.sync_folder(where.path)
    finally:
        lock.close()
        (where.path / (HALF_MADE + ".lock")).unlink(missing_ok=True)


def _require_free(folder: Path) -> None:
    made = any((folder / name).exists() for name in (BOOK, SLOTS))
    if made and not (folder / HALF_MADE).exists():
        raise MachineFault("setup.exists")


def _remove(where: BookFolder) -> None:
    marker = where.path / HALF_MADE
    if marker.exists():
        remove_book(where.book)
        (where.path / SLOTS).unlink(missing_ok=True)
        where.witness(marker.read_text(encoding="ascii")).remove()
        marker.unlink()


def _begin(where: BookFolder, book: str, plan: Plan, around: Around) -> Founding:
    entropy = around.entropy
    data_key, secret = entropy(DATA_KEY_BYTES), entropy(16)
    slot, pair = slots.officer_slot(
        plan.officer.user, plan.password, data_key, cost=around.cost, entropy=entropy
    )
    log = plan.log or new_id(around.clock.now_ms(), entropy(10))
    lane, *spare = draw_lanes(1 + SPARE, (), entropy)
    if plan.lane is not None:
        lane, spare = plan.lane, list(plan.spare_lanes)
    _make_book(where, data_key, log, lane, plan, around)
    now = Slots(
        book=book,
        schema=HEAD,
        salt=salt_of(where.book),
        officers=(slot,),
        recovery=slots.secret_slot(data_key, secret),
    )
    witness = where.witness(book)
    with witness.lock():
        witness.write(_first_record(where, data_key, book, tuple(spare)))
        where.write_slots(now)
    opened = Unlocked(pair.identity, pair.public, (data_key,))
    session = Session(
        where,
        Keyring(where, opened, entropy=entropy, cost=around.cost),
        open_engines(where.book, data_key, wait_s=around.wait_s),
        witness,
        officer=plan.officer,
        around=around,
    )
    session.book.set_setting(SCAN_KEY, entropy(32).hex())
    known = OfficerKeys(plan.officer.user, slot.public, slot.identity.text())
    return Founding(session, known, keys.print_recovery_key(secret), log, lane)


def _make_book(
    where: BookFolder, data_key: bytes, log: str, lane: int, plan: Plan, around: Around
) -> None:
    engines = open_engines(where.book, data_key)
    try:
        with engines.writer.begin() as connection:
            upgrade(connection)
        begin_book(
            engines.writer,
            log=log,
            lane=lane,
            office=plan.office,
            counter=plan.counter,
            entropy=around.entropy,
        )
    finally:
        engines.dispose()
    settle(where.book, data_key)
    platform.make_private(where.book)


def _first_record(
    where: BookFolder, data_key: bytes, book: str, spare: tuple[int, ...]
) -> WitnessRecord:
    engines = open_engines(where.book, data_key)
    try:
        with engines.reader.connect() as connection:
            (begun,) = own_logs(connection)
    finally:
        engines.dispose()
    return WitnessRecord(
        book=book,
        log=text_of(begun.id),
        seq=begun.seq,
        head=begun.head,
        lane=begun.lane,
        serial=begun.serial,
        spare_lanes=spare,
        folder=str(where.path),
    )


def _complete(where: BookFolder, founding: Founding, plan: Plan) -> None:
    if plan.recovery_out is not None:
        with platform.told_of_folder(plan.recovery_out.parent, "recovery.not_written"):
            platform.replace_file(plan.recovery_out, f"{founding.recovery_key}\n".encode())
    if plan.image:
        now = founding.session.keyring.slots()
        founding.session.close()
        slots.write(msgspec.structs.replace(now, image=True), where.path)
        where.witness(now.book).remove()
