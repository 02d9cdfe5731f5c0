"""The body of a survey: how a visitor graded the service.

As in ``bodies``: positions point into the event's held values, fields are only ever added.
"""

import msgspec

from desk_app.records.bodies import Body


class Surveyed(Body, frozen=True, kw_only=True):
    """A satisfaction form was filled in."""

    form: str
    answers: dict[str, int] = msgspec.field(default_factory=dict)
    """Grades by item of the form."""
    text: int = -1
