"""The bodies of what is audited: who was at the desk, what they looked at, the machine's clock.

As in ``bodies``: fields are only ever added.
"""

from desk_app.records.bodies import Body


class SignedIn(Body, frozen=True, kw_only=True):
    """An officer opened the desk."""

    counter: str = ""
    app: str = ""


class SignedOut(Body, frozen=True, kw_only=True):
    """An officer left the desk: ``left``, ``locked``, ``closed``."""

    why: str = "left"


class Looked(Body, frozen=True, kw_only=True):
    """An officer opened, searched or exported someone's record."""

    request: str = ""
    what: str = "opened"
    how_many: int = 1


class ClockStepped(Body, frozen=True, kw_only=True):
    """The machine's clock jumped by more than five minutes, or differs from the centre's."""

    before: int
    after: int
    against: str = "self"
