"""What the page of sticks reads at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desk_app.ports.carry import OnStick
from desk_app.ports.sticks import CarryStanding, Drive, Sticks
from desk_app.records.errors import MachineFault


@dataclass(frozen=True, slots=True)
class SeenStick:
    """A stick, and what lies on it; ``fault`` is a code where it cannot be read."""

    drive: Drive
    on: OnStick | None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class SticksRead:
    """The sticks of one moment, and how the desk's carrying stands."""

    standing: CarryStanding
    sticks: tuple[SeenStick, ...]


def read_sticks(sticks: Sticks, further: Sequence[Path]) -> SticksRead:
    """Read everything the page shows, with folders chosen besides; not on the window's thread."""
    drives = {drive.folder: drive for drive in sticks.drives()}
    chosen = [
        Drive(folder, folder.name or str(folder)) for folder in further if folder not in drives
    ]
    seen = tuple(_seen(sticks, drive) for drive in (*drives.values(), *chosen))
    return SticksRead(sticks.standing(), seen)


def _seen(sticks: Sticks, drive: Drive) -> SeenStick:
    try:
        return SeenStick(drive, sticks.look(drive.folder))
    except MachineFault as fault:
        return SeenStick(drive, None, fault.code)
