"""The settings of one machine: where its backups and its mirror go, its counter, its lock."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from desk_app.cli.app import desk
from desk_app.cli.desk_backups import FOLDER, HOURS, DeskBackups
from desk_app.cli.frame import (
    DONE,
    PlainGroup,
    answer,
    command,
    data_option,
    officer_options,
    told,
)
from desk_app.cli.mirror_keeper import MIRROR_FOLDER, mirror_in
from desk_app.cli.opened import OpenDesk, opened
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.text import to_ascii_digits
from desk_app.services.guard import allow, needed

COUNTER: Final = "counter"
"""The number of the counter, as receipts print it."""
LOCK: Final = "window.lock_minutes"
"""Minutes without a touch after which the window locks; 0 for never."""
LOCK_MINUTES: Final = ("0", "2", "5", "10", "20")
LONGEST_HOURS: Final = 24 * 7
_COUNTER_LENGTH: Final = 8
Keep = Callable[[OpenDesk, str], None]


@desk.group("settings", cls=PlainGroup, help=told("cli.settings.help"))
def settings_group() -> None:
    """The commands on settings."""


@command(settings_group, "list")
@data_option
@officer_options
def list_(**options: Any) -> int:
    """Every setting with its value, one a line."""
    with opened(**options) as book:
        for name in SETTINGS:
            _show(book, name, as_json=options["as_json"])
    return DONE


@command(settings_group, "get")
@click.argument("name")
@data_option
@officer_options
def get(name: str, **options: Any) -> int:
    """The value of one setting."""
    _known(name)
    with opened(**options) as book:
        _show(book, name, as_json=options["as_json"])
    return DONE


@command(settings_group, "set")
@click.argument("name")
@click.argument("value")
@data_option
@officer_options
def set_(name: str, value: str, **options: Any) -> int:
    """Set one; an empty value takes the folder of backups or mirror away."""
    keep = _known(name)
    with opened(**options) as book:
        allow(book.book.officer, "backup")
        keep(book, value)
        _show(book, name, as_json=options["as_json"])
    return DONE


def _known(name: str) -> Keep:
    if name not in SETTINGS:
        raise UserMistake(Mistake("name", "setting.unknown", {"known": "، ".join(SETTINGS)}))
    return SETTINGS[name][1]


def _show(book: OpenDesk, name: str, *, as_json: bool) -> None:
    value = book.book.setting(name, SETTINGS[name][0])
    answer({"name": name, "value": value}, as_json=as_json, plain=f"{name}  {value or '—'}")


def _keep_counter(book: OpenDesk, value: str) -> None:
    counter = needed(to_ascii_digits(value), "counter", _COUNTER_LENGTH)
    book.book.set_setting(COUNTER, counter)


def _keep_lock(book: OpenDesk, value: str) -> None:
    minutes = to_ascii_digits(value)
    if minutes not in LOCK_MINUTES:
        raise UserMistake(
            Mistake("value", "setting.lock_minutes", {"known": "، ".join(LOCK_MINUTES)})
        )
    book.book.set_setting(LOCK, minutes)


def _keep_hours(book: OpenDesk, value: str) -> None:
    hours = to_ascii_digits(value)
    if not (hours.isascii() and hours.isdecimal() and 1 <= int(hours[:9]) <= LONGEST_HOURS):
        raise UserMistake(Mistake("value", "setting.hours", {"most": LONGEST_HOURS}))
    book.book.set_setting(HOURS, str(int(hours)))


def _keep_backups_in(book: OpenDesk, value: str) -> None:
    if value:
        DeskBackups(book.session).keep_in(Path(value).absolute())
    else:
        book.book.set_setting(FOLDER, "")


def _keep_mirror_in(book: OpenDesk, value: str) -> None:
    mirror_in(book.session, Path(value).absolute() if value else None)


SETTINGS: Final[dict[str, tuple[str, Keep]]] = {
    COUNTER: ("", _keep_counter),
    LOCK: ("10", _keep_lock),
    FOLDER: ("", _keep_backups_in),
    HOURS: ("24", _keep_hours),
    MIRROR_FOLDER: ("", _keep_mirror_in),
}
"""What holds where nothing was set, and how a value is taken."""
