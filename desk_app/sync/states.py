"""What the desk can say of its line."""

from dataclasses import dataclass, field
from typing import Literal

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
    """One round of push and pull, as ``mizban sync`` tells it; ``detail`` is a code."""

    state: Literal["ok", "unreachable", "refused"]
    pushed: int
    pulled: int
    unsent: int
    detail: str = ""
    params: dict[str, str | int] = field(default_factory=dict)
