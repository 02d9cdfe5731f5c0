"""``mizban-central serve``: answer desks until told to stop."""

import gc
import logging
import os
import signal
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Final

import click
import msgspec

from central.cli.addresses import ListenType, stays_here
from central.cli.console import Console, Misuse, say_here, shared_options
from central.cli.logs import log_to
from central.cli.visitors import Visitors, visitor_options
from central.folder import Folder
from central.open_files import allow_open_files
from central.running import Centre
from central.store.database import Database
from central.takers import MOST_TAKERS
from central.tls import Certificates, given_certificates, own_certificates
from central.web.connection import MAX_CONNECTIONS
from central.web.measures import measures_app
from central.web.server import Beside, Listen

DEFAULT_LISTEN: Final = "127.0.0.1:8470"
OPEN_FILES: Final = 2 * MAX_CONNECTIONS + 500
"""Connections, answered or told to come again, and the database."""

_log: Final = logging.getLogger("mizban.central")


@click.command(help=say_here("central.help.serve"))
@click.option(
    "--listen", type=ListenType(), default=DEFAULT_LISTEN, show_default=True,
    help=say_here("central.help.listen"),
)  # fmt: skip
@click.option(
    "--cert", type=click.Path(path_type=Path, dir_okay=False), help=say_here("central.help.cert")
)
@click.option(
    "--key", type=click.Path(path_type=Path, dir_okay=False), help=say_here("central.help.key")
)
@click.option(
    "--takers",
    type=click.IntRange(0, MOST_TAKERS),
    default=None,
    help=say_here("central.help.takers"),
)
@click.option("--metrics", type=ListenType(), help=say_here("central.help.metrics"))
@visitor_options
@shared_options
def serve(
    console: Console,
    visitors: Visitors,
    listen: tuple[str, int],
    cert: Path | None,
    key: Path | None,
    takers: int | None,
    metrics: tuple[str, int] | None,
) -> None:
    """Serve in the foreground."""
    if (cert is None) != (key is None):
        raise Misuse(say_here("central.cert_and_key"))
    if metrics is not None and not stays_here(metrics[0]):
        raise Misuse(say_here("central.metrics_here"))
    log_to(sys.stdout if console.as_json else sys.stderr, as_json=console.as_json)
    allow_open_files(OPEN_FILES)
    host, port = listen
    certificates = _certificates(console.folder, host, cert, key)
    with console.database() as database:
        fingerprint = certificates.fingerprint if certificates else ""
        settings = console.folder.settings()
        console.folder.keep(msgspec.structs.replace(settings, fingerprint=fingerprint))
        centre = Centre(
            database, Listen(host, port, certificates), scans=console.folder.scans,
            takers=_takers(database) if takers is None else takers,
        )  # fmt: skip
        # The server stops by itself on these; afterwards they must not end the program again.
        for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda *_: None)
        # The libraries' objects stay: looking through them again and again costs a third of a push.
        gc.freeze()
        page = visitors.page(database, console.folder, centre)
        with _measures(centre, metrics), page:
            centre.serve()


def _takers(database: Database) -> int:
    """Two where several cores and a database for several writers make them worth their memory."""
    return 2 if database.dialect == "postgresql" and (os.cpu_count() or 1) > 1 else 0


def _measures(
    centre: Centre, metrics: tuple[str, int] | None
) -> AbstractContextManager[Beside | None]:
    """The listener of ``/metrics``, where one is wanted."""
    if metrics is None:
        return nullcontext()
    beside = Beside(measures_app(centre.metrics), Listen(*metrics))
    _log.info("metrics on %s/metrics", beside.url)
    return beside


def _certificates(
    folder: Folder, host: str, cert: Path | None, key: Path | None
) -> Certificates | None:
    """Those given, or none on loopback, or the centre's own."""
    if cert is not None and key is not None:
        return given_certificates(cert, key)
    if stays_here(host):
        return None
    return own_certificates(folder.certificates)
