"""Whatever the line does, every event arrives once and a later round mends everything."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desk_app.ports.line import Enrolment
from desk_app.records.event import Subject
from desk_app.sync.rounds import one_round
from desk_app.sync.states import Round
from tests.centres import Headquarters
from tests.sync.chaos import Chaos
from tests.sync.memory_book import MemoryBook, all_agree

SOAK = bool(os.environ.get("MIZBAN_SOAK"))


def sync(book: MemoryBook) -> Round:
    return one_round(book, book.clock, book.entropy)


def through(book: MemoryBook, address: str) -> None:
    """From now on the desk reaches its centre at another address."""
    found = book.enrolment()
    assert found is not None
    moved = Enrolment(
        address, found.fingerprint, found.device, found.office, found.signing_key,
        found.age_identity,
    )  # fmt: skip
    book.keep_enrolment(moved, book.spare_lanes)


@pytest.fixture
def chaos(centre: Headquarters) -> Iterator[Chaos]:
    with Chaos(port_of(centre.address)) as found:
        yield found


@pytest.fixture
def desk(centre: Headquarters, chaos: Chaos) -> MemoryBook:
    book = MemoryBook(1)
    centre.enrol(book)
    through(book, chaos.address)
    return book


def settled(centre: Headquarters, *books: MemoryBook) -> None:
    """After a good round of each everything is everywhere, once."""
    for _ in range(2):
        for book in books:
            assert sync(book).state == "ok"
    assert all_agree(books)
    assert not any(book.alarms for book in books)
    verdict = centre.verify()
    assert verdict.problems == []
    assert centre.counts().events == len(books[0].contents())
    held = [placed.bytes for book in books for log in book.logs for placed in log.entries]
    assert verdict.events == len(held)


def test_a_line_that_drips_carries_everything(
    centre: Headquarters, chaos: Chaos, desk: MemoryBook
) -> None:
    desk.register(20)
    chaos.faults.drip = True
    assert sync(desk) == Round("ok", 20, 0, 0)
    settled(centre, desk)


def test_a_push_cut_in_the_middle_sends_only_what_is_missing(
    centre: Headquarters, chaos: Chaos, desk: MemoryBook
) -> None:
    desk.register(700)
    chaos.faults.cut_up = 20_000
    broken = sync(desk)
    assert broken.state == "unreachable"
    assert 0 < broken.pushed < 700
    assert broken.unsent == 700 - broken.pushed
    assert sync(desk).pushed == 700 - broken.pushed
    settled(centre, desk)


def test_a_lost_reply_is_no_lost_event_and_no_doubled_one(
    centre: Headquarters, chaos: Chaos, desk: MemoryBook
) -> None:
    desk.register(50)
    for skipped in range(4):
        chaos.faults.cut_down = None
        desk.register(10)
        chaos.faults.cut_down = 400 + 300 * skipped
        sync(desk)
    chaos.faults.cut_down = None
    settled(centre, desk)


def test_a_lost_answer_to_enrolment_uses_no_code_up(centre: Headquarters, chaos: Chaos) -> None:
    devices = centre.counts().devices
    other = MemoryBook(2, lane=421_508)
    chaos.faults.cut_down = 40
    joined = centre.enrol(other, address=chaos.address)
    assert not chaos.faults.cut_down
    assert other.enrolment() == joined.enrolment
    assert centre.counts().devices == devices + 1


@pytest.mark.parametrize("seed", range(40 if SOAK else 4))
def test_faults_of_every_kind_in_a_row_change_nothing(
    centre: Headquarters, chaos: Chaos, desk: MemoryBook, seed: int
) -> None:
    chance = random.Random(seed)
    other = MemoryBook(2, lane=421_508)
    centre.enrol(other)
    for _ in range(12):
        desk.register(chance.randrange(40))
        other.register(chance.randrange(8))
        sync(other)
        faults = chaos.faults
        fault = chance.choice(["cut_up", "cut_down", "lost_replies", "refused"])
        setattr(faults, fault, chance.randrange(1, 9000) if fault.startswith("cut") else 1)
        assert sync(desk).state in ("ok", "unreachable")
        faults.cut_up = faults.cut_down = None
        faults.lost_replies = faults.refused = 0
    assert chaos.struck
    settled(centre, desk, other)


def test_a_centre_that_is_not_there_loses_nothing(centre: Headquarters, desk: MemoryBook) -> None:
    desk.register(5)
    centre.stop()
    assert sync(desk) == Round("unreachable", 0, 0, 5, "line.unreachable")
    centre.start()
    settled(centre, desk)


def test_an_event_the_centre_refuses_does_not_hold_up_the_others(
    centre: Headquarters, desk: MemoryBook
) -> None:
    desk.register(4)
    refused = desk.record("Noted", Subject("request", "a\0b"), {"text": -1})
    desk.register(6)
    done = sync(desk)
    assert (done.state, done.pushed, done.pulled, done.detail) == (
        "ok",
        11,
        0,
        "line.began.quarantine",
    )
    assert desk.alarms == {f"refused {desk.logs[0].log} 5"}
    assert refused.id in desk.events
    assert centre.counts().requests == 10
    assert centre.verify().problems == []


def test_another_server_at_the_address_is_not_believed(chaos: Chaos, desk: MemoryBook) -> None:
    import http.server
    import threading

    class Portal(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.send_header("content-length", "5")
            self.end_headers()
            self.wfile.write(b"login")

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    desk.register(1)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Portal) as portal:
        thread = threading.Thread(target=portal.serve_forever)
        thread.start()
        through(desk, f"http://127.0.0.1:{portal.server_port}")
        found = sync(desk)
        portal.shutdown()
        thread.join()
    assert (found.state, found.detail, found.unsent) == ("unreachable", "line.not_a_centre", 1)


def test_a_centre_killed_in_mid_push_holds_whole_batches(tmp_path: Path) -> None:
    folder = tmp_path / "central"
    book = MemoryBook(1)
    for cut in (9_000, 25_000, 40_000):
        book.register(400)
        with served(folder) as (process, address), Chaos(port_of(address)) as chaos:
            headquarters = Headquarters(f"sqlite:///{folder}/central.db")
            if book.enrolment() is None:
                headquarters.enrol(book, address=address)
            through(book, chaos.address)
            chaos.faults.at_cut = process.kill
            chaos.faults.cut_up = cut
            assert sync(book).state == "unreachable"
            assert process.wait() == -signal.SIGKILL
            verdict = headquarters.verify()
            assert verdict.problems == []
            assert verdict.events >= book.acknowledged(book.logs[0].log)
            headquarters.close()
    with served(folder) as (_, address):
        through(book, address)
        assert sync(book).state == "ok"
    headquarters = Headquarters(f"sqlite:///{folder}/central.db")
    assert headquarters.verify().events == headquarters.counts().requests == 1200
    headquarters.close()


def port_of(address: str) -> int:
    return int(address.rpartition(":")[2])


@contextmanager
def served(folder: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A centre in a process of its own, and its address once it listens."""
    command = [
        sys.executable, "-m", "central", "serve", "--data", str(folder), "--json",
        "--listen", "127.0.0.1:0",
    ]  # fmt: skip
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout is not None
        try:
            line = next(line for line in process.stdout if "listening on " in line)
            yield process, line.partition("listening on ")[2].partition('"')[0]
        finally:
            process.kill()
