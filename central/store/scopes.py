"""What the centre says to many offices at once: the nation, a province.

A scope has a feed and an own log like an office; what is written there is kept once, and each
office of the scope has a place in its own feed that points to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, func, insert, select, update

from central.store import tables
from central.store.database import Database
from central.store.offices import SCOPE_MARK, is_office, new_epoch, office_by_code
from central.store.own_log import OWN, Author, write_own
from central.store.scope_tables import carried, relayed
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.event import Draft, Event, read_event

_OFFICES_AT_ONCE: Final = 200
_office = tables.office
_batch = tables.batch
_entry = tables.entry


def say_to(
    database: Database,
    province: int,
    drafts: Sequence[Draft],
    now_ms: int,
    author: Author | None = None,
) -> list[Event]:
    """Write events for every office of a province (0: of the nation), and carry them there.

    A program that ends in between leaves the rest to ``carry``. Raises as ``write_own``.
    """

    def write(connection: Connection) -> list[Event]:
        return write_own(connection, _scope(connection, province), drafts, now_ms, author)

    events = database.write(write)
    carry(database)
    return events


@dataclass(frozen=True, slots=True)
class Target:
    """Whom the centre speaks to: an office by its code, else a province, else the nation (0)."""

    office: str = ""
    province: int = 0


def say(
    database: Database,
    target: Target,
    drafts: Sequence[Draft],
    now_ms: int,
    author: Author | None = None,
) -> list[Event]:
    """Write events for a target; UserMistake ``office.unknown``, else as ``write_own``."""
    if not target.office:
        return say_to(database, target.province, drafts, now_ms, author)
    return database.write(
        lambda c: write_own(c, _office_of(c, target.office), drafts, now_ms, author)
    )


def said(connection: Connection, target: Target) -> list[Event]:
    """Everything that the centre itself said to exactly this target so far, in its order."""
    if target.office:
        number: int | None = _office_of(connection, target.office)
    else:
        number = connection.execute(_number_of(target.province)).scalar()
    here = and_(tables.log.c.office == _entry.c.office, tables.log.c.number == _entry.c.number)
    query = (
        select(_entry.c.data)
        .join(tables.log, here)
        .where(_entry.c.office == number, tables.log.c.reason == OWN)
    )
    events = [read_event(bytes(data)) for data in connection.execute(query).scalars()]
    return sorted(events, key=lambda event: event.order)


def carry(database: Database) -> None:
    """Give every office the places in its feed that what was said to its scopes still lacks."""
    for scope, code in database.read(_behind):
        after: int | None = 0
        while after is not None:
            last = after
            after = database.write(lambda c, s=scope, k=code, a=last: _carry_some(c, s, k, a))  # type: ignore[misc]


def join_scopes(connection: Connection, office: int) -> None:
    """Let an office's feed hold everything that was said to its scopes before it had a desk."""
    province = connection.execute(
        select(_office.c.province).where(_office.c.office == office)
    ).scalar_one()
    codes = {_scope_code(each) for each in (0, province)}
    scopes = select(_office.c.office).where(_office.c.code.in_(codes)).order_by(_office.c.office)
    for scope in connection.execute(scopes).scalars().all():
        _level(connection, scope, [office])


def _scope(connection: Connection, province: int) -> int:
    """The number under which a scope's feed is kept; made when first needed."""
    code, query = _scope_code(province), _number_of(province)
    number = connection.execute(query).scalar()
    if number is None:
        row = dict(code=code, name="", province=province, place=0, logs=0, epoch=new_epoch())
        connection.execute(insert(_office).values(**row))
        number = connection.execute(query).scalar_one()
        connection.execute(insert(relayed).values(office=number, place=0))
    return int(number)


def _scope_code(province: int) -> str:
    return f"{SCOPE_MARK}{province}" if province else SCOPE_MARK


def _number_of(province: int) -> Select[int]:
    return select(_office.c.office).where(_office.c.code == _scope_code(province))


def _office_of(connection: Connection, code: str) -> int:
    found = office_by_code(connection, code)
    if found is None:
        raise UserMistake(Mistake("office", "office.unknown", {"office": code}))
    return found.office


def _behind(connection: Connection) -> list[tuple[int, str]]:
    """The scopes of which something is not carried to all their offices yet."""
    rows = connection.execute(
        select(_office.c.office, _office.c.code)
        .join(relayed, relayed.c.office == _office.c.office)
        .where(~is_office, _office.c.place > relayed.c.place)
        .order_by(_office.c.office)
    )
    return [(row.office, row.code) for row in rows]


def _carry_some(connection: Connection, scope: int, code: str, after: int) -> int | None:
    """Bring the next offices level; the last of them, or None when that were all."""
    place = _lock(connection, scope)
    query = select(_office.c.office).where(is_office, _office.c.office > after)
    if province := code.removeprefix(SCOPE_MARK):
        query = query.where(_office.c.province == int(province))
    some = query.order_by(_office.c.office).limit(_OFFICES_AT_ONCE)
    offices: list[int] = list(connection.execute(some).scalars())
    _level(connection, scope, offices)
    if len(offices) == _OFFICES_AT_ONCE:
        return offices[-1]
    connection.execute(update(relayed).where(relayed.c.office == scope).values(place=place))
    return None


def _lock(connection: Connection, scope: int) -> int:
    """Let no other transaction say or carry anything in this scope; how far its feed reaches."""
    query = select(_office.c.place).where(_office.c.office == scope)
    return int(connection.execute(query.with_for_update()).scalar_one())


def _level(connection: Connection, scope: int, offices: Sequence[int]) -> None:
    _lock(connection, scope)
    places = list(
        connection.execute(
            select(_batch.c.place).where(_batch.c.office == scope).order_by(_batch.c.place)
        ).scalars()
    )
    reached = {
        row.office: row.reach
        for row in connection.execute(
            select(carried.c.office, func.max(carried.c.of_place).label("reach"))
            .where(carried.c.of_office == scope, carried.c.office.in_(offices))
            .group_by(carried.c.office)
        )
    }
    rows: list[dict[str, Any]] = []
    for office in offices:
        missing = [place for place in places if place > reached.get(office, 0)]
        last = _move(connection, office, len(missing)) if missing else 0
        rows += (
            dict(office=office, place=last - len(missing) + at, of_office=scope, of_place=of_place)
            for at, of_place in enumerate(missing, 1)
        )
    if rows:
        connection.execute(insert(carried), rows)


def _move(connection: Connection, office: int, by: int) -> int:
    """Move an office's feed on by some places; the last of them."""
    return int(
        connection.execute(
            update(_office)
            .where(and_(_office.c.office == office, is_office))
            .values(place=_office.c.place + by)
            .returning(_office.c.place)
        ).scalar_one()
    )
