"""A centre that answers oddly is met without a loop, a loss or a lie."""

import http.server
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest

from central.line import CentralLine, Versions
from desk_app.ports.line import Enrolment, Placed
from desk_app.protocol.line import LineProtocol, Page, Parcel, Wanted
from desk_app.protocol.messages import PushReply, SessionRequest
from desk_app.protocol.problems import Problem, write_problem
from desk_app.records.errors import MachineFault, Refused, Unreachable
from desk_app.sync.conversation import Conversation
from desk_app.sync.enrol import Candidate, join_alone, join_new
from desk_app.sync.http_line import HttpLine
from desk_app.sync.pace import LONGEST_PAUSE, Backoff, BatchSize
from desk_app.sync.rounds import Connect, one_round
from desk_app.sync.session import Session
from desk_app.sync.states import Round
from tests.centres import Headquarters
from tests.sync.memory_book import MemoryBook


class Odd(CentralLine):
    """The centre itself, which answers its next calls with chosen refusals first."""

    def __init__(self, headquarters: Headquarters, versions: Versions | None = None) -> None:
        super().__init__(headquarters.database, headquarters.clock.now_ms, versions)
        self.push_problems: list[Problem] = []
        self.always: Problem | None = None
        self.pages: list[Page] = []
        self.largest = 10**9
        self.sizes: list[int] = []
        self.acked: int | None = None

    async def push(self, token: str, parcel: Parcel) -> PushReply:
        self.sizes.append(len(parcel.data))
        if self.always is not None:
            raise self.always
        if self.push_problems:
            raise self.push_problems.pop(0)
        if len(parcel.data) > self.largest:
            raise Problem("too_large")
        reply = await super().push(token, parcel)
        if self.acked is not None:
            return PushReply(acked=self.acked, new=0, server_time=reply.server_time)
        return reply

    async def pull(self, token: str, wanted: Wanted) -> Page:
        return self.pages.pop(0) if self.pages else await super().pull(token, wanted)


@pytest.fixture
def odd(centre: Headquarters) -> Iterator[Odd]:
    found = Odd(centre)
    yield found
    found.close()


@pytest.fixture
def desk(centre: Headquarters) -> MemoryBook:
    book = MemoryBook(1)
    centre.enrol(book)
    book.register(300)
    return book


def to(line: LineProtocol) -> Connect:
    """The way to a centre in this very process."""

    @asynccontextmanager
    async def connected(_enrolment: Enrolment) -> AsyncIterator[LineProtocol]:
        yield line

    return connected


def sync(book: MemoryBook, line: LineProtocol) -> Round:
    return one_round(book, book.clock, book.entropy, connect=to(line))


def test_a_centre_without_zstd_is_sent_gzip(desk: MemoryBook, odd: Odd) -> None:
    odd.push_problems = [Problem("bad_media")]
    assert sync(desk, odd) == Round("ok", 300, 0, 0)


def test_what_is_too_large_is_halved_until_it_fits(desk: MemoryBook, odd: Odd) -> None:
    odd.largest = 4000
    assert sync(desk, odd) == Round("ok", 300, 0, 0)


def test_one_event_that_is_too_large_is_shown(desk: MemoryBook, odd: Odd) -> None:
    odd.largest = 10
    assert sync(desk, odd) == Round("refused", 0, 0, 300, "line.too_large")


def test_a_token_that_ended_is_renewed_once(desk: MemoryBook, odd: Odd) -> None:
    odd.push_problems = [Problem("unauthorized")]
    assert sync(desk, odd) == Round("ok", 300, 0, 0)
    desk.register(1)
    odd.always = Problem("unauthorized")
    before = len(odd.sizes)
    assert sync(desk, odd).detail == "line.unauthorized"
    assert len(odd.sizes) == before + 2


@pytest.mark.parametrize(
    ("problem", "detail"),
    [
        (Problem("busy", retry_after=7), "line.busy"),
        (Problem("slow_down", retry_after=7), "line.busy"),
        (Problem("internal"), "line.server_error"),
    ],
)
def test_a_centre_in_trouble_is_tried_again_later(
    desk: MemoryBook, odd: Odd, problem: Problem, detail: str
) -> None:
    odd.always = problem
    found = sync(desk, odd)
    assert (found.state, found.detail, found.unsent) == ("unreachable", detail, 300)
    assert found.params == problem.params


