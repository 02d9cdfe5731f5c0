"""The options of the visitor's page, and the page that they ask for."""

import functools
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from central.cli.addresses import ListenType, stays_here
from central.cli.console import Command, Misuse, say_here
from central.folder import Folder
from central.public.app import Manner
from central.public.serving import PublicPage
from central.public.survey import own_survey, shipped_survey
from central.running import Centre, wall_clock_ms
from central.store.database import Database
from central.tls import given_certificates
from central.web.server import Listen

SURVEY_FILE: Final = "survey.json"
"""In the centre's folder: the agency's own satisfaction form."""

_PEM: Final = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True, slots=True)
class Visitors:
    """What was asked for; ``listen`` None is no page."""

    listen: tuple[str, int] | None
    cert: Path | None
    key: Path | None
    hosts: tuple[str, ...]

    def check(self) -> None:
        """Raise Misuse for what does not go together."""
        if (self.cert is None) != (self.key is None):
            raise Misuse(say_here("public.cert_and_key"))
        if self.listen is None:
            if self.cert or self.hosts:
                raise Misuse(say_here("public.needs_listen"))
        elif self.cert is None and not stays_here(self.listen[0]):
            raise Misuse(say_here("public.needs_cert"))

    def page(
        self, database: Database, folder: Folder, centre: Centre
    ) -> AbstractContextManager[PublicPage | None]:
        """The page, ready to be served beside the centre.

        On this machine alone it is served without TLS, to a proxy that has it.
        """
        if self.listen is None:
            return nullcontext()
        own = folder.path / SURVEY_FILE
        survey = own_survey(own) if own.exists() else shipped_survey()
        given = given_certificates(self.cert, self.key) if self.cert and self.key else None
        hosts = frozenset(host.lower() for host in self.hosts)
        return PublicPage(
            database, Listen(*self.listen, given), survey, wall_clock_ms,
            metrics=centre.metrics, give_way=centre.traffic.give_way,
            manner=Manner(secure=given is not None, hosts=hosts),
        )  # fmt: skip


def visitor_options(command: Command) -> Command:
    """Give a command ``--public-listen`` and what belongs to it, as ``visitors``."""

    @functools.wraps(command)
    def run(
        public_listen: tuple[str, int] | None, public_cert: Path | None,
        public_key: Path | None, public_host: tuple[str, ...], **own: Any,
    ) -> None:  # fmt: skip
        visitors = Visitors(public_listen, public_cert, public_key, public_host)
        visitors.check()
        command(visitors=visitors, **own)

    options = [
        click.option("--public-listen", type=ListenType(), help=say_here("public.help.listen")),
        click.option("--public-cert", type=_PEM, help=say_here("public.help.cert")),
        click.option("--public-key", type=_PEM, help=say_here("public.help.key")),
        click.option("--public-host", multiple=True, help=say_here("public.help.host")),
    ]
    wrapped: Command = run
    for option in reversed(options):
        wrapped = option(wrapped)
    return wrapped
