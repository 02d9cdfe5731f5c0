"""A small LineBook over lists: everything a desk needs of sync, and nothing on disk."""

import random
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from desk_app.ports.changes import NOTHING, Changes
from desk_app.ports.line import Enrolment, LogPosition, Placed
from desk_app.records import hlc
from desk_app.records.chain import START, next_head
from desk_app.records.codes import make_code
from desk_app.records.event import Entry, Event, Subject, hold, read_event, write_entry
from desk_app.records.ids import new_id

START_MS = 1_797_000_000_000


@dataclass
class HandClock:
    """A clock that stands until it is set."""

    ms: int = START_MS

    def now_ms(self) -> int:
        return self.ms

    def pass_seconds(self, seconds: int) -> None:
        self.ms += seconds * 1000


@dataclass
class _Log:
    log: str
    lane: int
    entries: list[Entry] = field(default_factory=list)
    heads: list[bytes] = field(default_factory=lambda: [START])
    acked: int = 0
    serial: int = 0

    def append(self, entry: Entry) -> None:
        self.entries.append(entry)
        self.heads.append(next_head(self.heads[-1], entry.bytes))


@dataclass
class MemorySigners:
    """The keys of the devices whose logs a book holds."""

    alarms: set[str]
    keys: dict[str, bytes] = field(default_factory=dict)

    def known(self) -> dict[str, bytes]:
        return dict(self.keys)

    def keep(self, device: str, key: bytes) -> None:
        self.keys.setdefault(device, key)

    def alarm(self, log: str, seq: int) -> None:
        self.alarms.add(f"unproved {log} {seq}")