def test_a_gap_that_makes_no_sense_is_shown(desk: MemoryBook, odd: Odd) -> None:
    odd.always = Problem("gap", expected=900)
    assert sync(desk, odd).detail == "line.gap"
    assert desk.acknowledged(desk.logs[0].log) == 0


def test_a_gap_rewinds_to_what_is_held(desk: MemoryBook, odd: Odd) -> None:
    desk.receive([], "e.5")
    sync(desk, odd)
    desk.register(5)
    odd.push_problems = [Problem("gap", expected=200)]
    told = Round("ok", 305 - 199, 0, 0, "line.centre_lost", {"count": 300 - 199})
    assert sync(desk, odd) == told


def test_a_centre_that_finds_forks_without_end_is_stopped(desk: MemoryBook, odd: Odd) -> None:
    odd.always = Problem("fork", at=1)
    assert sync(desk, odd).detail == "line.fork"
    assert len(desk.logs) == 4


def test_an_acknowledgement_that_does_not_move_is_no_loop(desk: MemoryBook, odd: Odd) -> None:
    odd.acked = 0
    found = sync(desk, odd)
    assert (found.state, found.detail) == ("unreachable", "line.not_a_centre")


def test_a_batch_is_cut_to_what_a_line_carries_well(
    desk: MemoryBook, odd: Odd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk_app.sync.sending.MAX_PUSH_BYTES", 3000)
    assert sync(desk, odd) == Round("ok", 300, 0, 0)
    assert max(odd.sizes) <= 3000


def test_a_page_that_does_not_read_is_asked_for_again(desk: MemoryBook, odd: Odd) -> None:
    odd.pages = [Page(Parcel(b"cut"), "e.9", more=False, server_time=1)]
    found = sync(desk, odd)
    assert (found.state, found.detail) == ("unreachable", "line.damaged")
    assert desk.cursor() == ""
    assert sync(desk, odd).state == "ok"


def test_a_long_feed_comes_in_pages(centre: Headquarters, desk: MemoryBook, odd: Odd) -> None:
    desk.register(2500)
    sync(desk, odd)
    other = MemoryBook(2, lane=421_508)
    centre.enrol(other)
    assert sync(other, odd) == Round("ok", 0, 2800, 0)


def test_a_page_that_was_under_way_while_reading_began_anew_is_dropped(
    centre: Headquarters, desk: MemoryBook, odd: Odd
) -> None:
    other = MemoryBook(2, lane=421_508)
    centre.enrol(other)
    sync(desk, odd)

    class Late(Odd):
        async def pull(self, token: str, wanted: Wanted) -> Page:
            page = await super().pull(token, wanted)
            if wanted.cursor == "":
                other.receive([], "elsewhere.7")
            return page

    late = Late(centre)
    assert sync(other, late).state == "ok"
    assert other.received == 300
    late.close()


def test_a_newer_centre_tells_an_old_desk_to_wait_for_its_update(
    centre: Headquarters, desk: MemoryBook
) -> None:
    newer = Odd(centre, Versions(2, 3))
    found = sync(desk, newer)
    assert (found.state, found.detail, found.unsent) == ("refused", "line.upgrade", 300)
    assert found.params == {"min_p": 2, "max_p": 3}
    newer.close()


def test_a_book_whose_own_entries_are_gone_stops_with_a_fault(
    desk: MemoryBook, odd: Odd, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_log: str, _after: int, _limit: int) -> list[Placed]:
        return []

    monkeypatch.setattr(desk, "entries", none)
    with pytest.raises(MachineFault, match=r"line\.own_log_incomplete"):
        sync(desk, odd)


def test_a_desk_that_joined_nothing_says_so() -> None:
    book = MemoryBook(1)
    book.register(2)
    found = one_round(book, book.clock, book.entropy)
    assert found == Round("refused", 0, 0, 2, "line.not_enrolled")


def test_a_used_code_is_refused_with_its_reason(
    centre: Headquarters, desk: MemoryBook, odd: Odd
) -> None:
    candidate = Candidate(centre.address, centre.code())
    joined = join_new(candidate, desk.clock, desk.entropy, to(odd))
    assert joined.office.name == "فرمانداری نمونه"
    with pytest.raises(Refused, match=r"line\.bad_code"):
        join_new(candidate, desk.clock, desk.entropy, to(odd))


def test_a_book_that_joined_already_joins_no_second_centre(
    centre: Headquarters, desk: MemoryBook, odd: Odd
) -> None:
    candidate = Candidate(centre.address, centre.code())
    with pytest.raises(Refused, match=r"line\.enrolled_already"):
        join_alone(desk, candidate, desk.clock, desk.entropy, to(odd))


def test_a_lane_that_was_given_meanwhile_is_left_at_once(
    centre: Headquarters, desk: MemoryBook, odd: Odd
) -> None:
    twin = MemoryBook(2, lane=desk.logs[0].lane)
    candidate = Candidate(centre.address, centre.code())
    joined = join_alone(twin, candidate, twin.clock, twin.entropy, to(odd))
    assert (joined.log, joined.lane) == (twin.logs[1].log, twin.logs[1].lane)
    assert joined.lane != desk.logs[0].lane


@contextmanager
def scripted(status: int, headers: dict[str, str], body: bytes) -> Iterator[str]:
    """A server that gives one answer to everything."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", "0")))
            self.send_response(status)
            for name, value in {"content-length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("status", "headers", "body", "code"),
    [
        (200, {}, b"<html>", "line.not_a_centre"),
        (502, {}, b"<html>", "line.not_a_centre"),
        (302, {"location": "http://x/"}, b"", "line.not_a_centre"),
        (404, {}, b'{"code":"made_up"}', "line.not_a_centre"),
        (200, {"content-length": "400000"}, b" " * 400_000, "line.not_a_centre"),
        (200, {"content-length": "100"}, b"short", "line.unreachable"),
    ],
)
async def test_what_answers_in_other_words_is_no_centre(
    status: int, headers: dict[str, str], body: bytes, code: str
) -> None:
    with scripted(status, headers, body) as address:
        async with HttpLine(address, "") as line:
            with pytest.raises(Unreachable) as found:
                await line.session(SessionRequest(device="x"))
            with pytest.raises(Unreachable):
                await line.pull("token", Wanted())
            with pytest.raises(Unreachable):
                await line.status("token")
    assert found.value.code == code


async def test_a_page_without_its_headers_is_no_page() -> None:
    with scripted(200, {}, b"") as address:
        async with HttpLine(address, "") as line:
            with pytest.raises(Unreachable, match=r"line\.not_a_centre"):
                await line.pull("token", Wanted())


async def test_the_centre_says_when_to_come_again() -> None:
    body = write_problem(Problem("busy"))
    with scripted(503, {"retry-after": "17"}, body) as address:
        async with HttpLine(address, "") as line:
            with pytest.raises(Problem) as found:
                await line.status("token")
    assert found.value.params == {"retry_after": 17}


async def test_the_status_names_versions_office_and_logs(
    centre: Headquarters, desk: MemoryBook
) -> None:
    async with HttpLine(centre.address, "") as line:
        mine = desk.enrolment()
        assert mine is not None
        talk = Conversation(desk, mine, line, desk.clock, desk.entropy, "test")
        await talk.open()
        await talk.push()
        session = Session(desk, mine, line, desk.clock, "test")
        await session.open()
        found = await session.asked(line.status)
    assert (found.min_p, found.max_p, found.office.code) == (1, 1, "k12")
    assert [(log.log, log.seq) for log in found.logs] == [(desk.logs[0].log, 300)]


def test_pauses_grow_to_five_minutes_and_heed_the_centre() -> None:
    longest: list[float] = []

    def chance(most: float) -> float:
        longest.append(most)
        return most

    backoff = Backoff(chance)
    assert backoff.pause() == 1
    assert backoff.pause(at_least=30) == 30
    for _ in range(30):
        backoff.pause()
    assert max(longest) == LONGEST_PAUSE
    backoff.reset()
    assert backoff.pause() == 1


def test_batches_grow_while_the_line_is_quick_and_shrink_when_it_fails() -> None:
    size = BatchSize()
    sizes = []
    for _ in range(5):
        size.went(1)
        sizes.append(size.events)
    assert sizes == [200, 400, 800, 1000, 1000]
    size.went(60)
    assert size.events == 1000
    assert size.failed()
    assert size.events == 500
    while size.failed():
        pass
    assert size.events == 1
