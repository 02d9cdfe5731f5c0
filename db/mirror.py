"""The mirror: every own event again on a stick, encrypted, as the counter works.

It is brought up to date every 20 records or two minutes. Whoever may open the book may read it
with the slots that lie beside it. Pulling the stick out loses at most the frame being written.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from db import platform, segments, slots
from db.blobs import SCANS, copy_scans
from db.copies_made import note_copy
from db.erasing import erased_scans
from db.line_book import DeskLineBook
from db.session import Session
from db.slots import Slots
from desk_app.ports.line import LogPosition, Placed
from desk_app.records.errors import MachineFault
from desk_app.records.event import BadEntry, Entry, decode_beside, encode_beside, read_event

EVERY_RECORDS: Final = 20
EVERY_MS: Final = 2 * 60 * 1000
_BATCH: Final = 200


class Mirrored(msgspec.Struct, frozen=True, array_like=True):
    """An event at its place, as a frame holds it."""

    log: str
    seq: int
    data: bytes
    beside: bytes

    def placed(self) -> Placed:
        """The entry as the book takes it."""
        return Placed(self.log, self.seq, Entry(self.data, decode_beside(self.beside)))


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What one frame says: events, and how far the mirror reaches with them."""

    reach: dict[str, int]
    """The highest seq by log."""
    lanes: dict[str, int]
    """The lane by log."""
    first: int
    """The number of the segment where all of it begins."""
    office: str
    acknowledged: dict[str, int]
    """How much of each log the centre had made durable."""
    settings: dict[str, str] = {}
    """The settings of the machine, in the first frame of each segment."""
    keeping: dict[str, bytes] = {}
    """What the book needs of itself, likewise."""
    events: tuple[Mirrored, ...] = ()


_frame: Final = msgspec.msgpack.Decoder(Frame)


