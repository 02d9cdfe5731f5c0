"""How every command of the centre ends: a sentence and an exit status, never a traceback."""

import sys
from typing import Final, NoReturn

import click
from sqlalchemy.exc import SQLAlchemyError

from central.cli.console import DAMAGED, FAILED, say_here
from desk_app.bugs import keep_bug
from desk_app.records.errors import DataDamaged, DeskError
from desk_app.texts import knows, user_language

DONE: Final = 0
USAGE: Final = 2


def run(program: click.Group) -> NoReturn:
    """Run what the command line asks for and end with its exit status."""
    sys.exit(_ended(program))


def _ended(program: click.Group) -> int:
    said, code = "", FAILED
    try:
        found = program.main(prog_name=program.name, standalone_mode=False)
    except click.UsageError as error:
        said, code = _usage(error), USAGE
    except (click.Abort, KeyboardInterrupt):
        said = say_here("cli.stopped")
    except DeskError as error:
        said = say_here(error.code, **error.params)
        code = DAMAGED if isinstance(error, DataDamaged) else FAILED
    except SQLAlchemyError as error:
        keep_bug(error)
        said, code = say_here("central.database_damaged"), DAMAGED
    except OSError as error:
        keep_bug(error)
        said = say_here("central.disk")
    except Exception as bug:  # noqa: BLE001 - the border of a command: a bug ends in a sentence
        said = say_here("cli.bug", reference=keep_bug(bug))
    else:
        return found if isinstance(found, int) else DONE
    click.echo(said, err=True)
    return code


def _usage(error: click.UsageError) -> str:
    code = "cli.usage." + type(error).__name__
    params: dict[str, str | int] = {"what": ""}
    if isinstance(error, click.NoSuchOption):
        params = {"what": error.option_name}
    elif isinstance(error, click.BadParameter) and error.param is not None:
        params = {"what": error.param.opts[-1] if error.param.opts else error.param.name or ""}
    lead = say_here(code, **params) if knows(code, user_language()) else error.format_message()
    path = error.ctx.command_path if error.ctx else "mizban-central"
    return lead + "\n" + say_here("cli.usage.see_help", command=path + " --help")
