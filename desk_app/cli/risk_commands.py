"""What would be lost with this machine: asked before an update, a restore, a removal."""

from pathlib import Path
from typing import Any, Final

import click

from desk_app.cli.app import desk
from desk_app.cli.frame import DONE, IN_PART, answer, command, data_option, officer_options, told
from desk_app.cli.opened import opened
from desk_app.cli.shown import instant
from desk_app.ports.line_page import COPIES, AtRisk
from desk_app.records.errors import DeskError

MOST: Final = 1_000


@command(desk, "at-risk")
@click.option(
    "--most", type=click.IntRange(1, 100_000), default=MOST, help=told("cli.at_risk.most")
)
@data_option
@officer_options
def at_risk(most: int, **options: Any) -> int:
    """What is in no other place than this machine: neither with the centre nor in a copy."""
    from db.line_reads import BookLineReads

    with opened(**options) as book:
        found = BookLineReads(book.book).at_risk(most)
    answer(shown_risk(found), as_json=options["as_json"], plain=said_risk(found))
    return DONE if found.safe else IN_PART


def shown_risk(found: AtRisk) -> dict[str, Any]:
    """The same as JSON; codes newest first."""
    return {
        "safe": found.safe,
        "unsent": found.unsent,
        "events": found.events,
        "requests": found.requests,
        "others": found.others,
        "scans": found.scans,
        "codes": list(found.codes),
        "whole": found.whole,
        "copies": {kind: instant(found.copied.get(kind, 0)) for kind in COPIES},
    }


def said_risk(found: AtRisk) -> str:
    """The same in words, with the codes one to a line."""
    if found.safe:
        return told("cli.at_risk.safe")
    head = told(
        "cli.at_risk.some", events=found.events, requests=found.requests, others=found.others
    )
    more = [] if found.whole else [told("cli.at_risk.more")]
    scans = [told("cli.at_risk.scans", scans=found.scans)] if found.scans else []
    records = [head, *found.codes, *more] if found.events else []
    return "\n".join((*records, *scans))


def left_behind(folder: Path, user: str, word: str, backup: Path) -> AtRisk | None:
    """What the book in a folder holds beyond the centre and a backup that takes its place.

    None where there is no book, or one that does not open: then nobody can tell.
    """
    from db.backup import read_manifest
    from db.line_book import DeskLineBook
    from db.line_reads import BookLineReads
    from db.opening import open_session
    from db.session import Around

    try:
        session = open_session(folder, user, word, Around(what="command"))
    except DeskError:
        return None
    try:
        manifest = read_manifest(backup)
        logs = DeskLineBook(session.book).own_logs()
        names = [at.log for at in logs]
        last = names.index(manifest.log) if manifest.log in names else -1
        # Logs that were ended before the backup was made are in it whole.
        reached = {at.log: at.seq for at in logs[: max(0, last)]}
        if last >= 0:
            reached[manifest.log] = manifest.seq
        return BookLineReads(session.book).beyond(reached)
    finally:
        session.close()
