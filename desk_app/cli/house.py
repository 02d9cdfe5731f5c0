"""The way into the desk for the window: nothing, a book, or a demonstration office."""

from contextlib import suppress
from pathlib import Path
from typing import Final

from db import platform
from db.diagnosis import BOOK
from db.folder import BookFolder
from db.going_on import Means, go_on
from db.opening import open_session, unlocked
from db.read_ahead import read_ahead_behind
from db.session import Around, Session
from desk_app.cli.coming_back import recover
from desk_app.cli.demonstration import OFFICER, make_demonstration, password_of_demonstration
from desk_app.cli.desk_access import give_password
from desk_app.cli.embedded_centre import CENTRE, HouseCentre, centre_of
from desk_app.cli.founding import found_desk, program
from desk_app.cli.open_desk import desk_on
from desk_app.cli.opened import folder_of
from desk_app.ports.desk import Demonstration, Desk, Found, Founded, GoOn, SetUp
from desk_app.ports.printers import PrinterSource
from desk_app.records.errors import MachineFault
from desk_app.sync.lease import lease_from_centre

DEMONSTRATION: Final = "demonstration"
"""The folder of the demonstration office, inside the usual one: it never meets the real book."""
_LAST: Final = "last-officer"
"""The file that remembers who signed in last; user names stand in the slots as they are."""


class House:
    """Implements ``ports.desk.Entrance`` on a data folder.

    ``printers`` are those that only the windowing toolkit reaches; ``home`` is where witnesses
    lie, where that is not the account's usual place.
    """

    def __init__(
        self,
        data: Path | None = None,
        printers: PrinterSource | None = None,
        home: Path | None = None,
    ) -> None:
        self._folder = folder_of(data)
        self._printers = printers
        self._around = Around(what="window", home=home)
        self._centre: HouseCentre | None = None

    def look(self) -> Found:
        """What lies in the data folder."""
        try:
            slots = BookFolder(self._folder, self._around.home).slots_to_open()
        except MachineFault as fault:
            if fault.code == "book.none":
                return Found()
            return Found(fault=fault.code, params=fault.params)
        read_ahead_behind(self._folder / BOOK)
        users = sorted((slot.user for slot in slots.officers), key=self._was_last, reverse=True)
        demonstration = (self._folder / CENTRE).is_dir()
        return Found(officers=tuple(users), demonstration=demonstration)

    def set_up(self, wishes: SetUp) -> Founded:
        """Make the book; with a centre, enrol. Raises DeskError with nothing left behind."""
        made = found_desk(self._folder, wishes, around=self._around)
        return Founded(self._desk(made.session), made.recovery_key)

    def sign_in(self, user: str, password: str) -> Desk:
        """Open the book and record the sign-in."""
        return self._desk(open_session(self._folder, user, password, self._around))

    def admits(self, user: str, password: str) -> None:
        """Raise as ``sign_in`` would for a wrong password; nothing is opened."""
        unlocked(self._folder, user, password, self._around)

    def give_password(self, giver: str, password: str, user: str) -> str:
        """Open the book for the giver alone, give another officer a temporary password."""
        session = open_session(self._folder, giver, password, self._around)
        try:
            return give_password(session, user)
        finally:
            session.close()

    def recover(self, user: str, secret: str, new_password: str) -> Founded:
        """Open the book with the recovery key or a number that was read out."""
        recovered = recover(self._folder, user, secret, new_password, self._around)
        return Founded(self._desk(recovered.session), recovered.recovery_key)

    def go_on(self, user: str, password: str, wishes: GoOn) -> Desk:
        """Open a book that was found behind or copied in a new log, to write again."""
        mirror = Path(wishes.mirror) if wishes.mirror else None
        means = Means(mirror, wishes.slip, lease=lease_from_centre(program()))
        session, _ = go_on(self._folder, user, password, wishes.reason, self._around, means=means)
        return self._desk(session)

    def demonstration(self) -> Demonstration:
        """A demonstration office with an embedded centre, or the one that was made before."""
        self._folder = self._folder / DEMONSTRATION
        password, recovery_key = password_of_demonstration(), ""
        if self.look().officers:
            session = open_session(self._folder, OFFICER, password, self._around)
        else:
            made, self._centre = make_demonstration(self._folder, self._around)
            session, recovery_key = made.session, made.recovery_key
        desk = self._desk(session)
        assert self._centre is not None
        return Demonstration(desk, recovery_key, password, self._centre)

    def close(self) -> None:
        """End the embedded centre, where one runs."""
        if self._centre is not None:
            self._centre.close()
            self._centre = None

    def _desk(self, session: Session) -> Desk:
        try:
            known = session.book.queries.office()
            if known.demonstration and self._centre is None:
                self._centre = centre_of(session)
            self._remember(session.book.officer.user)
            return desk_on(session, self._printers)
        except BaseException:
            session.close()
            raise

    def _was_last(self, user: str) -> bool:
        try:
            return (self._folder / _LAST).read_text(encoding="utf-8") == user
        except (OSError, UnicodeDecodeError):
            return False

    def _remember(self, user: str) -> None:
        # A convenience: a full disk is told where something is lost by it.
        with suppress(OSError):
            platform.replace_file(self._folder / _LAST, user.encode())
