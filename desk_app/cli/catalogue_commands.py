"""The catalogue of services, from and to a workbook."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desk_app.cli.app import desk
from desk_app.cli.frame import (
    DONE,
    FAILED,
    IN_PART,
    PlainGroup,
    answer,
    command,
    data_option,
    officer_options,
    told,
)
from desk_app.cli.opened import OpenDesk, opened
from desk_app.records.catalogue import Item, item_type
from desk_app.records.errors import MachineFault, Mistake, UserMistake
from desk_app.records.items import ITEM_TYPES
from desk_app.records.jalali import iso_jalali
from desk_app.records.workdays import Closure
from desk_app.services.office import cancel_closure, map_item
from desk_app.services.shipped import SAMPLES, sample_items

if TYPE_CHECKING:
    from desk_app.services.catalogue_sheet import RowError


PROVINCE = click.IntRange(0, 31)


@desk.group("catalogue", cls=PlainGroup, help=told("cli.catalogue.help"))
def catalogue_group() -> None:
    """The commands on the catalogue."""


@command(catalogue_group, "import")
@click.argument("file", type=click.Path(path_type=Path))
@data_option
@officer_options
def import_(file: Path, **options: Any) -> int:
    """Take the good rows of a workbook into the catalogue and name the others."""
    # Loaded here: workbooks cost a start that other commands need not pay.
    from desk_app.services.catalogue_import import import_catalogue

    as_json = options["as_json"]
    with opened(**options) as book:
        done = import_catalogue(book.book, file, book.office.province)
    for entry in done.entries:
        answer({"ok": True, **_named(entry)}, as_json=as_json)
    for error in done.errors:
        _tell(error, as_json=as_json)
    for wrong in done.broken:
        answer(
            {"ok": False, "field": wrong.field, "code": wrong.code, **wrong.params},
            as_json=as_json,
            plain=told(wrong.code, **wrong.params),
        )
    answer(
        {},
        as_json=False,
        plain=told("cli.catalogue.done", items=done.written, errors=len(done.errors)),
    )
    if done.errors and not done.entries:
        return FAILED
    return IN_PART if done.errors or done.broken else DONE


@command(catalogue_group, "list")
@data_option
@officer_options
def list_(**options: Any) -> int:
    """What stands in the catalogue, an item a line."""
    with opened(**options) as book:
        for item in book.queries.catalogue():
            answer(
                {"item": item_type(item), **item.to_data()},
                as_json=options["as_json"],
                plain=f"{told('cli.item.' + item_type(item))}  {item.key}  {item.title}",
            )
    return DONE


@command(catalogue_group, "template")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--sample", type=click.Choice(SAMPLES), default=None, help=told("cli.catalogue.sample")
)
@data_option
def template(file: Path, sample: str | None, data: Path | None, as_json: bool) -> int:
    """Write an empty workbook, or a sample, to be filled and imported."""
    from desk_app.services.catalogue_sheet import write_catalogue

    del data
    try:
        write_catalogue(file, sample_items(sample) if sample else ())
    except OSError as error:
        raise MachineFault("paper.not_written") from error
    answer({"file": str(file)}, as_json=as_json, plain=told("cli.written", file=str(file)))
    return DONE


@command(catalogue_group, "map")
@click.argument("item", type=click.Choice(sorted(ITEM_TYPES)))
@click.argument("key")
@click.argument("into")
@data_option
@officer_options
def map_(item: str, key: str, into: str, **options: Any) -> int:
    """Let an item of the office's own give way to one of the centre's."""
    with opened(**options) as book:
        done = map_item(book.book, item, key, into)
    answer({"event": done.id}, as_json=options["as_json"], plain=told("cli.recorded"))
    return DONE


@command(catalogue_group, "closures")
@click.option("--province", type=PROVINCE, default=None, help=told("cli.setup.province"))
@data_option
@officer_options
def closures(province: int | None, **options: Any) -> int:
    """The closures that stand for a province (the office's own unless named), a day a line."""
    with opened(**options) as book:
        for closure in _standing(book, province):
            shown = {
                "event": closure.event,
                "date": closure.day.isoformat(),
                "date_jalali": iso_jalali(closure.day),
                "reason": closure.reason,
                "instrument": closure.instrument,
                "hours": [list(span) for span in closure.hours],
            }
            plain = f"{iso_jalali(closure.day)}  {closure.reason}  {closure.event}"
            answer(shown, as_json=options["as_json"], plain=plain)
    return DONE


@command(catalogue_group, "cancel-closure")
@click.argument("event")
@click.option("--province", type=PROVINCE, default=None, help=told("cli.setup.province"))
@data_option
@officer_options
def cancel(event: str, province: int | None, **options: Any) -> int:
    """Call off a closure that stands, by the event that ``closures`` names."""
    with opened(**options) as book:
        if not any(each.event == event for each in _standing(book, province)):
            raise UserMistake(Mistake("event", "closure.not_here"))
        done = cancel_closure(book.book, _province(book, province), event)
    answer({"event": done.id}, as_json=options["as_json"], plain=told("cli.recorded"))
    return DONE


def _standing(book: OpenDesk, province: int | None) -> list[Closure]:
    found = book.queries.calendar(_province(book, province)).closures.values()
    return sorted((each for each in found if each.event), key=lambda each: each.day)


def _province(book: OpenDesk, named: int | None) -> int:
    return book.office.province if named is None else named


def _named(entry: Item | Closure) -> dict[str, object]:
    if isinstance(entry, Closure):
        return {"item": "closure", "key": entry.day.isoformat(), "title": entry.reason}
    return {"item": item_type(entry), "key": entry.key, "title": entry.title}


def _tell(error: "RowError", *, as_json: bool) -> None:
    message = told(error.code, **error.params)
    shown = {
        "ok": False,
        "sheet": error.sheet,
        "row": error.row,
        "column": error.column,
        "code": error.code,
        "message": message,
    }
    plain = told(
        "cli.catalogue.wrong", sheet=error.sheet, row=error.row, column=error.column, why=message
    )
    answer(shown, as_json=as_json, plain=plain)
