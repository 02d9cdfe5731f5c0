"""Attending to the line: converse while it can, pause when it cannot, never end by itself."""

import asyncio
import logging
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final

from desk_app.bugs import keep_bug
from desk_app.ports.clock import Clock, Entropy
from desk_app.ports.line import LineBook
from desk_app.ports.line_page import KeepRound
from desk_app.records.errors import DeskError, Refused, Unreachable
from desk_app.sync.conversation import Conversation, unsent
from desk_app.sync.pace import LONGEST_PAUSE, Backoff
from desk_app.sync.rounds import Connect, over_http
from desk_app.sync.rounds_told import RoundsTold
from desk_app.sync.scans import ScanTraffic
from desk_app.sync.states import StateKind, SyncState

_log: Final = logging.getLogger("mizban.sync")
POLL_SECONDS: Final = 50
"""How long the centre may hold an answer while it has no news."""

_QUICK_SECONDS: Final = 1.0


def even_chance(longest: float) -> float:
    """A number drawn evenly between 0 and ``longest``; it spreads load and keeps no secret."""
    return random.uniform(0, longest)  # noqa: S311


@dataclass(frozen=True, slots=True)
class Means:
    """What is given besides the book: time, chance, the program's name, the way to the centre."""

    clock: Clock
    entropy: Entropy
    app: str = ""
    connect: Connect = over_http
    chance: Callable[[float], float] = field(default=even_chance)
    keep_round: KeepRound | None = None
    """Where each round is put down as it ends; None where nobody asks for it later."""
    scans: ScanTraffic | None = None


