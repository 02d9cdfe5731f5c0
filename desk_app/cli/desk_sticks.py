"""Carrying by stick as the window does it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from db.carry_notes import DeskCarryNotes
from db.line_book import DeskLineBook
from db.platform import removable_folders
from db.scan_shelf import DeskScanShelf
from db.session import Session
from desk_app.cli.founding import program
from desk_app.cli.roaming import follow_officers
from desk_app.ports.carry import CarriedIn, CarriedOut, OnStick, Progress
from desk_app.ports.sticks import CarryStanding, Drive
from desk_app.protocol.bundle import BUNDLE_SUFFIX
from desk_app.protocol.bundle_files import told_of_stick
from desk_app.protocol.messages import CarryKeys
from desk_app.services.guard import allow
from desk_app.sync.carry_in import CarryIn, CarryMeans
from desk_app.sync.carry_look import bundles_in, look_at
from desk_app.sync.carry_out import CarryOut, Trip
from desk_app.sync.conversation import unsent

KEPT: Final = "carried"
"""The folder, in the desk's own, of other desks' files that wait for a line."""


class DeskSticks:
    """Implements ``ports.sticks.Sticks`` on an open book."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._book = DeskLineBook(session.book)
        self._notes = DeskCarryNotes(session.book)
        self._shelf = DeskScanShelf(session.book, session.scans, lambda _: b"")

    def drives(self) -> Sequence[Drive]:
        """The removable drives that are plugged in."""
        return [Drive(folder, name) for folder, name in removable_folders()]

    def standing(self) -> CarryStanding:
        """How the desk's carrying stands."""
        enrolment = self._book.enrolment()
        recipient = enrolment.carry_recipient if enrolment else ""
        newest = next((one for one in self._notes.carrying().sets if one.to == recipient), None)
        acknowledged = self._book.acknowledged(newest.log) if newest else 0
        return CarryStanding(
            enrolled=enrolment is not None,
            unsent=unsent(self._book),
            travelling=max(0, newest.reach - acknowledged) if newest else 0,
            written_at=newest.at if newest else 0,
            kept=len(list(self._kept.glob("*" + BUNDLE_SUFFIX))),
        )

    def look(self, folder: Path) -> OnStick:
        """What lies on a stick."""
        with told_of_stick():
            return look_at(folder, self._book, self._notes.carrying())

    def carry_out(
        self,
        folder: Path,
        copies: int = 1,
        progress: Progress | None = None,
        hub: CarryKeys | None = None,
    ) -> CarriedOut:
        """Write what the centre, or a hub, lacks; NotAllowed for a role that may not sync."""
        allow(self._session.book.officer, "sync")
        session = self._session
        going = CarryOut(
            self._book, self._notes, session.clock, session.entropy, program(), self._shelf
        )
        return going.write(Trip(folder, hub, copies), progress)

    def carry_in(self, folder: Path, progress: Progress | None = None) -> CarriedIn:
        """Bring in everything on a stick; NotAllowed for a role that may not sync."""
        with told_of_stick():
            files = bundles_in(folder)
        return self.bring(files, progress)

    def bring(self, files: Sequence[Path], progress: Progress | None = None) -> CarriedIn:
        """Bring in these files."""
        allow(self._session.book.officer, "sync")
        found = self._coming().read(files, progress)
        if found.events:
            follow_officers(self._session)
        return found

    def deliver_kept(self) -> CarriedIn:
        """Send to the centre what waits here; what cannot be sent stays."""
        return self._coming().deliver_kept()

    def _coming(self) -> CarryIn:
        session = self._session
        means = CarryMeans(session.clock, session.entropy, self._kept, program(), shelf=self._shelf)
        return CarryIn(self._book, self._notes, means)

    @property
    def _kept(self) -> Path:
        return self._session.where.path / KEPT
