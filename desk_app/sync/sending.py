"""Push: own entries in order, in batches that fit the line, several on their way at once."""

import asyncio
from collections import deque
from dataclasses import dataclass

from desk_app.ports.line import LineBook, LogPosition
from desk_app.protocol.batch import write_batch
from desk_app.protocol.line import Parcel
from desk_app.protocol.messages import PushReply
from desk_app.protocol.problems import Problem
from desk_app.protocol.squeeze import squeeze
from desk_app.records.chain import START
from desk_app.records.errors import MachineFault, Unreachable
from desk_app.sync.agreement import Agreement
from desk_app.sync.pace import MAX_PUSH_BYTES, BatchSize
from desk_app.sync.session import Session


@dataclass(frozen=True, slots=True)
class _OnItsWay:
    """A batch that is being pushed: the place of its last entry, when it left, its reply."""

    last: int
    left: float
    reply: asyncio.Task[PushReply]


class Sending:
    """Sends what the centre does not hold yet; ``pushed`` counts what became durable."""

    def __init__(self, book: LineBook, session: Session, agreement: Agreement) -> None:
        self._book = book
        self._session = session
        self._agreement = agreement
        self._size = BatchSize()
        self._encoding = "zstd"
        self.pushed = 0

    @property
    def waiting(self) -> int:
        """How many entries the centre does not hold yet."""
        return sum(
            position.seq - self._book.acknowledged(position.log) for position in self._unsent()
        )

    async def send_all(self) -> None:
        """Send until nothing waits. Raises Problem or Unreachable; what came through stays."""
        while logs := self._unsent():
            try:
                await self._send_log(logs[0].log)
            except Unreachable:
                self._size.failed()
                raise
            except Problem as problem:
                await self._refused(problem, logs[0].log)

    def _unsent(self) -> list[LogPosition]:
        """The logs with entries to send, oldest first."""
        return [
            position
            for position in self._book.own_logs()
            if position.seq > self._book.acknowledged(position.log)
            and position.log not in self._agreement.parted
        ]

    async def _send_log(self, log: str) -> None:
        """Send a log as far as it reaches now; the first failure in its order is raised.

        Batches behind one that failed are given up, and sent again another time: whatever of
        them came through changes nothing then.
        """
        end = next(position.seq for position in self._book.own_logs() if position.log == log)
        sent = acked = self._book.acknowledged(log)
        flying: deque[_OnItsWay] = deque()
        try:
            while sent < end or flying:
                while sent < end and len(flying) < self._size.in_flight:
                    before = flying[-1].reply if flying else None
                    flying.append(await self._start(log, sent, sent - acked, before))
                    sent = flying[-1].last
                acked = await self._arrived(log, acked, flying[0])
                flying.popleft()
                # It may hold more than was told of.
                sent = max(sent, acked)
        finally:
            for each in flying:
                each.reply.cancel()
            await asyncio.gather(*(each.reply for each in flying), return_exceptions=True)

    async def _start(
        self, log: str, sent: int, ahead: int, before: asyncio.Task[PushReply] | None
    ) -> _OnItsWay:
        """Let the next batch go, behind ``ahead`` entries that are on their way."""
        last, parcel = await asyncio.to_thread(self._parcel, log, sent, ahead)
        reply = asyncio.create_task(self._push(parcel, before), name="sync pushes")
        return _OnItsWay(last, asyncio.get_running_loop().time(), reply)

    async def _arrived(self, log: str, acked: int, first: _OnItsWay) -> int:
        """Wait for the first batch on its way; how far the log is durable then."""
        reply = await first.reply
        self._size.went(asyncio.get_running_loop().time() - first.left)
        self._session.heard(reply.server_time)
        if reply.acked < first.last:
            raise Unreachable("line.not_a_centre")
        if reply.acked > acked:
            await asyncio.to_thread(self._book.acknowledge, log, reply.acked)
            self.pushed += reply.acked - acked
        return max(reply.acked, acked)

    async def _push(self, parcel: Parcel, before: asyncio.Task[PushReply] | None) -> PushReply:
        line = self._session.line
        try:
            return await self._session.asked(lambda token: line.push(token, parcel))
        except Problem as problem:
            if problem.code != "gap" or before is None:
                raise
        # The centre waited in vain for the batch before, which is on its way all the same.
        await asyncio.wait({before})
        return await self._session.asked(lambda token: line.push(token, parcel))

    async def _refused(self, problem: Problem, log: str) -> None:
        """Do what the refusal asks for, or raise it."""
        acked = self._book.acknowledged(log)
        expected, seq = problem.params.get("expected"), problem.params.get("seq")
        if problem.code == "gap" and isinstance(expected, int) and 0 < expected <= acked:
            self._agreement.rewind(log, expected - 1)
        elif problem.code == "fork":
            await self._agreement.part(log, "fork")
        elif problem.code == "bad_entry" and isinstance(seq, int) and seq > acked:
            await self._agreement.part(log, "quarantine", frozenset({seq}))
        elif problem.code == "bad_media" and self._encoding == "zstd":
            self._encoding = "gzip"
        elif problem.code != "too_large" or not self._size.failed():
            raise problem

    def _parcel(self, log: str, sent: int, ahead: int) -> tuple[int, Parcel]:
        """The next entries, as many as the line carries well, and the place of the last."""
        prev = self._book.head_at(log, sent) if sent else START
        placed = self._book.entries(log, sent, self._size.fitting)
        if prev is None or not placed:
            raise MachineFault("line.own_log_incomplete", seq=sent)
        key = self._session.enrolment.signing_key
        entries = [found.entry for found in placed]
        while True:
            lines = write_batch(key, log, sent + 1, prev, entries, ahead)
            data = squeeze(lines, self._encoding, close=self._size.thin)
            self._size.weighed(len(entries), len(data))
            if len(data) <= MAX_PUSH_BYTES or len(entries) == 1:
                return sent + len(entries), Parcel(data, self._encoding)
            entries = entries[: max(1, len(entries) * MAX_PUSH_BYTES // len(data))]