class Attendance:
    """The life of one book's line in one event loop; ``run`` ends only by being cancelled."""

    def __init__(self, book: LineBook, means: Means, on_state: Callable[[SyncState], None]) -> None:
        self._book = book
        self._means = means
        self._on_state = on_state
        self._backoff = Backoff(means.chance)
        self._state = SyncState("working", since_ms=means.clock.now_ms())
        self._rounds = RoundsTold(means.clock, means.keep_round)
        self.written = asyncio.Event()
        """Set when the book wrote an event of its own."""
        self.again = asyncio.Event()
        """Set when somebody wants a try now."""

    async def run(self) -> None:
        """Attend until cancelled."""
        while True:
            pause = await self._attend()
            await self._rest(pause)

    async def _attend(self) -> float:
        """Converse until something fails; how many seconds to pause then."""
        self._rounds.begin()
        try:
            await self._converse()
        except Unreachable as fault:
            self._tell_fault("unreachable", fault)
            return self._backoff.pause(float(fault.params.get("retry_after", 0)))
        except Refused as fault:
            kind: StateKind = "refused" if self._book.enrolment() else "not_enrolled"
            self._tell_fault(kind, fault)
        except DeskError as fault:
            self._tell_fault("attention", fault)
        except Exception as error:  # noqa: BLE001  the border of the sync loop
            reference = keep_bug(error)
            _log.error("sync met a bug, kept as %s", reference)
            self._rounds.end("line.bug", {"reference": reference})
            self._tell(SyncState("attention", code="line.bug", params={"reference": reference}))
        return LONGEST_PAUSE

    async def _converse(self) -> None:
        means = self._means
        enrolment = self._book.enrolment()
        if enrolment is None:
            raise Refused("line.not_enrolled")
        if means.scans is not None:
            await means.scans.count()
        async with means.connect(enrolment) as line:
            talk = Conversation(self._book, enrolment, line, means.clock, means.entropy, means.app)
            self._rounds.of(talk)
            self._tell(SyncState("working", waiting=talk.unsent, code="line.working"))
            await talk.open()
            self.written.clear()
            await talk.push()
            await self._read(talk)
            self._backoff.reset()
            self._rounds.end()
            self._tell_standing(talk)
            await self._keep_up(talk)

    async def _read(self, talk: Conversation) -> None:
        """Fetch all there is, which the first time may be years; what is written goes meanwhile."""
        sending = asyncio.create_task(self._send_meanwhile(talk), name="sync sends meanwhile")
        try:
            await talk.pull()
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
        await talk.push()

    async def _send_meanwhile(self, talk: Conversation) -> None:
        while True:
            await self.written.wait()
            self.written.clear()
            await talk.push()
            self._tell(SyncState("working", waiting=talk.unsent, code="line.working"))

    async def _keep_up(self, talk: Conversation) -> None:
        """Send what is written and fetch what is new, each when it comes, until one fails."""
        scans = self._means.scans
        try:
            async with asyncio.TaskGroup() as both:
                if scans is not None:
                    scans.quiet.set()
                    both.create_task(talk.carry_scans(scans), name="sync scans")
                both.create_task(self._send_on(talk), name="sync sends")
                both.create_task(self._fetch_on(talk), name="sync fetches")
        except ExceptionGroup as group:
            raise group.exceptions[0] from None

    async def _send_on(self, talk: Conversation) -> None:
        while True:
            await self.written.wait()
            self.written.clear()
            self._rounds.begin()
            self._tell(SyncState("waiting", waiting=talk.unsent))
            await self._push_alone(talk)
            self._rounds.end()
            self._tell_standing(talk)

    async def _push_alone(self, talk: Conversation) -> None:
        """Send events; scans wait meanwhile."""
        scans = self._means.scans
        if scans is not None:
            scans.quiet.clear()
        await talk.push()
        if scans is not None:
            scans.quiet.set()
            scans.look()

    async def _fetch_on(self, talk: Conversation) -> None:
        clock = asyncio.get_running_loop()
        while True:
            asked, before = clock.time(), talk.pulled
            await talk.pull(POLL_SECONDS)
            if talk.pulled > before:
                self._rounds.end()
                self._backoff.reset()
            elif clock.time() - asked < _QUICK_SECONDS:
                # A centre that does not hold its answers must not be asked without end.
                await asyncio.sleep(self._backoff.pause())
            if talk.unsent:
                # Written by another process of this desk.
                self.written.set()
            self._tell_standing(talk)

    async def _rest(self, seconds: float) -> None:
        """Until the pause is over or somebody wants a try now; what is written is counted."""
        counting = asyncio.create_task(self._count_on(), name="sync counts")
        try:
            # Not wait_for, which in Python 3.11 may swallow being cancelled.
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self.again.wait()
        finally:
            counting.cancel()
            await asyncio.gather(counting, return_exceptions=True)
        self.again.clear()

    async def _count_on(self) -> None:
        while True:
            await self.written.wait()
            self.written.clear()
            self._tell(replace(self._state, waiting=unsent(self._book)))
            if self._means.scans is not None:
                self._means.scans.look()
                await self._means.scans.count()

    def _tell_standing(self, talk: Conversation) -> None:
        for each in talk.happened():
            self._rounds.end(each.code, each.params)
        waiting = talk.unsent
        if waiting:
            self._tell(
                SyncState(
                    "waiting", waiting=waiting, code="line.waiting", params={"waiting": waiting}
                )
            )
        else:
            self._tell(SyncState("up_to_date", code="line.up_to_date"))

    def _tell_fault(self, kind: StateKind, fault: DeskError) -> None:
        waiting = unsent(self._book)
        if kind != "not_enrolled":
            self._rounds.end(fault.code, fault.params)
        self._tell(SyncState(kind, waiting=waiting, code=fault.code, params=fault.params))

    def _tell(self, state: SyncState) -> None:
        """Pass a state on when it differs; ``since_ms`` stays while the kind does."""
        same_kind = state.kind == self._state.kind
        since_ms = self._state.since_ms if same_kind else self._means.clock.now_ms()
        state = replace(state, since_ms=since_ms)
        if state != self._state:
            self._state = state
            self._on_state(state)
