"""First run, third way: an office to try things in, marked as such everywhere."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.entrance.page import EntrancePage
from ui.texts import worded
from ui.widgets.labels import Words
from ui.widgets.showing import Card
from ui.widgets.sign import Sign


class TryOut(EntrancePage):
    """What a demonstration office is, before it is made."""

    wished = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__("entrance.try.title", "entrance.try.lead")
        card = Card()
        for icon, code in (
            ("office", "entrance.try.office"),
            ("line-up", "entrance.try.centre"),
            ("seal", "entrance.try.mark"),
            ("shield", "entrance.try.apart"),
        ):
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(Sign(icon, "accent"), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Words(code, wrap=True), 1)
            card.body.addLayout(row)
        self.body.addWidget(card)
        self.agree("entrance.try.make", icon="check").clicked.connect(self.wished)
        self.way_back().clicked.connect(self.left)


class TryOutReady(EntrancePage):
    """The demonstration's officer and password, which nobody needs to keep secret."""

    entered = Signal()

    def __init__(self, officer: str, password: str) -> None:
        super().__init__("entrance.tried.title", "entrance.tried.lead")
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(48)
        for code, value in (("entrance.officer", officer), ("entrance.password", password)):
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(Words(code, letters="caption", tone="muted"))
            told = Words(letters="display")
            told.setText(value)
            told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            worded(told, description=code)
            column.addWidget(told)
            row.addLayout(column)
        row.addStretch()
        card.body.addLayout(row)
        self.body.addWidget(card)
        self.agree("entrance.tried.enter", icon="forward").clicked.connect(self.entered)
