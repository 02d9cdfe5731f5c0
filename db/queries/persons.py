"""A person met before: what was told last, and what they asked for."""

from typing import Any, Final

from db.names import text_of
from db.projection.current import persons_now
from db.projection.loading import load
from db.queries.hits import COLUMNS, REFERRED_TO, hits
from db.queries.sight import Sight
from db.tables.projection import PARTIES
from desk_app.ports.queries import Hit, KnownPerson
from desk_app.records.fold import fold_request

_LAST: Final = (
    f"SELECT request, place FROM {PARTIES} p WHERE person = ?{{}} "  # noqa: S608
    "ORDER BY hlc DESC, request DESC LIMIT 1"
)
_HOW_MANY: Final = (
    "SELECT count(DISTINCT request), count(DISTINCT iif(open = 1, request, NULL)) "  # noqa: S608
    f"FROM {PARTIES} p WHERE person = ?{{}}"
)
_HISTORY: Final = (
    f"SELECT {COLUMNS} FROM (SELECT DISTINCT hlc, request FROM {PARTIES} p "  # noqa: S608
    "WHERE person = ?{} ORDER BY hlc DESC, request DESC LIMIT ?) p "
    "JOIN request r ON r.key = p.request ORDER BY r.n DESC"
)


def known_person(db: Any, sight: Sight, person_key: str) -> KnownPerson | None:
    """What was told last of a person; None for one who was never here, as far as may be seen."""
    within, values = _within(sight, person_key)
    row = db.execute(_LAST.format(within), values).fetchone() if person_key else None
    if row is None:
        return None
    key, place = row
    state = fold_request(text_of(key), load(db, "request", key).recorded)
    person = persons_now(state)[place]
    if person is None or state.registered is None:
        return None
    requests, still_open = db.execute(_HOW_MANY.format(within), values).fetchone()
    return KnownPerson(
        person=person,
        party=state.registered.parties[place],
        requests=requests,
        open_requests=still_open,
        last_seen=state.registered.at,
    )


def history_of(db: Any, sight: Sight, person_key: str, limit: int) -> list[Hit]:
    """The requests in which a person took part, newest first, as far as they may be seen."""
    if not person_key:
        return []
    within, values = _within(sight, person_key)
    return hits(db, db.execute(_HISTORY.format(within), (*values, limit)).fetchall())


def _within(sight: Sight, person_key: str) -> tuple[str, tuple[str, ...]]:
    """What a statement on ``party`` asks besides the person, and its values."""
    if sight.unit is None:
        return "", (person_key,)
    return " AND " + REFERRED_TO.format("p.request"), (person_key, sight.unit)
