"""The plain JSON messages of the line; unknown members are ignored, new ones have defaults."""

from typing import Any, Literal, TypeVar

import msgspec

from desk_app.protocol.limits import MAX_MESSAGE, PROTOCOL
from desk_app.protocol.members import Id, Lane, NoId, Place, Recipient
from desk_app.protocol.problems import Problem


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What every message is."""


class LogClaim(Message, frozen=True, kw_only=True):
    """A log as its desk holds it: its lane (0 asks for one), entries and head (base64url)."""

    log: Id
    lane: Lane = 0
    seq: Place = 0
    head: str = ""


class LogHeld(Message, frozen=True, kw_only=True):
    """A log as the centre holds it.

    ``clash`` says that its lane was another log's before, ``foreign`` that the log itself is
    another device's (a copied book); either way its desk goes on in a log of its own.
    """

    log: str
    lane: int
    seq: int = 0
    head: str = ""
    clash: bool = False
    foreign: bool = False


class OfficeNames(Message, frozen=True, kw_only=True):
    """The office a device belongs to."""

    code: str
    name: str
    province: int = 0


class LaneFlag(Message, frozen=True, kw_only=True):
    """A lane of a stolen device: codes with a serial above ``after`` are doubtful (-1: all)."""

    lane: int
    after: int


class CarryKeys(Message, frozen=True, kw_only=True):
    """Of a centre: to whom bundles are encrypted (age), and who signs its answers (Ed25519)."""

    recipient: str
    signing_key: str


class EnrolRequest(Message, frozen=True, kw_only=True):
    """A desk asks to join with a single-use code, its public keys and the logs it wrote so far."""

    code: str
    signing_key: str
    age_recipient: Recipient
    sig: str
    name: str = ""
    app: str = ""
    p: int = PROTOCOL
    logs: tuple[LogClaim, ...] = ()


class EnrolReply(Message, frozen=True, kw_only=True):
    """The device, its office, its logs with their lanes, and lanes in reserve."""

    device: str
    office: OfficeNames
    logs: tuple[LogHeld, ...]
    spare_lanes: tuple[int, ...]
    server_time: int
    """Milliseconds since 1970."""
    slip_key: str = ""
    """Shared with this device for lanes read over the telephone (32 bytes, base64url)."""
    carry: CarryKeys | None = None
    """For bundles on a stick."""


class SessionRequest(Message, frozen=True, kw_only=True):
    """First with the device alone, to be given a nonce; then with the nonce and its signature.

    ``reached`` tells, per log, how far the centre once acknowledged, so that a centre that was
    restored from a backup learns what it lost.
    """

    device: Id
    nonce: str = ""
    sig: str = ""
    app: str = ""
    p: int = PROTOCOL
    reached: dict[str, int] = {}


class SessionReply(Message, frozen=True, kw_only=True):
    """A nonce to sign; or a token, and the device's logs as the centre holds them."""

    nonce: str = ""
    token: str = ""
    expires_in: int = 0
    """Seconds."""
    server_time: int = 0
    office: OfficeNames | None = None
    logs: tuple[LogHeld, ...] = ()
    flagged: tuple[LaneFlag, ...] = ()
    """The office's lanes whose codes may have been made by a thief."""
    carry: CarryKeys | None = None
    """For bundles on a stick."""


LogReason = Literal["restore", "fork", "full", "clash", "alone", "quarantine"]


class LogRequest(Message, frozen=True, kw_only=True):
    """A desk began, or is about to begin, a log of its own; lane 0 asks for one."""

    log: Id
    reason: LogReason
    lane: Lane = 0
    previous: NoId = ""
    previous_seq: Place = 0


class LogReply(Message, frozen=True, kw_only=True):
    """The log as registered, and every spare lane this device now holds."""

    log: LogHeld
    spare_lanes: tuple[int, ...]


class PushReply(Message, frozen=True, kw_only=True):
    """How far the log is durable without a gap, and how many entries of the batch were new."""

    acked: int
    new: int
    server_time: int


class BundleReply(Message, frozen=True, kw_only=True):
    """What became of a file of a set that some desk carried; ``held`` waits for a person.

    ``answer`` is a bundle (base64url) for the desk that made it: what is now durable of it.
    """

    set: str
    number: int
    of: int
    new: int
    held: bool = False
    missing: tuple[int, ...] = ()
    answer: str = ""


class StatusReply(Message, frozen=True, kw_only=True):
    """The centre as this device may see it."""

    min_p: int
    max_p: int
    server_time: int
    office: OfficeNames
    logs: tuple[LogHeld, ...]


M = TypeVar("M", bound=Message)


def write_message(message: Message) -> bytes:
    """The message as JSON."""
    return msgspec.json.encode(message)


def read_message(data: bytes, kind: type[M], limit: int = MAX_MESSAGE) -> M:
    """The message of a body; Problem ``bad_json``, ``bad_request`` or ``too_large`` otherwise."""
    if len(data) > limit:
        raise Problem("too_large", limit=limit)
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError as error:
        raise Problem("bad_request") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Problem("bad_json") from error


def as_json(message: Message) -> dict[str, Any]:
    """The plain form of a message."""
    data: dict[str, Any] = msgspec.to_builtins(message)
    return data
