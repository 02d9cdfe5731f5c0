"""Agreeing with the centre on our logs: what it holds of them, and which one goes on."""

from dataclasses import dataclass
from typing import Final

from desk_app.ports.clock import Clock, Entropy
from desk_app.ports.line import LineBook, LogPosition
from desk_app.protocol.keys import b64
from desk_app.protocol.messages import LogHeld, LogReason, LogReply, LogRequest
from desk_app.records.chain import START
from desk_app.records.errors import Refused
from desk_app.records.ids import new_id
from desk_app.sync.session import Session

_MOST_NEW_LOGS: Final = 3
"""New logs in one conversation; a desk that needs more has a fault that no new log mends."""


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that was set right by itself: the code of its sentence, and parameters."""

    code: str
    params: dict[str, str | int]


class Agreement:
    """Which of our logs the centre takes, and how far each is durable there."""

    def __init__(self, book: LineBook, session: Session, clock: Clock, entropy: Entropy) -> None:
        self._book = book
        self._session = session
        self._clock = clock
        self._entropy = entropy
        self._begun = 0
        self._next_log = ""
        self.rewound = False
        """Whether the centre was seen to have lost something that it held."""
        self.parted: set[str] = set()
        """Logs that are not sent any more: their entries went on in a newer log."""
        self.happened: list[Happened] = []
        """What a person should know of and need not mend, oldest first."""

    async def reach(self) -> None:
        """Compare every own log with what the session told; begin a new one where they part."""
        held = {log.log: log for log in self._session.logs}
        logs = self._book.own_logs()
        for position in logs:
            found = held.get(position.log) or await self._register(position, logs)
            if found.foreign or self._is_forked(position, found):
                await self.part(position.log, "fork")
            elif not self._is_behind(position, found) and found.clash:
                await self.part(position.log, "clash")

    async def part(
        self, log: str, reason: LogReason, without: frozenset[int] = frozenset()
    ) -> None:
        """Send no more of a log; when it is the one being written, go on in a new one.

        That has a lane from the centre, and what the centre does not hold moves there, but not
        what stood at the places ``without``. Raises Refused ``line.fork`` when it has happened
        too often.
        """
        self.parted.add(log)
        if log == self._book.own_logs()[-1].log:
            await self._begin_anew(reason, without)

    async def _begin_anew(self, reason: LogReason, without: frozenset[int]) -> None:
        if self._begun >= _MOST_NEW_LOGS:
            raise Refused("line.fork")
        last = self._book.own_logs()[-1]
        # The same id again after a lost answer, so that no lane is wasted.
        self._next_log = self._next_log or new_id(self._clock.now_ms(), self._entropy(10))
        reply = await self._ask(
            LogRequest(
                log=self._next_log,
                reason=reason,
                previous=last.log,
                previous_seq=self._book.acknowledged(last.log),
            )
        )
        self._book.continue_in(self._next_log, reply.log.lane, reason, without)
        self.happened.append(Happened(f"line.began.{reason}", {"lane": reply.log.lane}))
        self._begun, self._next_log = self._begun + 1, ""
        self.read_anew()

    def rewind(self, log: str, seq: int) -> None:
        """The centre holds less than it once acknowledged: send again, and read all again."""
        lost = self._book.acknowledged(log) - seq
        self.happened.append(Happened("line.centre_lost", {"count": lost}))
        self._book.acknowledge(log, seq)
        self.rewound = True
        self.read_anew()

    def read_anew(self) -> None:
        """Let the next pull begin at the start; what is known changes nothing."""
        self._book.receive([], "")

    async def _register(self, position: LogPosition, logs: list[LogPosition]) -> LogHeld:
        at = logs.index(position)
        previous = logs[at - 1] if at else LogPosition("", 0, 0, START)
        reply = await self._ask(
            LogRequest(
                log=position.log,
                reason="restore" if at else "alone",
                lane=position.lane,
                previous=previous.log,
                previous_seq=previous.seq,
            )
        )
        return reply.log

    async def _ask(self, request: LogRequest) -> LogReply:
        line = self._session.line
        reply = await self._session.asked(lambda token: line.new_log(token, request))
        self._book.keep_enrolment(self._session.enrolment, reply.spare_lanes)
        return reply

    def _is_forked(self, position: LogPosition, held: LogHeld) -> bool:
        """Whether the centre holds entries of this log that are not ours."""
        if held.seq == 0:
            return False
        ours = self._book.head_at(position.log, held.seq)
        return ours is None or b64(ours) != held.head

    def _is_behind(self, position: LogPosition, held: LogHeld) -> bool:
        """Note how far the log is durable; whether the centre lost some of it."""
        known = self._book.acknowledged(position.log)
        if held.seq < known:
            self.rewind(position.log, held.seq)
        elif held.seq > known:
            # The answer to an earlier push was lost.
            self._book.acknowledge(position.log, held.seq)
        return held.seq < known
