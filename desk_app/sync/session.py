"""A session with the centre: opened by signing its nonce, renewed once when it has ended."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final, TypeVar

from desk_app.ports.clock import Clock
from desk_app.ports.line import Enrolment, LineBook
from desk_app.protocol.keys import b64, session_statement, sign
from desk_app.protocol.line import LineProtocol
from desk_app.protocol.messages import CarryKeys, LogHeld, SessionReply, SessionRequest
from desk_app.protocol.problems import Problem
from desk_app.records.errors import CentralFault, Refused, Unreachable

T = TypeVar("T")
_NOTED_MS: Final = 1000


class Session:
    """The token of one device, and every call that needs it."""

    def __init__(
        self,
        book: LineBook,
        enrolment: Enrolment,
        line: LineProtocol,
        clock: Clock,
        app: str,
    ) -> None:
        self._book = book
        self._clock = clock
        self._app = app
        self._token = ""
        self._opening = asyncio.Lock()
        self._heard_ms = 0
        self.enrolment = enrolment
        self.line = line
        self.logs: tuple[LogHeld, ...] = ()
        """The device's logs as the centre held them when the session was opened."""

    async def open(self) -> None:
        """Get a token, and hear what the centre holds of our logs."""
        mine = self.enrolment
        reached = {
            position.log: acked
            for position in self._book.own_logs()
            if (acked := self._book.acknowledged(position.log))
        }
        reply = await signed_in(self.line, mine, self._app, reached)
        self._token, self.logs = reply.token, reply.logs
        self.heard(reply.server_time)
        recipient, key = carry_keys(reply.carry)
        if recipient and (recipient, key) != (mine.carry_recipient, mine.carry_key):
            self.enrolment = replace(mine, carry_recipient=recipient, carry_key=key)
            self._book.keep_enrolment(self.enrolment)

    async def asked(self, call: Callable[[str], Awaitable[T]]) -> T:
        """The call with our token; one new session when the centre no longer takes it."""
        used = self._token
        try:
            return await call(used)
        except Problem as problem:
            if problem.code != "unauthorized":
                raise
        async with self._opening:
            if used == self._token:
                await self.open()
        return await call(self._token)

    def heard(self, central_ms: int) -> None:
        """The centre answered, and said what its clock shows; noted once a second."""
        now_ms = self._clock.now_ms()
        if abs(now_ms - self._heard_ms) >= _NOTED_MS:
            self._heard_ms = now_ms
            self._book.note_contact(now_ms, central_ms)


async def signed_in(
    line: LineProtocol, mine: Enrolment, app: str, reached: dict[str, int]
) -> SessionReply:
    """The centre's answer to our signature under its nonce: a token, and our logs there."""
    first = await line.session(SessionRequest(device=mine.device, app=app))
    signature = sign(mine.signing_key, session_statement(mine.device, first.nonce))
    return await line.session(
        SessionRequest(
            device=mine.device, nonce=first.nonce, sig=b64(signature), app=app, reached=reached
        )
    )


def carry_keys(told: CarryKeys | None) -> tuple[str, str]:
    """To whom bundles for the centre are encrypted, and the key that signs its answers."""
    return (told.recipient, told.signing_key) if told else ("", "")


def as_fault(problem: Problem) -> CentralFault:
    """A refusal as the desk tells it: worth trying again, or a no with its reason."""
    if problem.status == 429 or problem.status >= 500:
        code = "line.server_error" if problem.code == "internal" else "line.busy"
        return Unreachable(code, **problem.params)
    return Refused(f"line.{problem.code}", **problem.params)
