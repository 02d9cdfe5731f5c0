"""Keeping the book safe: backups, mirrors, checks, and every way back from a loss."""

import sys
from pathlib import Path
from typing import Any

import click

from desk_app.cli.app import desk
from desk_app.cli.frame import (
    DAMAGED,
    DONE,
    FAILED,
    answer,
    command,
    data_option,
    officer_options,
    password,
    told,
)
from desk_app.cli.opened import folder_of, only_officer, opened
from desk_app.cli.risk_commands import left_behind, shown_risk
from desk_app.services.guard import allow

SLIP = click.option("--slip", default="", help=told("cli.slip"))
STICK = click.option("--mirror", type=click.Path(path_type=Path), help=told("cli.go_on.mirror"))


@command(desk, "backup")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@data_option
@officer_options
def backup(folder: Path, **options: Any) -> int:
    """A verified backup, made while the desk works."""
    with opened(**options) as book:
        allow(book.book.officer, "backup")
        made = book.session.back_up(folder)
    return _safe({"file": str(made)}, told("cli.written", file=str(made)), options["as_json"])


@command(desk, "mirror")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@data_option
@officer_options
def mirror(folder: Path, **options: Any) -> int:
    """Bring the mirror on a stick up to date."""
    from db.mirror import Mirror

    with opened(**options) as book:
        allow(book.book.officer, "backup")
        on_stick = Mirror(folder, book.session)
        try:
            events = on_stick.catch_up()
        finally:
            on_stick.close()
    plain = told("cli.mirror.done", events=events)
    return _safe({"events": events}, plain, options["as_json"])


@command(desk, "check")
@data_option
@officer_options
def check(**options: Any) -> int:
    """File, chains, values, and whether the tables are what the events give."""
    from db.check import check as check_book
    from db.opening import open_session

    folder = folder_of(options["data"])
    user = options["officer"] or only_officer(folder)
    session = open_session(folder, user, password(options["password_file"]))
    try:
        problems = check_book(session)
    finally:
        session.close()
    shown = [
        {"code": found.code, **found.params, "message": told(found.code, **found.params)}
        for found in problems
    ]
    plain = "\n".join(str(each["message"]) for each in shown) or told("cli.check.sound")
    answer({"ok": not shown, "problems": shown}, as_json=options["as_json"], plain=plain)
    if not shown:
        return DONE
    # A full disk is no damage: the book was not looked at, or not wholly.
    return FAILED if all(found.code.startswith("disk.") for found in problems) else DAMAGED


@command(desk, "restore")
@click.argument("file", type=click.Path(path_type=Path))
@SLIP
@data_option
@officer_options
def restore(
    file: Path,
    slip: str,
    data: Path | None,
    officer: str | None,
    password_file: Path | None,
    as_json: bool,
) -> int:
    """Bring back a backup, or the mirror on a stick, in a new log with a lane of its own."""
    from db.backup import slots_in
    from db.going_on import Means
    from db.mirror import slots_on
    from db.restore import restore as restore_backup
    from db.restore import restore_from_mirror
    from desk_app.cli.founding import program
    from desk_app.sync.lease import lease_from_centre

    bring_back, slots = (
        (restore_from_mirror, slots_on) if file.is_dir() else (restore_backup, slots_in)
    )
    user = officer or only_officer(file, slots(file))
    word = password(password_file)
    means = Means(slip=slip, lease=lease_from_centre(program()))
    left = None if file.is_dir() else left_behind(folder_of(data), user, word, file)
    session, restored = bring_back(file, folder_of(data), user, word, means=means)
    session.close()
    if left is not None and not left.safe:
        aside = str(restored.set_aside)
        warning = told("cli.restore.left_behind", events=left.events, folder=aside)
        sys.stderr.write("\n".join((warning, *left.codes)) + "\n")
    shown = {
        "log": restored.went_on.log,
        "lane": restored.went_on.lane,
        "events": restored.events,
        "set_aside": str(restored.set_aside) if restored.set_aside else None,
        "left_behind": shown_risk(left) if left is not None else None,
    }
    plain = told("cli.restore.done", events=restored.events, lane=restored.went_on.lane)
    return _safe(shown, plain, as_json)


@command(desk, "go-on")
@click.option("--reason", default="alone", help=told("cli.option.reason"))
@STICK
@SLIP
@data_option
@officer_options
def go_on(reason: str, mirror: Path | None, slip: str, **options: Any) -> int:
    """Go on in a new log: the book is behind its witness, forked, copied, or its lane is full."""
    from db.going_on import Means
    from db.going_on import go_on as begin_anew
    from desk_app.cli.founding import program
    from desk_app.sync.lease import lease_from_centre

    folder = folder_of(options["data"])
    user = options["officer"] or only_officer(folder)
    means = Means(mirror, slip, lease=lease_from_centre(program()))
    session, went_on = begin_anew(
        folder, user, password(options["password_file"]), reason, means=means
    )
    session.close()
    shown = {"log": went_on.log, "lane": went_on.lane, "brought_in": went_on.brought_in}
    plain = told("cli.go_on.done", lane=went_on.lane, events=went_on.brought_in)
    return _safe(shown, plain, options["as_json"])


@command(desk, "salvage")
@click.argument("damaged", type=click.Path(path_type=Path))
@STICK
@SLIP
@data_option
@officer_options
def salvage(
    damaged: Path,
    mirror: Path | None,
    slip: str,
    data: Path | None,
    officer: str | None,
    password_file: Path | None,
    as_json: bool,
) -> int:
    """Save what can be read of a damaged book into a new one, and name what is lost."""
    from db.going_on import Means
    from db.salvage import salvage as save
    from desk_app.cli.founding import program
    from desk_app.sync.lease import lease_from_centre

    source = damaged.parent if damaged.is_file() else damaged
    user = officer or only_officer(source)
    word = password(password_file)
    means = Means(mirror, slip, lease=lease_from_centre(program()))
    session, saved = save(source, folder_of(data), user, word, means=means)
    session.close()
    gaps = [{"log": gap.log, "first": gap.first, "last": gap.last} for gap in saved.gaps]
    for gap in saved.gaps:
        sys.stderr.write(told("cli.salvage.gap", first=gap.first, last=gap.last) + "\n")
    shown = {
        "log": saved.went_on.log,
        "lane": saved.went_on.lane,
        "events": saved.events,
        "pages": saved.pages,
        "gaps": gaps,
    }
    plain = told("cli.salvage.done", events=saved.events, pages=saved.pages)
    return _safe(shown, plain, as_json)


def _safe(shown: dict[str, object], plain: str, as_json: bool) -> int:
    answer({"ok": True, "problems": [], **shown}, as_json=as_json, plain=plain)
    return DONE
