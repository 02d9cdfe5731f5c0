"""The bodies of what visitors write themselves, on the page where they look a request up.

As in ``bodies``: positions point into the event's held values, fields are only ever added.
"""

from typing import Final

from desk_app.records.bodies import Body
from desk_app.records.persons import Channel

VISITOR: Final = "visitor"
"""The actor of what the centre writes down for a visitor; no officer's user name."""


class AskedAgain(Body, frozen=True, kw_only=True):
    """The visitor asks what became of the request."""

    text: int = -1
    channel: Channel = "electronic"


class Complained(Body, frozen=True, kw_only=True):
    """The visitor complains about how the request is handled: ``about`` says of what."""

    about: str
    """``delay`` · ``answer`` · ``conduct`` · ``other``."""
    text: int = -1
    channel: Channel = "electronic"
