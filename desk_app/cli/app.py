"""The commands of ``mizban``; each file of this folder adds its own."""

from pathlib import Path

import click

from desk_app.cli.frame import Misuse, PlainGroup, told


@click.group("mizban", cls=PlainGroup, help=told("cli.help"), invoke_without_command=True)
@click.option("--data", type=click.Path(path_type=Path), help=told("cli.option.data"))
@click.version_option(package_name="mizban", help=told("cli.option.version"))
@click.pass_context
def desk(context: click.Context, data: Path | None) -> int:
    """The group that all commands join; alone it opens the window."""
    if context.invoked_subcommand is None:
        from desk_app.cli.window import open_window

        return open_window(data)
    if data is not None:
        raise Misuse(told("cli.usage.data_first"))
    return 0
