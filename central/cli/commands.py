"""The commands of ``mizban-central``."""

import click

from central.cli.above import join, sync
from central.cli.administration import lane_slip, office
from central.cli.carrying import carry
from central.cli.console import say_here
from central.cli.describing import openapi
from central.cli.devices import device
from central.cli.enrolling import enrol_code
from central.cli.inspection import status, verify
from central.cli.publishing import calendar, catalogue
from central.cli.safekeeping import backup, restore
from central.cli.serving import serve


@click.group(
    name="mizban-central",
    help=say_here("central.help.program"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def program() -> None:
    """The group that holds every command."""


for _command in (
    serve, office, enrol_code, device, lane_slip, catalogue, calendar, carry, backup, restore,
    join, sync, status, verify, openapi,
):  # fmt: skip
    program.add_command(_command)
