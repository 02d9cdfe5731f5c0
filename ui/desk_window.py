"""The one window of the desk: the entrance, the open desk behind it, the lock before it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QStackedLayout

from ui.entrance.threshold import Threshold
from ui.frame.shell import Shell

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from desk_app.ports.desk import Desk, Found
    from ui.signed_in import SignedIn

    Now = Callable[[], dt.datetime]


class DeskWindow(Shell):
    """Shows the entrance, a signed-in desk, or the lock before it.

    ``signed_out`` is sent when the officer wants to leave with the window open, ``switched``, with
    user and password, when another takes the seat. What a desk and its entrance do is owned by
    ``ui.program.Sitting``.
    """

    signed_out = Signal()
    switched = Signal(str, str)

    def __init__(self, now: "Now", folder: Path | None = None) -> None:
        super().__init__(folder)
        self.threshold = Threshold(now)
        self.signed_in: SignedIn | None = None
        self._now = now
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self.threshold)
        self.threshold.left.connect(self.closing)

    @property
    def locked(self) -> bool:
        """Whether an open desk waits behind the entrance."""
        return self.signed_in is not None and self._layers.currentWidget() is self.threshold

    def furnish(self, desk: "Desk") -> "SignedIn":
        """Show an open desk in its frame."""
        from ui.signed_in import SignedIn

        open_desk = SignedIn(desk, self._now, self.bugs.caught)
        self.signed_in = open_desk
        self._layers.addWidget(open_desk.frame)
        open_desk.frame.closing.connect(self.closing)
        open_desk.signed_out.connect(self.signed_out)
        open_desk.lock_wanted.connect(self.lock)
        open_desk.switch_wanted.connect(self.ask_switch)
        self._layers.setCurrentWidget(open_desk.frame)
        open_desk.begin()
        return open_desk

    def lock(self) -> None:
        """Hide the open desk behind its officer's password; everything on it stays."""
        if self.signed_in is None or self.locked:
            return
        self._layers.setCurrentWidget(self.threshold)
        self._show_lock()

    def ask_switch(self) -> None:
        """Lock the desk and ask who takes the seat; where nobody else may, sign out."""
        self.lock()
        if self.signed_in is not None:
            self.threshold.page.busy("entrance.opening")
            entrance = self.threshold.entrance
            self.threshold.ask(entrance.look, self._on_officers, self.threshold.page.show_fault)

    def put_sheets_away(self) -> None:
        """Close every open sheet as Escape does; what is typed on it is kept."""
        for sheet in self.findChildren(QDialog):
            # Behind the lock too, where none is visible.
            sheet.reject()

    def session_ending(self) -> None:
        """Keep what is typed, on every page and sheet, while the system waits; then end."""
        self.put_sheets_away()
        if self.signed_in is not None:
            self.signed_in.keep_typed()
        super().session_ending()

    def strip(self) -> None:
        """Take the frame of a desk that was closed off the screen."""
        if self.signed_in is not None:
            frame = self.signed_in.frame
            self.signed_in = None
            self._layers.setCurrentWidget(self.threshold)
            self._layers.removeWidget(frame)
            frame.hide()
            frame.deleteLater()

    def wait(self, code: str) -> None:
        """Say what is being done while a desk is closed."""
        from ui.entrance.opening import Opening

        self._layers.setCurrentWidget(self.threshold)
        self.threshold.show_page(Opening(code))

    def may_close(self) -> bool:
        """An open desk with an unfinished visit asks first, unless it is locked."""
        return self.signed_in is None or self.locked or self.signed_in.may_close()

    def _show_lock(self) -> None:
        from ui.entrance.sign_in import Locked

        if self.signed_in is not None:
            page = Locked(self.signed_in.desk.book.officer.name)
            page.wished.connect(self._on_unlock)
            page.left.connect(self.ask_switch)
            self.threshold.show_page(page)

    def _on_officers(self, found: "Found") -> None:
        from ui.entrance.sign_in import Switch

        if self.signed_in is None or not self.locked:
            return
        here = self.signed_in.desk.book.officer.user
        others = [user for user in found.officers if user != here]
        if not others:
            self.signed_out.emit()
            return
        page = Switch(others)
        page.wished.connect(self._on_switch)
        page.left.connect(self._show_lock)
        self.threshold.show_page(page)

    def _on_switch(self, user: str, password: str) -> None:
        """The desk of the one who leaves is closed only once the other's password was right."""
        page, entrance = self.threshold.page, self.threshold.entrance
        page.busy("entrance.locked.opening")
        self.threshold.ask(
            lambda: entrance.admits(user, password),
            lambda _: self.switched.emit(user, password),
            page.show_fault,
        )

    def _on_unlock(self, password: str) -> None:
        from ui.entrance.sign_in import Locked

        open_desk, page = self.signed_in, self.threshold.page
        if open_desk is None or not isinstance(page, Locked):
            return
        page.busy("entrance.locked.opening")
        self.threshold.ask(
            lambda: open_desk.desk.unlock(password), lambda _: self._unlocked(), page.show_fault
        )

    def _unlocked(self) -> None:
        from ui.entrance.opening import Opening

        if self.signed_in is not None:
            self.threshold.show_page(Opening())
            self._layers.setCurrentWidget(self.signed_in.frame)
            self.signed_in.come_back()
