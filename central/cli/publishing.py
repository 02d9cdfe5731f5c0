"""``mizban-central catalogue`` and ``calendar``: what the centre publishes, and to whom."""

import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from central.cli.console import FAILED, Console, Misuse, say_here, shared_options
from central.store.database import Database
from central.store.own_log import Author
from central.store.publishing import (
    announce,
    call_off,
    closures_for,
    items_for,
    map_item,
    publish_items,
    withdraw_item,
)
from central.store.scopes import Target
from desk_app.records.catalogue import Item
from desk_app.records.items import ITEM_TYPES, item_type
from desk_app.records.jalali import iso_jalali, parse_jalali
from desk_app.records.text import to_ascii_digits
from desk_app.records.workdays import Closure, spans_from

IN_PART: Final = 3
_BY: Final = Author()
KIND: Final = click.Choice(sorted(ITEM_TYPES))
SAMPLES: Final = ("governor", "municipality")


@click.group(help=say_here("central.help.catalogue"))
def catalogue() -> None:
    """The published catalogue."""


@click.group(help=say_here("central.help.calendar"))
def calendar() -> None:
    """The published calendar."""


def targeted(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command ``--office`` and ``--province``; without either it is for the nation."""
    province = click.option(
        "--province",
        default=0,
        type=click.IntRange(0, 31),
        help=say_here("central.help.to_province"),
    )
    office = click.option("--office", default="", help=say_here("central.help.to_office"))
    return office(province(command))


@catalogue.command("import", help=say_here("central.help.catalogue_import"))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@targeted
@shared_options
def import_(console: Console, file: Path, office: str, province: int) -> None:
    """Publish the good rows of a workbook, and name the others."""
    # Loaded here: workbooks cost a start that other commands need not pay.
    from desk_app.services.catalogue_sheet import read_catalogue

    target = _target(office, province)
    entries, errors = read_catalogue(file)
    with console.database() as database:
        for item in _publish(database, target, [e for e in entries if not isinstance(e, Closure)]):
            console.answer(_item(item), "central.published", title=item.title, key=item.key)
        for closure in (entry for entry in entries if isinstance(entry, Closure)):
            if _is_news(database, target, closure):
                _announce(console, database, target, closure)
    for error in errors:
        message = say_here(error.code, **error.params)
        console.answer(
            {"ok": False, "sheet": error.sheet, "row": error.row, "column": error.column,
             "code": error.code, "message": message},
            "central.row_refused", sheet=error.sheet, row=error.row, column=error.column,
            message=message,
        )  # fmt: skip
    if errors:
        sys.exit(IN_PART if entries else FAILED)


@catalogue.command("publish", help=say_here("central.help.catalogue_publish"))
@click.argument("sample", type=click.Choice(SAMPLES))
@targeted
@shared_options
def publish(console: Console, sample: str, office: str, province: int) -> None:
    """Publish a shipped sample catalogue."""
    from desk_app.services.shipped import sample_items

    with console.database() as database:
        for item in _publish(database, _target(office, province), list(sample_items(sample))):
            console.answer(_item(item), "central.published", title=item.title, key=item.key)


@catalogue.command("list", help=say_here("central.help.catalogue_list"))
@targeted
@shared_options
def list_(console: Console, office: str, province: int) -> None:
    """List what stands for a target, an item a line."""
    with console.database() as database:
        for item in items_for(database, _target(office, province)).values():
            console.answer(_item(item), "central.item_line", item=item_type(item), key=item.key,
                           title=item.title)  # fmt: skip


@catalogue.command("withdraw", help=say_here("central.help.catalogue_withdraw"))
@click.argument("item", type=KIND)
@click.argument("key")
@targeted
@shared_options
def withdraw(console: Console, item: str, key: str, office: str, province: int) -> None:
    """Take a published item back."""
    with console.database() as database:
        withdraw_item(database, _target(office, province), item, key, _now_ms(), _BY)
    console.answer({"item": item, "key": key}, "central.item_withdrawn", key=key)


@catalogue.command("map", help=say_here("central.help.catalogue_map"))
@click.argument("item", type=KIND)
@click.argument("key")
@click.argument("into")
@click.option("--office", required=True, help=say_here("central.help.to_office"))
@shared_options
def map_(console: Console, item: str, key: str, into: str, office: str) -> None:
    """Let an item of an office's own give way to a published one."""
    with console.database() as database:
        map_item(database, office, (item, key), into, _now_ms(), _BY)
    console.answer(
        {"office_code": office, "item": item, "key": key, "into": into},
        "central.item_mapped", key=key, into=into,
    )  # fmt: skip


@calendar.command("close", help=say_here("central.help.calendar_close"))
@click.option("--date", "day", required=True, help=say_here("central.help.day"))
@click.option("--reason", required=True, help=say_here("central.help.closure_reason"))
@click.option("--instrument", default="", help=say_here("central.help.instrument"))
@click.option("--hours", default="", help=say_here("central.help.open_hours"))
@targeted
@shared_options
def close(
    console: Console, day: str, reason: str, instrument: str, hours: str, office: str, province: int
) -> None:
    """Announce a closed or shortened day."""
    spans = _spans(hours)
    closure = Closure(_day(day), reason, instrument, hours=spans, province=province)
    with console.database() as database:
        _announce(console, database, _target(office, province), closure)


@calendar.command("list", help=say_here("central.help.calendar_list"))
@targeted
@shared_options
def closures(console: Console, office: str, province: int) -> None:
    """List the closed days that stand for a target, a day a line."""
    with console.database() as database:
        found = closures_for(database, _target(office, province))
        for closure in sorted(found.values(), key=lambda each: each.day):
            console.answer(
                _closure(closure), "central.closure_line", event=closure.event,
                reason=closure.reason, day=iso_jalali(closure.day),
            )  # fmt: skip


@calendar.command("cancel", help=say_here("central.help.calendar_cancel"))
@click.argument("event")
@targeted
@shared_options
def cancel(console: Console, event: str, office: str, province: int) -> None:
    """Call off a closed day."""
    with console.database() as database:
        call_off(database, _target(office, province), event, _now_ms(), _BY)
    console.answer({"event": event}, "central.closure_cancelled")


def _target(office: str, province: int) -> Target:
    if office and province:
        raise Misuse(say_here("central.one_target"))
    return Target(office, province)


def _publish(database: Database, target: Target, items: list[Item]) -> list[Item]:
    return publish_items(database, target, items, _now_ms(), _BY)


def _is_news(database: Database, target: Target, closure: Closure) -> bool:
    standing = closures_for(database, target).values()
    return not any((one.day, one.hours) == (closure.day, closure.hours) for one in standing)


def _announce(console: Console, database: Database, target: Target, closure: Closure) -> None:
    made = announce(database, target, closure, _now_ms(), _BY)
    console.answer(
        {**_closure(closure), "event": made.id}, "central.closure_announced",
        day=iso_jalali(closure.day), reason=closure.reason,
    )  # fmt: skip


def _item(item: Item) -> dict[str, Any]:
    return {"item": item_type(item), **item.to_data()}


def _closure(closure: Closure) -> dict[str, Any]:
    return {
        "event": closure.event,
        "date": closure.day.isoformat(),
        "date_jalali": iso_jalali(closure.day),
        "reason": closure.reason,
        "instrument": closure.instrument,
        "hours": [list(span) for span in closure.hours],
        "province": closure.province,
    }


def _day(text: str) -> date:
    """A Gregorian ISO date, or a Jalali one; UserMistake ``date.…``."""
    plain = to_ascii_digits(text)
    if plain[:2] in ("19", "20"):
        try:
            return date.fromisoformat(plain)
        except ValueError as error:
            raise Misuse(say_here("date.format")) from error
    return parse_jalali(plain)


def _spans(text: str) -> tuple[tuple[int, int], ...]:
    if not text:
        return ()
    try:
        parts = (part.strip().split("-", 1) for part in to_ascii_digits(text).split(","))
        return tuple(spans_from(parts))
    except ValueError as error:
        raise Misuse(say_here("calendar.hours")) from error


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
