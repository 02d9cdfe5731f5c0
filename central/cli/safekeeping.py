"""``mizban-central backup`` and ``restore``."""

import sys
import time
from pathlib import Path

import click

from central.cli.console import DAMAGED, Console, say_here, shared_options
from central.safekeeping import make_backup, restore_backup


@click.command(help=say_here("central.help.backup"))
@click.argument("where", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@shared_options
def backup(console: Console, where: Path) -> None:
    """Back up a centre that may be serving; exit status 7 when its logs are not whole."""
    now_ms = time.time_ns() // 1_000_000
    with console.database() as database:
        kept = make_backup(console.folder, database, where, now_ms)
    answer = {
        "ok": not kept.problems, "file": str(kept.file), "logs": kept.logs,
        "events": kept.events, "scans": kept.scans, "problems": kept.problems,
    }  # fmt: skip
    code = "central.backup_problems" if kept.problems else "central.backed_up"
    console.answer(answer, code, file=str(kept.file), events=kept.events)
    if kept.problems:
        sys.exit(DAMAGED)


@click.command(help=say_here("central.help.restore"))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@shared_options
def restore(console: Console, file: Path) -> None:
    """Bring a backup back into an empty folder, or an empty database."""
    lane = restore_backup(console.folder, file, console.named_database)
    console.answer({"ok": True, "file": str(file), "next_lane": lane}, "central.restored")
