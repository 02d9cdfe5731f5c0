"""Sixteen desks push at once: until everything is durable at the centre, on PostgreSQL.

The floor is PostgreSQL's binary COPY of the same rows under the same indexes in one transaction,
on the server that the tests bring along, right before each turn. The desks' batches are signed and
compressed before the clock starts; the centre inflates, checks, chains, stores and projects them,
in a process of its own on the same machine. ``MIZBAN_BENCH_ROWS`` sets the size, to 64,000 events
at most.
"""

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.books import rows_wanted
from benchmarks.line_centre import Row, ServedCentre, copy_seconds, new_database, postgres, serving
from benchmarks.matters import LANE, make_requests
from benchmarks.told import tell
from central.store.database import Database
from central.store.offices import add_office, make_enrol_code
from desk_app.ports.line import Enrolment
from desk_app.protocol.batch import write_batch
from desk_app.protocol.keys import b64, enrol_statement, public_key, sign
from desk_app.protocol.line import Parcel
from desk_app.protocol.messages import EnrolRequest, LogClaim
from desk_app.protocol.squeeze import squeeze
from desk_app.records.chain import START, heads
from desk_app.records.event import Entry, encode_beside
from desk_app.records.ids import new_id
from desk_app.sync.http_line import HttpLine
from desk_app.sync.session import signed_in

DESKS: Final = 16
OFFICES: Final = 4
MOST_EVENTS: Final = 64_000
BATCH: Final = 1000
TURNS: Final = 3
SHARE: Final = 0.35
"""Of the speed of COPY, at least."""


class Desk(NamedTuple):
    """What one desk recorded: its key, its log and lane, its entries with their subjects."""

    key: bytes
    log: str
    lane: int
    entries: list[Entry]
    subjects: list[str]

    def parcels(self) -> list[Parcel]:
        """Its batches, signed and compressed."""
        found, prev = [], START
        for at in range(0, len(self.entries), BATCH):
            part = self.entries[at : at + BATCH]
            lines = write_batch(self.key, self.log, at + 1, prev, part)
            found.append(Parcel(squeeze(lines)))
            prev = heads(prev, (entry.bytes for entry in part))[-1]
        return found

    def rows(self, number: int) -> list[Row]:
        """Its entries as a centre keeps them."""
        chain = heads(START, (entry.bytes for entry in self.entries))
        return [
            (1, number, seq, head, subject, entry.bytes, encode_beside(entry.beside) or None)
            for seq, (entry, head, subject) in enumerate(
                zip(self.entries, chain, self.subjects, strict=True), 1
            )
        ]


def made_desk(number: int, requests: int) -> Desk:
    """A desk with so many requests and their visits."""
    made = [
        (entry, subject)
        for each in make_requests(requests, seed=number, lane=LANE + number)
        for _, _, subject, entry in each.entries
    ]
    key, log = sha256(bytes([number])).digest(), new_id(LANE, os.urandom(10))
    return Desk(key, log, LANE + number, [entry for entry, _ in made], [at for _, at in made])


async def pushing(centre: ServedCentre, desk: Desk, code: str, begin: asyncio.Barrier) -> float:
    """Enrol, wait for the others, push everything; the instant at which it was durable."""
    parcels = desk.parcels()
    async with HttpLine(centre.address, "") as line:
        public, recipient = b64(public_key(desk.key)), "age1bench"
        signature = sign(desk.key, enrol_statement(code, public, recipient))
        joined = await line.enrol(
            EnrolRequest(
                code=code, signing_key=public, age_recipient=recipient, sig=b64(signature),
                logs=(LogClaim(log=desk.log, lane=desk.lane),),
            )
        )  # fmt: skip
        mine = Enrolment(
            device=joined.device, office=joined.office.code, central=centre.address,
            fingerprint="", signing_key=desk.key, age_identity="",
        )  # fmt: skip
        token = (await signed_in(line, mine, "bench", {})).token
        await begin.wait()
        acked = 0
        for parcel in parcels:
            acked = (await line.push(token, parcel)).acked
    assert acked == len(desk.entries)
    return time.perf_counter()


async def all_pushing(centre: ServedCentre, desks: Sequence[Desk], codes: Sequence[str]) -> float:
    """Seconds from the first push of all desks to the last answer."""
    begin = asyncio.Barrier(len(desks) + 1)
    async with asyncio.TaskGroup() as group:
        work = [
            group.create_task(pushing(centre, desk, code, begin))
            for desk, code in zip(desks, codes, strict=True)
        ]
        await begin.wait()
        started = time.perf_counter()
    return max(each.result() for each in work) - started


def enrol_codes(centre: ServedCentre) -> list[str]:
    """A code for every desk, spread over the offices."""
    database = Database(centre.url)
    offices = [
        database.write(lambda c, code=f"{2000 + at}": add_office(c, code, "دفتر نمونه", 8))  # type: ignore[misc]
        for at in range(OFFICES)
    ]
    now_ms = time.time_ns() // 1_000_000
    codes = [
        database.write(lambda c, of=offices[at % OFFICES]: make_enrol_code(c, of, "", now_ms))[0]  # type: ignore[misc]
        for at in range(DESKS)
    ]
    database.close()
    return [code.code_text for code in codes]


def turn(server: str, desks: Sequence[Desk]) -> tuple[float, float]:
    """Seconds of COPY and of the desks."""
    rows = [row for number, desk in enumerate(desks, 1) for row in desk.rows(number)]
    copy = copy_seconds(server, rows)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder), new_database(server)) as centre,
    ):
        return copy, asyncio.run(all_pushing(centre, desks, enrol_codes(centre)))


def main() -> None:
    """Measure and tell."""
    requests = min(rows_wanted(), MOST_EVENTS // 2) // DESKS
    desks = [made_desk(number, requests) for number in range(1, DESKS + 1)]
    events = sum(len(desk.entries) for desk in desks)
    with postgres() as server:
        turns = [turn(server, desks) for _ in range(TURNS)]
    copy, push = (statistics.median(each) for each in zip(*turns, strict=True))
    tell(
        f"{DESKS} desks push {events} events to one centre", round(push, 3), "s",
        floor=round(copy, 3), bound=round(1 / SHARE, 3), events_per_second=round(events / push),
    )  # fmt: skip


if __name__ == "__main__":
    main()
