"""What every command of the centre shares: its folder, how it answers, how it ends."""

import functools
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click

from central.folder import Folder, usual_folder
from central.store.database import Database
from desk_app.records.errors import DataDamaged, DeskError
from desk_app.texts import say, user_language

FAILED: Final = 1
DAMAGED: Final = 7

Command = Callable[..., None]


class Console:
    """One run of a command: the centre's folder, and answers for people or for programs.

    What a program reads goes to standard output, everything for people to standard error; without
    ``--json`` the answer itself goes to standard output in words.
    """

    def __init__(self, data: Path | None, database: str, as_json: bool) -> None:
        self.folder = Folder(data or usual_folder())
        self.as_json = as_json
        self.named_database = database

    @contextmanager
    def database(self) -> Iterator[Database]:
        """The centre's database, let go of at the end."""
        found = self.folder.open_database(self.named_database)
        if found.brought_up_from:
            click.echo(say_here("central.brought_up", found=found.brought_up_from), err=True)
        try:
            yield found
        finally:
            found.close()

    def answer(self, found: dict[str, Any], code: str, /, **params: str | int) -> None:
        """One object, or its sentence."""
        line = json.dumps(found, ensure_ascii=False) if self.as_json else say_here(code, **params)
        click.echo(line)


class Misuse(click.UsageError):
    """A wrong use of a command whose message is a sentence in the user's language."""


def say_here(code: str, /, **params: str | int) -> str:
    """The sentence of a code in the user's language."""
    return say(code, user_language(), **params)


def instant(at_ms: int) -> str:
    """ISO 8601 with offset."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="seconds")


def shared_options(command: Command) -> Command:
    """Give a command ``--data``, ``--database`` and ``--json``, and the exit status of its end."""

    @functools.wraps(command)
    def run(data: Path | None, database: str, as_json: bool, **own: Any) -> None:
        _speak_utf8()
        try:
            command(Console(data, database, as_json), **own)
        except DeskError as error:
            click.echo(say_here(error.code, **error.params), err=True)
            sys.exit(DAMAGED if isinstance(error, DataDamaged) else FAILED)

    options = [
        click.option(
            "--data", type=click.Path(path_type=Path, file_okay=False),
            help=say_here("central.help.data"),
        ),
        click.option("--database", default="", help=say_here("central.help.database")),
        click.option("--json", "as_json", is_flag=True, help=say_here("central.help.json")),
    ]  # fmt: skip
    wrapped: Command = run
    for option in reversed(options):
        wrapped = option(wrapped)
    return wrapped


def _speak_utf8() -> None:
    """Answers are UTF-8 wherever they go, as on Windows they would not be by themselves."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
