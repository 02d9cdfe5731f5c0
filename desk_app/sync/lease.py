"""A lane from the centre for a book that was restored or copied and has none left of its own."""

import asyncio

from desk_app.ports.line import Enrolment, Lease
from desk_app.protocol.messages import LogRequest
from desk_app.protocol.problems import Problem
from desk_app.sync.rounds import Connect, over_http
from desk_app.sync.session import as_fault, signed_in


def lease_from_centre(app: str = "", connect: Connect = over_http) -> Lease:
    """Asks the centre that the desk enrolled with, in the name of ``app``."""

    def lease(enrolment: Enrolment, log: str, previous: str, previous_seq: int) -> int:
        request = LogRequest(
            log=log, reason="restore", previous=previous, previous_seq=previous_seq
        )
        return asyncio.run(_lease(enrolment, request, app, connect))

    return lease


async def _lease(enrolment: Enrolment, request: LogRequest, app: str, connect: Connect) -> int:
    async with connect(enrolment) as line:
        try:
            # Nothing is said of what was acknowledged: the log that knows it may be another's.
            opened = await signed_in(line, enrolment, app, {})
            reply = await line.new_log(opened.token, request)
        except Problem as problem:
            raise as_fault(problem) from problem
    return reply.log.lane
