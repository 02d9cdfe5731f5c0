"""What a unit drafted and asked for, by event, and how far that has come."""

from dataclasses import dataclass
from typing import Literal

from desk_app.records.unit_bodies import Drafted, PapersAsked

DraftStanding = Literal["waiting", "sent_back", "approved", "superseded"]
Stage = Literal["new", "accepted", "drafted", "sent_back", "gone"]


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """A drafted answer, by its event; the texts are empty once they were erased."""

    event: str
    order: tuple[int, str]
    actor: str
    body: Drafted
    reason: str
    done: str
    standing: DraftStanding = "waiting"


@dataclass(frozen=True, slots=True)
class PapersCall:
    """A unit's call for papers, by its event."""

    event: str
    order: tuple[int, str]
    body: PapersAsked
