"""Answers on a stick: what the centre, or a hub, holds of this desk, and what others recorded."""

from dataclasses import dataclass, replace
from typing import Final

from desk_app.ports.carry import Carrying, CarryNotes, Hub
from desk_app.ports.clock import Clock, Entropy
from desk_app.ports.line import Enrolment, LineBook, LogPosition, Placed
from desk_app.ports.scan_line import ScanShelf
from desk_app.protocol.batch import read_batches
from desk_app.protocol.bundle import Label, Opened
from desk_app.protocol.bundle_statements import Statement
from desk_app.protocol.keys import KEY_BYTES, b64, unb64
from desk_app.protocol.messages import LogHeld, LogReason
from desk_app.protocol.problems import Problem
from desk_app.records.errors import DataDamaged, MachineFault
from desk_app.records.ids import new_id
from desk_app.sync.signers import Signers

_MOST_TAKEN: Final = 1000


@dataclass(frozen=True, slots=True)
class TakenAnswer:
    """What an answer brought: entries of others, and how many own ones are now durable."""

    events: int
    acknowledged: int
    known: bool = False


class Answers:
    """Takes answers into one book."""

    def __init__(
        self,
        book: LineBook,
        notes: CarryNotes,
        clock: Clock,
        entropy: Entropy,
        shelf: ScanShelf | None = None,
    ) -> None:
        self._book = book
        self._notes = notes
        self._clock = clock
        self._entropy = entropy
        self._shelf = shelf

    def take(self, opened: Opened, enrolment: Enrolment) -> TakenAnswer:
        """Store one file of an answer, for ``catch_up``; one taken before changes nothing.

        Raises MachineFault ``bundle.forged``, ``bundle.foreign``, ``lane.none`` (a new log is
        needed and no lane is left), ``line.unproved`` (some entries were left out), DataDamaged
        ``bundle.damaged``.
        """
        before, told = self._notes.carrying(), opened.statement
        hub = _signer(opened, enrolment, before)
        if told.device != enrolment.device:
            raise MachineFault("bundle.foreign")
        name = f"{told.set}:{told.number}"
        if name in before.taken and self._cursor(hub, before):
            return TakenAnswer(0, 0, known=True)
        placed, unproved = self._proved(opened, enrolment)
        if hub:
            after = self._hear_hub(before.hubs[hub], told)
            cursor = self._book.cursor()
            stored = self._book.store(placed, cursor, cursor)
            found = TakenAnswer(len(placed), 0)
            before = replace(before, hubs=before.hubs | {hub: after})
        else:
            acknowledged = self._hear_centre(told, enrolment, before)
            # A page that does not follow what was read last must not move the feed past a gap.
            cursor = self._book.cursor()
            follows = bool(told.cursor) and told.after == cursor
            stored = self._book.store(placed, told.cursor if follows else cursor, cursor)
            found = TakenAnswer(len(placed), acknowledged)
        # Where the line read the feed anew meanwhile, the file may be brought in once more.
        taken = (*before.taken, *([name] if stored else ()))[-_MOST_TAKEN:]
        self._notes.keep_carrying(replace(before, taken=taken))
        if unproved:
            raise MachineFault("line.unproved", count=unproved)
        return found

    def missing(self, label: Label) -> list[int]:
        """The numbers of an answer's files that were never taken."""
        taken = set(self._notes.carrying().taken)
        every = range(1, label.of + 1)
        return [number for number in every if f"{label.set}:{number}" not in taken]

    def _cursor(self, hub: str, before: Carrying) -> str:
        """How far the feed was read: nowhere in a book that came back from its mirror."""
        return before.hubs[hub].cursor if hub else self._book.cursor()

    def _proved(self, opened: Opened, enrolment: Enrolment) -> tuple[list[Placed], int]:
        """The entries that their devices signed, and how many others there are."""
        try:
            batches = read_batches(opened.body) if opened.body else []
        except Problem as problem:
            raise DataDamaged("bundle.damaged") from problem
        signers = Signers(self._book, enrolment)
        proved = [batch for batch in batches if signers.proves(batch)]
        placed = [
            Placed(batch.header.log, seq, entry, event)
            for batch in proved
            for seq, (entry, event) in enumerate(
                zip(batch.entries, batch.events, strict=True), batch.header.frm
            )
        ]
        return placed, sum(batch.header.n for batch in batches) - len(placed)

    def _hear_hub(self, hub: Hub, told: Statement) -> Hub:
        """What a hub holds; the centre has acknowledged none of it."""
        own = {position.log: position for position in self._book.own_logs()}
        reach = dict(hub.reach)
        for held in told.logs:
            if held.log in own and not self._is_forked(held):
                reach[held.log] = held.seq
        follows = bool(told.cursor) and told.after == hub.cursor
        return replace(hub, reach=reach, cursor=told.cursor if follows else hub.cursor)

    def _hear_centre(self, told: Statement, enrolment: Enrolment, before: Carrying) -> int:
        newest = next((one for one in before.sets if one.to == enrolment.carry_recipient), None)
        fresh = newest is not None and told.answers == newest.set
        if fresh:
            self._keep_spare_lanes(told, enrolment)
        if self._shelf is not None:
            for name in told.scans:
                self._shelf.note_held(name)
        own = {position.log: position for position in self._book.own_logs()}
        acknowledged = 0
        for held in told.logs:
            if (position := own.get(held.log)) is not None:
                acknowledged += self._hear_log(position, held, told, fresh=fresh)
        return acknowledged

    def _hear_log(
        self, position: LogPosition, held: LogHeld, told: Statement, *, fresh: bool
    ) -> int:
        log, known = position.log, self._book.acknowledged(position.log)
        if held.foreign or self._is_forked(held):
            self._part(log, "fork", told)
            return 0
        if held.seq > known:
            self._book.acknowledge(log, held.seq)
        elif held.seq < known and fresh:
            # The centre was restored: it is sent again, and its feed is read from the start.
            self._book.acknowledge(log, held.seq)
            self._book.receive([], "")
        refused = frozenset(
            one.seq for one in told.quarantined if one.log == log and one.seq > held.seq
        )
        if refused:
            self._part(log, "quarantine", told, refused)
        elif held.clash:
            self._part(log, "clash", told)
        return max(0, held.seq - known)

    def _is_forked(self, held: LogHeld) -> bool:
        """Whether entries that are not ours stand in this log there."""
        if held.seq == 0:
            return False
        ours = self._book.head_at(held.log, held.seq)
        return ours is None or b64(ours) != held.head

    def _part(
        self, log: str, reason: LogReason, told: Statement, without: frozenset[int] = frozenset()
    ) -> None:
        """Go on in a new log, if this is the one being written, with a lane that was told."""
        if log != self._book.own_logs()[-1].log:
            return
        used = {position.lane for position in self._book.own_logs()}
        for lane in told.spare_lanes:
            if lane in used:
                continue
            try:
                name = new_id(self._clock.now_ms(), self._entropy(10))
                self._book.continue_in(name, lane, reason, without)
            except MachineFault as fault:
                if fault.code != "lane.used":
                    raise
            else:
                return
        raise MachineFault("lane.none")

    def _keep_spare_lanes(self, told: Statement, enrolment: Enrolment) -> None:
        used = {position.lane for position in self._book.own_logs()}
        spare = tuple(lane for lane in told.spare_lanes if lane not in used)
        if spare:
            self._book.keep_enrolment(enrolment, spare)


def _signer(opened: Opened, enrolment: Enrolment, before: Carrying) -> str:
    """Empty for the centre, otherwise the recipient of the hub that signed."""
    if _is_by(opened, enrolment.carry_key):
        return ""
    for recipient, hub in before.hubs.items():
        if _is_by(opened, hub.signing_key):
            return recipient
    raise MachineFault("bundle.forged")


def _is_by(opened: Opened, key: str) -> bool:
    return bool(key) and opened.is_signed_by(unb64(key, KEY_BYTES))
