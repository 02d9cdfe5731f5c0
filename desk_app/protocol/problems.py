"""The centre's refusals: problem details (RFC 9457) with stable codes."""

from typing import Final

import msgspec

from desk_app.records.errors import CentralFault

CONTENT_TYPE: Final = "application/problem+json"

STATUS: Final[dict[str, int]] = {
    "bad_http": 400,
    "bad_json": 400,
    "bad_encoding": 400,
    "bad_header": 422,
    "bad_count": 422,
    "bad_chain": 422,
    "bad_entry": 422,
    "bad_request": 422,
    "bad_bundle": 422,
    "bad_signature": 401,
    "unauthorized": 401,
    "unknown_log": 403,
    "bad_code": 403,
    "revoked": 403,
    "not_yours": 403,
    "not_found": 404,
    "bad_method": 405,
    "gap": 409,
    "fork": 409,
    "blob_offset": 409,
    "blob_differs": 409,
    "blob_erased": 410,
    "too_large": 413,
    "bad_media": 415,
    "bad_range": 416,
    "bad_digest": 422,
    "upgrade": 426,
    "slow_down": 429,
    "internal": 500,
    "busy": 503,
    "quota": 507,
}
"""Every code the centre answers with, and its HTTP status."""

_TYPE: Final = "urn:mizban:problem:"


class Problem(CentralFault):
    """A refusal with one of the codes of ``STATUS``; parameters are numbers or plain words."""

    @property
    def status(self) -> int:
        """The HTTP status of the code."""
        return STATUS[self.code]


def write_problem(problem: Problem) -> bytes:
    """The problem as ``application/problem+json``; its parameters are members beside."""
    return msgspec.json.encode(
        {
            "type": _TYPE + problem.code,
            "title": problem.code.replace("_", " "),
            "status": problem.status,
            "code": problem.code,
            **problem.params,
        }
    )


def read_problem(data: bytes) -> Problem | None:
    """The problem of a reply's body; None when it is none, or carries a code unknown here."""
    try:
        members = msgspec.json.decode(data, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    code = members.get("code")
    if not isinstance(code, str) or code not in STATUS:
        return None
    own = {"type", "title", "status", "code"}
    params = {
        name: value
        for name, value in members.items()
        if name not in own and isinstance(value, (int, str))
    }
    return Problem(code, **params)
