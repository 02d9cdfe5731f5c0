"""The commands of ``mizban``; each file of this folder adds its own."""

import click

from desk_app.cli.frame import PlainGroup, told


@click.group("mizban", cls=PlainGroup, help=told("cli.help"))
@click.version_option(package_name="mizban", help=told("cli.option.version"))
def desk() -> None:
    """The group that all commands join."""
