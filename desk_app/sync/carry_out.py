"""Carrying out: what the centre, or a hub, does not hold goes to a stick as signed batches."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import msgspec

from desk_app.ports.carry import CarriedOut, CarriedSet, Carrying, CarryNotes, Hub, Progress
from desk_app.ports.clock import Clock, Entropy
from desk_app.ports.line import Enrolment, LineBook, LogPosition, Placed
from desk_app.ports.scan_line import ScanFile, ScanShelf
from desk_app.protocol.batch import write_batch
from desk_app.protocol.blobs import MAX_BLOB
from desk_app.protocol.bundle import SET_LENGTH, Label, write_bundle
from desk_app.protocol.bundle_files import (
    bundles_of_set,
    free_bytes,
    make_room_sure,
    remove_files,
    write_bundles,
)
from desk_app.protocol.bundle_statements import Statement
from desk_app.protocol.limits import MAX_EVENTS
from desk_app.protocol.messages import CarryKeys, LogRequest
from desk_app.protocol.squeeze import squeeze
from desk_app.records.chain import START, heads
from desk_app.records.errors import MachineFault, Refused

MOST_SETS: Final = 20
"""So many of its latest sets a desk remembers."""

MOST_SCANS: Final = 2000
"""Scans of one trip; the others go with the next one."""

_SPARE: Final = 10_000_000
_BATCH_BYTES: Final = 8_000_000
_AROUND: Final = 4096  # label, statement and age's own bytes
_MOST_LOGS: Final = 100


@dataclass(frozen=True, slots=True)
class Trip:
    """Where to, and for whom: the centre, or a hub by its card."""

    folder: Path
    hub: CarryKeys | None = None
    copies: int = 1


class CarryOut:
    """One trip of one desk."""

    def __init__(
        self,
        book: LineBook,
        notes: CarryNotes,
        clock: Clock,
        entropy: Entropy,
        app: str = "",
        shelf: ScanShelf | None = None,
    ) -> None:
        self._book = book
        self._notes = notes
        self._clock = clock
        self._entropy = entropy
        self._app = app
        self._shelf = shelf

    def write(self, trip: Trip, progress: Progress | None = None) -> CarriedOut:
        """Write a set of files; when one cannot be written, none is left.

        Raises Refused ``line.not_enrolled``; MachineFault ``carry.no_key``, ``carry.full``,
        ``carry.full_now``, ``carry.read_only``, ``carry.gone``.
        """
        enrolment = self._book.enrolment()
        if enrolment is None:
            raise Refused("line.not_enrolled")
        before = self._notes.carrying()
        to = trip.hub.recipient if trip.hub else enrolment.carry_recipient
        if not to:
            raise MachineFault("carry.no_key")
        hub = before.hubs.get(to) or Hub(trip.hub.signing_key) if trip.hub else None
        last = self._book.own_logs()[-1]
        after = hub.reach.get(last.log, 0) if hub else self._book.acknowledged(last.log)
        bodies = [squeeze(batch) for batch in self._batches(enrolment, last, after)] or [
            squeeze(b"")
        ]
        needed = trip.copies * sum(len(body) + _AROUND for body in bodies)
        make_room_sure(trip.folder, needed)
        scans = self._scans(free_bytes(trip.folder) // trip.copies - needed)
        made = CarriedSet(
            set=self._entropy(SET_LENGTH // 2).hex(), to=to, at=self._at(before), log=last.log,
            after=after, reach=last.seq, files=len(bodies) + len(scans), folder=str(trip.folder),
        )  # fmt: skip
        statement = self._statement(last, hub.cursor if hub else self._book.cursor())
        files = self._files(made, bodies, scans, statement, enrolment)
        for done, _ in enumerate(write_bundles(trip.folder, files, copies=trip.copies), 1):
            if progress is not None:
                progress(done, made.files)
        self._remember(before, made, hub)
        return CarriedOut(made.set, made.files, made.events, trip.folder, len(scans))

    def _at(self, before: Carrying) -> int:
        """Later than every older set, whatever the clock of this machine says."""
        return max(self._clock.now_ms(), *(made.at + 1 for made in before.sets), 0)

    def _batches(self, enrolment: Enrolment, last: LogPosition, after: int) -> Iterator[bytes]:
        head = self._book.head_at(last.log, after) if after else START
        at = after
        while at < last.seq:
            placed = _fitting(self._book.entries(last.log, at, min(MAX_EVENTS, last.seq - at)))
            if head is None or not placed:
                raise MachineFault("line.own_log_incomplete", seq=at)
            entries = [found.entry for found in placed]
            yield write_batch(enrolment.signing_key, last.log, at + 1, head, entries)
            head = heads(head, (entry.bytes for entry in entries))[-1]
            at = placed[-1].seq

    def _scans(self, room: int) -> list[str]:
        """The scans that the centre lacks, the oldest first, as many as there is room for."""
        found: list[str] = []
        for scan in self._shelf.waiting() if self._shelf is not None else ():
            room -= scan.size + _AROUND
            if room < _SPARE or len(found) == MOST_SCANS:
                break
            found.append(scan.name)
        return found

    def _files(
        self,
        made: CarriedSet,
        bodies: list[bytes],
        scans: list[str],
        statement: Statement,
        enrolment: Enrolment,
    ) -> Iterator[tuple[str, bytes]]:
        """The files of a set, entries first; each is made when it is written."""
        for number in range(1, made.files + 1):
            scan = scans[number - len(bodies) - 1] if number > len(bodies) else ""
            label = Label(
                kind="scan" if scan else "entries", to=made.to, set=made.set, number=number,
                of=made.files, at=made.at,
            )  # fmt: skip
            said = msgspec.structs.replace(statement, scan=scan)
            body = squeeze(self._read(scan)) if scan else bodies[number - 1]
            yield (
                label.file_name,
                write_bundle(label, said, body, sender=enrolment.device, key=enrolment.signing_key),
            )

    def _read(self, scan: str) -> bytes:
        """The encrypted bytes of a scan; none where it was erased meanwhile."""
        assert self._shelf is not None
        return self._shelf.read(ScanFile(scan), 0, MAX_BLOB)

    def _statement(self, last: LogPosition, cursor: str) -> Statement:
        logs = self._book.own_logs()
        requests = []
        for at, position in enumerate(logs):
            previous = logs[at - 1] if at else LogPosition("", 0, 0, START)
            requests.append(
                LogRequest(
                    log=position.log,
                    reason="restore" if at else "alone",
                    lane=position.lane,
                    previous=previous.log,
                    previous_seq=previous.seq,
                )
            )
        return Statement(
            app=self._app, cursor=cursor, writing=last.log, requests=tuple(requests[-_MOST_LOGS:])
        )

    def _remember(self, before: Carrying, made: CarriedSet, hub: Hub | None) -> None:
        sets = (made, *before.sets)[:MOST_SETS]
        hubs = before.hubs | ({made.to: hub} if hub else {})
        self._notes.keep_carrying(replace(before, sets=sets, hubs=hubs))
        # Whatever an older set holds is in this one, or with whom it was made for.
        for older in before.sets:
            if older.to == made.to:
                remove_files(bundles_of_set(Path(made.folder), older.set))


def _fitting(placed: list[Placed]) -> list[Placed]:
    """As many of the entries as one batch carries; at least one."""
    size = 0
    for at, found in enumerate(placed):
        beside = sum(len(bytes(held.value)) for held in found.entry.beside.values())
        size += len(found.entry.bytes) + beside
        if at and size > _BATCH_BYTES:
            return placed[:at]
    return placed
