"""``mizban-central join`` and ``sync``: this centre as a desk of a higher one."""

import sys
import time
from typing import Final

import click

from central.above.rounds import join_above, one_round
from central.cli.console import FAILED, Console, say_here, shared_options
from desk_app.records.errors import Refused, Unreachable

UNREACHABLE: Final = 4
REFUSED: Final = 5


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


@click.command(help=say_here("central.help.join"))
@click.option("--above", required=True, metavar="URL", help=say_here("central.help.above"))
@click.option("--enrol-code", "code", required=True, help=say_here("central.help.above_code"))
@click.option("--name", default="", help=say_here("central.help.above_name"))
@shared_options
def join(console: Console, above: str, code: str, name: str) -> None:
    """Join a higher centre; what is here goes up, and its word for the offices comes down."""
    with console.database() as database:
        try:
            link = join_above(database, above, code, name, _now_ms())
        except Refused as refused:
            click.echo(say_here(refused.code, **refused.params), err=True)
            sys.exit(REFUSED)
        except Unreachable as fault:
            click.echo(say_here(fault.code, **fault.params), err=True)
            sys.exit(UNREACHABLE)
    console.answer({"device": link.device, "above": link.address}, "central.joined", above=above)


@click.command(help=say_here("central.help.sync"))
@shared_options
def sync(console: Console) -> None:
    """One round with the centre above; exit status 4 or 5 when it failed."""
    with console.database() as database:
        done = one_round(database, _now_ms)
    state = "ok" if not done.problem else _state(done.problem)
    answer = {"state": state, "pushed": done.pushed, "pulled": done.pulled, "detail": done.problem}
    if not done.problem:
        console.answer(answer, "central.synced", pushed=done.pushed, pulled=done.pulled)
        return
    console.answer(answer, done.problem)
    sys.exit({"unreachable": UNREACHABLE, "refused": REFUSED}.get(state, FAILED))


def _state(problem: str) -> str:
    waits = ("line.unreachable", "line.not_a_centre", "line.busy", "line.server_error")
    return "unreachable" if problem in waits else "refused"
