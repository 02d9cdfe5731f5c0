"""The requests of the line, as ``docs/protocol.md`` describes them."""

from typing import Any, Final

from central.web.endpoints import MAX_CURSOR, Endpoints
from central.web.operations import JSON, Body, Operation, Value
from desk_app.protocol import batch
from desk_app.protocol.limits import MAX_PAGE_INFLATED, MAX_SQUEEZED
from desk_app.protocol.members import ID_PATTERN
from desk_app.protocol.messages import (
    EnrolReply,
    EnrolRequest,
    LogReply,
    LogRequest,
    PushReply,
    SessionReply,
    SessionRequest,
    StatusReply,
)
from desk_app.protocol.squeeze import ENCODINGS

_COUNT: Final[dict[str, Any]] = {"type": "integer", "minimum": 0, "maximum": 999_999_999}
_CODINGS: Final = (*ENCODINGS, "identity")
_CURSOR: Final[dict[str, Any]] = {"type": "string", "maxLength": MAX_CURSOR}
_LOG: Final[dict[str, Any]] = {"type": "string", "pattern": f"^({ID_PATTERN})?$"}

LINE: Final[tuple[Operation[Endpoints], ...]] = (
    Operation(
        method="POST", path="/v1/enrol", name="enrol", answer=Endpoints.enrol, status=201,
        about="Join with a single-use code; the same code with the same key, the same answer.",
        takes=Body(message=EnrolRequest), gives=Body(message=EnrolReply),
        refusals=("bad_signature", "bad_code", "upgrade"),
    ),
    Operation(
        method="POST", path="/v1/session", name="session", answer=Endpoints.session,
        about="A nonce for a device; with its signature, a token.",
        takes=Body(message=SessionRequest), gives=Body(message=SessionReply),
        refusals=("unauthorized", "revoked", "upgrade"),
    ),
    Operation(
        method="POST", path="/v1/logs", name="newLog", answer=Endpoints.new_log, token=True,
        about="Register a log of this device.",
        takes=Body(message=LogRequest), gives=Body(message=LogReply),
    ),
    Operation(
        method="POST", path="/v1/push", name="push", answer=Endpoints.push, token=True,
        about="Make one signed batch durable.",
        takes=Body(
            batch.CONTENT_TYPE, limit=MAX_SQUEEZED, codings=_CODINGS,
            about="A header line, then one line an entry.",
        ),
        gives=Body(message=PushReply),
        refusals=(
            "bad_json", "bad_header", "bad_count", "bad_chain", "bad_entry", "bad_signature",
            "unknown_log", "gap", "fork", "upgrade",
        ),
    ),
    Operation(
        method="GET", path="/v1/pull", name="pull", answer=Endpoints.pull, token=True,
        about="A page of the office's feed; with nothing to send, held for news.",
        gives=Body(
            batch.CONTENT_TYPE, limit=MAX_PAGE_INFLATED, codings=_CODINGS,
            about="Any number of batches one after the other.",
        ),
        values=(
            Value("after", "query", _CURSOR, "The cursor of the last answer; empty at first."),
            Value("without", "query", _LOG, "A log to leave out: the one that the desk writes."),
            Value("limit", "query", {**_COUNT, "default": 1000}, "Entries in the page, at most."),
            Value("wait", "query", {**_COUNT, "default": 0}, "Seconds to wait; at most 55."),
        ),
        told=(
            Value("Mizban-Cursor", "header", _CURSOR, "Where the next page begins."),
            Value("Mizban-More", "header", {"enum": ["0", "1"]}, "1: ask again at once."),
            Value("Mizban-Time", "header", {"type": "integer"}, "Its clock, ms since 1970."),
        ),
    ),
    Operation(
        method="GET", path="/v1/status", name="status", answer=Endpoints.status, token=True,
        about="The versions taken, the time, the device's office and logs.",
        gives=Body(message=StatusReply),
    ),
    Operation(
        method="GET", path="/v1/ca", name="anchor", answer=Endpoints.anchor,
        about="The certificate (PEM) that desks pin.",
        gives=Body("application/x-pem-file"), refusals=("not_found",),
    ),
    Operation(
        method="GET", path="/healthz", name="health", answer=Endpoints.health,
        about="Whether the database answers.", gives=Body(JSON),
    ),
)  # fmt: skip
"""Every request of the line."""
