"""Who may do what, and whose word is shown first where two disagree."""

from typing import Final, Literal

Role = Literal["officer", "supervisor", "expert", "admin", "centre"]

RANK: Final[dict[str, int]] = {"officer": 1, "expert": 1, "admin": 1, "supervisor": 2, "centre": 3}
"""In a conflict the highest rank is shown: centre over supervisor over officer."""

_DESK: Final = frozenset(
    {"register", "find", "look", "follow_up", "answer", "correct", "print", "backup", "sync"}
)
_LEADS: Final = frozenset(
    {"settle", "void", "extend", "reassign", "reserve_codes", "report", "export", "join", "reopen"}
)
MAY: Final[dict[str, frozenset[str]]] = {
    "officer": _DESK | {"withdraw", "join"},
    "expert": frozenset({"find", "look", "follow_up", "answer", "print", "sync"}),
    "supervisor": _DESK | _LEADS | {"withdraw", "officers", "catalogue", "erase"},
    "admin": _DESK | _LEADS | {"withdraw", "officers", "catalogue", "erase", "restore", "enrol"},
    "centre": frozenset({"settle", "extend", "reopen", "answer", "catalogue", "officers", "erase"}),
}


def may(role: str, deed: str) -> bool:
    """Whether a role permits a deed; an unknown role permits nothing."""
    return deed in MAY.get(role, frozenset())
