"""The body of what a visitor hands in later.

As in ``bodies``: positions point into the event's held values, fields are only ever added.
"""

from desk_app.records.bodies import Body


class PapersBrought(Body, frozen=True, kw_only=True):
    """Papers that were lacking or asked for are here; whether they were scanned is another fact."""

    papers: tuple[str, ...] = ()
    note: int = -1
