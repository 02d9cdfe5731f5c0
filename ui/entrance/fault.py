"""What is wrong with the data: what happened, what is missing, what to do, and the ways on."""

from typing import Final

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desk_app.ports.desk import GoOn
from desk_app.records.errors import DeskError, Mistake
from ui.entrance.page import EntrancePage
from ui.entrance.password import KeyboardSigns
from ui.entrance.sign_in import PasswordPage
from ui.widgets.buttons import Button
from ui.widgets.field import FieldRow
from ui.widgets.labels import Words
from ui.widgets.line import TextLine
from ui.widgets.showing import Card
from ui.widgets.sign import Sign
from ui.widgets.slip_line import SlipLine

HEALED_BY_GOING_ON: Final = frozenset(
    {
        "book.behind",
        "book.forked",
        "book.unfinished",
        "book.copied_folder",
        "book.copied_machine",
    }
)
"""Faults after which the desk goes on under new codes."""

_FAMILIES: Final = {
    "book.behind": "behind",
    "book.forked": "behind",
    "book.unfinished": "behind",
    "book.copied_folder": "copy",
    "book.copied_machine": "copy",
    "book.newer": "newer",
    "disk.full": "disk",
    "disk.read_only": "disk",
    "disk.io": "disk",
    "witness.not_written": "disk",
    "book.locked": "busy",
    "setup.running": "busy",
}
_DAMAGED: Final = ("book.", "slots.")


def family_of(code: str) -> str:
    """The kind of trouble a fault's code belongs to."""
    if code.startswith("book.in_use"):
        return "busy"
    return _FAMILIES.get(code) or ("damaged" if code.startswith(_DAMAGED) else "other")


class FaultPage(EntrancePage):
    """One fault of the data; ``again``, ``reading`` and ``going_on`` are the ways offered."""

    again = Signal()
    reading = Signal()
    going_on = Signal()
    left = Signal()

    def __init__(self, fault: DeskError, *, readable: bool = False) -> None:
        family = family_of(fault.code)
        super().__init__(f"entrance.fault.{family}")
        self.fault = fault
        card = Card()
        happened = Words(wrap=True)
        happened.say(fault.code, **fault.params)
        for icon, tone, head, words in (
            ("alert", "bad", "entrance.fault.happened", happened),
            ("unsent", "warn", "entrance.fault.missing", self._words(family, "missing")),
            ("check", "good", "entrance.fault.do", self._words(family, "do")),
        ):
            row = QHBoxLayout()
            row.setSpacing(16)
            row.addWidget(Sign(icon, tone, 24), 0, Qt.AlignmentFlag.AlignTop)
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(Words(head, letters="strong"))
            column.addWidget(words)
            row.addLayout(column, 1)
            card.body.addLayout(row)
        self.body.addWidget(card)
        self._offer(readable)

    def _words(self, family: str, what: str) -> Words:
        return Words(f"entrance.fault.{family}.{what}", wrap=True)

    def _offer(self, readable: bool) -> None:
        heals = self.fault.code in HEALED_BY_GOING_ON
        if readable and heals:
            self.agree("entrance.fault.go_on", icon="forward").clicked.connect(self.going_on)
            self._add("entrance.fault.read", "eye", self.reading)
        elif readable:
            self.agree("entrance.fault.read", icon="eye").clicked.connect(self.reading)
        else:
            self.agree("entrance.fault.again", icon="sync").clicked.connect(self.again)
        self._add("entrance.fault.close", "close", self.left)

    def _add(self, code: str, icon: str, signal: SignalInstance) -> None:
        button = Button(code, icon=icon)
        button.clicked.connect(signal)
        self.buttons.addWidget(button)


class GoOnForm(PasswordPage):
    """Password, reason, and where lost records or a lane come from; ``wished`` carries both."""

    wished = Signal(str, object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("entrance.go_on.title", "entrance.go_on.lead")
        self.slip = SlipLine()
        self.rows = {
            "reason": FieldRow("entrance.go_on.reason", TextLine(longest=300), required=True),
            "mirror": FieldRow(
                "entrance.go_on.mirror", TextLine(longest=400), hint="entrance.go_on.mirror.hint"
            ),
            "slip": FieldRow("entrance.go_on.slip", self.slip, hint="entrance.go_on.slip.hint"),
            "password": FieldRow("entrance.password", self.password, required=True),
        }
        for row in self.rows.values():
            self.body.addWidget(row)
        self.body.addWidget(KeyboardSigns([self.password]))
        self.agree("entrance.fault.go_on", icon="forward").clicked.connect(self._on_agreed)
        self.way_back().clicked.connect(self.left)
        self.slip.textChanged.connect(lambda _: self._check_slip())
        self.slip.editingFinished.connect(self.rows["slip"].check)

    def _check_slip(self) -> None:
        """Digits that do not fit are told with the last one; what is shown goes while mending."""
        self.rows["slip"].show_mistake(None if self.slip.missing else self.slip.mistake())

    def _on_agreed(self) -> None:
        found = self.missing("reason")
        if wrong := self.slip.mistake():
            found.append(wrong)
        if not self.password.value():
            found.append(Mistake("password", "password.empty"))
        self.show_mistakes(found)
        if found:
            return
        values = self.values()
        wishes = GoOn(reason=values["reason"], mirror=values["mirror"], slip=values["slip"])
        self.wished.emit(self.password.value(), wishes)
