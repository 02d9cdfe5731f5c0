"""Several batches on their way: in order, once, and sent again only where they were in flight."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from central.line import CentralLine
from central.store.append import EarlyHere, Taken
from central.turns import MOST_HELD, Turns
from desk_app.ports.line import Enrolment
from desk_app.protocol.batch import Header, read_batch, write_batch
from desk_app.protocol.line import LineProtocol, Page, Parcel, Wanted
from desk_app.protocol.messages import PushReply
from desk_app.protocol.problems import Problem
from desk_app.protocol.squeeze import inflate, squeeze
from desk_app.records.errors import Unreachable
from desk_app.sync.conversation import Conversation
from desk_app.sync.http_line import HttpLine
from desk_app.sync.pace import IN_FLIGHT, MAX_PUSH_BYTES, BatchSize
from desk_app.sync.rounds import Connect, one_round
from desk_app.sync.states import Round
from tests.centres import Headquarters
from tests.sync.chaos import Chaos
from tests.sync.memory_book import MemoryBook

EVENTS = 1500


@dataclass
class Log:
    """What was pushed, in the order in which it left, and what of that was answered."""

    left: list[range] = field(default_factory=list)
    answered: list[range] = field(default_factory=list)

    @property
    def lost(self) -> set[int]:
        """The places that were on their way when nothing more was answered."""
        return {seq for part in self.left for seq in part} - {
            seq for part in self.answered for seq in part
        }


class Watched(HttpLine):
    """The line over HTTP, with what is pushed put down."""

    def __init__(self, address: str, log: Log) -> None:
        super().__init__(address, "")
        self._log = log

    async def push(self, token: str, parcel: Parcel) -> PushReply:
        header = header_of(parcel)
        part = range(header.frm, header.frm + header.n)
        self._log.left.append(part)
        reply = await super().push(token, parcel)
        self._log.answered.append(part)
        return reply


class Centre(CentralLine):
    """The centre itself, in this process, whose pushes and pulls are counted."""

    def __init__(self, headquarters: Headquarters) -> None:
        super().__init__(headquarters.database, headquarters.clock.now_ms)
        self.headers: list[Header] = []
        self.asked = 0

    async def push(self, token: str, parcel: Parcel) -> PushReply:
        self.asked += 1
        self.headers.append(header_of(parcel))
        return await super().push(token, parcel)

    async def pull(self, token: str, wanted: Wanted) -> Page:
        self.asked += 1
        return await super().pull(token, wanted)


def header_of(parcel: Parcel) -> Header:
    return read_batch(inflate(parcel.data, parcel.encoding)).header


def to(line: LineProtocol) -> Connect:
    @asynccontextmanager
    async def connected(_enrolment: Enrolment) -> AsyncIterator[LineProtocol]:
        yield line

    return connected


def over(address: str, log: Log) -> Connect:
    return lambda _enrolment: Watched(address, log)


def sync(book: MemoryBook, connect: Connect) -> Round:
    return one_round(book, book.clock, book.entropy, connect=connect)


def settled(centre: Headquarters, book: MemoryBook) -> None:
    """Everything is at the centre, once and in order."""
    assert book.acknowledged(book.logs[0].log) == len(book.logs[0].entries)
    assert len(book.logs) == 1
    assert not book.alarms
    verdict = centre.verify()
    assert (verdict.events, verdict.problems) == (len(book.logs[0].entries), [])


@pytest.fixture
def desk(centre: Headquarters) -> MemoryBook:
    book = MemoryBook(1)
    centre.enrol(book)
    book.register(EVENTS)
    return book


def port_of(address: str) -> int:
    return int(address.rpartition(":")[2])


@pytest.mark.parametrize("cut", [9_000, 40_000, 90_000])
def test_a_line_lost_in_the_middle_sends_again_at_most_what_was_on_its_way(
    centre: Headquarters, desk: MemoryBook, cut: int
) -> None:
    first, second = Log(), Log()
    with Chaos(port_of(centre.address)) as chaos:
        chaos.faults.cut_up = cut
        broken = sync(desk, over(chaos.address, first))
        assert chaos.struck
    assert broken.state == "unreachable"
    assert len(first.left) - len(first.answered) <= IN_FLIGHT
    assert sync(desk, over(centre.address, second)).state == "ok"
    again = {seq for part in second.left for seq in part} & {
        seq for part in first.left for seq in part
    }
    assert again <= first.lost
    settled(centre, desk)


@pytest.mark.parametrize("lost", [1, 3])
def test_lost_replies_lose_and_double_nothing(
    centre: Headquarters, desk: MemoryBook, lost: int
) -> None:
    log = Log()
    with Chaos(port_of(centre.address)) as chaos:
        # Signing in takes two replies.
        asyncio.run(opened_then_cut(desk, chaos, lost, log))
    assert sync(desk, over(centre.address, Log())).state == "ok"
    settled(centre, desk)


async def opened_then_cut(desk: MemoryBook, chaos: Chaos, lost: int, log: Log) -> None:
    mine = desk.enrolment()
    assert mine is not None
    async with Watched(chaos.address, log) as line:
        talk = Conversation(desk, mine, line, desk.clock, desk.entropy, "test")
        await talk.open()
        chaos.faults.lost_replies = lost
        with pytest.raises(Unreachable):
            await talk.push()
    assert not chaos.faults.lost_replies or lost > 1


def test_batches_leave_in_order_with_four_on_their_way(
    centre: Headquarters, desk: MemoryBook
) -> None:
    line = Centre(centre)
    assert sync(desk, to(line)) == Round("ok", EVENTS, 0, 0)
    firsts = [header.frm for header in line.headers]
    assert firsts == sorted(firsts)
    assert all(
        behind.frm == before.frm + before.n
        for before, behind in zip(line.headers, line.headers[1:], strict=False)
    )
    assert max(header.ahead for header in line.headers) > 0
    assert all(header.ahead < header.frm for header in line.headers)
    settled(centre, desk)
    line.close()


def test_a_batch_that_comes_first_waits_for_the_one_before(
    centre: Headquarters, desk: MemoryBook
) -> None:
    class Swapped(Centre):
        """Every batch arrives after the one behind it, as far as there is one."""

        def __init__(self, headquarters: Headquarters) -> None:
            super().__init__(headquarters)
            self.waits = asyncio.Event()

        async def push(self, token: str, parcel: Parcel) -> PushReply:
            if header_of(parcel).frm == 1:
                await self.waits.wait()
            elif not self.waits.is_set():
                asyncio.get_running_loop().call_soon(self._look)
            return await super().push(token, parcel)

        def _look(self) -> None:
            if self.turns.held:
                self.waits.set()
            else:
                asyncio.get_running_loop().call_soon(self._look)

    line = Swapped(centre)
    assert sync(desk, to(line)) == Round("ok", EVENTS, 0, 0)
    assert line.headers[0].frm > 1
    settled(centre, desk)
    line.close()


def test_a_predecessor_that_never_comes_is_told_as_a_gap_and_heals(
    centre: Headquarters, desk: MemoryBook
) -> None:
    class Losing(Centre):
        """The second batch is lost on its way, once those behind it have waited in vain."""

        lost = False

        def __init__(self, headquarters: Headquarters) -> None:
            super().__init__(headquarters)
            self.in_vain = asyncio.Event()

        async def push(self, token: str, parcel: Parcel) -> PushReply:
            if not self.lost and header_of(parcel).frm == 101:
                self.lost = True
                await self.in_vain.wait()
                raise Unreachable("line.unreachable")
            try:
                return await super().push(token, parcel)
            except Problem as problem:
                assert problem.code == "gap"
                assert problem.params == {"expected": 101}
                self.in_vain.set()
                raise

    line = Losing(centre)
    line.turns = Turns(held_seconds=0.01)
    broken = sync(desk, to(line))
    assert (broken.state, broken.pushed) == ("unreachable", 100)
    reader = MemoryBook(2, lane=421_508)
    centre.enrol(reader)
    assert sync(reader, to(line)).pulled == 100
    before = reader.cursor().partition(".")[0]
    line.turns = Turns()
    assert sync(desk, to(line)).state == "ok"
    assert sync(reader, to(line)).pulled == EVENTS - 100
    assert reader.cursor().partition(".")[0] == before, "the feed began anew for nothing"
    settled(centre, desk)
    line.close()


def test_a_gap_before_what_was_acknowledged_is_told_at_once(
    centre: Headquarters, desk: MemoryBook
) -> None:
    line = Centre(centre)
    own = desk.logs[0]
    mine = desk.enrolment()
    assert mine is not None

    async def push(first: int, ahead: int) -> int:
        talk = Conversation(desk, mine, line, desk.clock, desk.entropy, "test")
        await talk.open()
        token = talk._session._token
        entries = own.entries[first - 1 : first + 9]
        lines = write_batch(mine.signing_key, own.log, first, own.heads[first - 1], entries, ahead)
        with pytest.raises(Problem) as found:
            await line.push(token, Parcel(squeeze(lines)))
        assert found.value.code == "gap"
        return int(found.value.params["expected"])

    assert asyncio.run(push(51, ahead=20)) == 1
    line.turns.close()
    assert asyncio.run(push(51, ahead=50)) == 1
    line.close()


async def early() -> Taken:
    raise EarlyHere(7)


async def test_only_so_many_batches_wait_at_once() -> None:
    turns = Turns()
    turns.held = MOST_HELD
    with pytest.raises(EarlyHere):
        await turns.take("log", early)


async def test_waiting_in_vain_ends_by_itself_and_with_the_centre() -> None:
    with pytest.raises(EarlyHere):
        await Turns(held_seconds=0.001).take("log", early)
    turns = Turns()
    waiting = asyncio.create_task(turns.take("log", early))
    asyncio.get_running_loop().call_soon(turns.close)
    with pytest.raises(EarlyHere):
        await waiting
    assert turns.held == 0


async def test_the_next_page_is_asked_for_before_the_one_before_has_come(
    centre: Headquarters, desk: MemoryBook
) -> None:
    class Eager(Centre):
        """Tells where the next page begins, and lets the page come when that is asked for."""

        coming = 0
        most = 0

        async def pull(self, token: str, wanted: Wanted) -> Page:
            self.coming += 1
            self.most = max(self.most, self.coming)
            page = await super().pull(token, wanted)
            assert wanted.onward is not None
            wanted.onward(page.cursor, page.more)
            await asyncio.sleep(0)
            self.coming -= 1
            return page

    line = Eager(centre)
    await asyncio.to_thread(sync, desk, to(Centre(centre)))
    reader = MemoryBook(2, lane=421_508)
    await asyncio.to_thread(centre.enrol, reader)
    mine = reader.enrolment()
    assert mine is not None
    talk = Conversation(reader, mine, line, reader.clock, reader.entropy, "test")
    await talk.open()
    await talk.pull()
    assert talk.pulled == EVENTS
    assert line.most > 1
    assert reader.contents() == desk.contents()
    line.close()


async def test_a_round_without_news_is_one_round_trip(
    centre: Headquarters, desk: MemoryBook
) -> None:
    line = Centre(centre)
    mine = desk.enrolment()
    assert mine is not None
    talk = Conversation(desk, mine, line, desk.clock, desk.entropy, "test")
    await talk.open()
    await talk.push()
    await talk.pull()
    before = line.asked
    await talk.push()
    await talk.pull()
    assert line.asked == before + 1
    line.close()


def test_a_page_that_leads_nowhere_is_no_centre(centre: Headquarters, desk: MemoryBook) -> None:
    class Circling(Centre):
        async def pull(self, token: str, wanted: Wanted) -> Page:
            return Page(Parcel(squeeze(b"")), wanted.cursor, more=True, server_time=1)

    line = Circling(centre)
    found = sync(desk, to(line))
    assert (found.state, found.detail) == ("unreachable", "line.not_a_centre")
    line.close()


def test_a_batch_holds_what_fits_by_the_last_ones() -> None:
    size = BatchSize()
    assert size.fitting == 100
    size.weighed(100, 10_000)
    for _ in range(5):
        size.went(2)
    assert size.thin
    assert size.fitting == 1000
    size.weighed(10, MAX_PUSH_BYTES)
    assert size.fitting == 9
    assert size.failed()
    assert size.in_flight == 1
    size.went(0.1)
    assert (size.in_flight, size.thin) == (2, False)
