"""The facts of an office that its page needs: names, posts with their holders, calendar, keys."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select

from central.store.public_tables import fact
from desk_app.records import bodies as b
from desk_app.records.errors import UserMistake
from desk_app.records.event import BadEntry, Event
from desk_app.records.items import Post
from desk_app.records.kinds_of_event import body_data, body_of
from desk_app.records.told_calendar import CalendarFact, told_calendar
from desk_app.records.workdays import WorkCalendar

_ITEMS: Final = frozenset({"post"})
_MOST_NAME: Final = 200


class Facts:
    """Takes in the facts of one office within one transaction; of a name the latest counts."""

    def __init__(self, connection: Connection, office: int) -> None:
        self._connection = connection
        self._office = office

    def take(self, event: Event) -> None:
        """Keep the event if the page needs what it says."""
        try:
            body = body_of(event)
        except BadEntry:
            return
        name = _name(body, event)
        if not name or len(name) > _MOST_NAME or len(event.id) > _MOST_NAME:
            return
        at = (
            fact.c.office == self._office,
            fact.c.kind == event.subject.kind,
            fact.c.name == name,
        )
        row = self._connection.execute(select(fact.c.hlc, fact.c.event).where(*at)).one_or_none()
        if row is not None and (row.hlc, row.event) >= event.order:
            return
        self._connection.execute(delete(fact).where(*at))
        self._connection.execute(
            insert(fact).values(
                office=self._office, kind=event.subject.kind, name=name, hlc=event.hlc,
                event=event.id, type=event.type, data=msgspec.json.encode(body_data(body)),
            )
        )  # fmt: skip


class OfficeRead(NamedTuple):
    """What the page knows of an office at one instant."""

    name: b.OfficeNamed | None
    calendars: "OfficeCalendars"


class OfficeCalendars:
    """The calendars of an office's provinces, as its announcements now stand."""

    def __init__(self, rows: list[Row[Any]]) -> None:
        self._facts = [
            CalendarFact(row.type, row.event, row.hlc, msgspec.json.decode(row.data))
            for row in rows
        ]

    def of(self, province: int) -> WorkCalendar:
        """The calendar of a province (0: none in particular)."""
        ours = [each for each in self._facts if each.data.get("province", 0) in (province, 0)]
        return told_calendar(_shipped(), province, ours)


def read_office(connection: Connection, office: int) -> OfficeRead:
    """The office's names and calendars."""
    rows = connection.execute(
        select(fact)
        .where(fact.c.office == office, fact.c.kind.in_(("office", "calendar")))
        .order_by(fact.c.hlc, fact.c.event)
    ).all()
    named = [row for row in rows if row.type == "OfficeNamed"]
    name = msgspec.json.decode(named[-1].data, type=b.OfficeNamed) if named else None
    return OfficeRead(name, OfficeCalendars([row for row in rows if row.kind == "calendar"]))


def holder_of(connection: Connection, office: int, post: str, day: date) -> str | None:
    """Who answers in a post on a day, empty for nobody; None for a post that is not known."""
    at = (
        fact.c.office == office,
        fact.c.kind == "item",
        fact.c.name == f"post/{post}"[:_MOST_NAME],
    )
    row = connection.execute(select(fact.c.type, fact.c.data).where(*at)).one_or_none()
    if row is None or row.type != "ItemSet":
        return None
    try:
        return Post.from_data(msgspec.json.decode(row.data)["data"]).holder_on(day)
    except UserMistake:
        return None


def keys_of(connection: Connection, office: int, audience: str) -> tuple[str, ...]:
    """The public keys to which the office seals what is for an audience; none where it has none."""
    at = (fact.c.office == office, fact.c.kind == "office", fact.c.name == f"keys/{audience}")
    row = connection.execute(select(fact.c.data).where(*at)).one_or_none()
    return msgspec.json.decode(row.data, type=b.KeysPublished).public_keys if row else ()


def _name(body: b.Body, event: Event) -> str:
    """Under which name a fact is kept; empty for one that the page does not need."""
    match body:
        case b.ItemSet() | b.ItemDropped():
            return f"{body.item}/{body.key}" if body.item in _ITEMS else ""
        case b.OfficeNamed():
            return "name"
        case b.KeysPublished():
            return "keys/" + body.audience
        case b.ClosureAnnounced() | b.ClosureCancelled() | b.CalendarSet():
            return event.id
    return ""


@cache
def _shipped() -> Mapping[str, Any]:
    table = files("resources").joinpath("calendar", "ir.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(table)
    return data
