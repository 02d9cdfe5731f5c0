"""Who was given access when, and the open work of an officer."""

import json
from typing import Any, Final

from db.names import text_of
from desk_app.ports.access import AccessEntry, Happened, OpenWork

_EVENTS: Final = (
    "SELECT hlc >> 16, name, actor, type, data FROM fact WHERE kind = 'officer' ORDER BY hlc, event"
)
_HELD: Final = (
    "SELECT key FROM request INDEXED BY request_holder "
    "WHERE holder = ? AND holder <> '' AND open = 1 ORDER BY n"
)
_TAKEN: Final = (
    "SELECT key FROM request INDEXED BY request_status "
    "WHERE status = 'open' AND open = 1 AND actor = ? AND holder = '' ORDER BY n"
)
_LEFT_BEHIND: Final = (
    "SELECT holder, count(*) FROM request INDEXED BY request_holder "
    "WHERE holder <> '' AND open = 1 GROUP BY holder"
)
_OF_OFFICERS: Final = "SELECT name, type, data FROM fact WHERE kind = 'officer' ORDER BY hlc, event"
_GIVEN: Final[dict[str, Happened]] = {"supervisor": "supervisor", "key": "key", "number": "number"}


def access_log(db: Any, limit: int) -> list[AccessEntry]:
    """The latest changes of access, newest first."""
    found = []
    known: dict[str, str] = {}
    for at, user, actor, kind, data in db.execute(_EVENTS):
        told = json.loads(data)
        found.append(AccessEntry(at, user, actor, _happened(kind, user, actor, told, known)))
        if kind == "OfficerSet":
            known[user] = told.get("sealed_key", "")
        else:
            known.pop(user, None)
    return found[: -limit - 1 : -1]


def open_work(db: Any, user: str) -> OpenWork:
    """What an officer holds, and what he took and nobody holds; oldest first."""
    held = tuple(text_of(key) for (key,) in db.execute(_HELD, (user,)))
    return OpenWork(held, tuple(text_of(key) for (key,) in db.execute(_TAKEN, (user,))))


def left_behind(db: Any) -> dict[str, tuple[str, int]]:
    """Those who left and still hold open requests: name and how many, by user name."""
    names: dict[str, str] = {}
    gone: set[str] = set()
    for user, kind, data in db.execute(_OF_OFFICERS):
        if kind == "OfficerSet":
            names[user] = json.loads(data)["name"]
            gone.discard(user)
        else:
            gone.add(user)
    held = dict(db.execute(_LEFT_BEHIND).fetchall())
    return {user: (names.get(user, user), held[user]) for user in sorted(gone & held.keys())}


def _happened(
    kind: str, user: str, actor: str, told: dict[str, Any], known: dict[str, str]
) -> Happened:
    if kind == "OfficerWithdrawn":
        return "withdrawn"
    if given := _GIVEN.get(told.get("given", "")):
        return given if user in known else "admitted"
    if user not in known:
        return "admitted"
    rekeyed = told.get("sealed_key", "") != known[user]
    return "own" if rekeyed and user == actor else "changed"
