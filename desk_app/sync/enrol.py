"""Joining a centre: keys made on the desk, one code used, logs and lanes agreed on."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pyrage

from desk_app.ports.clock import Clock, Entropy
from desk_app.ports.line import Enrolment, LineBook, LogPosition
from desk_app.protocol.enrol_code import EnrolCode, read_enrol_code
from desk_app.protocol.keys import KEY_BYTES, b64, enrol_statement, public_key, sign, unb64
from desk_app.protocol.line import LineProtocol
from desk_app.protocol.messages import EnrolReply, EnrolRequest, LogClaim, OfficeNames
from desk_app.protocol.pin import check_address
from desk_app.protocol.problems import Problem
from desk_app.records.chain import START
from desk_app.records.errors import Refused, Unreachable
from desk_app.records.ids import new_id
from desk_app.sync.conversation import Conversation
from desk_app.sync.rounds import Connect, over_http
from desk_app.sync.session import as_fault, carry_keys


@dataclass(frozen=True, slots=True)
class Candidate:
    """A desk that wants to join: its centre's address, the code as typed, its own names."""

    central: str
    code: str
    name: str = ""
    app: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """What enrolment gave: to be kept in the book before anything else is done."""

    enrolment: Enrolment
    office: OfficeNames
    log: str
    lane: int
    spare_lanes: tuple[int, ...]
    server_time: int
    slip_key: bytes
    """For lanes that the centre tells over the telephone; empty from a centre without them."""


def join_new(
    candidate: Candidate, clock: Clock, entropy: Entropy, connect: Connect = over_http
) -> Joined:
    """Enrol a desk that has recorded nothing: the centre gives its first lane.

    Raises UserMistake for a mistyped address or code, Refused or Unreachable.
    """
    log = new_id(clock.now_ms(), entropy(10))
    joined, _ = asyncio.run(_enrol(candidate, [LogPosition(log, 0, 0, START)], entropy, connect))
    return joined


def join_alone(
    book: LineBook,
    candidate: Candidate,
    clock: Clock,
    entropy: Entropy,
    connect: Connect = over_http,
) -> Joined:
    """Enrol an office that began alone: its logs and lanes are registered as they are.

    Its printed codes stay valid. When its lane was given to another meanwhile, it goes on in a
    new log. Raises as ``join_new``, and Refused ``line.enrolled_already``.
    """
    if book.enrolment() is not None:
        raise Refused("line.enrolled_already")
    joined, clash = asyncio.run(_enrol(candidate, book.own_logs(), entropy, connect))
    book.keep_enrolment(joined.enrolment, joined.spare_lanes)
    if clash:
        asyncio.run(_agree(book, candidate, joined, clock, entropy, connect))
    last = book.own_logs()[-1]
    return replace(joined, log=last.log, lane=last.lane)


async def _enrol(
    candidate: Candidate, logs: Sequence[LogPosition], entropy: Entropy, connect: Connect
) -> tuple[Joined, bool]:
    code = read_enrol_code(candidate.code)
    central = check_address(candidate.central, code.fingerprint)
    signing_key = entropy(KEY_BYTES)
    identity = pyrage.x25519.Identity.generate()
    draft = Enrolment(central, code.fingerprint, "", "", signing_key, str(identity))
    request = _request(candidate, code, signing_key, str(identity.to_public()), logs)
    async with connect(draft) as line:
        try:
            reply = await _heard(line, request)
        except Problem as problem:
            raise as_fault(problem) from problem
    return _joined(draft, reply), any(log.clash or log.foreign for log in reply.logs)


async def _heard(line: LineProtocol, request: EnrolRequest) -> EnrolReply:
    """The centre's answer; asked twice, because a lost answer would use the code up for nothing.

    To the same keys the centre gives the same answer.
    """
    try:
        return await line.enrol(request)
    except Unreachable:
        return await line.enrol(request)


def _request(
    candidate: Candidate,
    code: EnrolCode,
    signing_key: bytes,
    age_recipient: str,
    logs: Sequence[LogPosition],
) -> EnrolRequest:
    public = b64(public_key(signing_key))
    statement = enrol_statement(code.code_text, public, age_recipient)
    return EnrolRequest(
        code=code.code_text,
        signing_key=public,
        age_recipient=age_recipient,
        sig=b64(sign(signing_key, statement)),
        name=candidate.name,
        app=candidate.app,
        logs=tuple(
            LogClaim(log=at.log, lane=at.lane, seq=at.seq, head=b64(at.head)) for at in logs
        ),
    )


def _joined(draft: Enrolment, reply: EnrolReply) -> Joined:
    enrolment = Enrolment(
        draft.central, draft.fingerprint, reply.device, reply.office.code, draft.signing_key,
        draft.age_identity, *carry_keys(reply.carry),
    )  # fmt: skip
    last = reply.logs[-1]
    return Joined(
        enrolment, reply.office, last.log, last.lane, reply.spare_lanes, reply.server_time,
        unb64(reply.slip_key, KEY_BYTES) if reply.slip_key else b"",
    )  # fmt: skip


async def _agree(
    book: LineBook,
    candidate: Candidate,
    joined: Joined,
    clock: Clock,
    entropy: Entropy,
    connect: Connect,
) -> None:
    async with connect(joined.enrolment) as line:
        await Conversation(book, joined.enrolment, line, clock, entropy, candidate.app).open()
