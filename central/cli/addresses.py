"""Addresses of listeners on the command line."""

import click

from central.cli.console import Misuse, say_here
from desk_app.protocol.pin import is_loopback


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


def stays_here(host: str) -> bool:
    """Whether what listens there is heard by this machine alone."""
    return is_loopback(f"http://[{host}]" if ":" in host else f"http://{host}")
