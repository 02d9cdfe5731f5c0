"""Opening the window, which alone loads the windowing toolkit."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.ports.desk import (
    Demonstration,
    Desk,
    Entrance,
    Found,
    Founded,
    GoOn,
    SetUp,
)
from desk_app.ports.printers import PrinterSource

if TYPE_CHECKING:
    from desk_app.cli.house import House


class Door:
    """Implements ``ports.desk.Entrance``; what lies behind it is loaded at the first call.

    Calls come off the window's thread, so the first paint waits for neither book nor line.
    """

    def __init__(
        self, data: Path | None, printers: PrinterSource, home: Path | None = None
    ) -> None:
        self._data = data
        self._printers = printers
        self._home = home

    def look(self) -> Found:
        """What lies in the data folder."""
        return self._house.look()

    def set_up(self, wishes: SetUp) -> Founded:
        """Make the book; with a centre, enrol."""
        return self._house.set_up(wishes)

    def sign_in(self, user: str, password: str) -> Desk:
        """Open the book."""
        return self._house.sign_in(user, password)

    def admits(self, user: str, password: str) -> None:
        """Whether the password is right; raises where it is not."""
        self._house.admits(user, password)

    def give_password(self, giver: str, password: str, user: str) -> str:
        """A temporary password for another officer."""
        return self._house.give_password(giver, password, user)

    def recover(self, user: str, secret: str, new_password: str) -> Founded:
        """Open the book with the recovery key or a number."""
        return self._house.recover(user, secret, new_password)

    def go_on(self, user: str, password: str, wishes: GoOn) -> Desk:
        """Open a book that was found behind or copied in a new log."""
        return self._house.go_on(user, password, wishes)

    def demonstration(self) -> Demonstration:
        """A demonstration office with an embedded centre."""
        return self._house.demonstration()

    def close(self) -> None:
        """End what the way in keeps running."""
        self._house.close()

    @cached_property
    def _house(self) -> "House":
        from desk_app.cli.house import House

        return House(self._data, self._printers, self._home)


def open_window(data: Path | None) -> int:
    """Run the desk's window on a data folder until it is closed; returns the exit status."""
    from ui.program import main
    from ui.qt_printers import QtPrinters

    entrance: Entrance = Door(data, QtPrinters())
    return main(entrance)
