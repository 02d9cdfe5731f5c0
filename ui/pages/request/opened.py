"""A request as its page is given it: the request, and what else its person has asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desk_app.ports.queries import Hit, Queries, RequestView

_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Opened:
    """A request with other requests of its first known person, the newest first."""

    view: RequestView
    near: Sequence[Hit] = ()


def opened(queries: Queries, request_id: str) -> Opened | None:
    """Read a request; None where it is not here or not for these eyes."""
    view = queries.request(request_id)
    if view is None:
        return None
    keys = (party.person.key for party in view.parties if party.person is not None)
    key = next((key for key in keys if key), "")
    # Beside a sealed request stands nothing that would tell whose it is.
    near = queries.history_of(key, _MOST) if key and not view.audience else []
    return Opened(view, [hit for hit in near if hit.request_id != request_id])
