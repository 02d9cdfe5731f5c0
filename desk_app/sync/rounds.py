"""One round of push and pull, for the command line and for scheduled syncing."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from desk_app.ports.clock import Clock, Entropy
from desk_app.ports.line import Enrolment, LineBook
from desk_app.protocol.line import LineProtocol
from desk_app.records.errors import CentralFault, Unreachable
from desk_app.sync.conversation import Conversation, unsent
from desk_app.sync.http_line import HttpLine
from desk_app.sync.scans import ScanTraffic
from desk_app.sync.states import Round

Connect = Callable[[Enrolment], AbstractAsyncContextManager[LineProtocol]]


def over_http(enrolment: Enrolment) -> HttpLine:
    """The line to the centre that a desk enrolled with."""
    return HttpLine(enrolment.central, enrolment.fingerprint)


def one_round(
    book: LineBook,
    clock: Clock,
    entropy: Entropy,
    app: str = "",
    connect: Connect = over_http,
    scans: ScanTraffic | None = None,
) -> Round:
    """Push everything, pull everything, once, then scans; what came through stays.

    Raises MachineFault when the book cannot be read or written.
    """
    return asyncio.run(_round(book, clock, entropy, app, connect, scans))


async def _round(
    book: LineBook,
    clock: Clock,
    entropy: Entropy,
    app: str,
    connect: Connect,
    scans: ScanTraffic | None,
) -> Round:
    enrolment = book.enrolment()
    if enrolment is None:
        return Round("refused", 0, 0, unsent(book), "line.not_enrolled")
    fault: CentralFault | None = None
    async with connect(enrolment) as line:
        talk = Conversation(book, enrolment, line, clock, entropy, app)
        try:
            await talk.open()
            await talk.push()
            await talk.pull()
            if scans is not None:
                await talk.carry_scans(scans, once=True)
        except CentralFault as error:
            fault = error
        if fault is None:
            happened = talk.happened()
            told = (happened[-1].code, happened[-1].params) if happened else ()
            return Round("ok", talk.pushed, talk.pulled, talk.unsent, *told)
        return Round(
            "unreachable" if isinstance(fault, Unreachable) else "refused",
            talk.pushed, talk.pulled, talk.unsent, fault.code, fault.params,
        )  # fmt: skip
