"""A password was forgotten: whoever may gives a temporary one, or a key or number lets in."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal

from desk_app.records.errors import Mistake
from ui.digits import grouped
from ui.entrance.new_password import PasswordRows
from ui.entrance.page import EntrancePage
from ui.entrance.password import KeyboardSigns
from ui.entrance.sign_in import PasswordPage
from ui.entrance.ways import Way
from ui.frame.keys import bind
from ui.texts import shown, worded
from ui.widgets.field import FieldRow
from ui.widgets.labels import Words
from ui.widgets.line import TextLine
from ui.widgets.select import Select
from ui.widgets.showing import Card

_WAYS: Final = {"supervisor": "visitor", "number": "phone"}


class Forgotten(EntrancePage):
    """The two ways back; ``chosen`` carries ``supervisor`` or ``number``."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("access.forgotten.title", "access.forgotten.lead")
        self._ways = {}
        for place, (way, icon) in enumerate(_WAYS.items(), start=1):
            button = Way(f"access.forgotten.{way}", icon, place)
            button.clicked.connect(lambda _=False, way=way: self.chosen.emit(way))
            bind(self, str(place), f"access.forgotten.{way}", button.click)
            self.body.addWidget(button)
            self._ways[way] = button
        self.way_back().clicked.connect(self.left)

    def opened(self) -> None:
        """The focus is on the first way."""
        super().opened()
        self._ways["supervisor"].setFocus(Qt.FocusReason.TabFocusReason)


class BySupervisor(PasswordPage):
    """Who forgot, who gives, and the giver's password; ``wished`` carries giver, password, user."""

    wished = Signal(str, str, str)
    left = Signal()

    def __init__(self, officers: Sequence[str]) -> None:
        super().__init__("access.given.title", "access.supervisor.lead")
        self._user, self._giver = _choice(officers), _choice(officers)
        if len(officers) > 1:
            self._giver.choose(officers[1])
        self.rows = {
            "officer": FieldRow("access.who_forgot", self._user),
            "giver": FieldRow("access.giver", self._giver, hint="access.giver.hint"),
            "password": FieldRow("access.giver.password", self.password, required=True),
        }
        for row in self.rows.values():
            self.body.addWidget(row)
        self.body.addWidget(KeyboardSigns([self.password]))
        self.agree("access.supervisor.give", icon="key").clicked.connect(self._on_agreed)
        self.way_back().clicked.connect(self.left)

    def _on_agreed(self) -> None:
        if self._user.value() == self._giver.value():
            self.show_mistakes([Mistake("giver", "access.giver.same")])
        elif self._typed():
            self.wished.emit(self._giver.value(), self.password.value(), self._user.value())


class TemporaryGiven(EntrancePage):
    """The temporary password, told once; ``going_on`` leads to the sign-in."""

    going_on = Signal()

    def __init__(self, user: str, password: str) -> None:
        super().__init__("access.given.title", "access.given.lead")
        self.password = password
        card = Card()
        name = Words(letters="section")
        name.setText(user)
        told = Words(letters="code")
        told.setText(shown(grouped(password, (4, 3, 3))))
        told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        worded(told, description="access.given.name")
        card.body.addWidget(name)
        card.body.addWidget(told)
        self.body.addWidget(card)
        self.agree("access.given.sign_in", icon="forward").clicked.connect(self.going_on)


class ByNumber(EntrancePage):
    """Who forgot, the key or number, and a new password; ``wished`` carries the three."""

    wished = Signal(str, str, str)
    left = Signal()

    def __init__(self, officers: Sequence[str]) -> None:
        super().__init__("access.forgotten.number", "access.number.lead")
        self._user, self._secret = _choice(officers), TextLine(longest=100)
        self._new = PasswordRows(lambda: officers, label="access.new_password")
        self.rows = {
            "officer": FieldRow("access.who_forgot", self._user),
            "recovery_key": FieldRow(
                "access.secret", self._secret, hint="access.secret.hint", required=True
            ),
        }
        for row in self.rows.values():
            self.body.addWidget(row)
        self.body.addWidget(self._new)
        self.rows |= self._new.rows
        self.agree("access.number.enter", icon="key").clicked.connect(self._on_agreed)
        self.way_back().clicked.connect(self.left)

    def opened(self) -> None:
        """The key or number is what is asked; the officer stands there."""
        self.show_message("")
        self._secret.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_agreed(self) -> None:
        found = self._new.mistakes()
        if not self._secret.value():
            found.insert(0, Mistake("recovery_key", "access.secret.missing"))
        self.show_mistakes(found)
        if not found:
            self.wished.emit(self._user.value(), self._secret.value(), self._new.password.value())


def _choice(officers: Sequence[str]) -> Select:
    return Select([(user, user) for user in officers])
