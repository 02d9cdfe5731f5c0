"""The bodies of what a unit does with a referral: taken on, papers asked for, drafted, sent back.

As in ``bodies``: positions point into the event's held values, fields are only ever added.
"""

from desk_app.records.bodies import Body
from desk_app.records.persons import Result


class Accepted(Body, frozen=True, kw_only=True):
    """Someone of the unit took a referral on; the first to do so is shown."""

    referral: str


class PapersAsked(Body, frozen=True, kw_only=True):
    """The unit cannot go on without papers: the referral goes back to the desk as lacking them."""

    referral: str
    papers: tuple[str, ...] = ()
    reason: int = -1
    come_by: str = ""
    """The day by which the visitor is asked to bring them, ISO 8601; empty for none."""


class Drafted(Body, frozen=True, kw_only=True):
    """An answer as a unit's expert would give it; nothing is answered before it is approved.

    Approval is an ``Answered`` that names the draft.
    """

    referral: str
    result: Result
    reason: int = -1
    basis: str = ""
    done: int = -1
    objection: str = ""
    supersedes: str = ""
    """The draft in whose place this one stands."""


class DraftReturned(Body, frozen=True, kw_only=True):
    """The head of the unit sent a draft back to be written again."""

    draft: str
    reason: int = -1
