"""What the desk can say of its line, and which remedy each trouble of it has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

StateKind = Literal[
    "not_enrolled", "working", "up_to_date", "waiting", "unreachable", "refused", "attention"
]


@dataclass(frozen=True, slots=True)
class SyncState:
    """The line as the status bar shows it.

    ``waiting`` counts own events the centre does not hold; ``since_ms`` is when this kind of state
    began; ``code`` and ``params`` make the sentence.
    """

    kind: StateKind
    waiting: int = 0
    since_ms: int = 0
    code: str = ""
    params: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Round:
    """One round of push and pull, as ``mizban sync`` tells it.

    ``detail`` is the code of what went wrong, or of what was set right by itself.
    """

    state: Literal["ok", "unreachable", "refused"]
    pushed: int
    pulled: int
    unsent: int
    detail: str = ""
    params: dict[str, str | int] = field(default_factory=dict)


Remedy = Literal[
    "wait",
    "program",
    "centre",
    "retired",
    "stolen",
    "two_copies",
    "set_aside",
    "check",
    "stranger",
    "lanes",
    "join",
    "machine",
    "support",
]
"""What was done and what a person can do, the same for troubles that are mended alike."""

REMEDIES: Final[dict[str, Remedy]] = {
    "line.unreachable": "wait",
    "line.busy": "wait",
    "line.server_error": "wait",
    "line.damaged": "wait",
    "line.not_a_centre": "wait",
    "line.stopped": "wait",
    "line.bad_digest": "wait",
    "line.blob_offset": "wait",
    "line.blob_differs": "support",
    "line.blob_erased": "wait",
    "line.upgrade": "program",
    "line.bad_json": "program",
    "line.bad_encoding": "program",
    "line.bad_header": "program",
    "line.bad_count": "program",
    "line.bad_request": "program",
    "line.bad_media": "program",
    "line.bad_method": "program",
    "line.not_found": "program",
    "line.bad_range": "program",
    "line.bad_signature": "centre",
    "line.unauthorized": "centre",
    "line.unknown_log": "centre",
    "line.refused": "centre",
    "line.bad_code": "centre",
    "line.bad_bundle": "centre",
    "line.not_yours": "centre",
    "line.quota": "centre",
    "line.revoked": "retired",
    "line.fork": "two_copies",
    "line.began.fork": "two_copies",
    "line.began.clash": "lanes",
    "line.began.quarantine": "set_aside",
    "line.centre_lost": "wait",
    "line.bad_entry": "set_aside",
    "line.too_large": "set_aside",
    "line.gap": "check",
    "line.bad_chain": "check",
    "line.own_log_incomplete": "check",
    "line.fingerprint": "stranger",
    "line.needs_tls": "stranger",
    "line.needs_fingerprint": "stranger",
    "line.address": "stranger",
    "line.not_enrolled": "join",
    "line.bug": "support",
    "line.bad_http": "support",
    "lane.full": "lanes",
    "lane.none": "lanes",
    "lane.used": "lanes",
}

NO_PARAMS: Final[Mapping[str, str | int]] = {}


def remedy_of(code: str, params: Mapping[str, str | int] = NO_PARAMS) -> Remedy:
    """The remedy of a trouble; one that is not the line's own lies with the machine."""
    if code == "line.revoked" and params.get("state") == "stolen":
        return "stolen"
    return REMEDIES.get(code, "centre" if code.startswith("line.") else "machine")
