"""Two thousand counters that wait for news at one process of the centre, over real HTTP.

``MIZBAN_BENCH_COUNTERS`` sets how many; ten are one office. Counted are the centre's resident
memory while all wait, and how long news of one office takes to its counters: pushed through the
same process, and made durable by another one.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

import httpx
import psutil

from benchmarks.simulated import Reply, SimulatedCounter
from benchmarks.told import tell
from central.open_files import allow_open_files
from central.store.database import Database
from central.store.offices import add_office, make_enrol_code
from central.tls import Certificates, own_certificates
from desk_app.protocol.enrol_code import EnrolCode

PER_OFFICE: Final = 10
WITHIN_MS: Final = 1000.0
"""News is to be at every counter of its office within a second."""

KB_A_COUNTER: Final = 100.0
GROWTH_MB: Final = 30.0
"""What a second round of news may add to the memory of the first."""

_OFFICES_ASKED: Final = 20
_AT_ONCE: Final = 40


class Serving(NamedTuple):
    """A centre that serves: two addresses, its process, its database."""

    address: str
    metrics: str
    process: psutil.Process
    url: str

    @property
    def megabytes(self) -> float:
        """Resident memory."""
        return float(self.process.memory_info().rss) / 1e6


@contextmanager
def serving(folder: Path, certificates: Certificates | None = None) -> Iterator[Serving]:
    """A centre in a process of its own; over TLS where it is given certificates."""
    command = [
        sys.executable, "-m", "central", "serve", "--data", str(folder), "--json",
        "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0",
    ]  # fmt: skip
    if certificates is not None:
        command += ["--cert", str(certificates.chain), "--key", str(certificates.key)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            told: list[str] = []
            for line in running.stdout:
                told += [found.partition('"')[0] for found in line.split(" on ")[1:]]
                if "listening on " in line:
                    break
            # What it writes from here on is read away, so that it never waits for a reader.
            reading = threading.Thread(target=deque, args=(running.stdout, 0), daemon=True)
            reading.start()
            url = f"sqlite:///{folder}/central.db"
            yield Serving(told[1], told[0], psutil.Process(running.pid), url)
            running.terminate()
            reading.join()
        finally:
            running.terminate()


def codes(url: str, count: int) -> list[EnrolCode]:
    """A code for each counter, ten of them to an office."""
    database, found = Database(url), []
    now_ms = time.time_ns() // 1_000_000
    for number in range(0, count, PER_OFFICE):
        office = database.write(lambda c, n=number: add_office(c, f"b{n}", "دفتر", 8))  # type: ignore[misc]
        found += [
            database.write(lambda c, o=office: make_enrol_code(c, o, "", now_ms))[0]  # type: ignore[misc]
            for _ in range(PER_OFFICE)
        ]
    database.close()
    return found[:count]


async def joined(address: str, given: Sequence[EnrolCode]) -> list[SimulatedCounter]:
    """The counters, each enrolled and signed in."""
    counters = [SimulatedCounter(address) for _ in given]
    for start in range(0, len(given), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        await asyncio.gather(
            *(one.join(code) for one, code in zip(counters[some], given[some], strict=True))
        )
    return counters


def long_polls(metrics: str) -> int:
    """How many polls the centre holds."""
    text = httpx.get(metrics, trust_env=False).text
    line = next(line for line in text.splitlines() if line.startswith("mizban_long_polls "))
    return int(line.split()[1])


class Crowd:
    """Counters that all wait for news."""

    def __init__(self, served: Serving, counters: Sequence[SimulatedCounter]) -> None:
        self._served = served
        self.counters = counters
        self._polls: list[asyncio.Task[Reply]] = []

    async def wait(self) -> None:
        """Let every counter wait, until the centre holds them all."""
        count = len(self.counters)
        self._polls = [asyncio.create_task(one.poll()) for one in self.counters]
        # It is another process that holds them.
        while await asyncio.to_thread(long_polls, self._served.metrics) < count:  # noqa: ASYNC110
            await asyncio.sleep(0.1)

    async def hear(self, writer: int, address: str = "") -> float:
        """Milliseconds from one counter's push until every other of its office has the news.

        The push goes through ``address``, or through the process at which all wait. All others
        go on waiting.
        """
        first = writer - writer % PER_OFFICE
        office = range(first, min(first + PER_OFFICE, len(self.counters)))
        others = [at for at in office if at != writer]
        one = self.counters[writer]
        pusher = replace(one, address=address or one.address, way=None)
        started = time.monotonic()
        await pusher.push()
        await pusher.close()
        one.seq, one.head = pusher.seq, pusher.head
        replies = await asyncio.gather(*(self._polls[at] for at in others))
        assert all(reply.body for reply in replies)
        for at in others:
            self._polls[at] = asyncio.create_task(self.counters[at].poll())
        return (max(reply.at for reply in replies) - started) * 1000

    async def end(self) -> None:
        """Everybody hangs up."""
        for poll in self._polls:
            poll.cancel()
        await asyncio.gather(*self._polls, return_exceptions=True)
        for one in self.counters:
            await one.close()


async def gathered(served: Serving, count: int, over: str) -> Crowd:
    """A crowd that waits; tells what it costs."""
    counters = await joined(served.address, await asyncio.to_thread(codes, served.url, count))
    for one in counters:
        await one.close()
    before = served.megabytes
    crowd = Crowd(served, counters)
    await crowd.wait()
    held = served.megabytes
    each = (held - before) * 1000 / count
    tell(f"memory of a waiting counter over {over}, of {count}", each, "KB", limit=KB_A_COUNTER)
    tell(f"memory of a centre with {count} counters over {over}", held, "MB", before=before)
    return crowd


async def measure(served: Serving, beside: Serving, count: int) -> None:
    """Tell every figure of a crowd that gets news."""
    crowd = await gathered(served, count, "HTTP")
    held = served.megabytes
    step = max(count // _OFFICES_ASKED, PER_OFFICE)
    for way, address in (("pushed here", ""), ("of another process", beside.address)):
        worst = [await crowd.hear(at, address) for at in range(0, count, step)]
        tell(f"news {way} at every counter of its office", max(worst), "ms", limit=WITHIN_MS)
    tell("memory more after the news", served.megabytes - held, "MB", limit=GROWTH_MB)
    await crowd.end()


async def measure_secure(served: Serving, count: int) -> None:
    """Tell what a crowd costs over TLS."""
    crowd = await gathered(served, count, "TLS")
    await crowd.end()


def main() -> None:
    """Two processes of one centre, all counters waiting at the first; then one over TLS."""
    count = int(os.environ.get("MIZBAN_BENCH_COUNTERS", "2000"))
    if allow_open_files(count + 200) < count + 200:
        raise SystemExit("the system does not let a process hold so many connections")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "centre")
        with serving(folder) as served, serving(folder) as beside:
            asyncio.run(measure(served, beside, count))
        certificates = own_certificates(Path(name, "tls"))
        with serving(Path(name, "secure"), certificates) as served:
            asyncio.run(measure_secure(served, count))


if __name__ == "__main__":
    main()