class Mirror:
    """The mirror of an open book in a folder of a stick; used by one thread."""

    def __init__(self, stick: Path, session: Session) -> None:
        self._session = session
        self._book = DeskLineBook(session.book)
        self._clock, self._entropy = session.clock, session.entropy
        self._folder = stick / f"mizban-{session.keyring.slots().book}"
        self._writer: segments.SegmentWriter | None = None
        self._publics: tuple[str, ...] = ()
        self._reach: dict[str, int] | None = None
        self._first = 1
        self._waiting = 0
        self._since = self._clock.now_ms()

    def note(self, own_events: int) -> bool:
        """Count what was recorded; returns whether the mirror is due now."""
        if not self._waiting:
            self._since = self._clock.now_ms()
        self._waiting += own_events
        return self.is_due()

    def is_due(self) -> bool:
        """Whether 20 records wait, or some have waited for two minutes."""
        late = self._clock.now_ms() - self._since >= EVERY_MS
        return self._waiting >= EVERY_RECORDS or (self._waiting > 0 and late)

    def catch_up(self) -> int:
        """Bring the mirror up to date; returns how many events went to the stick.

        Raises MachineFault ``mirror.gone`` when the stick was pulled out or is full; the next call
        begins a new segment where the stick's whole frames end.
        """
        try:
            platform.make_private_folder(self._folder)
            copy_scans(self._session.where.scans, self._folder / SCANS)
            if self._reach is None:
                self._reach, self._first = reach_of(self._folder, *self._session.keyring.identity)
            found, erased = self._append_new()
            if erased:
                self._write_over()
        except OSError as error:
            self.close()
            raise MachineFault("mirror.gone") from error
        self._waiting = 0
        if found:
            note_copy(self._session.book, "mirror", self._clock.now_ms(), self._reach)
        return found

    def close(self) -> None:
        """End the segment being written."""
        if self._writer is not None:
            self._writer.close()
        self._writer = self._reach = None

    def _append_new(self) -> tuple[int, bool]:
        assert self._reach is not None
        found, erased = 0, False
        for position in self._book.own_logs():
            while batch := self._book.entries(
                position.log, self._reach.get(position.log, 0), _BATCH
            ):
                self._append(position, batch)
                found += len(batch)
                erased = erased or any(_erases(placed) for placed in batch)
        return found, erased

    def _append(self, position: LogPosition, batch: list[Placed]) -> None:
        assert self._reach is not None
        self._reach = self._reach | {position.log: batch[-1].seq}
        writer, fresh = self._open_writer()
        logs = self._book.own_logs()
        frame = Frame(
            reach=self._reach,
            lanes={log.log: log.lane for log in logs},
            acknowledged={log.log: self._book.acknowledged(log.log) for log in logs},
            first=self._first,
            office=self._session.book.queries.office().code,
            settings=self._table("setting") if fresh else {},
            keeping=self._table("keeping") if fresh else {},
            events=tuple(
                Mirrored(one.log, one.seq, one.entry.bytes, encode_beside(one.entry.beside))
                for one in batch
            ),
        )
        writer.append(msgspec.msgpack.encode(frame))

    def _open_writer(self) -> tuple[segments.SegmentWriter, bool]:
        now = self._session.keyring.slots()
        publics = tuple(now.publics())
        full = self._writer is not None and self._writer.size >= segments.LARGEST
        if self._writer is not None and not full and publics == self._publics:
            return self._writer, False
        if self._writer is not None:
            self._writer.close()
        self._publics = publics
        slots.write(now, self._folder)
        self._writer = segments.SegmentWriter(self._folder, publics, self._entropy)
        return self._writer, True

    def _table(self, name: str) -> dict[str, Any]:
        with self._session.book.reader.look() as db:
            return dict(db.execute(f"SELECT name, value FROM {name}"))  # noqa: S608 - our names

    def _write_over(self) -> None:
        # An erased value must be in no older segment either: all is written again without it.
        self.close()
        self._reach, self._first = {}, segments.next_number(self._folder)
        self._append_new()
        for path in segments.segments(self._folder):
            if int(path.stem) < self._first:
                path.unlink()
        platform.sync_folder(self._folder)
        with self._session.book.reader.look() as db:
            gone = erased_scans(db)
        for name in gone:
            if not (self._session.where.scans / name).exists():
                (self._folder / SCANS / name).unlink(missing_ok=True)


def _erases(placed: Placed) -> bool:
    try:
        return read_event(placed.entry.bytes).type == "Erased"
    except BadEntry:
        return False


def reach_of(folder: Path, identity: str, public: str) -> tuple[dict[str, int], int]:
    """How far a mirror reaches by log, and with which segment it begins.

    Where segments are missing it reaches nowhere and begins with the next one.
    """
    numbers = {int(path.stem): path for path in segments.segments(folder)}
    for number in sorted(numbers, reverse=True):
        last = b""
        for data in segments.frames(numbers[number], identity, public):
            last = data
        if last:
            frame = _frame.decode(last)
            if all(one in numbers for one in range(frame.first, number)):
                return frame.reach, frame.first
            break
    return {}, segments.next_number(folder)


def read_mirror(folder: Path, identity: str, public: str) -> Iterator[Frame]:
    """Every whole frame of a mirror, oldest first."""
    for path in segments.segments(folder):
        for data in segments.frames(path, identity, public):
            yield _frame.decode(data)


def slots_on(stick: Path) -> Slots:
    """The slots beside the one mirror on a stick; MachineFault ``mirror.none``, ``.several``."""
    found = mirrors_on(stick)
    if len(found) != 1:
        raise MachineFault("mirror.several" if found else "mirror.none")
    return slots.read(found[0])


def mirrors_on(stick: Path) -> list[Path]:
    """The mirrors in a stick's folder; the folder itself when it is one."""
    if segments.segments(stick):
        return [stick]
    return sorted(path for path in stick.glob("mizban-*") if segments.segments(path))
