"""``mizban-central status`` and ``verify``: what is here, and whether it is whole."""

import sys
import time
from dataclasses import asdict

import click

from central.cli.console import DAMAGED, Console, say_here, shared_options
from central.store.counts import count, project_all
from central.store.walk import verify as walk


@click.command(help=say_here("central.help.status"))
@shared_options
def status(console: Console) -> None:
    """Counts of everything that was pushed so far."""
    with console.database() as database:
        project_all(database, time.time_ns() // 1_000_000)
        found = asdict(database.read(count))
    console.answer(found, "central.status", **found)


@click.command(help=say_here("central.help.verify"))
@shared_options
def verify(console: Console) -> None:
    """Walk every log; exit status 7 when anything is wrong."""
    with console.database() as database:
        project_all(database, time.time_ns() // 1_000_000)
        found = walk(database)
    answer = {
        "ok": found.ok, "logs": found.logs, "events": found.events, "problems": found.problems
    }  # fmt: skip
    code = "central.verified" if found.ok else "central.problems"
    console.answer(answer, code, logs=found.logs, events=found.events, problems=len(found.problems))
    if not found.ok:
        if not console.as_json:
            for problem in found.problems:
                click.echo(" ".join(f"{name}={value}" for name, value in problem.items()), err=True)
        sys.exit(DAMAGED)
