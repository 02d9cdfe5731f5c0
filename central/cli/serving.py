"""``mizban-central serve``: answer desks until told to stop."""

import json
import logging
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click
import msgspec

from central.cli.console import Console, Misuse, say_here, shared_options
from central.folder import Folder
from central.running import Centre, Listen
from central.tls import Certificates, given_certificates, own_certificates
from desk_app.protocol.pin import is_loopback

DEFAULT_LISTEN: Final = "127.0.0.1:8470"


class ListenType(click.ParamType[tuple[str, int]]):
    """``HOST:PORT``, with IPv6 addresses in brackets."""

    name = "host:port"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        """Host without brackets, and port."""
        host, _, port = value.rpartition(":")
        if not host or not (port.isascii() and port.isdigit()) or int(port) > 65535:
            raise Misuse(say_here("central.listen", value=value), ctx)
        return host.removeprefix("[").removesuffix("]"), int(port)


class _JsonLines(logging.Formatter):
    """One object a line: ``at``, ``level``, ``message``."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname.lower(), "message": record.getMessage()}
        return json.dumps(line, ensure_ascii=False)


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
@shared_options
def serve(console: Console, listen: tuple[str, int], cert: Path | None, key: Path | None) -> None:
    """Serve in the foreground."""
    if (cert is None) != (key is None):
        raise Misuse(say_here("central.cert_and_key"))
    _log_to(console)
    host, port = listen
    certificates = _certificates(console.folder, host, cert, key)
    with console.database() as database:
        fingerprint = certificates.fingerprint if certificates else ""
        settings = console.folder.settings()
        console.folder.keep(msgspec.structs.replace(settings, fingerprint=fingerprint))
        centre = Centre(database, Listen(host, port, certificates), scans=console.folder.scans)
        # The server stops by itself on these; afterwards they must not end the program again.
        for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda *_: None)
        centre.serve()


def _certificates(
    folder: Folder, host: str, cert: Path | None, key: Path | None
) -> Certificates | None:
    """Those given, or none on loopback, or the centre's own."""
    if cert is not None and key is not None:
        return given_certificates(cert, key)
    if is_loopback(f"http://[{host}]" if ":" in host else f"http://{host}"):
        return None
    return own_certificates(folder.certificates)


def _log_to(console: Console) -> None:
    handler = logging.StreamHandler(sys.stdout if console.as_json else sys.stderr)
    handler.setFormatter(
        _JsonLines() if console.as_json else logging.Formatter("%(asctime)s %(message)s")
    )
    log = logging.getLogger("mizban.central")
    log.handlers[:] = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False
