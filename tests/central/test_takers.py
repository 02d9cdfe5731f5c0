"""Batches taken by processes beside the one that answers are taken alike."""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass

import psutil
import pytest

from central.running import Centre
from central.store.devices import set_state
from central.takers import WORTH_BYTES
from central.web.server import Listen
from desk_app.protocol.squeeze import squeeze
from desk_app.sync.rounds import one_round
from tests.centres import Headquarters, lite_url, new_database, postgres
from tests.sync.memory_book import MemoryBook, all_agree
from tests.sync.speaker import Speaker

EVENTS = 400


@dataclass
class Busy(Headquarters):
    """A centre with two takers."""

    def start(self) -> None:
        self._centre = Centre(self.database, Listen(), self.clock.now_ms, takers=2)
        self._centre.__enter__()


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def centre(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Headquarters]:
    if request.param == "sqlite":
        found = Busy(lite_url(tmp_path_factory.mktemp("takers")))
        found.start()
        yield found
        found.close()
        return
    with postgres() as server:
        found = Busy(new_database(server))
        found.start()
        yield found
        found.close()


def test_what_processes_take_is_what_one_would_take(centre: Headquarters) -> None:
    before = centre.counts().events
    writer, reader = MemoryBook(1), MemoryBook(2, lane=421_508)
    for book in (writer, reader):
        centre.enrol(book)
    writer.register(EVENTS)
    assert one_round(writer, writer.clock, writer.entropy).pushed == EVENTS
    one_round(reader, reader.clock, reader.entropy)
    assert writer.contents() <= reader.contents()
    assert all_agree([writer, writer.copy()])
    assert centre.counts().events == before + EVENTS
    assert centre.verify().problems == []


def test_refusals_keep_their_codes_and_members(centre: Headquarters) -> None:
    book = MemoryBook(3, lane=421_509)
    book.register(EVENTS)
    centre.enrol(book)
    before = centre.counts().events
    with Speaker(centre.address, book) as desk:
        desk.log_in()
        lines = desk.batch(1, EVENTS)
        assert len(squeeze(lines)) > WORTH_BYTES
        refused = desk.push(desk.batch(101, EVENTS - 100))
        assert (refused.status, refused.code, refused.member("expected")) == (409, "gap", 1)
        assert desk.push(desk.batch(1, EVENTS, key=bytes(32))).code == "bad_signature"
        assert desk.push(lines.replace(b"request", b"reqvest", 1)).status >= 400
        set_back = book.enrolment()
        assert set_back is not None
        centre.database.write(lambda c: set_state(c, set_back.device, "retired"))
        assert desk.push(lines).code == "unauthorized"
    assert centre.counts().events == before
    centre.database.write(lambda c: set_state(c, set_back.device, "active"))
    assert one_round(book, book.clock, book.entropy).pushed == EVENTS


def words_of(process: psutil.Process) -> list[str]:
    """How a process was begun; nothing of one that has just ended."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_a_taker_that_dies_is_replaced_and_nothing_is_lost(centre: Headquarters) -> None:
    book = MemoryBook(4, lane=421_510)
    centre.enrol(book)
    book.register(EVENTS)
    assert one_round(book, book.clock, book.entropy).pushed == EVENTS
    takers = [
        child
        for child in psutil.Process().children(recursive=True)
        if any("spawn_main" in word for word in words_of(child))
    ]
    assert takers
    for child in takers:
        os.kill(child.pid, signal.SIGTERM)
    psutil.wait_procs(takers)
    before = centre.counts().events
    book.register(EVENTS)
    states = {one_round(book, book.clock, book.entropy).state for _ in range(3)}
    assert "ok" in states
    assert centre.counts().events == before + EVENTS
    assert centre.verify().problems == []
