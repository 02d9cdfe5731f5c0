"""Sticks as the window sees them: which are plugged in, what lies on one, trips out and in."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desk_app.ports.carry import CarriedIn, CarriedOut, OnStick, Progress


@dataclass(frozen=True, slots=True)
class Drive:
    """A removable drive: its folder, and the name that people know it by."""

    folder: Path
    name: str


@dataclass(frozen=True, slots=True)
class CarryStanding:
    """How the desk's carrying stands, whatever is plugged in."""

    enrolled: bool
    unsent: int
    """Own entries that the centre has not acknowledged."""
    travelling: int
    """Those of them that the newest set holds."""
    written_at: int
    """When that set was written (ms since 1970); 0 for never."""
    kept: int
    """Files of other desks that wait here for a line."""


class Sticks(Protocol):
    """Carrying by stick; every call waits for the disk, so none is made by the window's thread."""

    def drives(self) -> Sequence[Drive]:
        """The removable drives that are plugged in."""
        ...

    def standing(self) -> CarryStanding:
        """How the desk's carrying stands."""
        ...

    def look(self, folder: Path) -> OnStick:
        """What lies on a stick; raises MachineFault ``carry.gone``."""
        ...

    def carry_out(self, folder: Path, copies: int, progress: Progress) -> CarriedOut:
        """Write what the centre does not hold; raises Refused, MachineFault."""
        ...

    def carry_in(self, folder: Path, progress: Progress) -> CarriedIn:
        """Bring in everything on a stick; raises Refused, MachineFault."""
        ...

    def deliver_kept(self) -> CarriedIn:
        """Send to the centre what waits here; raises Refused."""
        ...
