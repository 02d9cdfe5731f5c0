"""Signing in, and coming back to a locked desk."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ui.entrance.page import EntrancePage
from ui.entrance.password import KeyboardSigns, Password
from ui.widgets.buttons import Button
from ui.widgets.field import FieldRow
from ui.widgets.select import Select

if TYPE_CHECKING:
    from desk_app.records.errors import DeskError, Mistake

_SECOND_MS = 1000


class PasswordPage(EntrancePage):
    """A page that asks a password and waits out a lock-out, counting its seconds down."""

    def __init__(self, title: str, lead: str) -> None:
        super().__init__(title, lead)
        self.password = Password()
        self._wait: Mistake | None = None
        self._second = QTimer(self)
        self._second.timeout.connect(self._on_second)

    @property
    def waiting(self) -> int:
        """Seconds of lock-out that are left."""
        return int(self._wait.params["seconds"]) if self._wait else 0

    def show_fault(self, fault: "DeskError") -> None:
        """A refusal stands at the password; a lock-out counts down there."""
        from desk_app.records.errors import Mistake

        self.ready()
        if fault.code == "password.wait":
            self._wait = Mistake("password", fault.code, dict(fault.params))
            self._show_wait()
            self._second.start(_SECOND_MS)
        elif fault.code.startswith(("password.", "officer.")):
            self.password.selectAll()
            self.show_mistakes([Mistake("password", fault.code, fault.params)])
        else:
            super().show_fault(fault)

    def forget(self) -> None:
        """Empty the password field."""
        self.password.clear()
        self.password.hide_again()
        self.rows["password"].show_mistake(None)

    def _typed(self) -> bool:
        """Whether a password stands there to be tried; says so where none does."""
        from desk_app.records.errors import Mistake

        missing = [] if self.password.value() else [Mistake("password", "password.empty")]
        self.show_mistakes(missing)
        return not missing

    def _end_wait(self) -> None:
        self._second.stop()
        self._wait = None
        self.rows["password"].show_mistake(None)
        if self.primary is not None:
            self.primary.setEnabled(True)

    def _on_second(self) -> None:
        from desk_app.records.errors import Mistake

        left = self.waiting - 1
        if self._wait is None or left <= 0:
            self._end_wait()
            return
        self._wait = Mistake("password", self._wait.code, {"seconds": left})
        self._show_wait()

    def _show_wait(self) -> None:
        self.rows["password"].show_mistake(self._wait)
        if self.primary is not None:
            self.primary.setEnabled(False)


class SignIn(PasswordPage):
    """Officer and password; ``wished`` carries both, ``forgot`` the officer who lost one."""

    wished = Signal(str, str)
    forgot = Signal(str)

    def __init__(
        self,
        officers: Sequence[str],
        title: str = "entrance.sign_in.title",
        lead: str = "entrance.sign_in.lead",
    ) -> None:
        super().__init__(title, lead)
        self._officer = Select([(user, user) for user in officers])
        self.rows = {
            "officer": FieldRow("entrance.sign_in.officer", self._officer),
            "password": FieldRow("entrance.password", self.password),
        }
        for row in self.rows.values():
            self.body.addWidget(row)
        self.body.addWidget(KeyboardSigns([self.password]))
        self.agree("entrance.sign_in.enter", icon="key").clicked.connect(self._on_agreed)
        self._add_way()
        # Another officer has not typed a wrong password yet.
        self._officer.currentIndexChanged.connect(self._on_other)

    def _add_way(self) -> None:
        """What stands beside the first button."""
        forgot = Button("access.forgot", "quiet", icon="help")
        forgot.clicked.connect(lambda: self.forgot.emit(self._officer.value()))
        self.buttons.addWidget(forgot)

    def opened(self) -> None:
        """The password is what is asked; the officer of last time stands there."""
        self.show_message("")
        self.password.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_other(self) -> None:
        self._end_wait()

    def _on_agreed(self) -> None:
        if self._typed():
            self.wished.emit(self._officer.value(), self.password.value())


class Switch(SignIn):
    """Another officer takes the seat; the locked desk waits until the password was right."""

    left = Signal()

    def __init__(self, officers: Sequence[str]) -> None:
        super().__init__(officers, "access.switch.title", "access.switch.lead")
        self.way_back("access.switch.back").clicked.connect(self.left)

    def _add_way(self) -> None:
        """Nobody recovers a password over somebody else's open desk."""


class Locked(PasswordPage):
    """A locked desk: its work stays, its officer's password opens it again."""

    wished = Signal(str)
    left = Signal()

    def __init__(self, officer: str) -> None:
        super().__init__("entrance.locked.title", "entrance.locked.lead")
        self.rows = {"password": FieldRow("entrance.locked.password", self.password)}
        self.body.addWidget(self._name(officer))
        self.body.addWidget(self.rows["password"])
        self.body.addWidget(KeyboardSigns([self.password]))
        self.agree("entrance.locked.open", icon="lock").clicked.connect(self._on_agreed)
        other = Button("entrance.locked.other", "quiet", icon="visitor")
        other.clicked.connect(self.left)
        self.buttons.addWidget(other)

    def opened(self) -> None:
        """The password is what is asked."""
        self.forget()
        super().opened()

    def _name(self, officer: str) -> QWidget:
        from ui.widgets.labels import Words

        name = Words(letters="section")
        name.setText(officer)
        return name

    def _on_agreed(self) -> None:
        if self._typed():
            self.wished.emit(self.password.value())
