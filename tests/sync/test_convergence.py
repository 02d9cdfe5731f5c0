"""Whatever replicas do and whatever the line does to them, in the end all know the same."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from central.line import CentralLine
from central.store.counts import count, project_all
from central.store.database import Database
from central.store.offices import add_office, make_enrol_code
from central.store.walk import verify
from desk_app.ports.line import Enrolment
from desk_app.protocol.enrol_code import write_enrol_code
from desk_app.protocol.line import LineProtocol, Page, Parcel, Wanted
from desk_app.protocol.messages import PushReply
from desk_app.records.errors import Unreachable
from desk_app.records.ids import new_id
from desk_app.sync.enrol import Candidate, join_alone
from desk_app.sync.rounds import one_round
from desk_app.sync.states import Round
from tests.sync.memory_book import HandClock, MemoryBook, all_agree

SOAK = bool(os.environ.get("MIZBAN_SOAK"))
REPLICAS = 5 if SOAK else 3
FAULTS = ("none", "none", "lost_push", "lost_reply", "doubled", "lost_page")


class Faulty(CentralLine):
    """The centre itself, with a line that fails in a chosen way."""

    fault = "none"

    async def push(self, token: str, parcel: Parcel) -> PushReply:
        if self.fault == "lost_push":
            raise Unreachable("line.unreachable")
        reply = await super().push(token, parcel)
        if self.fault == "doubled":
            reply = await super().push(token, parcel)
        if self.fault == "lost_reply":
            raise Unreachable("line.unreachable")
        return reply

    async def pull(self, token: str, wanted: Wanted) -> Page:
        page = await super().pull(token, wanted)
        if self.fault == "lost_page":
            raise Unreachable("line.unreachable")
        return page


class World(RuleBasedStateMachine):
    """Desks that record, sync, are cloned and restored; a centre that is restored."""

    replicas = st.integers(0, REPLICAS - 1)

    @initialize(
        skews=st.lists(st.sampled_from([0, -(10**8), 10**9]), min_size=REPLICAS, max_size=REPLICAS)
    )
    def begin(self, skews: tuple[int, ...]) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="mizban-world-"))
        self.clock = HandClock()
        self.open(self.folder / "central.db")
        self.database.write(lambda c: add_office(c, "k12", "فرمانداری", 8))
        self.lost: set[str] = set()
        self.books: list[MemoryBook] = []
        self.backups: dict[int, MemoryBook] = {}
        for at, skew in enumerate(skews):
            book = MemoryBook(at, lane=700_000 + at, clock=HandClock(self.clock.ms + skew))
            join_alone(book, self.candidate(), book.clock, book.entropy, self.connect)
            self.books.append(book)

    def open(self, file: Path) -> None:
        self.database = Database(f"sqlite:///{file}")
        self.line = Faulty(self.database, self.clock.now_ms)

    def close(self) -> None:
        self.line.close()
        self.database.close()

    def candidate(self) -> Candidate:
        from central.store.offices import office_by_code

        office = self.database.read(lambda c: office_by_code(c, "k12"))
        assert office is not None
        made, _ = self.database.write(lambda c: make_enrol_code(c, office, "", self.clock.ms))
        return Candidate("http://127.0.0.1:1", write_enrol_code(made))

    def connect(self, _enrolment: Enrolment) -> AbstractAsyncContextManager[LineProtocol]:
        @asynccontextmanager
        async def connected() -> AsyncIterator[LineProtocol]:
            yield self.line

        return connected()

    def sync(self, book: MemoryBook) -> Round:
        return one_round(book, book.clock, book.entropy, connect=self.connect)

    @rule(at=replicas, many=st.integers(1, 12))
    def record(self, at: int, many: int) -> None:
        self.books[at].register(many)

    @rule(at=replicas, which=st.integers(0, 10**6))
    def erase(self, at: int, which: int) -> None:
        book = self.books[at]
        known = [event for event in book.everything() if event.type == "Registered"]
        if known:
            book.erase(known[which % len(known)])

    @rule(at=replicas, fault=st.sampled_from(FAULTS))
    def talk(self, at: int, fault: str) -> None:
        self.line.fault = fault
        found = self.sync(self.books[at])
        self.line.fault = "none"
        assert found.state == "ok" or (fault != "none" and found.state == "unreachable")

    @rule(at=replicas)
    def back_up(self, at: int) -> None:
        self.backups[at] = self.books[at].copy()

    @rule(at=replicas, by_hand=st.booleans())
    def restore(self, at: int, by_hand: bool) -> None:
        """What was never sent is lost with the disk; everything else must come back."""
        backup = self.backups.pop(at, None)
        if backup is None:
            return
        gone = self.books[at]
        serial = gone.logs[-1].serial
        backup.spare_lanes = gone.spare_lanes
        if by_hand:
            backup.logs[-1].serial = max(serial, backup.logs[-1].serial)
        elif backup.spare_lanes:
            lane, *left = backup.spare_lanes
            backup.spare_lanes = tuple(left)
            backup.continue_in(new_id(backup.clock.ms, backup.entropy(10)), lane, "restore")
        self.books[at] = backup

    def teardown(self) -> None:
        if not hasattr(self, "books"):
            return
        try:
            for _ in range(3):
                for book in self.books:
                    assert self.sync(book).state == "ok"
            assert all_agree(self.books)
            kept = [sorted(book.left_beside()) for book in self.books]
            assert all(found == kept[0] for found in kept)
            project_all(self.database, self.clock.ms)
            assert self.database.read(count).events == len(self.books[0].events)
            assert verify(self.database).problems == []
        finally:
            self.close()
            shutil.rmtree(self.folder)


def test_replicas_converge() -> None:
    run_state_machine_as_test(
        World,
        settings=settings(
            max_examples=400 if SOAK else 25,
            stateful_step_count=40 if SOAK else 18,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