class MemoryBook:
    """One desk's book; ``events`` holds every content by id, own and received."""

    def __init__(
        self, seed: int = 1, lane: int = 421_507, clock: HandClock | None = None, log: str = ""
    ) -> None:
        self.clock = clock or HandClock()
        self.entropy = random.Random(seed).randbytes
        self.logs = [_Log(log or new_id(self.clock.ms, self.entropy(10)), lane)]
        self.events: dict[str, dict[bytes, Entry]] = {}
        self.places: dict[tuple[str, int], bytes] = {}
        self.alarms: set[str] = set()
        self.erased: set[str] = set()
        self.signers = MemorySigners(self.alarms)
        self.spare_lanes: tuple[int, ...] = ()
        self.contacts: list[tuple[int, int]] = []
        self.received = 0
        self.on_receive: Callable[[str], None] = lambda _: None
        self._enrolment: Enrolment | None = None
        self._cursor = ""
        self._reading = 0
        self._lock = threading.RLock()

    # What a desk does with its book.

    def record(
        self,
        type_: str,
        subject: Subject,
        body: dict[str, Any],
        values: tuple[Any, ...] = (),
        audience: str = "",
    ) -> Event:
        with self._lock:
            self.clock.ms += 1
            self._reading = hlc.tick(self._reading, self.clock.ms)
            beside = hold(values, self.entropy(16))
            event = Event(
                id=new_id(self.clock.ms, self.entropy(10)),
                hlc=self._reading,
                actor="ali",
                role="officer",
                office="k12",
                subject=subject,
                type=type_,
                v=1,
                body=body,
                held=tuple(beside),
                audience=audience,
            )
            entry = write_entry(event, beside)
            self.logs[-1].append(entry)
            self._keep(event, entry)
            return event

    def register(self, count: int = 1) -> list[Event]:
        """Requests as a counter takes them, each with personal values."""
        made = []
        for _ in range(count):
            log = self.logs[-1]
            log.serial += 1
            request = new_id(self.clock.ms, self.entropy(10))
            code = make_code(log.lane, log.serial)
            made.append(
                self.record(
                    "Registered",
                    Subject("request", request),
                    {"code": code, "follow_up": "123456", "at": self.clock.ms, "kind": "request",
                     "matter": 0, "parties": [{"role": "applicant", "person": 1}]},
                    (
                        {"subject": "رفع توقیف خودرو", "text": f"متن درخواست {request}"},
                        {"id_number": "4541021153", "first_name": "شیرین", "mobile": "09308161089"},
                    ),
                )
            )  # fmt: skip
        return made

    def forge(self, event: Event) -> None:
        """Record an event as it stands, whoever may have made it."""
        entry = write_entry(event, {})
        self.logs[-1].append(entry)
        self._keep(event, entry)

    def erase(self, event: Event) -> None:
        """Erase every personal value of an event."""
        self.record("Erased", event.subject, {"values": list(event.held), "ground": "court"})

    def contents(self) -> set[bytes]:
        """The bytes of every event known here."""
        return {data for contents in self.events.values() for data in contents}

    def everything(self) -> list[Event]:
        """Every event known here, in the order on which all agree."""
        found = [read_event(data) for data in self.contents()]
        return sorted(found, key=lambda event: event.order)

    def left_beside(self) -> set[str]:
        """The hashes of every value that still lies here."""
        return {
            name
            for contents in self.events.values()
            for entry in contents.values()
            for name in entry.beside
        }

    def values_of(self, event: Event) -> int:
        """How many values still lie beside an event."""
        return sum(len(entry.beside) for entry in self.events[event.id].values())

    def copy(self) -> "MemoryBook":
        """A backup, or a clone of the machine."""
        other = MemoryBook(int.from_bytes(self.entropy(8)), clock=self.clock)
        other.logs = [
            _Log(log.log, log.lane, list(log.entries), list(log.heads), log.acked, log.serial)
            for log in self.logs
        ]
        other.events = {name: dict(found) for name, found in self.events.items()}
        other.places = dict(self.places)
        other.erased = set(self.erased)
        other.signers.keys = dict(self.signers.keys)
        other._enrolment, other._cursor = self._enrolment, self._cursor
        other._reading = self._reading
        return other

    # LineBook.

    def enrolment(self) -> Enrolment | None:
        return self._enrolment

    def keep_enrolment(
        self, enrolment: Enrolment, spare_lanes: tuple[int, ...] | None = None
    ) -> None:
        self._enrolment = enrolment
        if spare_lanes is not None:
            self.spare_lanes = spare_lanes

    def own_logs(self) -> list[LogPosition]:
        with self._lock:
            return [
                LogPosition(log.log, log.lane, len(log.entries), log.heads[-1]) for log in self.logs
            ]

    def entries(self, log: str, after: int, limit: int) -> list[Placed]:
        with self._lock:
            found = self._own(log).entries[after : after + limit]
            return [
                Placed(log, after + 1 + at, self._as_kept(entry)) for at, entry in enumerate(found)
            ]

    def head_at(self, log: str, seq: int) -> bytes | None:
        with self._lock:
            own = [found for found in self.logs if found.log == log]
            return own[0].heads[seq] if own and seq < len(own[0].heads) else None

    def acknowledged(self, log: str) -> int:
        return self._own(log).acked

    def acknowledge(self, log: str, seq: int) -> Changes:
        with self._lock:
            own = self._own(log)
            own.acked = min(seq, len(own.entries))
            return NOTHING

    def cursor(self) -> str:
        return self._cursor

    def receive(self, placed: list[Placed], cursor: str) -> Changes:
        with self._lock:
            for each in placed:
                self._take(each)
            self._cursor = cursor
        for each in placed:
            self.on_receive(read_event(each.entry.bytes).id)
        return NOTHING

    def store(self, placed: list[Placed], cursor: str, after: str) -> bool:
        with self._lock:
            if self._cursor != after:
                return False
            self.receive(placed, cursor)
            return True

    def catch_up(self) -> Changes:
        return NOTHING

    def note_contact(self, at_ms: int, central_ms: int) -> None:
        self.contacts.append((at_ms, central_ms))

    def continue_in(
        self, log: str, lane: int, reason: str, without: frozenset[int] = frozenset()
    ) -> LogPosition:
        with self._lock:
            old = self.logs[-1]
            if any(found.lane == lane or found.log == log for found in self.logs):
                raise ValueError("a lane and a log are begun once")
            self.logs.append(_Log(log, lane))
            self.record(
                "BookContinued",
                Subject("session", new_id(self.clock.ms, self.entropy(10))),
                {"reason": reason, "previous_log": old.log},
            )
            for seq, entry in enumerate(old.entries[old.acked :], old.acked + 1):
                if seq in without:
                    self.alarms.add(f"refused {old.log} {seq}")
                else:
                    self.logs[-1].append(entry)
            last = self.own_logs()[-1]
            return LogPosition(log, lane, last.seq, last.head)

    def _own(self, log: str) -> _Log:
        return next(found for found in self.logs if found.log == log)

    def _take(self, placed: Placed) -> None:
        event = read_event(placed.entry.bytes)
        held = self.places.setdefault((placed.log, placed.seq), placed.entry.bytes)
        if held != placed.entry.bytes:
            self.alarms.add(f"place {placed.log} {placed.seq}")
        self.received += placed.entry.bytes not in self.events.get(event.id, {})
        self._keep(event, placed.entry)
        self._reading = hlc.heard(self._reading, event.hlc, self.clock.ms)

    def _keep(self, event: Event, entry: Entry) -> None:
        contents = self.events.setdefault(event.id, {})
        contents.setdefault(entry.bytes, self._without_erased(entry))
        if len(contents) > 1:
            self.alarms.add(f"id {event.id}")
        if event.type == "Erased":
            self.erased |= set(event.body["values"])
            for found in self.events.values():
                for data, kept in found.items():
                    found[data] = self._without_erased(kept)

    def _without_erased(self, entry: Entry) -> Entry:
        left = {name: held for name, held in entry.beside.items() if name not in self.erased}
        return Entry(entry.bytes, left)

    def _as_kept(self, entry: Entry) -> Entry:
        return self.events[read_event(entry.bytes).id][entry.bytes]


def all_agree(books: Iterable[MemoryBook]) -> bool:
    """Whether the books know the same events, byte for byte."""
    known = [book.contents() for book in books]
    return all(found == known[0] for found in known)
