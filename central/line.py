"""The centre as the line sees it: the six calls of ``LineProtocol`` on one database."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy import Connection, select

from central.blobs import Blobs
from central.delivery import Delivery
from central.news import News
from central.store.append import Taken
from central.store.carry_keys import carry_secrets
from central.store.database import Database
from central.store.devices import (
    TOKEN_LIFE_MS,
    Device,
    device_of_token,
    make_nonce,
    note_seen,
    open_session,
)
from central.store.enrolment import enrol_device
from central.store.feed import FeedPage, feed_places, read_feed
from central.store.lanes import spare_lanes
from central.store.logs import Owner, logs_of, register_log
from central.store.offices import begin_epoch, office_at
from central.store.taking import take_batch
from central.store.thefts import flagged_lanes
from central.takers import WORTH_BYTES, Takers
from central.traffic import Traffic
from central.turns import Turns
from desk_app.protocol.batch import log_of, read_batch
from desk_app.protocol.blobs import BlobHeld, Piece
from desk_app.protocol.limits import MAX_SQUEEZED, MAX_WAIT_SECONDS, PROTOCOL
from desk_app.protocol.line import Page, Parcel, Wanted
from desk_app.protocol.messages import (
    BundleReply,
    EnrolReply,
    EnrolRequest,
    LaneFlag,
    LogClaim,
    LogReply,
    LogRequest,
    PushReply,
    SessionReply,
    SessionRequest,
    StatusReply,
)
from desk_app.protocol.problems import Problem
from desk_app.protocol.squeeze import inflate, squeeze

T = TypeVar("T")
_THREADS: Final = 8


@dataclass(frozen=True, slots=True)
class Versions:
    """Which versions of the protocol a centre takes."""

    least: int = PROTOCOL
    most: int = PROTOCOL

    def check(self, version: int) -> None:
        """Raise Problem ``upgrade`` for a version that is not taken."""
        if not self.least <= version <= self.most:
            raise Problem("upgrade", min_p=self.least, max_p=self.most)


class CentralLine:
    """Implements ``LineProtocol``; work on the database runs in threads of its own."""

    def __init__(
        self,
        database: Database,
        now_ms: Callable[[], int],
        versions: Versions | None = None,
        scans: Path | None = None,
        takers: int = 0,
    ) -> None:
        self._database = database
        self._takers = Takers(database.address, takers) if takers else None
        self._now_ms = now_ms
        self.versions = versions or Versions()
        self.traffic = Traffic()
        self.blobs = Blobs(database, scans, now_ms) if scans is not None else None
        self._delivery = Delivery(database, now_ms, self.blobs)
        self.turns = Turns()
        self.news = News(lambda offices: self._read(lambda c: feed_places(c, offices)))
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="central")

    def close(self) -> None:
        """End every long poll and let the work under way finish."""
        self.stop_waiting()
        self._threads.shutdown()
        if self._takers is not None:
            self._takers.close()

    def stop_waiting(self) -> None:
        """Answer whatever waits for news, or for a batch before it."""
        self.news.close()
        self.turns.close()

    async def enrol(self, request: EnrolRequest) -> EnrolReply:
        """Join; see ``LineProtocol``."""
        self.versions.check(request.p)
        return await self._write(lambda c: enrol_device(c, request, self._now_ms()))

    async def session(self, request: SessionRequest) -> SessionReply:
        """A nonce, or a token for its signature."""
        self.versions.check(request.p)
        now_ms = self._now_ms()
        if not request.nonce:
            nonce = await self._read(lambda c: make_nonce(c, request.device, now_ms))
            return SessionReply(nonce=nonce, server_time=now_ms)
        return await self._write(lambda c: _open(c, request, now_ms))

    async def new_log(self, token: str, request: LogRequest) -> LogReply:
        """Register a log of the token's device."""

        def register(connection: Connection) -> LogReply:
            now_ms = self._now_ms()
            device = device_of_token(connection, token, now_ms)
            owner = Owner(
                device.office, device.device, request.reason, request.previous[:36],
                max(0, min(request.previous_seq, 1 << 60)),
            )  # fmt: skip
            claim = LogClaim(log=request.log, lane=request.lane)
            held = register_log(connection, owner, claim, now_ms)
            return LogReply(
                log=held, spare_lanes=spare_lanes(connection, device.office, device.device, now_ms)
            )

        return await self._write(register)

    async def push(self, token: str, parcel: Parcel) -> PushReply:
        """Make one batch durable."""

        def bringer(connection: Connection) -> Device:
            now_ms = self._now_ms()
            device = device_of_token(connection, token, now_ms)
            note_seen(connection, device, now_ms)
            return device

        def begin() -> tuple[str, Callable[[], Taken]]:
            # Who is unknown shall not make the centre inflate and hash for him.
            self._database.read(lambda c: device_of_token(c, token, self._now_ms()))
            if len(parcel.data) > MAX_SQUEEZED:
                raise Problem("too_large", limit=MAX_SQUEEZED)
            lines, takers = inflate(parcel.data, parcel.encoding), self._takers
            if takers is not None and len(parcel.data) >= WORTH_BYTES:
                return log_of(lines), lambda: takers.take(token, parcel, self._now_ms())
            batch = read_batch(lines)
            return batch.header.log, lambda: take_batch(
                self._database, bringer, batch, self._now_ms()
            )

        with self.traffic:
            log, take = await self._run(begin)
            office, reply = await self.turns.take(log, lambda: self._run(take))
        if reply.new:
            self.news.changed(office)
        return reply

    async def pull(self, token: str, wanted: Wanted) -> Page:
        """One page of the office's feed, waited for when there is none."""
        device = await self._read(lambda c: device_of_token(c, token, self._now_ms()))
        loop = asyncio.get_running_loop()
        until = loop.time() + min(max(wanted.wait, 0), MAX_WAIT_SECONDS)
        while True:
            beat = self.news.beat(device.office)
            page = await self._read(partial(_feed, office=device.office, wanted=wanted))
            if page.ahead:
                await self._begin_epoch(device.office)
                continue
            wanted = replace(wanted, cursor=page.cursor)
            left = until - loop.time()
            if page.lines or not await self.news.wait(device.office, beat, page.place, left):
                break
        parcel = Parcel(await self._run(lambda: squeeze(page.lines)))
        return Page(parcel, page.cursor, page.more, self._now_ms())

    async def for_device(
        self, token: str, work: Callable[[Connection, Device, int], T], *, write: bool = False
    ) -> T:
        """What ``work`` finds or does in one transaction for the device that holds the token."""

        def known(connection: Connection) -> T:
            now_ms = self._now_ms()
            return work(connection, device_of_token(connection, token, now_ms), now_ms)

        return await (self._write(known) if write else self._read(known))

    async def bundle(self, token: str, data: bytes) -> BundleReply:
        """Take a file that some desk carried, from a desk with a line."""
        await self._read(lambda c: device_of_token(c, token, self._now_ms()))
        office, reply = await self._run(lambda: self._delivery.take(data))
        if reply.new:
            self.news.changed(office)
        return reply

    async def status(self, token: str) -> StatusReply:
        """The versions taken, the time, the device's office and logs."""

        def look(connection: Connection) -> StatusReply:
            now_ms = self._now_ms()
            device = device_of_token(connection, token, now_ms)
            return StatusReply(
                min_p=self.versions.least,
                max_p=self.versions.most,
                server_time=now_ms,
                office=office_at(connection, device.office).names,
                logs=tuple(log.told(device.device) for log in logs_of(connection, device.device)),
            )

        return await self._read(look)

    async def blob_held(self, token: str, name: str) -> BlobHeld | None:
        """How much is held of a scan; see ``BlobLine``."""
        blobs = self._blobs()
        return await self._run(lambda: blobs.held(token, name))

    async def put_piece(self, token: str, name: str, piece: Piece) -> BlobHeld:
        """Make a piece of a scan durable."""
        blobs = self._blobs()
        return await self._run(lambda: blobs.put(token, name, piece))

    async def get_piece(self, token: str, name: str, at: int) -> Piece:
        """A piece of a whole scan."""
        blobs = self._blobs()
        return await self._run(lambda: blobs.get(token, name, at))

    async def tidy(self) -> None:
        """Remove the scans that were erased."""
        if self.blobs is not None:
            await self._run(self.blobs.tidy)

    async def check(self) -> None:
        """Raise Problem ``busy`` unless the database answers."""
        await self._read(lambda c: c.execute(select(1)).scalar_one())

    def _blobs(self) -> Blobs:
        """The scans of this centre; Problem ``not_found`` where it takes none."""
        if self.blobs is None:
            raise Problem("not_found")
        return self.blobs

    async def _begin_epoch(self, office: int) -> None:
        await self._write(lambda c: begin_epoch(c, office))

    async def _read(self, work: Callable[[Connection], T]) -> T:
        return await self._run(lambda: self._database.read(work))

    async def _write(self, work: Callable[[Connection], T]) -> T:
        return await self._run(lambda: self._database.write(work))

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def _open(connection: Connection, request: SessionRequest, now_ms: int) -> SessionReply:
    token, device = open_session(connection, request, now_ms)
    logs = logs_of(connection, device.device)
    if _is_behind(request, {log.log: log.seq for log in logs}):
        begin_epoch(connection, device.office)
    return SessionReply(
        token=token,
        expires_in=TOKEN_LIFE_MS // 1000,
        server_time=now_ms,
        office=office_at(connection, device.office).names,
        logs=tuple(log.told(device.device) for log in logs),
        flagged=tuple(
            LaneFlag(lane=flag.lane, after=flag.after)
            for flag in flagged_lanes(connection, device.office)
        ),
        carry=carry_secrets(connection).public,
    )


def _is_behind(request: SessionRequest, held: dict[str, int]) -> bool:
    """Whether the device was once told of more than is here."""
    return any(seq > held.get(log, 0) for log, seq in request.reached.items())


def _feed(connection: Connection, office: int, wanted: Wanted) -> FeedPage:
    return read_feed(connection, office, wanted.cursor, wanted.without, max(1, wanted.limit))
