"""Agreeing with the centre on our logs: what it holds of them, and which one goes on."""

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


class Agreement:
    """Which of our logs the centre takes, and how far each is durable there."""

    def __init__(self, book: LineBook, session: Session, clock: Clock, entropy: Entropy) -> None:
        self._book = book
        self._session = session
        self._clock = clock
        self._entropy = entropy
        self._begun = 0
        self._next_log = ""
        self.parted: set[str] = set()
        """Older logs whose other branch the centre holds; their entries went on in a newer log."""

    async def reach(self) -> None:
        """Compare every own log with what the session told; begin a new one where they part."""
        held = {log.log: log for log in self._session.logs}
        logs = self._book.own_logs()
        for position in logs:
            last = position is logs[-1]
            found = held.get(position.log) or await self._register(position, logs)
            if found.clash and last:
                await self.begin_anew("clash")
            elif self._is_forked(position, found):
                self.parted.add(position.log)
                if last:
                    await self.begin_anew("fork")
            elif not found.clash:
                self._note(position, found)

    async def begin_anew(self, reason: LogReason) -> None:
        """Go on in a new log, with a lane from the centre; what it does not hold moves there.

        Raises Refused ``line.fork`` when that has happened too often.
        """
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
        self._book.continue_in(self._next_log, reply.log.lane, reason)
        self._begun, self._next_log = self._begun + 1, ""
        self.read_anew()

    def rewind(self, log: str, seq: int) -> None:
        """The centre holds less than it once acknowledged: send again, and read all again."""
        self._book.acknowledge(log, seq)
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
        if held.clash or held.seq == 0:
            return False
        ours = self._book.head_at(position.log, held.seq)
        return ours is None or b64(ours) != held.head

    def _note(self, position: LogPosition, held: LogHeld) -> None:
        known = self._book.acknowledged(position.log)
        if held.seq < known:
            self.rewind(position.log, held.seq)
        elif held.seq > known:
            # The answer to an earlier push was lost.
            self._book.acknowledge(position.log, held.seq)
