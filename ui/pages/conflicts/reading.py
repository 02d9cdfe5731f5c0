"""The conflicts over all requests, as the page reads them."""

from dataclasses import dataclass
from typing import Final

from desk_app.ports.queries import ConflictView, Filter, Hit, Queries

MOST: Final = 200
"""Requests looked at; what is settled makes room for the next."""


@dataclass(frozen=True, slots=True)
class InConflict:
    """One register of one request, with its values, the shown one first."""

    hit: Hit
    conflict: ConflictView

    @property
    def key(self) -> str:
        """What tells it from every other."""
        return f"{self.hit.request_id}/{self.conflict.register}"


def read_conflicts(queries: Queries) -> list[InConflict]:
    """Every conflict that may be seen, of the newest request first; not on the window's thread."""
    found = []
    for hit in queries.latest(MOST, narrow=Filter(only_conflicts=True)):
        view = queries.request(hit.request_id)
        if view is not None:
            found += [InConflict(view.hit, conflict) for conflict in view.conflicts]
    return found
