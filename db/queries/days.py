"""One day of the office, counter by counter, each figure from what is kept up with every row."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from db.names import key_of, text_of
from db.queries.counters import Heard
from db.queries.figures import OWN_LOG
from desk_app.ports.days import DayCounts, ParkedEvent, VisitRow
from desk_app.records.hlc import wall_ms
from desk_app.records.ids import new_id
from desk_app.records.jalali import at_desk

DAY: Final = "SELECT counter, what, name, count FROM tally WHERE day = ? AND office = ?"
STANDING: Final = (
    "SELECT counter, what, name, count FROM tally WHERE day = '' AND office = '' "
    "AND (what IN ('unprinted', 'conflicts', 'unheard') OR (what = 'due' AND name <= ?))"
)
"""What is due is kept by its day: to count an office's overdue requests would take longer."""
VISITS: Final = (
    "SELECT key, started, hlc, counter, actor, outcome, channel, service, topic, agency "
    "FROM visit WHERE key >= ? AND key < ? AND office = ? AND started >= ? AND started < ?"
    "{} ORDER BY key DESC LIMIT ?"
)
PARKED: Final = (
    "SELECT p.event, p.kind, coalesce(e.type, ''), p.why, r.key FROM parked p "
    "LEFT JOIN event e ON e.id = p.event AND e.shadowed = 0 "
    "LEFT JOIN request r ON r.key = p.subject AND p.kind = 'request' LIMIT ?"
)
_COUNTER: Final = "SELECT value FROM setting WHERE name = 'counter'"
_LATE: Final = timedelta(days=1)
"""A visit is recorded within a day of its beginning."""
RECENT_MS: Final = 7 * 86_400_000
"""A counter is named, even where it has no figure, for so long after it was last heard of."""


@dataclass(slots=True)
class _Gathered:
    """The figures of one counter while they are read."""

    plain: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    named: defaultdict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))


def own_counter(db: Any) -> str:
    """The counter that this desk stands at."""
    row = db.execute(_COUNTER).fetchone()
    return row[0] if row else ""


def days(db: Any, heard: Heard, iso_date: str) -> tuple[DayCounts, ...]:
    """Every counter with a figure, or heard of lately, by name."""
    own = own_counter(db)
    found: defaultdict[str, _Gathered] = defaultdict(_Gathered)
    for counter, what, name, count in db.execute(DAY, (iso_date, _office(db))):
        if what == "visits":
            found[counter].plain[what] = count
        else:
            found[counter].named[what][name] = count
    for counter, what, name, count in db.execute(STANDING, (iso_date,)):
        is_late = what == "due" and name < iso_date
        found[counter].plain["overdue" if is_late else what] += count
    last = heard.by_counter(db)
    since = at_desk(date.fromisoformat(iso_date), 0) - RECENT_MS
    names = {own, *found, *(counter for counter, at in last.items() if at >= since)} - {""}
    return tuple(
        _counted(name, found[name], own=name == own, as_of=last.get(name, 0))
        for name in sorted(names, key=_by_number)
    )


def visits_of(db: Any, iso_date: str, outcome: str, counter: str, limit: int) -> list[VisitRow]:
    """The visits that began on a day, newest first; rows are clustered by when they were told."""
    day = date.fromisoformat(iso_date)
    since, until = at_desk(day, 0), at_desk(day + _LATE, 0)
    asked, values = "", []
    for column, wanted in (("outcome", outcome), ("counter", counter)):
        if wanted:
            asked += f" AND {column} = ?"
            values.append(wanted)
    span = (_first_key(since), _first_key(at_desk(day + 2 * _LATE, 0)))
    rows = db.execute(VISITS.format(asked), (*span, _office(db), since, until, *values, limit))
    return [
        VisitRow(text_of(key), started, wall_ms(hlc), *rest) for key, started, hlc, *rest in rows
    ]


def parked(db: Any, limit: int) -> list[ParkedEvent]:
    """Events that were set aside."""
    return [
        ParkedEvent(text_of(event), kind, name, why, text_of(request) if request else "")
        for event, kind, name, why, request in db.execute(PARKED, (limit,))
    ]


def _office(db: Any) -> str:
    own = db.execute(OWN_LOG).fetchone()
    return own[2] if own else ""


def _counted(name: str, found: _Gathered, *, own: bool, as_of: int) -> DayCounts:
    plain, named = found.plain, found.named
    return DayCounts(
        counter=name,
        visits=plain["visits"],
        requests=sum(named["officer"].values()),
        by_outcome=named["outcome"],
        by_kind=named["kind"],
        by_officer=named["officer"],
        overdue=plain["overdue"],
        due_today=plain["due"],
        unprinted=plain["unprinted"],
        conflicts=plain["conflicts"],
        unheard=plain["unheard"],
        own=own,
        as_of=as_of,
    )


def _first_key(ms: int) -> bytes:
    """The smallest id that is made at an instant."""
    return key_of(new_id(ms, bytes(10)))


def _by_number(name: str) -> tuple[bool, int, str]:
    """Counters by their number, those that are named by words after them."""
    plain = name.isascii() and name.isdecimal()
    return not plain, int(name) if plain else 0, name
