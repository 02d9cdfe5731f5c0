"""Papers that are not out: jobs that wait or failed, and requests that nobody has a receipt of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desk_app.ports.desk import Desk
from desk_app.ports.printers import PrinterSetting, PrintJob
from desk_app.ports.queries import Filter, Hit

MOST: Final = 50
"""Requests without a receipt that are listed; the others are counted."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One paper that is not out; without a job, a receipt that was never sent to a printer."""

    job: PrintJob | None
    hit: Hit | None

    @property
    def id(self) -> str:
        """What tells it from the others."""
        return self.job.id if self.job else self.hit.request_id if self.hit else ""


@dataclass(frozen=True, slots=True)
class Unprinted:
    """All that is not out: jobs first, oldest first, then requests, newest first."""

    waiting: tuple[Waiting, ...]
    more: int
    """Requests without a receipt that are not listed."""
    printers: tuple[PrinterSetting, ...]


def read_unprinted(desk: Desk) -> Unprinted:
    """What is not out now."""
    jobs, queries = desk.queue.pending(), desk.book.queries
    told: list[Waiting] = []
    for job in jobs:
        view = queries.request(job.subject) if job.subject else None
        told.append(Waiting(job, view.hit if view else None))
    under_way = {job.subject for job in jobs if job.kind == "receipt"}
    bare = _bare(queries.latest(MOST, narrow=Filter(only_unprinted=True)), under_way)
    rest = queries.counts().unprinted - len(under_way) - len(bare)
    waiting = (*told, *(Waiting(None, hit) for hit in bare))
    return Unprinted(waiting, max(0, rest), tuple(desk.printers.settings()))


def _bare(hits: Sequence[Hit], under_way: set[str]) -> list[Hit]:
    return [hit for hit in hits if hit.request_id not in under_way]
