"""Who may do what, and whose word is shown first where two disagree."""

from typing import Final, Literal

Role = Literal["officer", "supervisor", "expert", "admin", "centre"]

RANK: Final[dict[str, int]] = {"officer": 1, "expert": 1, "admin": 1, "supervisor": 2, "centre": 3}
"""In a conflict the highest rank is shown: centre over supervisor over officer."""

_SEES: Final = frozenset({"find", "look", "note", "print", "sync"})
_DESK: Final = _SEES | {"register", "follow_up", "answer", "correct", "backup"}
_UNIT: Final = frozenset({"unit", "approve"})
"""What a unit does with what was referred to it; approving is for its head."""
_LEADS: Final = frozenset(
    {"settle", "void", "extend", "reassign", "reserve_codes", "report", "export", "join", "reopen"}
)
_KEEPS: Final = frozenset({"withdraw", "officers", "catalogue", "erase"})
MAY: Final[dict[str, frozenset[str]]] = {
    "officer": _DESK | {"withdraw", "join"},
    "expert": _SEES | _UNIT,
    "supervisor": _DESK | _LEADS | _UNIT | _KEEPS,
    "admin": _DESK | _LEADS | _UNIT | _KEEPS | {"restore", "enrol"},
    "centre": frozenset({"settle", "extend", "reopen", "answer", "catalogue", "officers", "erase"}),
}


def sees_unit_only(role: str) -> bool:
    """Whether a role sees nothing but what was referred to the officer's own unit."""
    return role == "expert"


def may(role: str, deed: str) -> bool:
    """Whether a role permits a deed; an unknown role permits nothing."""
    return deed in MAY.get(role, frozenset())
