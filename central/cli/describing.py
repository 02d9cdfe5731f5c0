"""``mizban-central openapi``: the line as an OpenAPI document."""

import json

import click

from central.cli.console import say_here
from central.web.openapi import document
from central.web.tables import EVERY


@click.command("openapi", help=say_here("central.help.openapi"))
def openapi() -> None:
    """Print the document; it depends on no data."""
    click.echo(json.dumps(document(EVERY), ensure_ascii=False, indent=2))
