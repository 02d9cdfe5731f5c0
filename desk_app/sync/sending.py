"""Push: own entries in order, in batches that fit the line."""

import asyncio

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
            await self._send_one(logs[0].log)

    def _unsent(self) -> list[LogPosition]:
        """The logs with entries to send, oldest first."""
        return [
            position
            for position in self._book.own_logs()
            if position.seq > self._book.acknowledged(position.log)
            and position.log not in self._agreement.parted
        ]

    async def _send_one(self, log: str) -> None:
        acked = self._book.acknowledged(log)
        parcel = self._parcel(log, acked)
        clock = asyncio.get_running_loop()
        started = clock.time()
        try:
            reply = await self._push(parcel)
        except Unreachable:
            self._size.failed()
            raise
        except Problem as problem:
            await self._refused(problem, log, acked)
            return
        self._size.went(clock.time() - started)
        self._session.heard(reply.server_time)
        if reply.acked <= acked:
            raise Unreachable("line.not_a_centre")
        self._book.acknowledge(log, reply.acked)
        self.pushed += reply.acked - acked

    async def _push(self, parcel: Parcel) -> PushReply:
        line = self._session.line
        return await self._session.asked(lambda token: line.push(token, parcel))

    async def _refused(self, problem: Problem, log: str, acked: int) -> None:
        """Do what the refusal asks for, or raise it."""
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

    def _parcel(self, log: str, acked: int) -> Parcel:
        """The next entries, as many as the line carries well."""
        prev = self._book.head_at(log, acked) if acked else START
        placed = self._book.entries(log, acked, self._size.events)
        if prev is None or not placed:
            raise MachineFault("line.own_log_incomplete", seq=acked)
        key = self._session.enrolment.signing_key
        entries = [found.entry for found in placed]
        while True:
            data = squeeze(write_batch(key, log, acked + 1, prev, entries), self._encoding)
            if len(data) <= MAX_PUSH_BYTES or len(entries) == 1:
                return Parcel(data, self._encoding)
            entries = entries[: max(1, len(entries) * MAX_PUSH_BYTES // len(data))]
