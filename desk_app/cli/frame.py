"""How every command behaves: language, passwords, JSON, sentences and exit codes."""

import functools
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NoReturn, TextIO, TypeVar

import click

from desk_app.bugs import keep_bug
from desk_app.records.errors import (
    DataDamaged,
    DeskError,
    MachineFault,
    NotAllowed,
    Refused,
    Unreachable,
    UserMistake,
)
from desk_app.texts import knows, say, user_language

DONE, FAILED, USAGE, IN_PART, UNREACHABLE, REFUSED, NOT_ALLOWED, DAMAGED = range(8)

F = TypeVar("F", bound=Callable[..., Any])


class Misuse(click.UsageError):
    """A wrong use of a command whose message is a sentence in the user's language."""


class OutputLost(MachineFault):
    """What the command answers can be put out no more; what it did stands."""


_EXITS: Final[tuple[tuple[type[DeskError], int], ...]] = (
    (OutputLost, IN_PART),
    (NotAllowed, NOT_ALLOWED),
    (DataDamaged, DAMAGED),
    (Unreachable, UNREACHABLE),
    (Refused, REFUSED),
    (UserMistake, FAILED),
    (MachineFault, FAILED),
)


def told(code: str, /, **params: str | int) -> str:
    """The sentence of a code in the user's language."""
    return say(code, user_language(), **params)


class PlainFormatter(click.HelpFormatter):
    """Help whose headings are in the user's language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that shows how the command is called."""
        super().write_usage(prog, args, prefix=told("cli.usage") + " ")

    def write_heading(self, heading: str) -> None:
        """A heading in the user's language."""
        super().write_heading(told("cli.heading." + heading.lower()))


class PlainContext(click.Context):
    """A context whose help is written by PlainFormatter."""

    formatter_class = PlainFormatter


class PlainCommand(click.Command):
    """A command with help in the user's language."""

    context_class = PlainContext

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The help option, told in the user's language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = told("cli.option.help")
        return option


class PlainGroup(PlainCommand, click.Group):
    """A group of such commands."""

    command_class = PlainCommand


def data_option(function: F) -> F:
    """``--data`` and ``--json``, which every command has."""
    function = click.option(
        "--data", type=click.Path(path_type=Path), help=told("cli.option.data")
    )(function)
    return click.option("--json", "as_json", is_flag=True, help=told("cli.option.json"))(function)


def officer_options(function: F) -> F:
    """``--officer`` and ``--password-file``, for commands that open the book."""
    function = click.option("--officer", help=told("cli.option.officer"))(function)
    return click.option(
        "--password-file",
        type=click.Path(path_type=Path),
        help=told("cli.option.password_file"),
    )(function)


def password(password_file: Path | None, *, twice: bool = False) -> str:
    """The officer's password from the file, the environment or a prompt."""
    if password_file is not None:
        return read_password_file(password_file)
    if (from_environment := os.environ.get("MIZBAN_PASSWORD")) is not None:
        return from_environment
    if not sys.stdin.isatty():
        raise NotAllowed("cli.password_missing")
    found: str = click.prompt(
        told("cli.password"), hide_input=True, err=True, confirmation_prompt=twice
    )
    return found


def read_password_file(file: Path) -> str:
    """The first line of a password file; MachineFault ``cli.password_file`` if it does not read."""
    try:
        return file.read_text(encoding="utf-8-sig").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise MachineFault("cli.password_file") from error


def personal(argument: str) -> str:
    """A personal argument; ``-`` is read from standard input, so that no process list shows it."""
    if argument != "-":
        return argument
    return sys.stdin.buffer.readline().decode("utf-8", errors="replace").rstrip("\r\n")


def answer(data: object, *, as_json: bool, plain: str = "") -> None:
    """Print one object, as JSON on standard output or as a sentence for people."""
    if as_json:
        _put("stdout", json.dumps(data, ensure_ascii=False))
    elif plain:
        _put("stderr", plain)


def _put(name: str, line: str) -> None:
    stream: TextIO = getattr(sys, name)
    try:
        stream.write(line + "\n")
        stream.flush()
    except OSError as error:
        # Or it would be tried once more when the program ends, past every border.
        setattr(sys, name, _nowhere())
        raise OutputLost("cli.output_lost") from error


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def sentence(error: DeskError) -> str:
    """What is told to the person, all wrong fields of a mistake in turn."""
    if isinstance(error, UserMistake):
        return "\n".join(told(wrong.code, **wrong.params) for wrong in error.mistakes)
    return told(error.code, **error.params)


def exit_code(error: DeskError) -> int:
    """The exit status that a failure ends with."""
    for kind, code in _EXITS:
        if isinstance(error, kind):
            return code
    return FAILED


def run(group: click.Group, arguments: list[str] | None = None) -> NoReturn:
    """Run a command line to its exit status; nothing ends in a traceback but a bug."""
    # A stream that was closed before the start is None.
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(_ended(group, arguments))


def _ended(group: click.Group, arguments: list[str] | None) -> int:
    said, code = "", FAILED
    try:
        return _called(group, arguments)
    except (click.Abort, KeyboardInterrupt):
        said = told("cli.stopped")
    except DeskError as error:
        said, code = sentence(error), exit_code(error)
    except BrokenPipeError:
        # Whoever read our output has gone; what was answered is durable.
        sys.stdout = _nowhere()
        said, code = told("cli.output_lost"), IN_PART
    except Exception as bug:  # noqa: BLE001 - the border of a command: a bug ends in a sentence
        said = told("cli.bug", reference=keep_bug(bug))
    with suppress(OutputLost):
        _put("stderr", said)
    return code


def _called(group: click.Group, arguments: list[str] | None) -> int:
    try:
        result = group.main(arguments, standalone_mode=False)
    except click.exceptions.Exit as wanted:
        return wanted.exit_code
    except click.UsageError as error:
        sys.stderr.write(_usage(error) + "\n")
        return USAGE
    return result if isinstance(result, int) else DONE


def _usage(error: click.UsageError) -> str:
    name = type(error).__name__
    params: dict[str, str | int] = {"what": ""}
    if isinstance(error, click.NoSuchOption | click.BadOptionUsage):
        params = {"what": error.option_name}
    elif isinstance(error, click.BadParameter) and error.param is not None:
        params = {"what": error.param.opts[-1] if error.param.opts else error.param.name or ""}
    code = "cli.usage." + name
    lead = told(code, **params) if knows(code, user_language()) else error.format_message()
    path = error.ctx.command_path if error.ctx else "mizban"
    return lead + "\n" + told("cli.usage.see_help", command=path + " --help")


def command(group: click.Group, name: str) -> Callable[[F], click.Command]:
    """Add a command to a group under its own help text ``cli.<name>.help``."""

    def add(function: F) -> click.Command:
        path = name if group.name == "mizban" else f"{group.name}.{name}"

        @functools.wraps(function)
        def called(*args: Any, **kwargs: Any) -> Any:
            return function(*args, **kwargs)

        made: click.Command = group.command(name, help=told(f"cli.{path}.help"))(called)
        return made

    return add
