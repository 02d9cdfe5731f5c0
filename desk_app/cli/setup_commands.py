"""Making a desk, joining a centre, and coming back with the recovery key."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from desk_app.cli.app import desk
from desk_app.cli.frame import (
    DONE,
    answer,
    command,
    data_option,
    officer_options,
    password,
    personal,
    told,
)
from desk_app.cli.opened import folder_of, only_officer, opened
from desk_app.ports.desk import SetUp
from desk_app.records.codes import FIRST_LANE, LAST_LANE
from desk_app.records.errors import MachineFault, Mistake, UserMistake
from desk_app.services.guard import allow
from desk_app.services.shipped import SAMPLES

ROLES = click.Choice(["officer", "supervisor", "expert", "admin"])


@command(desk, "setup")
@click.option("--agency", required=True, help=told("cli.setup.agency"))
@click.option("--office-name", required=True, help=told("cli.setup.office_name"))
@click.option("--office-code", required=True, help=told("cli.setup.office_code"))
@click.option("--counter", required=True, help=told("cli.setup.counter"))
@click.option("--officer", required=True, help=told("cli.option.officer"))
@click.option("--officer-name", required=True, help=told("cli.setup.officer_name"))
@click.option("--role", type=ROLES, default="admin", help=told("cli.setup.role"))
@click.option("--province", type=click.IntRange(0, 31), default=0, help=told("cli.setup.province"))
@click.option(
    "--lane", type=click.IntRange(FIRST_LANE, LAST_LANE), default=None, help=told("cli.setup.lane")
)
@click.option("--central", default="", help=told("cli.setup.central"))
@click.option("--enrol-code", default="", help=told("cli.setup.enrol_code"))
@click.option(
    "--recovery-out", type=click.Path(path_type=Path), help=told("cli.setup.recovery_out")
)
@click.option("--prepare-image", is_flag=True, help=told("cli.setup.prepare_image"))
@click.option("--sample", type=click.Choice(SAMPLES), default=None, help=told("cli.setup.sample"))
@click.option(
    "--password-file", type=click.Path(path_type=Path), help=told("cli.option.password_file")
)
@data_option
def setup(
    data: Path | None,
    as_json: bool,
    password_file: Path | None,
    lane: int | None,
    recovery_out: Path | None,
    prepare_image: bool,
    sample: str | None,
    **told_facts: Any,
) -> int:
    """Make the encrypted record book and its recovery key."""
    from desk_app.cli.founding import Manner, found_desk

    officer_name = personal(told_facts.pop("officer_name"))
    enrol_code = personal(told_facts.pop("enrol_code"))
    wishes = SetUp(
        **told_facts,
        officer_name=officer_name,
        enrol_code=enrol_code,
        sample=sample or "",
        password=password(password_file, twice=True),
    )
    manner = Manner(lane, recovery_out, prepare_image)
    made = found_desk(folder_of(data), wishes, manner)
    made.session.close()
    _show_recovery_key(made.recovery_key, recovery_out)
    answer(
        _identity(made.device, made.log, made.lane, made.office_code),
        as_json=as_json,
        plain=told("cli.setup.done", office=made.office_code, lane=made.lane),
    )
    return DONE


@command(desk, "enrol")
@click.option("--central", required=True, help=told("cli.setup.central"))
@click.option("--enrol-code", required=True, help=told("cli.setup.enrol_code"))
@data_option
@officer_options
def enrol(central: str, enrol_code: str, **options: Any) -> int:
    """Join a centre with the history that was recorded alone."""
    from desk_app.cli.founding import join_centre, program
    from desk_app.sync.enrol import Candidate

    with opened(**options) as book:
        allow(book.book.officer, "enrol")
        candidate = Candidate(central, personal(enrol_code), book.office.counter, program())
        joined = join_centre(book.session, candidate)
    answer(
        _identity(joined.enrolment.device, joined.log, joined.lane, joined.office.code),
        as_json=options["as_json"],
        plain=told("cli.enrol.done", office=joined.office.code, lane=joined.lane),
    )
    return DONE


@command(desk, "recover")
@click.option(
    "--recovery-file",
    type=click.Path(path_type=Path),
    required=True,
    help=told("cli.recover.recovery_file"),
)
@click.option(
    "--recovery-out", type=click.Path(path_type=Path), help=told("cli.setup.recovery_out")
)
@data_option
@officer_options
def recover(
    recovery_file: Path,
    recovery_out: Path | None,
    data: Path | None,
    officer: str | None,
    password_file: Path | None,
    as_json: bool,
) -> int:
    """A new password for an officer with the recovery key, which is replaced by a new one."""
    from db.session import HERE
    from desk_app.cli.coming_back import recover as come_back

    folder = folder_of(data)
    user = officer or only_officer(folder)
    if recovery_out is not None and recovery_out.exists():
        raise UserMistake(Mistake("recovery_out", "recovery.exists"))
    printed = _recovery_key(recovery_file)
    told_anew = None if password_file else os.environ.get("MIZBAN_NEW_PASSWORD")
    word = password(password_file, twice=True) if told_anew is None else told_anew
    back = come_back(folder, user, printed, word, HERE)
    back.session.close()
    if back.recovery_key:
        _show_recovery_key(back.recovery_key, recovery_out, write=True)
    answer({"officer": user}, as_json=as_json, plain=told("cli.recover.done", officer=user))
    return DONE


def _recovery_key(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise MachineFault("recovery.not_read") from error


def _show_recovery_key(key: str, out: Path | None, *, write: bool = False) -> None:
    """The recovery key goes to the file that was asked for, or once to the person."""
    if out is None:
        sys.stderr.write(told("cli.setup.recovery_key", key=key) + "\n")
    elif write:
        from db import platform

        try:
            platform.replace_file(out, f"{key}\n".encode())
        except OSError as error:
            sys.stderr.write(told("cli.setup.recovery_key", key=key) + "\n")
            raise MachineFault("recovery.not_written") from error


def _identity(device: str, log: str, lane: int, office_code: str) -> dict[str, object]:
    return {"device": device, "log": log, "lane": lane, "office_code": office_code}
