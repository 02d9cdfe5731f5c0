"""What the centre publishes: items of the catalogue and closed days, for those they concern.

Every change is an event of the centre's own, so that each version stays readable and a desk that
was away for a year reads the same as one that was not.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from central.store.database import Database
from central.store.own_log import Author
from central.store.scopes import Target, said, say
from desk_app.records import bodies as b
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.event import Draft, Event, Subject
from desk_app.records.items import ITEM_TYPES, Item, item_from_data, item_type
from desk_app.records.jalali import local_date
from desk_app.records.kinds_of_event import body_data
from desk_app.records.workdays import Closure

LATEST_NOTICE_DAYS: Final = 30
"""How long after a closed day it may still be told, as at a desk."""

Name = tuple[str, str]


def items_for(database: Database, target: Target) -> dict[Name, Item]:
    """The items that are published for exactly this target, by type word and key."""
    found: dict[Name, Item] = {}
    for event in database.read(lambda c: said(c, target)):
        if event.subject.kind != "item":
            continue
        name = (str(event.body["item"]), str(event.body["key"]))
        found.pop(name, None)
        if event.type == "ItemSet":
            found[name] = item_from_data(name[0], event.body["data"])
    return found


def publish_items(
    database: Database, target: Target, items: Iterable[Item], now_ms: int, author: Author
) -> list[Item]:
    """Publish what differs from what stands for the target; returns what was published."""
    standing = items_for(database, target)
    changed = [item for item in items if standing.get((item_type(item), item.key)) != item]
    drafts = [
        _draft("ItemSet", name, b.ItemSet(item=name[0], key=name[1], data=item.to_data()))
        for item in changed
        for name in [(item_type(item), item.key)]
    ]
    say(database, target, drafts, now_ms, author)
    return changed


def withdraw_item(
    database: Database, target: Target, item: str, key: str, now_ms: int, author: Author
) -> Event:
    """Take a published item back: an office's own of that key counts again.

    UserMistake ``item.not_published``.
    """
    if (item, key) not in items_for(database, target):
        raise UserMistake(Mistake("key", "item.not_published", {"key": key}))
    draft = _draft("ItemDropped", (item, key), b.ItemDropped(item=item, key=key))
    return say(database, target, [draft], now_ms, author)[0]


def map_item(
    database: Database, office: str, own: Name, into: str, now_ms: int, author: Author
) -> Event:
    """Let an item of an office's own give way to another key of the same type."""
    item, key = own
    if item not in ITEM_TYPES:
        raise UserMistake(Mistake("item", "catalogue.item"))
    draft = _draft("ItemMapped", own, b.ItemMapped(item=item, key=key, into=into))
    return say(database, Target(office), [draft], now_ms, author)[0]


def closures_for(database: Database, target: Target) -> Mapping[str, Closure]:
    """The closed days that are announced to exactly this target, by the event that did."""
    found: dict[str, Closure] = {}
    for event in database.read(lambda c: said(c, target)):
        if event.type == "ClosureAnnounced":
            told: dict[str, Any] = event.body
            found[event.id] = Closure(
                date.fromisoformat(told["date"]), told["reason"], told.get("instrument", ""),
                hours=tuple((start, end) for start, end in told.get("hours", ())),
                province=told["province"], event=event.id,
            )  # fmt: skip
        elif event.type == "ClosureCancelled":
            found.pop(event.body["announced"], None)
    return found


def announce(
    database: Database, target: Target, closure: Closure, now_ms: int, author: Author
) -> Event:
    """Announce a closed or shortened day; due dates move, receipts do not.

    ``closure.province`` 0 closes every office of the target. UserMistake ``closure.long_past``.
    """
    if (local_date(now_ms) - closure.day).days > LATEST_NOTICE_DAYS:
        raise UserMistake(Mistake("date", "closure.long_past", {"days": LATEST_NOTICE_DAYS}))
    body = b.ClosureAnnounced(
        province=closure.province,
        date=closure.day.isoformat(),
        reason=closure.reason,
        instrument=closure.instrument,
        hours=closure.hours,
    )
    return say(database, target, [_calendar("ClosureAnnounced", closure.province, body)],
               now_ms, author)[0]  # fmt: skip


def call_off(
    database: Database, target: Target, announced: str, now_ms: int, author: Author
) -> Event:
    """Call off a closed day by the event that announced it; UserMistake ``closure.not_here``."""
    standing = closures_for(database, target).get(announced)
    if standing is None:
        raise UserMistake(Mistake("event", "closure.not_here"))
    draft = _calendar(
        "ClosureCancelled", standing.province, b.ClosureCancelled(announced=announced)
    )
    return say(database, target, [draft], now_ms, author)[0]


def _draft(name: str, item: Name, body: b.Body) -> Draft:
    return Draft(subject=Subject("item", "/".join(item)), type=name, body=body_data(body))


def _calendar(name: str, province: int, body: b.Body) -> Draft:
    return Draft(subject=Subject("calendar", str(province)), type=name, body=body_data(body))
